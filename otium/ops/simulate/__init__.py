"""A half-year of one practice in minutes: desk and partners in one process, on a clock that is moved by hand.

`town.py` joins the two sides without sockets, `office.py` is what the people of the practice do, `tally.py` counts,
`run.py` lets the days go by. What comes out is simulated, and says so.
"""
