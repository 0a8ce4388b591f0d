"""Hours of the practice: wall-clock times that exist, days it works, times that are free."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import calendar, clock
from otium.desk.appointments.needs import OPENS, Needs, There, attendance, needed
from otium.desk.mend.problems import Problem, said, said_hour
from otium.records.models import Practice, Therapist
from otium.rules import business_days
from otium.rules.schedule import free as every
from otium.terms.schedule import Stretch

STEP = timedelta(minutes=15)
AHEAD = timedelta(days=14)  # how far free times are looked for
OFFERED = 3
SHORTEST, LONGEST = 5, 480
REACH = timedelta(days=2 * 366)  # how far before or after today a visit may be; beyond it the year is a typing error


@dataclass(frozen=True, slots=True)
class Slot:
    """A wall-clock time in the practice's zone, of one therapist; of an imported visit nobody may be named."""

    therapist_id: UUID | None
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
        hours = {"opens": said_hour(OPENS), "closes": said_hour(practice.closes_at)}
        words = _("This is outside the practice’s hours, %(opens)s to %(closes)s.") % hours
        yield Problem("starts_at", words, is_warning=True)
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


def free(needs: Needs, slot: Slot, practice: Practice, at: datetime) -> list[datetime]:
    """The next times from `slot` on at which all that is needed is there and free."""
    since = max(span(slot, practice)[0], at)
    all_of, any_of = needed(needs, practice, since, AHEAD.days + 1)
    found = every.times(all_of, any_of, length=timedelta(minutes=slot.minutes), since=since)
    return list(islice(found, OFFERED))


def absences(needs: Needs, slot: Slot, practice: Practice) -> Iterator[Problem]:
    """Who is away or does not work at that time; only asked about, people do come in on a day off. Two queries, three
    where there is somebody to name."""
    there = attendance([*needs.therapists, *filter(None, (needs.location_id,))], practice)
    wanted = Stretch(*span(slot, practice))
    off = {key for key, known in there.items() if not is_worked(slot.on, [known])}
    closed = {
        key for key, known in there.items()
        if key not in off and known.hours is not None and not _covers(known, wanted, slot.on, practice)
    }  # fmt: skip
    if not off and not closed:
        return
    names = dict(Therapist.objects.filter(practice=practice, pk__in=needs.therapists).values_list("pk", "name"))
    for key in there:
        if key in off:
            words = _("%(name)s is away on %(day)s.") if key in names else _("The location is shut on %(day)s.")
        elif key in closed:
            words = _("%(name)s does not work then.") if key in names else _("The location is not open then.")
        else:
            continue
        name, day = names.get(key, ""), said(slot.on)
        yield Problem("starts_at", words % {"name": name, "day": day}, is_warning=True)


def is_worked(on: date, there: Iterable[There]) -> bool:
    """False on a day off of anybody."""
    return not any(o.first <= on <= o.last for known in there for o in known.off)


def _covers(known: There, wanted: Stretch, on: date, practice: Practice) -> bool:
    spans = known.spans([on], (), clock.zone(practice))
    return any(s.start <= wanted.start and wanted.end <= s.end for s in spans)


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
