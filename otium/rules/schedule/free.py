"""Times at which everybody and everything a session needs is there and free.

Hours are local wall-clock times; spans are instants, so an hour that the clocks skip is never offered and one that
comes twice is offered once, the first of the two.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from otium.terms.schedule import DaysOff, Hours, Needed, Stretch

STEP = timedelta(minutes=15)


def open_spans(
    hours: Iterable[Hours], off: Iterable[DaysOff], days: Iterable[date], zone: ZoneInfo
) -> tuple[Stretch, ...]:
    """When somebody works on these days, in order of time; spans that touch or overlap are one."""
    known, away = tuple(hours), tuple(off)
    spans = [
        span
        for on in days
        if not any(o.first <= on <= o.last for o in away)
        for h in known
        if h.is_on(on) and (span := _span(on, h, zone)).start < span.end
    ]
    return _joined(spans)


def common(one: Iterable[Stretch], other: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What lies in both."""
    others = tuple(other)
    met = (Stretch(max(a.start, b.start), min(a.end, b.end)) for a in one for b in others)
    return _joined(span for span in met if span.start < span.end)


def left(spans: Iterable[Stretch], busy: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What nothing takes of the spans, in order of time."""
    taken = _joined(busy)
    found: list[Stretch] = []
    for span in _joined(spans):
        since = span.start
        for one in taken:
            if one.end <= since or one.start >= span.end:
                continue
            if since < one.start:
                found.append(Stretch(since, one.start))
            since = max(since, one.end)
        if since < span.end:
            found.append(Stretch(since, span.end))
    return tuple(found)


def is_free(actor: Needed, span: Stretch) -> bool:
    """It is within the actor's hours, and nothing the actor does overlaps it; to begin when another ends is free.

    Notes and travel must meet nothing either, but may lie outside the hours: the last visit of the day is one too.
    """
    is_there = any(o.start <= span.start and span.end <= o.end for o in actor.open)
    since, until = span.start - actor.before, span.end + actor.after
    return is_there and not any(b.start < until and since < b.end for b in actor.busy)


def times(
    needed: tuple[Needed, ...], any_of: tuple[Needed, ...], *, length: timedelta, since: datetime
) -> Iterator[datetime]:
    """Starts on the quarter of an hour from `since` on at which all of `needed` are free, and one of `any_of` where
    there are any."""
    if not needed:
        return
    for start in _quarters(needed[0].open, since):
        span = Stretch(start, start + length)
        if all(is_free(actor, span) for actor in needed) and (
            not any_of or any(is_free(actor, span) for actor in any_of)
        ):
            yield start


def _span(on: date, hours: Hours, zone: ZoneInfo) -> Stretch:
    start, end = (datetime.combine(on, at, zone).astimezone(UTC) for at in (hours.starts_at, hours.ends_at))
    return Stretch(start, end)


def _joined(spans: Iterable[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for span in sorted(spans, key=lambda s: s.start):
        if found and span.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _quarters(spans: tuple[Stretch, ...], since: datetime) -> Iterator[datetime]:
    """Every quarter counted from the hour, not from `since`."""
    for span in spans:
        first = max(span.start, since)
        past = timedelta(minutes=first.minute % 15, seconds=first.second, microseconds=first.microsecond)
        start = first if not past else first - past + STEP
        while start < span.end:
            yield start
            start += STEP
