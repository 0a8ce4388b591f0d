"""What the pages of the calendar show: visits, talks and clearance of some days, each in a fixed number of queries."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from otium.desk import clearance, clock
from otium.desk.visit_messages import delivering
from otium.pages.staff.clearance.strip import Strip, strip
from otium.records.models import Appointment, PeerToPeer, Practice
from otium.terms.prior_auth import PeerToPeerState
from otium.terms.schedule import VisitStatus


def between(first: date, days: int, practice: Practice) -> tuple[datetime, datetime]:
    """From the first midnight to the last, in the practice's zone: a day of 23 or 25 hours is a whole one."""
    return clock.instant(first, time(), practice), clock.instant(first + timedelta(days=days), time(), practice)


def visits(practice: Practice, first: date, days: int, therapist_id: UUID | None = None) -> list[Appointment]:
    since, until = between(first, days, practice)
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=since, starts_at__lt=until)
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    if days == 1:  # a day says who was reminded; over a week it would be too much to read
        rows = delivering.marked(rows)
    return list(rows.select_related("patient", "therapist", "room", "location"))


def talks(practice: Practice, first: date, days: int, therapist_id: UUID | None = None) -> list[PeerToPeer]:
    """With payers' clinicians, set for these days."""
    since, until = between(first, days, practice)
    rows = PeerToPeer.objects.filter(
        practice=practice, state=PeerToPeerState.SCHEDULED.value, slot_at__gte=since, slot_at__lt=until
    )
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    return list(rows.select_related("request__patient", "therapist"))


def strips(practice: Practice, booked: list[Appointment], on: date) -> dict[UUID, Strip]:
    """Of the visits to come, by visit."""
    people = {v.patient_id for v in booked if is_to_come(v, practice, on)}
    ledgers = clearance.of_patients(practice, on=on, patients=people) if people else {}
    return {v.visit_id: strip(v, on=on) for ledger in ledgers.values() for v in ledger.visits}


def is_to_come(visit: Appointment, practice: Practice, on: date) -> bool:
    return visit.status == VisitStatus.BOOKED.value and clock.day(visit.starts_at, practice) >= on
