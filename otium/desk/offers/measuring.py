"""The facts that access is measured by. A fixed number of queries, however many referrals and hours."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min

from otium.desk import clock
from otium.desk.appointments.moves import CANCELS
from otium.desk.offers.freed import FREED, NOBODY_THERE
from otium.records.models import (
    Appointment,
    AppointmentParticipant,
    FamilyNotice,
    History,
    Offer,
    Practice,
    Referral,
    TimeOff,
)
from otium.rules.waitlist.measures import access, by_week, days, grouped, hours
from otium.terms.access_measures import Arrival, CancelledHour, HourOutcome
from otium.terms.family import NoticeState
from otium.terms.schedule import VisitStatus, VisitType
from otium.terms.waitlist import WaitNeed

__all__ = ["WEEKS", "access", "arrivals", "by_week", "cancelled_hours", "days", "grouped", "hours"]
BACK = timedelta(days=365)
WEEKS = 13
TOLD = (NoticeState.TOLD.value, NoticeState.ACKNOWLEDGED.value)
Days = dict[UUID, date]


def arrivals(practice: Practice, on: date) -> list[Arrival]:
    """The first referral of each patient, written in the last year or on a day that is not on file. Seven queries."""
    rows = Referral.objects.filter(practice=practice, entered_in_error=False, patient__practice=practice)
    first: dict[UUID, Referral] = {}
    for row in rows.select_related("patient__location").order_by("written_on", "id"):
        known = first.get(row.patient_id)
        if known is None or (known.written_on is None and row.written_on is not None):
            first[row.patient_id] = row
    wanted = [r for r in first.values() if r.written_on is None or on - BACK <= r.written_on <= on]
    ids = [row.patient_id for row in wanted]
    booked, evaluated = _booked(practice, ids)
    told = _days(practice, _told(practice, ids))
    offered = _days(practice, _offered(practice, ids))
    return [
        Arrival(
            referral_id=row.pk,
            patient_id=row.patient_id,
            written_on=row.written_on,
            source=row.referrer_name.strip(),
            location=row.patient.location.name if row.patient.location else "",
            contact_on=_first(booked["any"].get(row.patient_id), told.get(row.patient_id), offered.get(row.patient_id)),
            offered_on=_first(booked["evaluation"].get(row.patient_id), offered.get(row.patient_id)),
            done_on=evaluated.get(row.patient_id),
        )
        for row in sorted(wanted, key=lambda r: (r.written_on or date.max, str(r.pk)), reverse=True)
    ]


def cancelled_hours(practice: Practice, at: datetime) -> list[CancelledHour]:
    """Cancelled and missed visits with a therapist of the last weeks, up to now, the newest first. Four queries."""
    since = at - timedelta(weeks=WEEKS)
    rows = Appointment.objects.filter(
        practice=practice, status__in=FREED, starts_at__gte=since, starts_at__lte=at, therapist__isnull=False
    )
    visits = list(rows.select_related("therapist", "location").order_by("-starts_at", "id"))
    held = _held(practice, visits)
    away = list(TimeOff.objects.filter(practice=practice, entered_in_error=False, room=None).order_by("id"))
    when = _cancelled_at(practice, visits)
    return [_hour(visit, practice, held[visit.therapist_id], away, when.get(visit.pk)) for visit in visits]


def _booked(practice: Practice, patients: list[UUID]) -> tuple[dict[str, Days], Days]:
    """({any, evaluation}: day of the first booking), day of the first evaluation that was given.

    The day a visit was booked is in its history; of an imported one nobody knows it, so nothing is said.
    """
    visits = Appointment.objects.filter(practice=practice, patient_id__in=patients)
    kinds = {key: (who, kind) for key, who, kind in visits.values_list("pk", "patient_id", "kind")}
    rows = History.objects.filter(practice=practice, focus_type="appointment", event="booked", patient_id__in=patients)
    found: dict[str, Days] = {"any": {}, "evaluation": {}}
    for key, at in rows.order_by("at", "id").values_list("focus_id", "at"):
        if key in kinds:
            who, kind = kinds[key]
            day = clock.day(at, practice)
            found["any"].setdefault(who, day)
            if kind == VisitType.EVALUATION.value:
                found["evaluation"].setdefault(who, day)
    done = visits.filter(kind=VisitType.EVALUATION.value, status=VisitStatus.DONE.value)
    return found, _days(practice, done.values_list("patient_id").annotate(Min("starts_at")))


def _told(practice: Practice, patients: list[UUID]) -> Any:
    rows = FamilyNotice.objects.filter(practice=practice, patient_id__in=patients, state__in=TOLD)
    return rows.values_list("patient_id").annotate(Min("told_at"))


def _offered(practice: Practice, patients: list[UUID]) -> Any:
    """Evaluations that were offered by text."""
    rows = Offer.objects.filter(
        practice=practice, patient_id__in=patients, entry__practice=practice, entry__need=WaitNeed.EVALUATION.value,
        made_at__isnull=False,
    )  # fmt: skip
    return rows.values_list("patient_id").annotate(Min("made_at"))


def _days(practice: Practice, rows: Iterable[tuple[UUID, datetime]]) -> Days:
    return {key: clock.day(at, practice) for key, at in rows if at is not None}


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _held(practice: Practice, visits: list[Appointment]) -> dict[UUID, list[tuple[datetime, datetime, UUID]]]:
    found: dict[UUID, list[tuple[datetime, datetime, UUID]]] = defaultdict(list)
    if visits:
        rows = AppointmentParticipant.objects.filter(
            practice=practice, actor_id__in={v.therapist_id for v in visits}, is_held=True,
            period__overlap=(visits[-1].starts_at, max(v.ends_at for v in visits)),
        )  # fmt: skip
        for key, period, together in rows.values_list("actor_id", "period", "together"):
            found[key].append((period.lower, period.upper, together))
    return found


def _cancelled_at(practice: Practice, visits: list[Appointment]) -> dict[UUID, datetime]:
    rows = History.objects.filter(
        practice=practice, focus_type="appointment", focus_id__in=[v.pk for v in visits], event__in=CANCELS
    )
    return dict(rows.order_by("at", "id").values_list("focus_id", "at"))


def _hour(
    visit: Appointment,
    practice: Practice,
    held: list[tuple[datetime, datetime, UUID]],
    away: list[TimeOff],
    cancelled_at: datetime | None,
) -> CancelledHour:
    on = clock.day(visit.starts_at, practice)
    notice = None if cancelled_at is None else max(int((visit.starts_at - cancelled_at).total_seconds() // 3600), 0)
    return CancelledHour(
        visit_id=visit.pk,
        patient_id=visit.patient_id,
        starts_at=visit.starts_at,
        on=on,
        therapist=visit.therapist.name,
        location=visit.location.name if visit.location else "",
        outcome=_outcome(visit, on, held, away),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds() // 60),
        notice_hours=notice,
    )


def _outcome(
    visit: Appointment, on: date, held: list[tuple[datetime, datetime, UUID]], away: list[TimeOff]
) -> HourOutcome:
    within = [together for start, end, together in held if start < visit.ends_at and visit.starts_at < end]
    if visit.together_id is not None and visit.together_id in within:
        return HourOutcome.NOT_OPEN
    if within:
        return HourOutcome.REFILLED
    off = any(
        each.starts_on <= on <= each.ends_on
        and (each.therapist_id == visit.therapist_id or (each.location_id and each.location_id == visit.location_id))
        for each in away
    )
    return HourOutcome.NOT_OPEN if off or visit.reason_code in NOBODY_THERE else HourOutcome.LOST
