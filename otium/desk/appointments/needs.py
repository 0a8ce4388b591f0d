"""Who and what a session needs, when each of them is there, and what each is taken by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Func, Q, QuerySet

from otium.desk import calendar, clock
from otium.records import house
from otium.records.models import AppointmentParticipant, Practice, Room, TimeOff
from otium.records.scope import Days
from otium.rules import business_days
from otium.rules.schedule import free
from otium.rules.schedule.kinds import around, lacking
from otium.terms.schedule import NO_MARGINS, ActorType, DaysOff, Hours, Margins, Needed, Stretch

OPENS = time(8)
EVERY_DAY = frozenset(range(7))
EARLIER = timedelta(hours=8)  # what ends so long before may still be met by travel
ANY_TIME = (Hours(EVERY_DAY, time(0), time(23, 59)),)  # of a patient, a room: nothing on file says when
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class _Bound(Func):
    """Where a period begins (lower) or ends (upper), in whole microseconds since 1970: exact, and read ten times as
    fast as a period. A month of a calendar has thousands."""

    template = "(extract(epoch from %(function)s(%(expressions)s)) * 1000000)::bigint"
    output_field = BigIntegerField()

    def __init__(self, period: str, bound: str) -> None:
        super().__init__(period, function=bound)


@dataclass(frozen=True, slots=True)
class Needs:
    """All of `patients`, `therapists` and `equipment`; one of `rooms` where any are named.

    `margins`: minutes held beside the visit.
    """

    patients: tuple[UUID, ...]
    therapists: tuple[UUID, ...] = ()
    rooms: tuple[UUID, ...] = ()
    equipment: tuple[UUID, ...] = ()
    location_id: UUID | None = None
    margins: Margins = NO_MARGINS


@dataclass(frozen=True, slots=True)
class There:
    """When somebody is there: `hours` None where none are on file; then the practice's hours count, or any."""

    hours: tuple[Hours, ...] | None
    off: tuple[DaysOff, ...]

    def spans(self, days: list[date], otherwise: tuple[Hours, ...], zone: ZoneInfo) -> tuple[Stretch, ...]:
        return free.open_spans(otherwise if self.hours is None else self.hours, self.off, days, zone)


UNKNOWN = There(None, ())


def rooms_at(
    location_id: UUID | None, practice: Practice, on: date, features: tuple[str, ...] = ()
) -> tuple[UUID, ...]:
    """The rooms of a location that are in use on a day and not shut, the smallest first; none without a location.

    Those that have the features; where none of them has, all: a wish is asked about, it closes no room.
    """
    if location_id is None:
        return ()
    rows = Room.objects.filter(practice=practice, location_id=location_id)
    shut = TimeOff.objects.filter(
        practice=practice, room__isnull=False, entered_in_error=False, starts_on__lte=on, ends_on__gte=on
    )
    in_use = rows.filter(Q(ended_on=None) | Q(ended_on__gte=on)).exclude(pk__in=shut.values("room_id"))
    found = list(in_use.order_by("capacity", "name", "id").values_list("pk", "features"))
    fitting = tuple(key for key, has in found if not lacking(features, tuple(has)))
    return fitting or tuple(key for key, _has in found)


def lacking_features(room_id: UUID | None, practice: Practice, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What the room lacks of these; nothing where no room is named."""
    if room_id is None:
        return ()
    has = Room.objects.filter(practice=practice, pk=room_id).values_list("features", flat=True).first()
    return () if has is None else lacking(wanted, tuple(has))


def needed(
    needs: Needs, practice: Practice, start: datetime, days: int
) -> tuple[tuple[Needed, ...], tuple[Needed, ...]]:
    """(all of these, one of these) for the days from `start` on that the practice works. Four queries."""
    zone = clock.zone(practice)
    open_on = open_days(start.astimezone(zone).date(), days, practice)
    there = attendance([*needs.therapists, *needs.rooms, *filter(None, (needs.location_id,))], practice)
    busy = taken(needs, practice, start, start + timedelta(days=days))
    usual = practice_hours(practice)
    place = there[needs.location_id].spans(open_on, usual, zone) if needs.location_id else None

    def one(key: UUID, otherwise: tuple[Hours, ...], actor: ActorType) -> Needed:
        spans = there.get(key, UNKNOWN).spans(open_on, otherwise, zone)
        before, after = (timedelta(minutes=n) for n in around(actor, needs.margins))
        return Needed(key, spans if place is None else free.common(spans, place), busy[key], before, after)

    treating = [one(key, usual, ActorType.THERAPIST) for key in needs.therapists]
    other = ANY_TIME if treating else usual
    others = [one(key, other, ActorType.PATIENT) for key in (*needs.patients, *needs.equipment)]
    return (*treating, *others), tuple(one(key, ANY_TIME, ActorType.ROOM) for key in needs.rooms)


def practice_hours(practice: Practice) -> tuple[Hours, ...]:
    return (Hours(EVERY_DAY, OPENS, practice.closes_at),)


def attendance(keys: Iterable[UUID], practice: Practice) -> dict[UUID, There]:
    """Hours and days off of therapists, rooms and locations. Two queries."""
    hours, off = house.hours(practice.pk), house.days_off(practice.pk)
    return {
        key: There(tuple(shift.hours for shift in hours[key]) if key in hours else None, tuple(off.get(key, ())))
        for key in keys
    }


def open_days(first: date, days: int, practice: Practice) -> list[date]:
    known = calendar.business_days(practice, first)
    return [on for n in range(days) if business_days.is_open(on := first + timedelta(days=n), known)]


def taken(needs: Needs, practice: Practice, start: datetime, end: datetime) -> dict[UUID, tuple[Stretch, ...]]:
    """Every span each is taken (two queries); a room that holds several sessions is taken where all its seats are."""
    keys = [*needs.patients, *needs.therapists, *needs.rooms, *needs.equipment]
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id__in=keys, is_held=True, period__overlap=(start.astimezone(UTC) - EARLIER, end)
    )
    return _spans(rows, keys, needs.rooms, practice)


def taken_on(needs: Needs, practice: Practice, start: datetime, end: datetime) -> dict[UUID, tuple[Stretch, ...]]:
    """As `taken`, of therapists and rooms alone, for many of them and few days. Two queries, three with rooms."""
    days = Days(practice.pk, start, end, clock.zone(practice))
    visits, talks = house.taken(days), house.talked(days)
    seats = _seats(needs.rooms, practice)
    both = {key: _both(visits.get(key, {}), talks.get(key, {})) for key in (*needs.therapists, *needs.rooms)}
    return {key: _all_taken(by_seat, seats.get(key, 1)) for key, by_seat in both.items()}


def _both(
    one: Mapping[int, tuple[Stretch, ...]], other: Mapping[int, tuple[Stretch, ...]]
) -> Mapping[int, tuple[Stretch, ...]]:
    return {seat: (*one.get(seat, ()), *other.get(seat, ())) for seat in (*one, *other)} if other else one


def _spans(
    rows: QuerySet[AppointmentParticipant], keys: list[UUID], rooms: tuple[UUID, ...], practice: Practice
) -> dict[UUID, tuple[Stretch, ...]]:
    by_seat: dict[UUID, dict[int, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for key, seat, since, until in rows.values_list(
        "actor_id", "seat", _Bound("period", "lower"), _Bound("period", "upper")
    ):
        by_seat[key][seat].append(Stretch(_EPOCH + _MICROSECOND * since, _EPOCH + _MICROSECOND * until))
    seats = _seats(rooms, practice)
    return {key: _all_taken(by_seat[key], seats.get(key, 1)) for key in keys}


def _seats(rooms: tuple[UUID, ...], practice: Practice) -> dict[UUID, int]:
    if not rooms:
        return {}
    return dict(Room.objects.filter(practice=practice, pk__in=rooms).values_list("pk", "capacity"))


def _all_taken(by_seat: Mapping[int, Iterable[Stretch]], capacity: int) -> tuple[Stretch, ...]:
    if len(by_seat) < capacity:
        return ()
    found: tuple[Stretch, ...] | None = None
    for spans in by_seat.values():
        found = tuple(spans) if found is None else free.common(found, spans)
    return found or ()
