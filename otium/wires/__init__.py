"""Formats: `read(bytes)` gives terms and findings, `write(terms, envelope)` gives bytes. Pure: no I/O, no clock.

May import `otium.terms` only. `carriers/` is the one place that opens a connection, and knows no format.
"""
