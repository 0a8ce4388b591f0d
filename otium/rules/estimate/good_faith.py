"""GIVE_ESTIMATE and ESTIMATE_EXCEEDED: good-faith estimates of people who pay themselves, with their legal clocks.

Source: 45 CFR 149.610(b)(1): scheduled at least 3 business days ahead, within 1 business day; at least 10 ahead, within
3; on request, within 3; a change of scope, 1 business day before the service; recurring services, one for up to 12
months. 149.620: 400 dollars or more over the estimate may be disputed for 120 calendar days. Certainty: verified; that
nothing is due for what is booked less than 3 business days ahead, unless asked: knowledge. Near is ours: within 100
dollars of the amount that may be disputed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.rules import business_days
from otium.rules.because import because, but_for_the_visit
from otium.rules.case import Case
from otium.rules.estimate import items
from otium.terms.duty import AtRisk, Duty, DutyKind, FocusType, Reason
from otium.terms.estimate import EstimateReason, GivenEstimate
from otium.terms.facts import BusinessDays
from otium.terms.family import EstimateState
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import MADE, Visit, VisitStatus

SOON, FAR = 3, 10  # business days from the booking to the service
AFTER_SOON, AFTER_FAR, AFTER_ASKED = 1, 3, 3  # business days to give it in
BEFORE_CHANGED = 1  # business days before the service
DISPUTABLE = Decimal(400)
NEAR = Decimal(100)
DISPUTE_DAYS = 120
GIVEN = (EstimateState.ISSUED, EstimateState.SUPERSEDED)


def due_scheduled(booked_on: date, first_on: date, days: BusinessDays) -> date | None:
    """The day to have given it by; None where nothing is due unless the person asks."""
    ahead = business_days.between(booked_on, first_on, days)
    if ahead < SOON:
        return None
    return business_days.add(booked_on, AFTER_FAR if ahead >= FAR else AFTER_SOON, days)


def due_asked(asked_on: date, days: BusinessDays) -> date:
    return business_days.add(asked_on, AFTER_ASKED, days)


def due_changed(first_on: date, days: BusinessDays) -> date:
    return business_days.back(first_on, BEFORE_CHANGED, days)


def last_day(starts_on: date) -> date:
    """The last day that one estimate of recurring services may cover: 12 months.

    >>> last_day(date(2026, 12, 4))
    datetime.date(2027, 12, 3)
    """
    try:
        return business_days.shift(starts_on.replace(year=starts_on.year + 1), -1)
    except ValueError:  # 29 February
        return date(starts_on.year + 1, 2, 28)


def is_disputable(estimated: Decimal, billed: Decimal) -> bool:
    return billed - estimated >= DISPUTABLE


def dispute_until(billed_on: date) -> date:
    return business_days.shift(billed_on, DISPUTE_DAYS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An estimate that must be given: why, since when the clock runs (None: unknown), by when, and for which visits."""

    reason: EstimateReason
    due_on: date
    why: tuple[Reason, ...]
    visits: tuple[Visit, ...]
    asked_on: date | None = None
    over: GivenEstimate | None = None  # the draft that was asked for, or the estimate it takes the place of


def duties(case: Case) -> Iterator[Duty]:
    found = list(wanted(case))
    if found:
        yield _give(case, min(found, key=lambda w: w.due_on), found)
    yield from _exceeded(case)


def wanted(case: Case) -> Iterator[Wanted]:
    """Each reason for which an estimate is owed now."""
    coming = items.paid_by_family(case, case.upcoming)
    issued = in_force(case)
    yield from _asked(case, coming)
    if not coming:
        return
    if issued is None:
        yield from _scheduled(case, coming)
        return
    within = [v for v in coming if issued.starts_on <= v.on <= issued.ends_on]
    earlier = tuple(v for v in coming if v.on < issued.starts_on)
    later = tuple(v for v in coming if v.on > issued.ends_on)
    if earlier:
        yield from _scheduled(case, earlier)
    if within:
        yield from _changed(case, issued, within)
    if later:
        first = later[0]
        why = because("estimate_ends", _source(issued), ends_on=issued.ends_on, visit_on=first.on)
        due_on = due_changed(first.on, case.days)
        yield Wanted(EstimateReason.RENEWED, due_on, (why,), later, issued.ends_on, issued)


def in_force(case: Case) -> GivenEstimate | None:
    """The newest that was given and not taken back."""
    given = [e for e in case.patient.estimates if e.state is EstimateState.ISSUED]
    return max(given, key=lambda e: e.version, default=None)


def _asked(case: Case, coming: tuple[Visit, ...]) -> Iterator[Wanted]:
    for each in case.patient.estimates:
        if each.state is EstimateState.DRAFT and each.reason is EstimateReason.REQUESTED:
            why = because("estimate_asked", _source(each), asked_on=each.asked_on)
            due_on = each.due_on or due_asked(each.asked_on or case.on, case.days)
            yield Wanted(EstimateReason.REQUESTED, due_on, (why,), coming, each.asked_on, each)


def _scheduled(case: Case, coming: tuple[Visit, ...]) -> Iterator[Wanted]:
    """The first booking whose clock runs. Of a visit whose booking day is not known it is due at once."""
    booked = dict(case.patient.booked_on)
    found = []
    for visit in coming:
        booked_on = booked.get(visit.id)
        due_on = (
            due_scheduled(booked_on, visit.on, case.days) if booked_on else business_days.add(case.on, 0, case.days)
        )
        if due_on:
            found.append((due_on, visit, booked_on))
    if not found:
        return
    due_on, visit, booked_on = min(found, key=lambda f: (f[0], f[1].starts_at))
    source = Source(SourceKind.APPOINTMENT, visit.id)
    clock = because("estimate_clock", source, booked_on=booked_on)
    first = because("estimate_missing", Source(SourceKind.APPOINTMENT, coming[0].id), visit_on=coming[0].on)
    yield Wanted(EstimateReason.SCHEDULED, due_on, (first, clock), coming, booked_on)


def _changed(case: Case, issued: GivenEstimate, coming: list[Visit]) -> Iterator[Wanted]:
    """What is booked differs from what was estimated: other services, more of them, another price."""
    made = [v for v in items.paid_by_family(case, case.counted) if _given_for(case, v) is issued and v not in coming]
    found = items.differences(case, issued, [*made, *coming])
    upcoming = [(code, told, visit) for code, told, visit in found if visit in coming]
    if not upcoming:
        return
    first = min((visit for _code, _told, visit in upcoming), key=lambda v: v.starts_at)
    why = tuple(because(code, _source(issued), codes=told, visit_on=visit.on) for code, told, visit in upcoming)
    due_on = due_changed(first.on, case.days)
    visits = tuple(v for v in coming if v.starts_at >= first.starts_at)
    yield Wanted(EstimateReason.CHANGED, due_on, why, visits, None, issued)


def _give(case: Case, first: Wanted, found: list[Wanted]) -> Duty:
    visits = {v.id: v for each in found for v in each.visits}
    why = tuple(reason for each in sorted(found, key=lambda w: w.due_on) for reason in each.why)
    visit = min(visits.values(), key=lambda v: v.starts_at, default=None)
    return Duty(
        kind=DutyKind.GIVE_ESTIMATE,
        focus_type=FocusType.PATIENT,
        focus_id=case.patient.patient_id,
        due_on=first.due_on,
        last_safe_on=first.due_on,
        why=why,
        at_risk=items.at_risk(case, visits.values()),
        patient_id=case.patient.patient_id,
        therapist_id=(visit.therapist_id if visit else None) or case.patient.therapist_id,
        appointment_id=visit.id if visit else None,
        ground=but_for_the_visit(why),
    )


def _given_for(case: Case, visit: Visit) -> GivenEstimate | None:
    """The newest estimate that was given by the day of the visit and covers it."""
    given = [
        e
        for e in case.patient.estimates
        if e.issued_on and e.issued_on <= visit.on and e.starts_on <= visit.on <= e.ends_on and e.state in GIVEN
    ]
    return max(given, key=lambda e: e.version, default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was billed under an estimate, and what it will come to with the visits booked. None: a price is unknown."""

    given: GivenEstimate
    billed: Decimal | None
    expected: Decimal | None
    last_on: date | None  # of the visits billed
    near_on: Visit | None  # the booked visit with which it comes near, or over
    excess: Decimal | None  # expected less estimated


def standing(case: Case, given: GivenEstimate) -> Standing:
    """No bill to a person is on record: what was billed are the visits made, at the practice's own price."""
    of_it = [v for v in items.paid_by_family(case, case.counted) if _given_for(case, v) is given]
    made = [v for v in of_it if v.status in MADE or v.on < case.on]
    coming = [v for v in of_it if v.status is VisitStatus.BOOKED and v.on >= case.on]
    billed = _sum(case, made)
    running, near_on = billed, None
    for visit in coming:
        amount = items.charge(case, visit).amount
        running = None if running is None or amount is None else running + amount
        if running is None:
            break
        if near_on is None and running - given.total >= DISPUTABLE - NEAR:
            near_on = visit
    last_on = max((v.on for v in made), default=None)
    return Standing(given, billed, running, last_on, near_on, None if running is None else running - given.total)


def _exceeded(case: Case) -> Iterator[Duty]:
    """One for each estimate in force or superseded within the time to dispute."""
    for given in case.patient.estimates:
        if given.state not in GIVEN:
            continue
        stands = standing(case, given)
        if stands.billed is not None and is_disputable(given.total, stands.billed) and stands.last_on:
            if case.on <= dispute_until(stands.last_on):
                due_on = business_days.add(stands.last_on, 1, case.days)
                yield _over(case, stands, "estimate_over", due_on, stands.billed)
        elif stands.near_on and given.state is EstimateState.ISSUED and stands.expected is not None:
            yield _over(case, stands, "estimate_near", due_changed(stands.near_on.on, case.days), stands.expected)


def _over(case: Case, stands: Standing, code: str, due_on: date, dollars: Decimal) -> Duty:
    given = stands.given
    why = (
        because(code, _source(given), version=given.version, estimated=given.total, billed=dollars),
        because("estimate_billed_by_visits", Source(SourceKind.PATIENT, case.patient.patient_id)),
    )
    return Duty(
        kind=DutyKind.ESTIMATE_EXCEEDED,
        focus_type=FocusType.ESTIMATE,
        focus_id=given.id,
        due_on=due_on,
        why=why,
        at_risk=AtRisk(dollars - given.total),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=stands.near_on.id if stands.near_on else None,
        ground={"reason": code, "version": given.version},
    )


def _sum(case: Case, visits: list[Visit]) -> Decimal | None:
    amounts = [items.charge(case, visit).amount for visit in visits]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _source(given: GivenEstimate) -> Source:
    return Source(SourceKind.ESTIMATE, given.id, str(given.version))
