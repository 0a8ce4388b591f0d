"""The eligibility board: how the visits of the next 14 days stand with their payers' answers.

`filters.py` what it is narrowed to, `rows.py` visits as rows of one coverage, `plot.py` the picture by day,
`present.py` the page, `views.py` shows, prints, exports and asks.
"""
