"""A half-year of one practice in minutes: desk and partners in one process, on a clock that is moved by hand.

`road.py` joins the two sides without sockets; `opening.py` is the eve of the first day, `run.py` lets the days go by.
`office.py` and `bookings.py` are what the people of the practice do; `people.py` who sees to authorizations: by what
Otium puts before them (`authorizing.py`), or by their own list of end dates (`by_dates.py`). `charts.py` is what
therapists write, `payers.py` how both deal with payers, `touches.toml` the minutes of each act and how the office
without Otium's duties works. `tally.py` and `audited.py` count; `seeded.py` makes the whole repeatable. What comes
out is simulated, and says so.
"""
