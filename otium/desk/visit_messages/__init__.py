"""Messages about visits: reminders, changes, and what families answer.

`due.py` finds what is to be told, `sending.py` writes it in sets, `following.py` takes it back or tells the new time
when a visit changes; `asking.py` is the page behind the link, `hearing.py` reads texts that come back, `matters.py`
notes what a person must take up. `wording.py` puts the words together, `standing.py` says how far a message went.
"""
