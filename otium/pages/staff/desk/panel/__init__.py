"""One task's work.

`rows.py` loads, `facts.py` why, `hand.py` what others will ask for, `plot.py` and `limits.py` what is running out,
`trail.py` history, `build.py` joins.
"""
