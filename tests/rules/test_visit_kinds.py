"""What a visit of each kind takes, and what it holds beside itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

import otium.rules.schedule
from otium.rules.schedule import free, kinds
from otium.terms.schedule import ActorType, Margins, Needed, Stretch, VisitType

TEXT = (Path(next(iter(otium.rules.schedule.__path__))) / "kinds.toml").read_text("utf-8")
SHIPPED = kinds.read(TEXT)
WHO = UUID(int=1)
DAY = datetime(2026, 11, 24, tzinfo=UTC)
MARGINS = Margins(documentation_minutes=15, turnover_minutes=5, travel_minutes=20)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def test_every_kind_has_its_row() -> None:
    assert set(SHIPPED) == set(VisitType)

    with pytest.raises(ValueError, match="home_visit"):
        kinds.read(TEXT.replace("[kinds.home_visit]", "[kinds.house_call]"))


def test_treatment_holds_nothing_beside_itself() -> None:
    assert SHIPPED[VisitType.TREATMENT].margins == Margins()


def test_a_test_of_capacity_takes_three_to_six_hours_in_two_days_at_most() -> None:
    rule = SHIPPED[VisitType.FCE]

    assert (rule.least, rule.most, rule.most_days) == (180, 360, 2)
    assert rule.skills == ("FCE",)
    assert rule.needs_equipment


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (ActorType.THERAPIST, (20, 35)),
        (ActorType.ROOM, (0, 5)),
        (ActorType.PATIENT, (0, 0)),
        (ActorType.EQUIPMENT, (0, 0)),
    ],
    ids=lambda value: str(value),
)
def test_notes_and_travel_take_the_therapist_and_turnover_the_room(actor: ActorType, expected: tuple[int, int]) -> None:
    assert kinds.around(actor, MARGINS) == expected


def test_what_a_practice_does_not_name_is_as_shipped() -> None:
    rule = kinds.own(SHIPPED[VisitType.FCE], {"minutes": 180, "skills": ["WORK"]})

    assert (rule.minutes, rule.skills) == (180, ("WORK",))
    assert (rule.margins, rule.most_days) == (SHIPPED[VisitType.FCE].margins, 2)


@pytest.mark.parametrize(
    ("name", "value", "is_wrong"),
    [("minutes", 4, True), ("minutes", 5, False), ("minutes", 480, False), ("minutes", 481, True),
     ("travel_minutes", -1, True), ("travel_minutes", 0, False), ("travel_minutes", 240, False),
     ("travel_minutes", 241, True)],
)  # fmt: skip
def test_minutes_have_bounds(name: str, value: int, is_wrong: bool) -> None:
    assert list(kinds.problems({name: value})) == ([name] if is_wrong else [])


def test_a_needed_skill_is_found_without_case() -> None:
    assert kinds.lacking(("FCE",), ("fce", "NDT")) == ()
    assert kinds.lacking(("FCE", "NDT"), ("fce",)) == ("NDT",)


@pytest.mark.parametrize(
    ("start", "is_free"),
    [(at(8, 40), True), (at(8, 41), False), (at(11, 19), False), (at(11, 20), True)],
    ids=["back as the other begins", "back too late", "leaves too early", "leaves as the other ends"],
)
def test_notes_and_travel_meet_nothing_else(start: datetime, is_free: bool) -> None:
    """A visit of 45 minutes, with 20 to get there and 35 to get back and write, beside another from 10 to 11."""
    before, after = (timedelta(minutes=n) for n in kinds.around(ActorType.THERAPIST, MARGINS))
    actor = Needed(WHO, (Stretch(at(8), at(17)),), (Stretch(at(10), at(11)),), before, after)

    assert free.is_free(actor, Stretch(start, start + timedelta(minutes=45))) is is_free


def test_notes_may_lie_after_the_last_hour() -> None:
    actor = Needed(WHO, (Stretch(at(8), at(17)),), (), after=timedelta(minutes=15))

    assert free.is_free(actor, Stretch(at(16), at(17)))
    assert not free.is_free(actor, Stretch(at(16, 1), at(17, 1)))
