"""A call to a payer: what its representative says of a claim or a request, with reference and minutes on hold."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from partners.adjudication.chance import draw
from partners.adjudication.contracts import CONTRACTS
from partners.clock import MachineClock, day_of
from partners.exchange import ledger, on_paper
from partners.state import members
from partners.state.store import Store

HOLD_MINUTES = (4, 28)
"""Calls to payers take ten to sixteen minutes and more (CAQH, claim status by hand) [uncertain]; spread is ours."""
NAMES = ("Alex", "Casey", "Drew", "Jamie", "Morgan", "Riley")
IN_WORDS = {
    "P1": "Received and still in process.",
    "F1": "Paid.",
    "F2": "Denied.",
    "F4": "Voided, no payment will follow.",
    "R4": "Records are asked for before it can be decided.",
}
OF_REVIEWS = {
    "accepted": "The request is here and waits for review.",
    "wants": "Papers are missing; a letter says which.",
    "approved": "Approved.",
    "modified": "Approved for less than was asked.",
    "denied": "Denied.",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What the person at the desk writes down. Dollars are text, unknown is None."""

    representative: str
    reference: str
    hold_minutes: int
    says: str
    payer_claim: str | None = None
    paid: str | None = None
    decided_on: str | None = None
    authorizations: tuple[str, ...] = ()


def call(*, state: Path, payer_id: str, number: str) -> None:
    """Prints what was said, as JSON. Raises LookupError for a payer that does not exist."""
    print(json.dumps(asdict(ask(Store(state), payer_id=payer_id, number=number, on=_today())), indent=2))


def _today() -> date:
    return day_of(MachineClock().now())


def ask(store: Store, *, payer_id: str, number: str, on: date) -> Call:
    """The same question on the same day is answered by the same person with the same reference."""
    if payer_id not in CONTRACTS:
        raise LookupError(f"no payer {payer_id}; there are: {', '.join(CONTRACTS)}")
    luck, least, most = draw(payer_id, number, on), *HOLD_MINUTES
    who = NAMES[int(luck * len(NAMES))]
    reference, hold = f"{payer_id}-{on:%y%m%d}-{int(luck * 10**6):06d}", least + int(luck * (most - least + 1))
    row = store.row(
        "select * from claim where payer_id = ? and ? in (icn, number) order by received_at desc", payer_id, number
    )
    if row is not None:
        told = ledger.standing(row)
        paid = f"{told.paid:.2f}" if told.paid is not None else None
        since = told.since.isoformat() if told.paid is not None else None
        return Call(who, reference, hold, IN_WORDS[told.status[0]], told.icn, paid, since)
    review = on_paper.standing(store, payer_id, number)
    if review is not None:
        lines: tuple[str, ...] = (_authorization(review),) if review.number else ()
        decided = review.decided_on.isoformat() if review.decided_on else None
        return Call(who, reference, hold, OF_REVIEWS[review.says], decided_on=decided, authorizations=lines)
    granted = members.granted_to(store, payer_id, number)
    if granted or members.find(store, payer_id, number):
        lines = tuple(f"{g.number}: {g.visits} visits, {g.starts_on} to {g.ends_on}" for g in granted)
        return Call(who, reference, hold, "No bill of that number; the file is open.", authorizations=lines)
    return Call(who, reference, hold, "Nothing is on file under that number.")


def _authorization(review: on_paper.Standing) -> str:
    return f"{review.number}: {review.visits} visits, {review.starts_on} to {review.ends_on}"
