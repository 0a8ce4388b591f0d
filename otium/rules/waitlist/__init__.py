"""Who is asked first when an hour comes free, who is offered it by text and for how long, and why the others are not.

`ranking.py` puts those who wait in order; `waves.py` makes a wave of offers out of those who fit; `rounds.py` is the
order of steps of a round; `standing.py` says which hour is free each week; `chosen.py` reads how a practice does it.
May import terms.
"""

from otium.rules.waitlist.ranking import USUAL, in_order, rank, reasons

__all__ = ["USUAL", "in_order", "rank", "reasons"]
