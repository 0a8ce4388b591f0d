"""Doors for people: staff pages and family pages. One desk call per POST; templates get plain values.

Imports desk, records (to read) and terms. Every URL name has a row in desk/access.
"""
