"""What is kept: Django models, constraints, migrations, and `facts` loaders that turn rows into terms.

Decides nothing. Imports terms only. `models/<workflow>.py` holds the tables, `<workflow>.py` beside it the loaders.
Every row below Practice carries `practice_id`, and row-level security repeats what the code asks for.
"""
