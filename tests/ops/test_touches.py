"""The touch model counts minutes by whom, and what became of visits is counted as its definitions say."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from otium.ops.simulate import touch
from otium.ops.simulate.audited import Audited
from otium.ops.simulate.touch import Touches
from partners.town_reviews import Ground

ON = date(2026, 8, 3)
DAY = timedelta(days=1)


def test_minutes_are_those_of_the_act_times_its_count() -> None:
    touches = Touches("with", {"sign": ("therapist", 0.7), "send": ("staff", 2.0)})
    touches.add("sign", 10)
    touches.add("send")

    assert touches.minutes("therapist") == pytest.approx(7)
    assert touches.minutes("staff") == 2


def test_an_act_without_minutes_is_refused() -> None:
    with pytest.raises(KeyError):
        Touches.load("with").add("daydream")


@pytest.mark.parametrize("arm", ["with", "without"])
def test_every_act_of_the_model_has_minutes_and_somebody_who_does_it(arm: str) -> None:
    touches = Touches.load(arm)

    assert touches.minutes_of
    assert all(who in ("staff", "therapist") and minutes > 0 for who, minutes in touches.minutes_of.values())


def test_every_road_can_be_taken_by_both_offices() -> None:
    for arm in ("with", "without"):
        assert {f"send_{road}" for road in ("x12", "portal", "fax", "call")} <= set(Touches.load(arm).minutes_of)


def test_how_the_office_without_duties_works_is_stated() -> None:
    model = touch.by_dates()

    assert 0 <= model.missing_papers < 1
    assert model.ahead_days > 0
    assert touch.visits_counted() > 0


def figures(audited: Audited, *, requests: int = 0, returned: int = 0) -> dict[str, object]:
    return audited.figures(Touches.load("with"), days=14, requests=requests, returned=returned)


def test_a_gap_runs_from_the_first_visit_held_to_the_next_one_made() -> None:
    audited, who = Audited(), uuid4()
    audited.note_held(who, Ground.ASKED_LATE, ON)
    audited.note_held(who, Ground.ASKED_LATE, ON + 7 * DAY)
    audited.note_made(who, Ground.VALID, ON + 9 * DAY)
    audited.note_made(who, Ground.VALID, ON + 16 * DAY)

    told = figures(audited)

    assert (told["gap_days"], told["visits_held"], told["treatment_visits"], told["patients"]) == (9, 2, 2, 1)
    assert told["gap_days_of_payers"] == 0


def test_visits_held_are_counted_by_what_the_office_still_waits_for() -> None:
    audited, who = Audited(), uuid4()
    audited.note_held(who, Ground.NOT_ASKED, ON, "draft lacks plan_ended")
    audited.note_held(who, Ground.NOT_ASKED, ON + DAY, "request submitted")
    audited.note_held(who, Ground.ASKED_LATE, ON + 2 * DAY, "request submitted")

    assert figures(audited)["visits_held_for"] == {"draft lacks plan_ended": 1, "request submitted": 2}


def test_a_plan_of_care_costs_the_therapist_the_same_in_both_offices() -> None:
    minutes = [Touches.load(arm).minutes_of["renew_plan"] for arm in ("with", "without")]

    assert minutes[0] == minutes[1]


def test_an_open_gap_ends_with_the_stretch_and_a_slow_payers_days_are_told_apart() -> None:
    audited, who, other = Audited(), uuid4(), uuid4()
    audited.note_held(who, Ground.PAYER_SLOW, ON)
    audited.note_made(other, Ground.VALID, ON)
    audited.end_all(ON + 5 * DAY)

    told = figures(audited)

    assert (told["gap_days"], told["gap_days_of_payers"], told["gap_days_per_patient"]) == (5, 5, 2.5)


def test_visits_without_valid_authorization_are_counted_by_why() -> None:
    audited, who = Audited(), uuid4()
    for ground in (Ground.VALID, Ground.NOT_ASKED, Ground.NOT_ASKED, Ground.PAYER_SLOW, Ground.DENIED):
        audited.note_made(who, ground, ON)

    told = figures(audited)

    assert told["without_valid"] == 4
    assert told["without_valid_by"] == {"denied": 1, "not_asked": 2, "payer_slow": 1}
    assert told["without_valid_payer_on_time"] == 2


def test_a_share_of_no_requests_is_no_figure() -> None:
    told = figures(Audited())

    assert (told["returned_share"], told["staff_minutes_a_request"], told["gap_days_per_patient"]) == (None, None, None)
    assert figures(Audited(), requests=50, returned=1)["returned_share"] == 0.02
