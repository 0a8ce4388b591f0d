"""Talks of our clinician with the payer's: until when, with what, how they end.

`window.py` the clock by the payer's terms, `brief.py` what may be said, `statistics.py` what came of them. States:
rules/appeals/moves.py. Imports terms.
"""
