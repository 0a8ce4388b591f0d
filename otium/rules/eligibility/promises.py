"""FOLLOW_PROMISE: what a payer said it would do by a day, and nobody knows that it was done.

Source: design of the call ledger. A promise is let alone until its day; a new answer about the coverage keeps it.
Certainty: by definition.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import ANSWERS, Case
from otium.terms.calls import Promise
from otium.terms.coverage import BenefitCheck
from otium.terms.duty import UNKNOWN_RISK, Duty, DutyKind, FocusType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit


def duties(case: Case) -> Iterator[Duty]:
    for promise in case.patient.promises:
        if case.on >= promise.promised_on and not _is_answered(case, promise):
            yield _duty(case, promise)


def due_on(case: Case, promise: Promise) -> date:
    """The promised day; the next one the practice works where it does not."""
    return business_days.add(promise.promised_on, 0, case.days)


def _is_answered(case: Case, promise: Promise) -> bool:
    """The payer said since whether the coverage is in force. The answer of the call itself is no later one."""
    return any(
        check.coverage_id == promise.coverage_id and check.status in ANSWERS and _is_later(promise, check)
        for check in case.patient.checks
    )


def _is_later(promise: Promise, check: BenefitCheck) -> bool:
    if promise.called_at is None:
        return check.answered_on > promise.called_on
    return check.answered_at > promise.called_at


def _duty(case: Case, promise: Promise) -> Duty:
    visit = _next_visit(case, promise)
    source = Source(SourceKind.CALL, promise.call_id)
    why = [because("promise_due", source, called_on=promise.called_on, promised_on=promise.promised_on)]
    if visit is not None:
        why.append(because("next_visit", Source(SourceKind.APPOINTMENT, visit.id), visit_on=visit.on))
    return Duty(
        kind=DutyKind.FOLLOW_PROMISE,
        focus_type=FocusType.CALL,
        focus_id=promise.call_id,
        due_on=due_on(case, promise),
        last_safe_on=max(visit.on, promise.promised_on) if visit else None,
        why=tuple(why),
        at_risk=case.at_risk([visit]) if visit else UNKNOWN_RISK,
        patient_id=case.patient.patient_id,
        therapist_id=(visit.therapist_id if visit else None) or case.patient.therapist_id,
        appointment_id=visit.id if visit else None,
        ground={"promised_on": promise.promised_on},
    )


def _next_visit(case: Case, promise: Promise) -> Visit | None:
    """The first booked visit that the coverage pays for."""
    paid = ((visit, case.payer_of(visit)) for visit in case.upcoming)
    return next((visit for visit, payer in paid if payer and payer.id == promise.coverage_id), None)
