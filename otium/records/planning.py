"""Facts of a plan: who is there when, rooms, what is booked, who waits, how often care is wanted. Fixed queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from otium.records.models import (
    Appointment,
    AppointmentParticipant,
    EpisodeOfCare,
    EquipmentUse,
    Location,
    PlanOfCare,
    Practice,
    Room,
    Therapist,
    TimeOff,
    WaitlistEntry,
    WorkingHours,
)
from otium.records.scope import OT
from otium.terms.plans import (
    BookedFact,
    CareFact,
    HoursFact,
    HouseFacts,
    PlaceFact,
    RoomFact,
    TalkFact,
    TherapistFact,
    UsualFact,
    WaitFact,
    WishFact,
)
from otium.terms.schedule import ActorType, DaysOff, Hours, VisitStatus

HOLDING = (VisitStatus.BOOKED.value, VisitStatus.ARRIVED.value, VisitStatus.DONE.value)
LOOKED_BACK = timedelta(weeks=8)  # for how a patient's visits have been of late
Off = dict[UUID, list[DaysOff]]


def house(practice: Practice, days: tuple[date, ...], *, span: tuple[date, date], opens: time) -> HouseFacts:
    """`span`: the first and the last day of which everything booked is read; `days`: those in it that are worked."""
    zone = ZoneInfo(practice.time_zone)
    hours, off = _hours(practice), _off(practice, span)
    visits = _visits(practice, span, zone)
    waits, wishes = _waits(practice)
    return HouseFacts(
        days=days,
        opens=_minute(opens),
        closes=_minute(practice.closes_at),
        places=tuple(
            PlaceFact(key, tuple(r.hours for r in hours[None, key]) if (None, key) in hours else None, tuple(off[key]))
            for key in Location.objects.filter(practice=practice).order_by("name", "id").values_list("pk", flat=True)
        ),
        therapists=_therapists(practice, hours, off),
        rooms=tuple(
            RoomFact(r.pk, r.location_id, tuple(sorted(r.features)), r.capacity, r.ended_on, tuple(off[r.pk]))
            for r in Room.objects.filter(practice=practice).order_by("capacity", "name", "id")
        ),
        visits=visits,
        talks=_talks(practice, span, zone),
        wishes=wishes,
        waits=waits,
        care=_care(practice, span),
        usual=_usual(practice, span, zone),
    )


def _minute(at: time | datetime) -> int:
    return 60 * at.hour + at.minute


def _hours(practice: Practice) -> dict[tuple[UUID | None, UUID | None], list[HoursFact]]:
    """By therapist (their own), or by (None, location): its opening hours."""
    found: dict[tuple[UUID | None, UUID | None], list[HoursFact]] = defaultdict(list)
    for row in WorkingHours.objects.filter(practice=practice, entered_in_error=False).order_by("id"):
        read = Hours(frozenset(map(int, row.weekdays)), row.starts_at, row.ends_at, row.starts_on, row.ends_on)
        key = (row.therapist_id, None) if row.therapist_id else (None, row.location_id)
        found[key].append(HoursFact(read, row.location_id))
    return found


def _off(practice: Practice, span: tuple[date, date]) -> Off:
    found: Off = defaultdict(list)
    rows = TimeOff.objects.filter(
        practice=practice, entered_in_error=False, starts_on__lte=span[1], ends_on__gte=span[0]
    )
    for row in rows.order_by("starts_on", "id"):
        found[row.therapist_id or row.room_id or row.location_id].append(DaysOff(row.starts_on, row.ends_on))
    return found


def _therapists(
    practice: Practice, hours: dict[tuple[UUID | None, UUID | None], list[HoursFact]], off: Off
) -> tuple[TherapistFact, ...]:
    rows = Therapist.objects.filter(practice=practice).order_by("name", "id")
    return tuple(
        TherapistFact(
            row.pk, row.discipline, row.location_id,
            tuple(hours[row.pk, None]) if (row.pk, None) in hours else None, tuple(off[row.pk]),
        )
        for row in rows
    )  # fmt: skip


def _between(span: tuple[date, date], zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime.combine(span[0], time(), zone), datetime.combine(span[1] + timedelta(days=1), time(), zone)


def _visits(practice: Practice, span: tuple[date, date], zone: ZoneInfo) -> tuple[BookedFact, ...]:
    since, until = _between(span, zone)
    held = Q(practice=practice, starts_at__gte=since, starts_at__lt=until, status__in=HOLDING)
    rows = list(Appointment.objects.filter(held).select_related("episode").order_by("starts_at", "id"))
    in_rooms = AppointmentParticipant.objects.filter(
        practice=practice, actor_type=ActorType.ROOM.value, period__overlap=(since, until), talk=None
    )
    seats = dict(in_rooms.values_list("appointment_id", "seat"))
    things: dict[UUID, list[UUID]] = defaultdict(list)
    used = EquipmentUse.objects.filter(
        practice=practice, appointment__starts_at__gte=since, appointment__starts_at__lt=until
    )
    for visit, thing in used.order_by("equipment_id").values_list("appointment_id", "equipment_id"):
        things[visit].append(thing)
    return tuple(_visit(row, seats.get(row.pk, 0), tuple(things[row.pk]), zone) for row in rows)


def _visit(row: Appointment, seat: int, things: tuple[UUID, ...], zone: ZoneInfo) -> BookedFact:
    local = row.starts_at.astimezone(zone)
    return BookedFact(
        id=row.pk,
        patient_id=row.patient_id,
        therapist_id=row.therapist_id,
        location_id=row.location_id,
        room_id=row.room_id,
        seat=seat,
        together=row.together_id or row.pk,
        on=local.date(),
        minute=_minute(local),
        minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
        discipline=row.episode.discipline if row.episode else OT,
        is_open=row.status == VisitStatus.BOOKED.value,
        is_held=not row.is_clash,
        is_telehealth=bool(row.is_telehealth),
        equipment=things,
        episode_id=row.episode_id,
    )


def _talks(practice: Practice, span: tuple[date, date], zone: ZoneInfo) -> tuple[TalkFact, ...]:
    rows = AppointmentParticipant.objects.filter(
        practice=practice, talk__isnull=False, actor_type=ActorType.THERAPIST.value, is_held=True,
        period__overlap=_between(span, zone),
    )  # fmt: skip
    found = []
    for who, period in rows.order_by("period", "id").values_list("actor_id", "period"):
        start = period.lower.astimezone(zone)
        length = int((period.upper - period.lower).total_seconds() // 60)
        found.append(TalkFact(who, start.date(), _minute(start), min(_minute(start) + length, 24 * 60)))
    return tuple(found)


def _waits(practice: Practice) -> tuple[tuple[WaitFact, ...], tuple[tuple[UUID, WishFact], ...]]:
    """Open entries of active patients, and the hours that families stated in their newest entry, open or ended."""
    rows = WaitlistEntry.objects.filter(practice=practice, entered_in_error=False, patient__is_active=True)
    entries = list(rows.select_related("therapist").order_by("asked_on", "id"))
    disciplines = _disciplines(practice, {e.patient_id for e in entries if e.ended_on is None})
    stated = {e.patient_id: _wish(e) for e in entries if e.weekdays or e.since or e.until}
    waits = tuple(
        WaitFact(
            e.pk, e.patient_id, e.need, e.minutes, int(e.urgency), e.asked_on, _wish(e), e.therapist_id, e.location_id,
            e.therapist.discipline if e.therapist else disciplines.get(e.patient_id, OT),
        )
        for e in entries
        if e.ended_on is None
    )  # fmt: skip
    return waits, tuple(sorted(stated.items(), key=lambda pair: str(pair[0])))


def _wish(entry: WaitlistEntry) -> WishFact:
    since, until = (_minute(at) if at else None for at in (entry.since, entry.until))
    return WishFact(frozenset(map(int, entry.weekdays)), since, until)


def _disciplines(practice: Practice, patients: Iterable[UUID]) -> dict[UUID, str]:
    """Of their newest active episode."""
    rows = EpisodeOfCare.objects.filter(practice=practice, patient_id__in=list(patients), is_active=True)
    return dict(rows.order_by("starts_on", "id").values_list("patient_id", "discipline"))


def _care(practice: Practice, span: tuple[date, date]) -> tuple[CareFact, ...]:
    """The newest plan of care of each active episode that is in force in the span and says how often."""
    rows = PlanOfCare.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=span[0]), practice=practice, entered_in_error=False, episode__is_active=True,
        patient__is_active=True, starts_on__lte=span[1],
    )  # fmt: skip
    newest = {row.episode_id: row for row in rows.select_related("episode").order_by("starts_on", "id")}
    return tuple(
        CareFact(
            row.episode_id, row.patient_id, row.episode.discipline, row.frequency_per_week, row.starts_on, row.ends_on,
            row.therapist_id or row.episode.therapist_id,
        )
        for row in newest.values()
        if row.episode is not None and row.episode_id is not None and row.frequency_per_week
    )  # fmt: skip


def _usual(practice: Practice, span: tuple[date, date], zone: ZoneInfo) -> tuple[UsualFact, ...]:
    """From the weeks before the span."""
    until = datetime.combine(span[0], time(), zone)
    rows = Appointment.objects.filter(
        practice=practice, starts_at__gte=until - LOOKED_BACK, starts_at__lt=until, status__in=HOLDING, is_clash=False,
        patient__is_active=True,
    )  # fmt: skip
    times: dict[tuple[UUID, str], Counter[tuple[int, int]]] = defaultdict(Counter)
    last: dict[tuple[UUID, str], tuple[int, UUID | None, UUID | None]] = {}
    columns = ("patient_id", "episode__discipline", "starts_at", "ends_at", "therapist_id", "location_id")
    for patient, named, starts_at, ends_at, who, place in rows.order_by("starts_at", "id").values_list(*columns):
        local, key = starts_at.astimezone(zone), (patient, named or OT)
        times[key][local.weekday(), _minute(local) // 15 * 15] += 1
        last[key] = int((ends_at - starts_at).total_seconds() // 60), who, place
    return tuple(
        UsualFact(*key, *_commonest(found), *last[key]) for key, found in sorted(times.items(), key=lambda p: str(p[0]))
    )


def _commonest(found: Counter[tuple[int, int]]) -> tuple[int, int]:
    """Of equals the earliest in the week, so that the same visits give the same answer."""
    return min(found, key=lambda when: (-found[when], when))
