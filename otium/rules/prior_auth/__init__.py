"""Authorizations: what is left, when it runs out, what to ask of the payer and when.

`moves.py` the states of a request, `need.py` is one asked for, `ledger.py` the count, `outlook.py` the days,
`roads.py` what a payer wants and by which road, `decided.py` how long it takes, `clocks.py` until when it must
decide; `drafting.py` what a request would ask for, `drafted.py` its one duty, `wire_request.py` its 278;
`renewal.py`, `sending.py`, `requests.py`, `clocks.py` and `settling.py` the duties, `fits.py` an approval that does
not fit (`misfits.py`, `retro.py`), `billed.py` visits that were billed, `reviews.py` what is disputed with a payer,
`lapsed.py` an appeal not filed in time, `follow.py` what follows a denial, `meanwhile.py` what may be treated until
then.
"""

from collections.abc import Iterator

from otium.rules.case import Case
from otium.rules.prior_auth import (
    billed,
    clocks,
    drafted,
    fits,
    follow,
    lapsed,
    renewal,
    requests,
    reviews,
    sending,
    settling,
    signing,
)
from otium.rules.prior_auth.ledger import Ledger, ServiceLedger, ledger
from otium.rules.prior_auth.moves import MOVES, MoveRefusedError, next_state
from otium.rules.prior_auth.outlook import Outlook, Window, outlooks
from otium.terms.duty import Duty

__all__ = [
    "MOVES",
    "Ledger",
    "MoveRefusedError",
    "Outlook",
    "ServiceLedger",
    "Window",
    "duties",
    "ledger",
    "next_state",
    "outlooks",
]


def duties(case: Case) -> Iterator[Duty]:
    yield from drafted.merged(case, _all(case))


def _all(case: Case) -> Iterator[Duty]:
    yield from renewal.duties(case)
    yield from sending.duties(case)
    yield from (follow.with_ways(case, duty) for duty in requests.duties(case))
    yield from clocks.duties(case)
    yield from settling.duties(case)
    yield from fits.duties(case)
    yield from billed.duties(case)
    yield from signing.duties(case)
    yield from follow.duties(case)
    yield from reviews.duties(case)
    yield from lapsed.duties(case)
