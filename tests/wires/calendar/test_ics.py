"""Feeds and invites, read back by two readers: vobject, which works by our VTIMEZONE alone, and icalendar."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from otium.terms.feed import FeedEntry, Mailbox
from otium.wires.calendar import ics

NEW_YORK, PHOENIX, SAN_JUAN = (ZoneInfo(f"America/{city}") for city in ("New_York", "Phoenix", "Puerto_Rico"))
CHANGED = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLINIC, MOTHER = Mailbox("Riverbend OT", "office@riverbend.test"), Mailbox("Ana Sol", "ana@example.test")


def entry(starts_at: datetime, minutes: int = 45, **more: Any) -> FeedEntry:
    values: dict[str, Any] = {
        "uid": "4f1c@otium", "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes),
        "summary": "OT visit", "sequence": 0, "changed_at": CHANGED,
    }  # fmt: skip
    return FeedEntry(**values | more)


def events(data: bytes) -> list[Any]:
    return list(vobject.readOne(data.decode()).vevent_list)


def instants(event: Any) -> tuple[datetime, datetime]:
    return event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)


def lines(data: bytes) -> list[str]:
    """Content lines, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    ("zone", "utc", "offset_hours"),
    [
        (NEW_YORK, datetime(2026, 3, 7, 14, tzinfo=UTC), -5),
        (NEW_YORK, datetime(2026, 3, 8, 6, 59, tzinfo=UTC), -5),
        (NEW_YORK, datetime(2026, 3, 8, 7, tzinfo=UTC), -4),  # 3:00, the first minute of summer time
        (NEW_YORK, datetime(2026, 3, 8, 7, 59, tzinfo=UTC), -4),
        (NEW_YORK, datetime(2026, 3, 9, 13, tzinfo=UTC), -4),
        (NEW_YORK, datetime(2026, 10, 31, 13, tzinfo=UTC), -4),
        (NEW_YORK, datetime(2026, 11, 1, 4, 30, tzinfo=UTC), -4),
        (NEW_YORK, datetime(2026, 11, 1, 7, 30, tzinfo=UTC), -5),
        (NEW_YORK, datetime(2026, 11, 2, 14, tzinfo=UTC), -5),
        (NEW_YORK, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), -5),
        (NEW_YORK, datetime(2028, 2, 29, 14, tzinfo=UTC), -5),
        (PHOENIX, datetime(2026, 3, 8, 16, tzinfo=UTC), -7),
        (PHOENIX, datetime(2026, 7, 1, 16, tzinfo=UTC), -7),
        (PHOENIX, datetime(2026, 11, 1, 16, tzinfo=UTC), -7),
        (SAN_JUAN, datetime(2026, 3, 8, 13, tzinfo=UTC), -4),
        (SAN_JUAN, datetime(2026, 7, 1, 13, tzinfo=UTC), -4),
        (SAN_JUAN, datetime(2028, 2, 29, 13, tzinfo=UTC), -4),
    ],
)
def test_a_visit_is_at_the_same_instant_for_a_reader_that_knows_only_our_time_zone(
    zone: ZoneInfo, utc: datetime, offset_hours: int
) -> None:
    (event,) = events(ics.feed([entry(utc)], name="Visits", zone=zone))

    assert event.dtstart.value.utcoffset() == timedelta(hours=offset_hours)
    assert instants(event) == (utc, utc + timedelta(minutes=45))


@pytest.mark.parametrize("hour", [5, 6])
def test_both_of_an_hour_that_comes_twice_keep_their_instant(hour: int) -> None:
    """1:30 in New York on the night when the clocks go back is 5:30 and 6:30 UTC."""
    utc = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)

    data = ics.feed([entry(utc, minutes=20)], name="Visits", zone=NEW_YORK)

    (event,) = events(data)
    assert instants(event)[0] == utc
    starts = [e.decoded("dtstart") for e in icalendar.Calendar.from_ical(data).events]
    assert [start.astimezone(UTC) for start in starts] == [utc]


def test_a_visit_across_the_change_of_clocks_lasts_as_long_as_it_lasts() -> None:
    start = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)

    (event,) = events(ics.feed([entry(start, minutes=60)], name="Visits", zone=NEW_YORK))

    assert instants(event) == (start, start + timedelta(hours=1))


def test_a_time_is_said_by_the_wall_clock_with_its_zone_and_the_stamp_in_utc() -> None:
    told = lines(ics.feed([entry(datetime(2026, 7, 1, 13, tzinfo=UTC))], name="Visits", zone=NEW_YORK))

    assert "DTSTART;TZID=America/New_York:20260701T090000" in told
    assert "DTEND;TZID=America/New_York:20260701T094500" in told
    assert "DTSTAMP:20260301T120000Z" in told
    assert "TZID:America/New_York" in told


def test_a_feed_says_what_it_is_and_when_to_ask_again() -> None:
    told = lines(ics.feed([], name="Visits of Riverbend", zone=NEW_YORK))

    assert "METHOD:PUBLISH" in told
    assert "VERSION:2.0" in told
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in told
    assert "X-PUBLISHED-TTL:PT1H" in told
    assert "NAME:Visits of Riverbend" in told
    assert "X-WR-CALNAME:Visits of Riverbend" in told


def test_a_feed_has_no_alarm_and_no_description() -> None:
    data = ics.feed([entry(datetime(2026, 7, 1, 13, tzinfo=UTC))], name="Visits", zone=NEW_YORK)

    (event,) = icalendar.Calendar.from_ical(data).events
    assert not event.subcomponents
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS",
    }  # fmt: skip


def test_a_cancelled_visit_stays_and_is_said_to_be_cancelled() -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)

    (event,) = events(ics.feed([entry(at, is_cancelled=True, sequence=3)], name="Visits", zone=NEW_YORK))

    assert (event.status.value, event.transp.value, event.sequence.value) == ("CANCELLED", "TRANSPARENT", "3")


def test_the_same_visits_in_any_order_give_the_same_bytes() -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)
    several = [entry(at + timedelta(days=n % 2), uid=f"{n}@otium") for n in range(6)]

    one, other = (ics.feed(each, name="Visits", zone=NEW_YORK) for each in (several, several[::-1]))

    assert one == other


@pytest.mark.parametrize(
    "name",
    [
        "Main; Suite 4, North\\South",
        "Main\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:not ours",
        "Main\nATTENDEE:mailto:thief@example.test",
        "Main\rX-EVIL:1",
        "Main\x00\x07\x1b[31m",
        "Main\u2028Elsewhere\x85There",
        'Main "quoted": one; ^n two',
        "Salud y Juego — Río Piedras 🎈" * 9,
        "",
    ],
    ids=["separators", "new event", "line feed", "carriage return", "controls", "separators of lines", "quotes",
         "long", "empty"],
)  # fmt: skip
def test_no_name_of_a_place_becomes_anything_but_its_location(name: str) -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)

    data = ics.feed([entry(at, location=name, summary=f"OT visit {name}")], name=name, zone=NEW_YORK)

    (event,) = events(data)
    wanted = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    assert (event.location.value if name else "") == wanted
    assert event.summary.value == f"OT visit {wanted}".strip()
    assert not hasattr(event, "attendee")
    heads = {line.split(":")[0].split(";")[0] for line in lines(data)}
    assert not heads & {"ATTENDEE", "X-EVIL", "DESCRIPTION"}
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not [byte for byte in data if byte < 0x20 and byte not in b"\r\n"]


def test_an_invite_asks_for_no_reply() -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)

    data = ics.invite(entry(at, location="Main Street 4", sequence=2), zone=NEW_YORK, organizer=CLINIC, attendee=MOTHER)

    told = lines(data)
    assert "METHOD:REQUEST" in told
    assert "UID:4f1c@otium" in told
    assert "SEQUENCE:2" in told
    assert 'ORGANIZER;CN="Riverbend OT":mailto:office@riverbend.test' in told
    (guest,) = events(data)[0].attendee_list
    assert guest.value == "mailto:ana@example.test"
    assert guest.params == {
        "CN": ["Ana Sol"], "PARTSTAT": ["NEEDS-ACTION"], "ROLE": ["REQ-PARTICIPANT"], "RSVP": ["FALSE"],
    }  # fmt: skip


def test_a_cancelled_visit_is_taken_back_under_the_uid_of_its_invite() -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)

    asked, taken_back = (
        ics.invite(entry(at, is_cancelled=gone, sequence=gone), zone=NEW_YORK, organizer=CLINIC, attendee=MOTHER)
        for gone in (False, True)
    )

    assert "METHOD:CANCEL" in lines(taken_back)
    assert events(asked)[0].uid.value == events(taken_back)[0].uid.value
    assert events(taken_back)[0].sequence.value == "1"


def test_a_name_can_open_no_other_parameter() -> None:
    at = datetime(2026, 7, 1, 13, tzinfo=UTC)
    odd = Mailbox('Ana "; X-EVIL=1:\r\nX-WORSE:2', "ana@example.test\r\nX-WORST:3")

    data = ics.invite(entry(at), zone=NEW_YORK, organizer=odd, attendee=odd)

    heads = {line.split(":")[0].split(";")[0] for line in lines(data)}
    assert not {head for head in heads if head.startswith("X-")}
    (guest,) = events(data)[0].attendee_list
    assert set(guest.params) == {"CN", "PARTSTAT", "ROLE", "RSVP"}


def test_a_file_to_keep_names_nobody() -> None:
    told = lines(ics.to_keep([entry(datetime(2026, 7, 1, 13, tzinfo=UTC))], zone=SAN_JUAN))

    assert "METHOD:PUBLISH" in told
    assert not [line for line in told if line.startswith(("ATTENDEE", "ORGANIZER", "REFRESH"))]
