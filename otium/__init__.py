"""Otium: the back office of occupational-therapy practices.

The folders are rooms and data flows one way through them: terms, rules and wires, records, desk, pages and doors, ops.
The import contracts in pyproject.toml hold them to it.
"""
