"""From attended appointments to signed visits: note types, code units, minutes, what was paid."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from partners.clinical import EVALUATION_CODE
from partners.fees import OT_THRESHOLDS, medicare_allowed, newest_known, private_allowed
from partners.payers import MEDICARE, SELF_PAY
from partners.world import ATTENDED, Booking, Episode, Visit

EVALUATION, DAILY, PROGRESS, DISCHARGE = "Initial Evaluation", "Daily Note", "Progress Note", "Discharge"
PROGRESS_EVERY = 8
"""Treatment days from one progress report to the next in a well-run case; the limit is ten."""
PAID_AFTER_DAYS = 21


def write_notes(episode: Episode, *, on: date, rng: Random) -> None:
    """Fills `visits` from the attended bookings, in order; ids are given out later, over all cases."""
    came = sorted((b for b in episode.bookings if b.status == ATTENDED), key=lambda b: b.starts_at)
    since_report = 0
    for place, booking in enumerate(came):
        since_report += 1
        visit_type = _visit_type(place, since_report)
        if visit_type == PROGRESS:
            since_report = 0
        episode.visits.append(_visit(episode, booking, visit_type, place))
    if episode.status == "Discharged" and len(episode.visits) > 1:
        episode.visits[-1].visit_type = DISCHARGE
    for visit in episode.visits:
        visit.signed_on = _signed_on(visit.on, on, rng)
    price(episode, on=on)


def _visit_type(place: int, since_report: int) -> str:
    if place == 0:
        return EVALUATION
    return PROGRESS if since_report >= PROGRESS_EVERY else DAILY


def _visit(episode: Episode, booking: Booking, visit_type: str, place: int) -> Visit:
    if visit_type == EVALUATION:
        return Visit(0, booking, visit_type, {EVALUATION_CODE: 1, "97535": 1}, 15, None, None)
    usual = episode.profile.treatments
    units = dict(episode.units or usual[place % len(usual)])
    return Visit(0, booking, visit_type, units, 14 * sum(units.values()), None, None)


def _signed_on(visit_on: date, on: date, rng: Random) -> date | None:
    """The same evening or the next day; yesterday's notes may still be open."""
    signed = visit_on + timedelta(days=rng.choice((0, 0, 0, 1)))
    return signed if signed < on else None


def price(episode: Episode, *, on: date, paid_after_days: int = PAID_AFTER_DAYS) -> None:
    """Allowed amounts of visits that the payer has settled; KX where the Medicare year is over its threshold."""
    payer, year_dollars = episode.coverage.payer, dict[int, Decimal]()
    for visit in episode.visits:
        if payer.unit_dollars is None:
            continue
        year = visit.on.year
        if payer.payer_type == MEDICARE:
            allowed = medicare_allowed(visit.units, year=year)
            year_dollars[year] = year_dollars.get(year, Decimal(0)) + allowed
            visit.has_kx = year_dollars[year] > newest_known(OT_THRESHOLDS, year)
        else:
            allowed = private_allowed(visit.units, payer.unit_dollars)
        is_paid = payer.payer_type == SELF_PAY or (on - visit.on).days > paid_after_days
        visit.allowed = allowed if is_paid else None
