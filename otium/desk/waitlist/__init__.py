"""The waitlist: who fits an hour that came free, whether they are ready for it, and giving it to one of them.

`fitting.py` says who could take it, `later.py` which visit of theirs it would replace where they wait for an earlier
time, `placing.py` gives it. Which hours are free is in desk.offers.freed.
"""

from otium.desk.offers.freed import Filled, FreedHour, NotFree, is_free
from otium.desk.waitlist.fitting import Candidate, Candidates, candidates, kind_of
from otium.desk.waitlist.placing import foresee, locked, place, take

__all__ = [
    "Candidate",
    "Candidates",
    "Filled",
    "FreedHour",
    "NotFree",
    "candidates",
    "foresee",
    "is_free",
    "kind_of",
    "locked",
    "place",
    "take",
]
