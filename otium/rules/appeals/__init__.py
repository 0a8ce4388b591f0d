"""Appeals: by which track and level a decision is disputed, until when, with what, and what may be treated meanwhile.

`tracks/*.toml` the levels, `tracks.py` reads them, `clocks.py` the days, `choosing.py` which track a payer goes by and
what comes after a level, `expedited.py` when the fast road is open, `answers.py` what answers a payer's reason,
`continuation.py` care meanwhile, `moves.py` the states. What is to be done: rules/prior_auth/reviews.py.
"""
