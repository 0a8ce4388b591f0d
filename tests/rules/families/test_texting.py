"""When a text may reach somebody, and how an answer to one is read (vectors D12 and D13)."""

from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from otium.rules.notices import Reply, not_before, reply, texting_hours

HOURS = texting_hours(files("otium.rules.families").joinpath("texting.toml").read_text())
NEW_YORK = ZoneInfo("America/New_York")


def at(zone: str, hour: int, minute: int, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("state", "zone", "hour", "minute", "held_to"),
    [
        ("AZ", "America/Phoenix", 20, 59, None),  # D13
        ("AZ", "America/Phoenix", 21, 0, (8, 0, 24)),  # D13
        ("AZ", "America/Phoenix", 7, 59, (8, 0, 23)),
        ("AZ", "America/Phoenix", 8, 0, None),
        ("NY", "America/New_York", 0, 0, (8, 0, 23)),
        ("WA", "America/Los_Angeles", 19, 59, None),
        ("WA", "America/Los_Angeles", 20, 0, (8, 0, 24)),
        ("", "America/New_York", 20, 59, None),
        ("", "America/New_York", 21, 0, (8, 0, 24)),
        ("FL", "America/New_York", 8, 30, (9, 0, 23)),  # eight in Pensacola
        ("FL", "America/New_York", 9, 0, None),
        ("FL", "America/New_York", 19, 59, None),
        ("FL", "America/New_York", 20, 0, (9, 0, 24)),
    ],
)
def test_a_text_leaves_between_eight_and_nine_of_its_readers_day(
    state: str, zone: str, hour: int, minute: int, held_to: tuple[int, int, int] | None
) -> None:
    asked = at(zone, hour, minute)

    assert not_before(asked, HOURS, state=state, elsewhere=NEW_YORK) == (at(zone, *held_to) if held_to else asked)


def test_the_night_on_which_clocks_change_ends_at_eight_by_the_new_clock() -> None:
    asked = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # 23:00 on the eve, in New York

    assert not_before(asked, HOURS, state="NY", elsewhere=NEW_YORK) == datetime(2026, 11, 1, 13, 0, tzinfo=UTC)


def test_every_state_has_its_zones() -> None:
    assert len(HOURS.zones) == 53  # with DC, Guam and Puerto Rico
    assert set(HOURS.stricter) == {"FL", "OK", "WA"}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("please stop messaging me", Reply.STOP),  # D12
        *((word, Reply.STOP) for word in ("stop", "QUIT", "End.", "revoke", "opt out", "Cancel", "unsubscribe!")),
        ("Opt-out", Reply.STOP),
        ("STOP ALL", Reply.STOP),
        ("don't text me anymore", Reply.STOP),
        ("Do not contact me", Reply.STOP),
        ("no more texts please", Reply.STOP),
        ("take me off your list", Reply.STOP),
        ("Alto", Reply.STOP),
        ("Por favor no me envíen más mensajes", Reply.STOP),
        ("dejen de escribirme", Reply.STOP),
        ("start", Reply.START),
        ("HELP", Reply.HELP),
        ("ayuda", Reply.HELP),
        ("can we stop by at 3?", Reply.OTHER),
        ("cancel my visit on Tuesday", Reply.OTHER),
        ("the end of the month is fine", Reply.OTHER),
        ("", Reply.OTHER),
    ],
)
def test_an_answer_is_read_as_it_is_meant(words: str, meant: Reply) -> None:
    assert reply(words) is meant
