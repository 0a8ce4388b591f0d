"""TELL_THRESHOLD: so many visits, or so many dollars, of a limit are left.

Source: the practice's own thresholds (rules/families/thresholds.toml where it set none). Not where a booked visit is
beyond the limit already: the letter about the limit says more (limits.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.rules import business_days
from otium.rules.allocation import OT
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.eligibility import limits
from otium.rules.eligibility.limits import DUE_BEFORE, Limit
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit


@dataclass(frozen=True, slots=True)
class Crossing:
    """A limit of which `left` remains after all visits made; `threshold` is the lowest that this reaches."""

    limit: Limit
    left: Decimal
    threshold: Decimal
    since_on: date
    ahead: tuple[Visit, ...]  # booked visits that will draw on it


def duties(case: Case) -> Iterator[Duty]:
    for coverage in case.patient.coverages:
        check = case.answer_about(coverage, limits.ANY_LIMIT)
        if check is None or check.status is not CheckStatus.ACTIVE or not check.benefits:
            continue
        for limit in limits.limits_of(check, case.rules_of(coverage)):
            if limits.lost_to(case, coverage, check, limit):
                continue
            crossing = _crossing(case, coverage, check, limit)
            if crossing:
                yield _duty(case, coverage, check, crossing)


def _crossing(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit) -> Crossing | None:
    """None above all thresholds, with nothing left, with no visit ahead, or where the limit is no end of benefits.

    None, too, where a visit made has no rate: what is left is less than could be told, and nobody knows how much.
    """
    if limit.is_dollars and case.rules_of(coverage).kx_applies:
        return None  # a Medicare threshold: PLACE_KX
    drawn = limits.drawing(case, coverage, check, limit)
    made, ahead = [v for v in drawn if v.on < case.on], [v for v in drawn if v.on >= case.on]
    if not any(v.discipline == OT for v in ahead):
        return None
    left, since = limit.remaining, [(check.answered_on, limit.remaining)]
    for visit in made:
        takes = case.price(visit) if limit.is_dollars else Decimal(1)
        if takes is None:
            return None
        left -= takes
        since.append((visit.on, left))
    chosen = case.thresholds.dollars if limit.is_dollars else case.thresholds.visits
    reached = [Decimal(t) for t in chosen if 0 < left <= t]
    if not reached:
        return None
    lowest = min(reached)
    return Crossing(limit, left, lowest, next(on for on, was in since if was <= lowest), tuple(ahead))


def _duty(case: Case, coverage: Coverage, check: BenefitCheck, crossing: Crossing) -> Duty:
    """Due within 5 business days of the visit that reached it. Told once a threshold and benefit year."""
    limit = crossing.limit
    unit, pool = "dollars" if limit.is_dollars else "visits", " ".join(limit.pooled_with)
    year = (check.service_on or check.answered_on).year
    first = crossing.ahead[0]
    return Duty(
        kind=DutyKind.TELL_THRESHOLD,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=" ".join(filter(None, (str(year), f"{crossing.threshold:f}", unit, pool))),
        due_on=business_days.add(crossing.since_on, DUE_BEFORE, case.days),
        why=tuple(_why(check, crossing)),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=None,
        ground={"threshold": crossing.threshold, "unit": unit, "pool": pool, "year": year},
    )


def _why(check: BenefitCheck, crossing: Crossing) -> Iterator[Reason]:
    source, limit = Source(SourceKind.BENEFIT_CHECK, check.id), crossing.limit
    code = "threshold_dollars" if limit.is_dollars else "threshold_visits"
    yield because(code, source, remaining=crossing.left, limit=limit.limit, answered_on=check.answered_on)
    last = crossing.ahead[-1]
    yield because("threshold_booked", Source(SourceKind.CALENDAR), count=len(crossing.ahead), until_on=last.on)
    if limit.pooled_with:
        yield because("limit_pooled", source, disciplines=" ".join((OT, *limit.pooled_with)))
