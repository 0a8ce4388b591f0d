"""SETTLE_CALENDAR_CLASH: an imported appointment that overlaps another of the same therapist or patient.

Source: the calendar as imported (facts.clashes). Certainty: by definition.
"""

from collections.abc import Iterator

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import VisitStatus


def duties(case: Case) -> Iterator[Duty]:
    """One for each clash that is still to come; the last safe day is the open day before, when people can be told."""
    if not case.patient.clashes:
        return
    clashing = frozenset(case.patient.clashes)
    for visit in case.patient.visits:
        if visit.id not in clashing or visit.on < case.on or visit.status is not VisitStatus.BOOKED:
            continue
        before = business_days.back(visit.on, 1, case.days)
        yield Duty(
            kind=DutyKind.SETTLE_CALENDAR_CLASH,
            focus_type=FocusType.APPOINTMENT,
            focus_id=visit.id,
            due_on=before,
            last_safe_on=before,
            why=(because("calendar_clash", Source(SourceKind.APPOINTMENT, visit.id), on=visit.on),),
            at_risk=case.at_risk([visit]),
            patient_id=case.patient.patient_id,
            therapist_id=visit.therapist_id or case.patient.therapist_id,
            appointment_id=visit.id,
        )
