"""An hour that came free: its visit was cancelled or missed, or left it by a move. Whether it is still free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from otium.desk import calendar, clock
from otium.desk.actor import Actor
from otium.records import house
from otium.records.models import (
    Appointment,
    AppointmentParticipant,
    LeftHour,
    Location,
    OfferRound,
    Practice,
    Therapist,
    TimeOff,
)
from otium.rules import business_days
from otium.rules.schedule import free
from otium.rules.schedule.kinds import MOST_MARGIN
from otium.terms.schedule import MISSED, CancelReason
from otium.terms.waitlist import Opening

FREED = tuple(status.value for status in MISSED)
NOBODY_THERE = tuple(reason.value for reason in CancelReason if reason.leaves_nobody)
BESIDE = timedelta(minutes=2 * MOST_MARGIN)  # travel and notes: no visit holds more beside itself
OF_VISIT = ("visit__practice", "visit__therapist", "visit__location", "therapist", "location")


class NotFree(Exception):
    """The visit holds its time, or it has passed: nothing is to be given away."""


class Filled(NotFree):
    """Its therapist has another visit or a talk then, or is away."""


@dataclass(frozen=True, slots=True)
class FreedHour:
    """`visit`: the one that was cancelled or missed; `left`: where it has moved away from this hour instead."""

    visit: Appointment
    left: LeftHour | None = None

    @property
    def id(self) -> UUID:
        """By which pages and jobs name it."""
        key: UUID = (self.left or self.visit).pk
        return key

    @property
    def practice(self) -> Practice:
        practice: Practice = self.visit.practice
        return practice

    @property
    def practice_id(self) -> UUID:
        return self.visit.practice_id

    @property
    def patient_id(self) -> UUID:
        """Whose hour it was."""
        key: UUID = self.visit.patient_id
        return key

    @property
    def therapist(self) -> Therapist | None:
        return (self.left or self.visit).therapist

    @property
    def therapist_id(self) -> UUID | None:
        return (self.left or self.visit).therapist_id

    @property
    def location(self) -> Location | None:
        return (self.left or self.visit).location

    @property
    def location_id(self) -> UUID | None:
        return (self.left or self.visit).location_id

    @property
    def starts_at(self) -> datetime:
        return (self.left or self.visit).starts_at

    @property
    def ends_at(self) -> datetime:
        return (self.left or self.visit).ends_at


def find(hour_id: UUID) -> FreedHour | None:
    """By the id of a visit, cancelled or not, or of an hour that one left."""
    left = LeftHour.objects.select_related(*OF_VISIT).filter(pk=hour_id).first()
    if left is not None:
        return FreedHour(left.visit, left)
    visit = Appointment.objects.select_related("practice", "therapist", "location").filter(pk=hour_id).first()
    return FreedHour(visit) if visit else None


def of_round(offer_round: OfferRound) -> FreedHour:
    """Raises LookupError where its visit is not on file."""
    found = find(offer_round.left_id or offer_round.visit_id)
    if found is None:
        raise LookupError(f"offer round {offer_round.pk}: its hour is not on file")
    return found


def rounds_of(hour: FreedHour) -> list[UUID]:
    """All rounds in which this hour of this therapist was offered, whichever visit it was: a group leaves one hour."""
    rows = OfferRound.objects.filter(same_hour(hour), practice_id=hour.practice_id)
    return list(rows.values_list("pk", flat=True))


def same_hour(hour: FreedHour) -> Q:
    """Of offer rounds."""
    own = {"visit__therapist": hour.therapist_id, "visit__starts_at": hour.starts_at}
    left = {"left__therapist": hour.therapist_id, "left__starts_at": hour.starts_at}
    return Q(left=None, **own) | Q(**left)


def leave(
    practice: Practice, moved: Iterable[tuple[Appointment, Appointment]], *, by: Actor, at: datetime
) -> list[FreedHour]:
    """Keep the hours to come that visits had before they moved: (as it was, as it stands).

    None where the visit goes on within its old time with the same therapist: what is left is no hour.
    """
    rows = [
        LeftHour(
            practice=practice, visit=now, therapist_id=was.therapist_id, location_id=was.location_id,
            starts_at=was.starts_at, ends_at=was.ends_at, left_at=at, by=by.name,
        )
        for was, now in moved
        if was.therapist_id is not None and was.starts_at > at and not _is_within(was, now)
    ]  # fmt: skip
    LeftHour.objects.bulk_create(rows, batch_size=500)
    return [FreedHour(row.visit, row) for row in rows]


def keep_rounds(
    practice: Practice, elsewhere: Iterable[tuple[Appointment, Appointment]], *, by: Actor, at: datetime
) -> None:
    """Visits that were called off stand at another time now, as another calendar says: (as it was, as it stands). The
    hour that was offered of each is still the one it had. No query where there are none.
    """
    pairs = list(elsewhere)
    rows = OfferRound.objects.filter(practice=practice, left=None, visit__in=[now.pk for _was, now in pairs])
    offered = set(rows.values_list("visit_id", flat=True)) if pairs else set()
    for hour in leave(practice, [pair for pair in pairs if pair[1].pk in offered], by=by, at=at):
        rows.filter(visit=hour.visit).update(left=hour.left)


def _is_within(was: Appointment, now: Appointment) -> bool:
    meets = now.starts_at < was.ends_at and was.starts_at < now.ends_at
    return was.therapist_id == now.therapist_id and meets


def is_free(hour: FreedHour, at: datetime) -> bool:
    """Whether it can still be given to somebody."""
    try:
        opening(hour, at)
    except NotFree:
        return False
    return True


def opening(hour: FreedHour, at: datetime) -> Opening:
    """As rules read it. Raises NotFree, Filled."""
    if (hour.left is None and hour.visit.status not in FREED) or hour.starts_at <= at or hour.therapist_id is None:
        raise NotFree
    if hour.left is None and hour.visit.reason_code in NOBODY_THERE:
        raise Filled
    local = hour.starts_at.astimezone(clock.zone(hour.practice))
    therapist = Therapist.objects.get(practice_id=hour.practice_id, pk=hour.therapist_id)
    since, ends_at, until = _free(hour, hour.therapist_id, local.date())
    return Opening(
        on=local.date(),
        starts_at=local.time(),
        minutes=minutes(ends_at - hour.starts_at),
        therapist_id=hour.therapist_id,
        location_id=hour.location_id,
        hours_ahead=int((hour.starts_at - at).total_seconds() // 3600),
        discipline=therapist.discipline,
        skills=frozenset(skill.upper() for skill in therapist.skills),
        languages=frozenset(therapist.languages),
        before=minutes(hour.starts_at - since),
        after=minutes(until - ends_at),
    )


def is_worked(hour: FreedHour) -> bool:
    """Whether the practice is open that day and its therapist works at that time, as far as that is on file. Three
    queries at most."""
    practice = hour.practice
    zone = clock.zone(practice)
    on = hour.starts_at.astimezone(zone).date()
    if not business_days.is_open(on, calendar.business_days(practice, on)):
        return False
    known = house.hours(practice.pk)
    if hour.therapist_id not in known:
        return True
    spans = free.open_spans((shift.hours for shift in known[hour.therapist_id]), (), [on], zone)
    return any(span.start <= hour.starts_at < span.end for span in spans)


def minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _free(hour: FreedHour, therapist_id: UUID, on: date) -> tuple[datetime, datetime, datetime]:
    """From when the therapist is free, the end of the hour or of what is left of it, and until when they are free.
    Raises Filled."""
    away = TimeOff.objects.filter(
        Q(therapist_id=therapist_id) | Q(location_id=hour.location_id, location__isnull=False),
        practice_id=hour.practice_id, entered_in_error=False, starts_on__lte=on, ends_on__gte=on,
    )  # fmt: skip
    taken = AppointmentParticipant.objects.filter(
        practice_id=hour.practice_id, actor_id=therapist_id, is_held=True,
        period__overlap=(hour.starts_at - BESIDE, hour.ends_at + BESIDE),
    )  # fmt: skip
    since, until = hour.starts_at - BESIDE, hour.ends_at + BESIDE
    for period in taken.values_list("period", flat=True):
        if period.upper <= hour.starts_at:
            since = max(since, period.upper)
        else:
            until = min(until, period.lower)
    if until <= hour.starts_at or away.exists():
        raise Filled
    return since, min(hour.ends_at, until), until
