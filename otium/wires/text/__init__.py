"""Texts that come in: what services tell of them, as one small document of ours. Imports terms only."""
