"""iCalendar: a feed of visits to subscribe to, and one visit as an invite. Source: RFC 5545, RFC 5546, RFC 7986.

No alarms, no descriptions: a calendar hands what it holds on to its maker. Text is the practice's own (a location may
be named anything); its control characters are left out, the library escapes the rest.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from otium.terms.feed import FeedEntry, Mailbox
from otium.wires.calendar.zones import timezone

PRODUCT = "-//Otium//Otium//EN"
ASK_AGAIN = timedelta(hours=1)
END = b"END:VCALENDAR\r\n"


class Method(StrEnum):
    """What whoever receives it should do with it. Source: RFC 5546 s. 1.4."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def feed(entries: Iterable[FeedEntry], *, name: str, zone: ZoneInfo) -> bytes:
    """A calendar to subscribe to, asked for again every hour; the same entries give the same bytes."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("name", _clean(name))
    calendar.add("x-wr-calname", _clean(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, sorted(entries, key=lambda e: (e.starts_at, e.uid)), zone)


def to_keep(entries: Iterable[FeedEntry], *, zone: ZoneInfo) -> bytes:
    """Visits as a file to open: they go into the calendar of whoever opens it, and nobody is answered."""
    return _written(_calendar(Method.PUBLISH), sorted(entries, key=lambda e: (e.starts_at, e.uid)), zone)


def invite(entry: FeedEntry, *, zone: ZoneInfo, organizer: Mailbox, attendee: Mailbox) -> bytes:
    """What a mail about the visit carries: a request, or its cancellation under the same UID.

    No reply is asked for: nobody reads replies of calendars. Source: RFC 5546 s. 3.2.2, 3.2.5.
    """
    calendar = _calendar(Method.CANCEL if entry.is_cancelled else Method.REQUEST)
    event = _event(entry, zone)
    event.add("organizer", _address(organizer))
    guest = _address(attendee)
    guest.params.update({"ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"})
    if not entry.is_cancelled:
        guest.params["PARTSTAT"] = "NEEDS-ACTION"
    event.add("attendee", guest, encode=False)
    return _put_together(calendar, [entry], [event.to_ical()], zone)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return calendar


def _written(calendar: Calendar, entries: list[FeedEntry], zone: ZoneInfo) -> bytes:
    return _put_together(calendar, entries, [_event_lines(entry, zone) for entry in entries], zone)


def _put_together(calendar: Calendar, entries: list[FeedEntry], events: list[bytes], zone: ZoneInfo) -> bytes:
    if entries:
        years = {at.astimezone(zone).year for e in entries for at in (e.starts_at, e.ends_at)}
        calendar.add_component(timezone(zone, min(years) - 1, max(years) + 1))
    around: bytes = calendar.to_ical()
    return around.removesuffix(END) + b"".join(events) + END


@lru_cache(maxsize=8_192)
def _event_lines(entry: FeedEntry, zone: ZoneInfo) -> bytes:
    """Kept, because the library takes half a millisecond for each and most visits are as they were an hour ago."""
    lines: bytes = _event(entry, zone).to_ical()
    return lines


def _event(entry: FeedEntry, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    start, end = _times(entry, zone)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _clean(entry.summary))
    if entry.location:
        event.add("location", _clean(entry.location))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _times(entry: FeedEntry, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """By the wall clock; in UTC where one is the second of an hour that comes twice, which no wall clock can name."""
    start, end = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    return (start.astimezone(UTC), end.astimezone(UTC)) if start.fold or end.fold else (start, end)


def _address(box: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{_clean(box.address)}")
    if box.name:
        address.params["CN"] = _clean(box.name)
    return address


def _clean(text: str) -> str:
    """One line without control characters, which RFC 5545 s. 3.1 does not allow."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
