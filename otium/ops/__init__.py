"""Running the house: embedded PostgreSQL, the supervisor, the worker, migrations, the demo practice, measurements.

May import every room; no room imports it.
"""
