"""REPLACE_COVERAGE: visits are booked for days on which no coverage pays.

Source: the coverage's own dates, the payer's answer (271 EB01 6, DTP 347). Certainty: as the payer said.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

BEFORE_VISIT = 3


def duties(case: Case) -> Iterator[Duty]:
    """One duty for each coverage that lets visits down, one for the patient where none was ever on file."""
    lost: dict[UUID | None, list[Visit]] = {}
    answers = {id(c): case.latest_answer(c) for c in case.patient.coverages}
    for visit in case.booked:
        payer = case.payer_of(visit)
        if payer is None:
            lost.setdefault(last_ended(case, visit.on), []).append(visit)
        elif (answer := answers[id(payer)]) and denies(answer, visit):
            lost.setdefault(payer.id, []).append(visit)
    by_id = {c.id: c for c in case.patient.coverages}
    for coverage_id, visits in lost.items():
        if visits[-1].on >= case.on:
            yield _duty(case, by_id[coverage_id] if coverage_id else None, visits)


def last_ended(case: Case, before: date) -> UUID | None:
    """The coverage that paid last; None when none was ever on file."""
    ended = [c for c in case.patient.coverages if c.ends_on and c.ends_on < before]
    return max(ended, key=lambda c: (c.ends_on or date.min, c.id)).id if ended else None


def denies(answer: BenefitCheck, visit: Visit) -> bool:
    """True where the payer said that it does not cover the day of the visit."""
    if answer.status is CheckStatus.INACTIVE:
        return visit.on >= answer.answered_on
    ends_on = answer.coverage_ends_on
    return ends_on is not None and ends_on < visit.on and not _is_plan_year(ends_on)


def _is_plan_year(ends_on: date) -> bool:
    """Payers give 31 December for plans that go on; the check in January tells whether it did."""
    return (ends_on.month, ends_on.day) == (12, 31)


def _duty(case: Case, coverage: Coverage | None, visits: list[Visit]) -> Duty:
    first = visits[0]
    return Duty(
        kind=DutyKind.REPLACE_COVERAGE,
        focus_type=FocusType.COVERAGE if coverage else FocusType.PATIENT,
        focus_id=coverage.id if coverage else case.patient.patient_id,
        due_on=business_days.back(first.on, BEFORE_VISIT, case.days),
        last_safe_on=business_days.back(first.on, 1, case.days),
        why=(_why(case, coverage, visits),),
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=first.id,
    )


def _why(case: Case, coverage: Coverage | None, visits: list[Visit]) -> Reason:
    first, count = visits[0].on, len(visits)
    if coverage is None:
        source = Source(SourceKind.PATIENT, case.patient.patient_id)
        return because("coverage_missing", source, visit_on=first, count=count)
    answer = case.latest_answer(coverage)
    told = Source(SourceKind.BENEFIT_CHECK, answer.id) if answer else None
    if answer and answer.status is CheckStatus.INACTIVE:
        return because("coverage_inactive", told, answered_on=answer.answered_on, visit_on=first, count=count)
    if coverage.ends_on and coverage.ends_on < first:
        source = Source(SourceKind.COVERAGE, coverage.id)
        return because("coverage_ends", source, ends_on=coverage.ends_on, visit_on=first, count=count)
    ends_on = answer.coverage_ends_on if answer else None
    return because("coverage_ends", told, ends_on=ends_on, visit_on=first, count=count)
