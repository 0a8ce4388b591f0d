"""Facts of what a change of the calendar does besides itself: visits that hold time, plans, and what families said."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import ANY_DAY, OT, Scope
from otium.terms.effects import Standing, Window
from otium.terms.schedule import VisitStatus

HOLDING = [status.value for status in VisitStatus if status.uses_benefits]
STATED = timedelta(days=180)  # hours that a family stated so long ago speak for them no more


@dataclass(frozen=True, slots=True)
class Said:
    """By patient. `frequencies`: visits a week by the newest plan of care that has not ended, where it says so.
    `windows`: when they can come, by waits that are open or were lately. `waits`: how many are open."""

    frequencies: dict[UUID, int]
    windows: dict[UUID, list[Window]]
    waits: dict[UUID, int]


def standing(practice_id: UUID, patients: tuple[UUID, ...], zone: ZoneInfo) -> dict[UUID, Standing]:
    """Every visit of these patients that holds time. One query."""
    return {
        key: Standing(
            key, patient, (local := starts.astimezone(zone)).date(), local.time(),
            int((ends - starts).total_seconds() // 60), starts, therapist, room, location, together,
            (discipline or OT) == OT,
        )
        for key, patient, starts, ends, therapist, room, location, together, discipline in prepared.rows(
            _standing, Scope(practice_id, ANY_DAY, patients)
        )
    }  # fmt: skip


def _standing(scope: Scope) -> Rows:
    rows = scope.of(models.Appointment).filter(status__in=HOLDING)
    return rows.values_list("id", "patient_id", "starts_at", "ends_at", "therapist_id", "room_id", "location_id",
                            "together_id", "episode__discipline")  # fmt: skip


def said(practice_id: UUID, patients: tuple[UUID, ...], on: date) -> Said:
    """Of these patients, as of the day. One query."""
    scope = Scope(practice_id, ANY_DAY, patients)
    found = Said({}, {}, dict.fromkeys(patients, 0))
    with prepared.asked_together([(_plans, scope), (_waits, scope)]):
        for patient, ends_on, frequency in prepared.rows(_plans, scope):
            if ends_on is None or ends_on >= on:
                found.frequencies[patient] = frequency
        for patient, weekdays, since, until, ended_on, is_active in prepared.rows(_waits, scope):
            if ended_on is None and is_active:
                found.waits[patient] += 1
            if (ended_on is None or ended_on >= on - STATED) and (weekdays or since or until):
                window = Window(frozenset(map(int, weekdays)), since, until)
                found.windows.setdefault(patient, []).append(window)
    return Said({key: n for key, n in found.frequencies.items() if n}, found.windows, found.waits)


def _plans(scope: Scope) -> Rows:
    rows = scope.of(models.PlanOfCare).filter(entered_in_error=False).order_by("starts_on", "id")
    return rows.values_list("patient_id", "ends_on", "frequency_per_week")


def _waits(scope: Scope) -> Rows:
    rows = scope.of(models.WaitlistEntry).filter(entered_in_error=False).order_by("id")
    return rows.values_list("patient_id", "weekdays", "since", "until", "ended_on", "patient__is_active")
