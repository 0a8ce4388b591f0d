"""A small practice with two therapists, a room of two seats, and visits on a Tuesday."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.desk import appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.desk.planning import asking, solving
from otium.desk.planning.asking import Ask, weeks
from otium.records import models
from otium.terms.plans import PlanKind
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 30, 10, 0, tzinfo=EASTERN)  # Monday
TUESDAY, WEDNESDAY = date(2026, 12, 1), date(2026, 12, 2)
MONDAY = date(2026, 12, 7)
BY = Actor("test")


def paying(practice: models.Practice, **fields: Any) -> models.Patient:
    """Who pays themselves: nothing is to be verified or authorized."""
    patient = build.patient(practice, **fields)
    build.coverage(patient, build.payer(practice, "self_pay"))
    return patient


def booked(
    practice: models.Practice, who: models.Therapist, on: date = TUESDAY, at: time = time(10), **more: Any
) -> models.Appointment:
    patient = more.pop("patient", None) or paying(practice)
    wanted = Booking(patient.pk, Slot(who.pk, on, at, more.pop("minutes", 45)), **more)
    visits = appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits
    return visits[0]


def waits(practice: models.Practice, days: int = 10, **fields: Any) -> models.WaitlistEntry:
    patient = fields.pop("patient", None) or paying(practice)
    values = {"need": "evaluation", "asked_on": AT.date() - timedelta(days=days), **fields}
    return models.WaitlistEntry.objects.create(practice=practice, patient=patient, **values)


def solved(plan: models.SchedulePlan) -> models.SchedulePlan:
    """As its worker leaves it."""
    solving.solve(plan.practice_id, plan.pk, at=AT)
    return models.SchedulePlan.objects.select_related("practice").get(pk=plan.pk)


def away(practice: models.Practice, who: models.Therapist, on: date = TUESDAY) -> models.SchedulePlan:
    return solved(
        asking.call_away(practice_id=practice.pk, therapist_id=who.pk, first=on, last=on, reason="sick", by=BY, at=AT)
    )  # fmt: skip


def moves(plan: models.SchedulePlan) -> list[models.PlanMove]:
    return list(models.PlanMove.objects.filter(plan=plan).order_by("from_at", "on", "at"))


def stands(key: UUID) -> models.Appointment:
    return models.Appointment.objects.get(pk=key)


def asked(practice: models.Practice, wanted: Ask) -> models.SchedulePlan:
    return solved(asking.ask(wanted, practice_id=practice.pk, by=BY, at=AT))


def standing(practice: models.Practice, who: models.Therapist, at: time, **fields: object) -> models.Appointment:
    return booked(practice, who, on=MONDAY, at=at, visits=4, **fields)


def chained(practice: models.Practice) -> tuple[models.SchedulePlan, models.WaitlistEntry, models.Appointment]:
    """Nine to ten is the only hour that can wait for; who has it could also come in the afternoon."""
    who = build.therapist(practice)
    holder = waits(practice, weekdays=["0"], since=time(9), until=time(17), ended_on=AT.date()).patient
    visit = standing(practice, who, time(9), patient=holder)
    entry = waits(practice, need="weekly", weekdays=["0"], since=time(9), until=time(9, 45))
    return asked(practice, weeks(PlanKind.CHAIN, MONDAY, 4, entry_id=entry.pk)), entry, visit
