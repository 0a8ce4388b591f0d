"""How regularly a patient came, out of rows that are loaded already. No query."""

from collections.abc import Iterable
from datetime import date

from otium.desk import clock
from otium.desk.attendance import policy
from otium.records.models import Appointment, Practice
from otium.rules.schedule import attendance as rules
from otium.terms.attendance import Attendance, AttendancePolicy
from otium.terms.schedule import CancelReason, Visit, VisitStatus


def figure(rows: Iterable[Appointment], practice: Practice, on: date) -> tuple[Attendance, AttendancePolicy, bool]:
    """Of one patient's visits, with the policy and whether it is on and not met."""
    chosen = policy.of(practice, on)
    found = rules.of_visits([_visit(row, practice) for row in rows], on, chosen)
    return found, chosen, chosen.is_on and rules.is_below(found, chosen)


def _visit(row: Appointment, practice: Practice) -> Visit:
    return Visit(
        id=row.pk,
        patient_id=row.patient_id,
        starts_at=row.starts_at,
        on=clock.day(row.starts_at, practice),
        status=VisitStatus(row.status),
        reason=CancelReason(row.reason_code) if row.reason_code else None,
        makes_up_id=row.makes_up_id,
    )
