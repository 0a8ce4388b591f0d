"""The duty of a coverage that a booked visit draws on: due three business days before the visit, safe until it."""

from collections.abc import Iterable

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.coverage import Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Param, Reason
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

BEFORE_VISIT = 3  # business days


def visits_of(case: Case, coverage: Coverage) -> list[Visit]:
    """Visits to come that the coverage pays first."""
    return [visit for visit in case.upcoming if case.payer_of(visit) is coverage]


def duty(
    case: Case,
    coverage: Coverage,
    kind: DutyKind,
    instance: str,
    why: Iterable[Reason],
    visits: list[Visit],
    ground: dict[str, Param],
) -> Duty:
    """`visits`, at least one, in order of time: those that draw on what it is about."""
    first = visits[0]
    return Duty(
        kind=kind,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=instance,
        due_on=max(business_days.back(first.on, BEFORE_VISIT, case.days), min(case.on, first.on)),
        last_safe_on=first.on,
        why=(*why, next_visit(first)),
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=first.id,
        ground=ground,
    )


def next_visit(visit: Visit) -> Reason:
    return because("next_visit", Source(SourceKind.APPOINTMENT, visit.id), visit_on=visit.on)
