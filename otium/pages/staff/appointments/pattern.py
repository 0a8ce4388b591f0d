"""What the visits of a series have in common, and how each differs, as plain values."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.loading import Booked
from otium.pages.staff.appointments.present import VOID, monday, state_of, tone_of
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Practice, Series
from otium.terms.schedule import VisitStatus

A_WEEK = timedelta(days=7)


class Habit(NamedTuple):
    """What most visits have in common; times are the practice's."""

    weekday: int
    hour: str
    minutes: int
    therapist: str


@dataclass(frozen=True, slots=True)
class Act:
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A visit, or a week of the series that has none (`url` is empty). `differs`: how, in words."""

    iso: str
    when: str
    url: str
    state: str
    state_word: str
    differs: tuple[str, ...]
    strip: Strip | None
    act: Act | None
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    patient_url: str
    said: str
    counted: str
    rows: tuple[Row, ...]
    more_url: str
    schedule_url: str


def page(
    series: Series, visits: list[Booked], strips: Mapping[UUID, Strip], at: datetime, *, closed: frozenset[date]
) -> Page:
    """`closed`: days of the pattern on which the practice does not work."""
    practice = series.practice
    usual = habit(series, visits)
    rows = [_row(v, usual, strips.get(v.pk), practice, at) for v in visits]
    rows += [_missing(day, usual, series, at, is_closed=day in closed) for day in _without(series, visits)]
    ahead = [v for v in visits if v.status == VisitStatus.BOOKED.value and v.starts_at > at]
    last = max((clock.day(v.starts_at, practice) for v in visits), default=series.starts_on)
    return Page(
        name=f"{series.patient.first_name} {series.patient.last_name}",
        patient_url=reverse("patient", args=[series.patient_id]),
        said=_said(usual, series.interval_weeks),
        counted=_counted(visits, len(ahead)),
        rows=tuple(sorted(rows, key=lambda row: row.iso)),
        more_url=_book(series, last + A_WEEK * series.interval_weeks, usual),
        schedule_url=_week(practice, last),
    )


def habit(series: Series, visits: list[Booked]) -> Habit:
    """The commonest of those that stand; the series as it was booked where none stands or two are as common."""
    therapist = series.therapist.name if series.therapist else ""
    booked = Habit(
        (series.weekdays or [series.starts_on.weekday()])[0], present.hour(series.starts_at), series.minutes, therapist
    )
    counted = Counter(_habit(v, series.practice) for v in visits if v.status not in VOID)
    return max(counted, key=lambda each: (counted[each], each == booked), default=booked)


def days(series: Series) -> Iterator[date]:
    """Each day on which the series has a visit by its pattern."""
    last = series.ends_on or series.starts_on
    week = monday(series.starts_on)
    while week <= last:
        for weekday in sorted(series.weekdays or [series.starts_on.weekday()]):
            day = week + timedelta(days=weekday)
            if series.starts_on <= day <= last:
                yield day
        week += A_WEEK * series.interval_weeks


def differences(visit: Booked, usual: Habit, practice: Practice) -> tuple[str, ...]:
    """Of a visit from what most have in common."""
    own = _habit(visit, practice)
    said = []
    if own.weekday != usual.weekday:
        said.append(_("on a %(day)s") % {"day": _weekday(own.weekday)})
    if own.hour != usual.hour:
        said.append(_("at %(hour)s") % {"hour": own.hour})
    if own.minutes != usual.minutes:
        said.append(_("%(n)d minutes") % {"n": own.minutes})
    if own.therapist != usual.therapist:
        said.append(_("with %(name)s") % {"name": own.therapist or _("nobody")})
    return tuple(said)


def _habit(visit: Booked, practice: Practice) -> Habit:
    local = visit.starts_at.astimezone(clock.zone(practice))
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    return Habit(local.weekday(), present.hour(local), minutes, visit.therapist or "")


def _row(visit: Booked, usual: Habit, strip: Strip | None, practice: Practice, at: datetime) -> Row:
    local = visit.starts_at.astimezone(clock.zone(practice))
    is_to_come = visit.starts_at > at
    return Row(
        iso=local.isoformat(),
        when=f"{present.day(local.date(), clock.day(at, practice))}, {present.hour(local)}",
        url=reverse("visit", args=[visit.pk]),
        state=tone_of(visit),
        state_word=state_of(visit),
        differs=differences(visit, usual, practice),
        strip=strip,
        act=_act(visit, strip, is_to_come=is_to_come),
        is_to_come=is_to_come and visit.status not in VOID,
    )


def _act(visit: Booked, strip: Strip | None, *, is_to_come: bool) -> Act | None:
    """What is open about it: a limit, an hour that came free, a visit of which nobody said what became of it."""
    url = reverse("visit", args=[visit.pk])
    if visit.status in VOID:
        return Act(reverse("visit_refill", args=[visit.pk]), _("Fill the hour")) if is_to_come else None
    if not is_to_come and visit.status in (VisitStatus.BOOKED.value, VisitStatus.ARRIVED.value):
        return Act(url, _("Say what became of it"))
    if strip and strip.icon in ("risk", "blocked"):
        return Act(f"{reverse('clearance', args=[visit.patient_id])}#visit-{visit.pk}", _("Clear it"))
    return Act(url, _("Move or cancel")) if is_to_come else None


def _without(series: Series, visits: list[Booked]) -> Iterator[date]:
    """Days of the pattern in whose week a visit is missing; one that was moved within the week is there."""
    there = Counter(monday(clock.day(v.starts_at, series.practice)) for v in visits)
    for day in days(series):
        if there[monday(day)] > 0:
            there[monday(day)] -= 1
        else:
            yield day


def _missing(day: date, usual: Habit, series: Series, at: datetime, *, is_closed: bool) -> Row:
    today = clock.day(at, series.practice)
    is_to_come = day >= today
    return Row(
        iso=day.isoformat(),
        when=present.day(day, today),
        url="",
        state="unknown",
        state_word=_("No visit"),
        differs=(_("the practice is closed that day") if is_closed else _("left out of the series"),),
        strip=None,
        act=Act(_book(series, day, usual), _("Book one that week")) if is_to_come else None,
        is_to_come=is_to_come,
    )


def _book(series: Series, day: date, usual: Habit) -> str:
    query = {"on": present.full_day(day), "starts_at": usual.hour, "minutes": str(usual.minutes)}
    if series.therapist_id:
        query["therapist"] = str(series.therapist_id)
    return f"{reverse('visit_book', args=[series.patient_id])}?{urlencode(query)}"


def _said(usual: Habit, every: int) -> str:
    week = ngettext("Each week", "Every %(n)d weeks", every) % {"n": every}
    said = _("%(every)s on %(day)s, %(hour)s, %(n)d minutes") % {
        "every": week, "day": _weekday(usual.weekday), "hour": usual.hour, "n": usual.minutes,
    }  # fmt: skip
    return f"{said}, {usual.therapist}" if usual.therapist else said


def _counted(visits: list[Booked], ahead: int) -> str:
    stand = sum(v.status not in VOID for v in visits)
    said = ngettext("%(n)d visit", "%(n)d visits", stand) % {"n": stand}
    return _("%(visits)s, %(ahead)d to come") % {"visits": said, "ahead": ahead}


def _weekday(number: int) -> str:
    return formats.date_format(date(2024, 1, 1) + timedelta(days=number), pgettext("weekday", "l"))


def _week(practice: Practice, on: date) -> str:
    return f"{reverse('schedule')}?{urlencode({'practice': practice.slug, 'week': monday(on).isoformat()})}"
