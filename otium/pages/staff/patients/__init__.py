"""Patients: the list, and one patient's page with everything that stands about them.

`load.py` reads a patient in a fixed number of queries, `facts.py` says it in terms for the rules, `present/` makes
plain values for the templates.
"""
