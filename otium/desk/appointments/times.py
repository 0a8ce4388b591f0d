"""Hours of the practice: wall-clock times that exist, days it works, times that are free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import calendar, clock
from otium.desk.mend.problems import Problem, said
from otium.records.models import AppointmentParticipant, Practice
from otium.rules import business_days

OPENS = time(8)
STEP = timedelta(minutes=15)
AHEAD = timedelta(days=14)  # how far free times are looked for
OFFERED = 3
SHORTEST, LONGEST = 5, 480
REACH = timedelta(days=2 * 366)  # how far before or after today a visit may be; beyond it the year is a typing error


@dataclass(frozen=True, slots=True)
class Slot:
    """A wall-clock time in the practice's zone, of one therapist."""

    therapist_id: UUID
    on: date
    starts_at: time
    minutes: int

    def on_day(self, on: date) -> "Slot":
        return Slot(self.therapist_id, on, self.starts_at, self.minutes)


def span(slot: Slot, practice: Practice) -> tuple[datetime, datetime]:
    """Start and end as instants. An hour that comes twice (clocks go back) is the first of the two."""
    start = clock.instant(slot.on, slot.starts_at, practice).astimezone(UTC)
    return start, start + timedelta(minutes=slot.minutes)


def problems(slot: Slot, practice: Practice, at: datetime) -> Iterator[Problem]:
    """What is wrong with a time by itself; closed days, late hours and the past are only asked about."""
    if not SHORTEST <= slot.minutes <= LONGEST:
        yield Problem("minutes", _("A visit takes 5 to 480 minutes."))
        return
    if not is_near(slot.on, practice, at):
        yield Problem("on", _("A visit is at most two years before or after today. Check the year."))
        return
    if not exists(slot, practice):
        yield Problem("starts_at", _("Clocks go forward that night: this hour does not exist. Choose another."))
        return
    start, end = span(slot, practice)
    if not is_open(slot.on, practice):
        yield Problem("on", _("The practice is closed on %(day)s.") % {"day": said(slot.on)}, is_warning=True)
    if slot.starts_at < OPENS or end > clock.instant(slot.on, practice.closes_at, practice):
        yield Problem("starts_at", _("This is outside the practice’s hours."), is_warning=True)
    if start < at:
        yield Problem("on", _("This time has passed."), is_warning=True)


def is_near(on: date, practice: Practice, at: datetime) -> bool:
    """True within two years of the practice's day, before or after."""
    return abs(on - clock.day(at, practice)) <= REACH


def exists(slot: Slot, practice: Practice) -> bool:
    """False for the hour that is skipped when clocks go forward."""
    local = clock.instant(slot.on, slot.starts_at, practice)
    back = local.astimezone(UTC).astimezone(clock.zone(practice))
    return (back.date(), back.time()) == (slot.on, slot.starts_at)


def is_open(on: date, practice: Practice) -> bool:
    return business_days.is_open(on, calendar.business_days(practice, on))


def free(slot: Slot, patient_id: UUID, practice: Practice, at: datetime) -> list[datetime]:
    """The next times from `slot` on at which therapist and patient are both free, in the practice's hours."""
    start = max(span(slot, practice)[0], at)
    taken = _taken(slot.therapist_id, patient_id, practice, start)
    length = timedelta(minutes=slot.minutes)
    found: list[datetime] = []
    for candidate in candidates(start, length, practice):
        if not any(begin < candidate + length and candidate < end for begin, end in taken):
            found.append(candidate)
        if len(found) == OFFERED:
            break
    return found


def _taken(
    therapist_id: UUID, patient_id: UUID, practice: Practice, start: datetime
) -> list[tuple[datetime, datetime]]:
    rows = AppointmentParticipant.objects.filter(
        practice=practice,
        actor_id__in=[therapist_id, patient_id],
        is_held=True,
        period__overlap=(start, start + AHEAD + timedelta(days=1)),
    )
    return [(period.lower, period.upper) for period in rows.values_list("period", flat=True)]


def candidates(start: datetime, length: timedelta, practice: Practice) -> Iterator[datetime]:
    """Each quarter of an hour from `start` on, two weeks ahead, at which so long a time fits the practice's hours."""
    first = start.astimezone(clock.zone(practice)).date()
    days = calendar.business_days(practice, first)
    for offset in range(AHEAD.days + 1):
        on = first + timedelta(days=offset)
        if not business_days.is_open(on, days):
            continue
        closes = clock.instant(on, practice.closes_at, practice).astimezone(UTC)
        candidate = clock.instant(on, OPENS, practice).astimezone(UTC)
        while candidate + length <= closes:
            if candidate >= start:
                yield candidate
            candidate += STEP
