"""The papers of a well-run case: referral, plan of care, authorizations, eligibility. Scenes spoil them later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from partners.days import business_day_before
from partners.intake import Numbers, Referrer
from partners.payers import MEDICAID, MEDICARE, SELF_PAY, WORKERS_COMP, Payer
from partners.world import Answer, Authorization, Decision, Episode, PlanOfCare, Referral, Visit

PLAN_DAYS, PLAN_WEEKS = 90, 13
RECERTIFY_DAYS = 45
"""A well-run case renews its plan of care long before the ninety days are over."""
SPARE_VISITS = 5
PART_B_DEDUCTIBLE = Decimal("283")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Office:
    """What writing papers needs: the day, the last booked day, running numbers, referrers, chance."""

    on: date
    last_on: date
    numbers: Numbers
    referrers: Sequence[Referrer]
    rng: Random


def write_papers(episode: Episode, office: Office) -> None:
    episode.referral = _referral(episode, office)
    episode.plan = _plan(episode, office)
    if episode.coverage.payer.needs_authorization:
        episode.authorizations = list(_authorizations(episode, office))
    if episode.status == "Active" and episode.coverage.payer.answers_eligibility:
        episode.answers = [healthy_answer(episode, office)]


def started_on(episode: Episode) -> date:
    """Day of the evaluation, made or booked."""
    return min(b.on for b in episode.bookings)


def _referral(episode: Episode, office: Office) -> Referral | None:
    if episode.coverage.payer.payer_type == SELF_PAY:
        return None
    referrer = office.rng.choice(office.referrers)
    referred_on = started_on(episode) - timedelta(days=office.rng.randint(4, 16))
    if not episode.coverage.payer.needs_referral:
        return Referral(referrer.name, referrer.npi, referred_on, None, None)
    visits = len(episode.visits) + len(episode.ahead(office.on)) + SPARE_VISITS
    return Referral(referrer.name, referrer.npi, referred_on, office.last_on + 30 * DAY, visits)


def _plan(episode: Episode, office: Office) -> PlanOfCare | None:
    """The newest certified period; none before the evaluation."""
    if not episode.visits:
        return None
    made = [v.on for v in episode.visits]
    starts_on, until = made[0], office.on if episode.status == "Active" else made[-1]
    while (until - starts_on).days >= RECERTIFY_DAYS and starts_on < made[-1]:
        starts_on = next((day for day in made if (day - starts_on).days >= RECERTIFY_DAYS), made[-1])
    sent_on = starts_on + office.rng.randint(1, 3) * DAY
    signed_on = sent_on + office.rng.randint(3, 9) * DAY
    return PlanOfCare(
        starts_on=starts_on,
        ends_on=starts_on + PLAN_DAYS * DAY,
        sent_on=sent_on if sent_on < office.on else None,
        signed_on=signed_on if signed_on < office.on else None,
        per_week=max(episode.weekly),
        weeks=PLAN_WEEKS,
    )


def block_size(payer: Payer) -> int:
    """Visits that the payer usually grants at once."""
    return 24 if payer.payer_type == MEDICAID else 12


def _authorizations(episode: Episode, office: Office) -> Iterator[Authorization]:
    """One block after another without a gap; the newest holds every booked visit. Evaluations need none."""
    treatments, size = episode.visits[1:], block_size(episode.coverage.payer)
    starts_on = started_on(episode) + DAY
    while episode.status == "Active" and len(treatments) > size:
        yield authorization(episode, office, starts_on=starts_on, ends_on=treatments[size - 1].on, visits=size)
        starts_on = treatments[size - 1].on + DAY
        treatments = treatments[size:]
    yield _newest(episode, office, starts_on, treatments)


def _newest(episode: Episode, office: Office, starts_on: date, treatments: Sequence[Visit]) -> Authorization:
    if episode.status != "Active":
        ends_on = episode.visits[-1].on if episode.visits else office.on
        closed = authorization(episode, office, starts_on=starts_on, ends_on=ends_on, visits=len(treatments))
        closed.status = "I"
        return closed
    needed = len(treatments) + len(episode.ahead(office.on)) + SPARE_VISITS
    ends_on = office.last_on + 30 * DAY
    return authorization(episode, office, starts_on=starts_on, ends_on=ends_on, visits=needed + needed % 2)


def authorization(episode: Episode, office: Office, *, starts_on: date, ends_on: date, visits: int) -> Authorization:
    """A new row, entered on the day before it starts but not after yesterday."""
    prefix = episode.coverage.payer.member_prefix
    return Authorization(
        record_id=next(office.numbers.authorization_record),
        authorization_id=next(office.numbers.authorization),
        number=f"{prefix}A{office.rng.randrange(10**6, 10**7)}",
        starts_on=starts_on,
        ends_on=ends_on,
        visits=visits,
        modified_on=min(business_day_before(starts_on), office.on - DAY),
        notes="Approved by the claims adjuster" if episode.coverage.payer.payer_type == WORKERS_COMP else "",
    )


def healthy_answer(episode: Episode, office: Office, *, answered_on: date | None = None) -> Answer:
    """A 271 under which everything booked is covered; fresh where no day is given."""
    payer = episode.coverage.payer
    answered_on = answered_on or fresh_day(payer, office)
    used = visits_in_year(episode, answered_on)
    has_limit = payer.visit_limit is not None
    return Answer(
        answered_on=answered_on,
        begins_on=episode.coverage.effective_on,
        authorization="Y" if payer.needs_authorization else "N",
        limit=payer.visit_limit,
        remaining=payer.visit_limit - used if payer.visit_limit is not None else None,
        used=used if has_limit and not payer.limit_is_pooled else None,
        is_pooled=payer.limit_is_pooled,
        copay=payer.copay,
        deductible=_deductible(payer),
        deductible_left=Decimal(0) if _deductible(payer) is not None else None,
        therapy_dollars_used=dollars_in_year(episode, answered_on) if payer.payer_type == MEDICARE else None,
    )


def fresh_day(payer: Payer, office: Office) -> date:
    """Within the last week and a half; for Medicaid in this month, be it today."""
    day = business_day_before(office.on, office.rng.randint(1, 7))
    first = office.on.replace(day=1)
    return max(day, first) if payer.payer_type == MEDICAID else day


def _deductible(payer: Payer) -> Decimal | None:
    if payer.payer_type == MEDICARE:
        return PART_B_DEDUCTIBLE
    return None if payer.payer_type == MEDICAID else Decimal(500)


def visits_in_year(episode: Episode, until: date) -> int:
    """Visits made in that day's calendar year, that day included."""
    return sum(v.on.year == until.year and v.on <= until for v in episode.visits)


def dollars_in_year(episode: Episode, until: date) -> Decimal:
    """Allowed amounts that the payer has settled, in that day's calendar year."""
    paid = (v.allowed for v in episode.visits if v.on.year == until.year and v.on <= until and v.allowed is not None)
    return sum(paid, Decimal(0))


def approval(of: Authorization) -> Decision:
    """The 278 response that this row was typed from."""
    return Decision(
        decided_on=of.modified_on,
        action="A1",
        number=of.number,
        starts_on=of.starts_on,
        ends_on=of.ends_on,
        visits=of.visits,
    )
