"""Who is asked first when an hour comes free, and why the others are not."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from otium.rules import waitlist
from otium.terms.waitlist import Criterion, Opening, Passed, Waiting, WaitNeed, WaitUrgency, Window

TUESDAY = date(2026, 12, 1)
ANNA, OTHER = UUID(int=1), UUID(int=2)
HERE, THERE = UUID(int=3), UUID(int=4)
OPENING = Opening(
    TUESDAY, time(15), 45, ANNA, HERE, hours_ahead=24, skills=frozenset({"feeding"}), languages=frozenset({"en", "es"})
)
ANYBODY = Waiting(UUID(int=9), UUID(int=8), WaitNeed.MAKE_UP, 45, WaitUrgency.SOON, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({}, None),
        ({"minutes": 45}, None),
        ({"minutes": 46}, Passed.TOO_SHORT),
        ({"therapist_id": ANNA}, None),
        ({"therapist_id": OTHER}, Passed.THERAPIST),
        ({"location_id": HERE}, None),
        ({"location_id": THERE}, Passed.LOCATION),
        ({"weekdays": frozenset({1})}, None),
        ({"weekdays": frozenset({0, 2})}, Passed.WEEKDAY),
        ({"since": time(15)}, None),
        ({"since": time(15, 1)}, Passed.HOUR),
        ({"until": time(15, 45)}, None),
        ({"until": time(15, 44)}, Passed.HOUR),
        ({"until": time(15, 30), "minutes": 30}, None),  # the shorter visit is over in time
        ({"more_windows": (Window(frozenset({0})), Window(frozenset({1}), time(14), time(16)))}, None),
        ({"more_windows": (Window(frozenset({0})), Window(frozenset({1}), time(8), time(15, 44)))}, Passed.HOUR),
        ({"more_windows": (Window(frozenset({0})), Window(frozenset({2})))}, Passed.WEEKDAY),
        ({"weekdays": frozenset({0}), "more_windows": (Window(frozenset({1})),)}, None),
        ({"since": time(16), "more_windows": (Window(until=time(15, 45)),)}, None),
        ({"location_id": THERE, "other_location_id": HERE}, None),
        ({"discipline": "OT"}, None),
        ({"discipline": "PT"}, Passed.DISCIPLINE),
        ({"skill": "feeding"}, None),
        ({"skill": "sensory"}, Passed.SKILL),
        ({"language": "es"}, None),
        ({"language": "pt"}, Passed.LANGUAGE),
        ({"notice_hours": 24}, None),
        ({"notice_hours": 25}, Passed.NOTICE),
        ({"is_busy": True}, Passed.BUSY),
        ({"comes_that_day": True}, Passed.SAME_DAY),
        ({"comes_that_day": True, "need": WaitNeed.EARLIER}, None),  # the visit that day is the one to be earlier
        ({"is_busy": True, "need": WaitNeed.EARLIER}, Passed.BUSY),
    ],
)
def test_a_wish_is_never_bent(wish: dict[str, object], reason: Passed | None) -> None:
    entry = replace(ANYBODY, **wish)  # type: ignore[arg-type]

    ranked = waitlist.rank(OPENING, [entry])

    assert ranked.fitting == (() if reason else (entry,))
    assert ranked.passed == (((entry, reason),) if reason else ())


def test_an_opening_without_a_location_suits_nobody_who_wishes_for_one() -> None:
    ranked = waitlist.rank(replace(OPENING, location_id=None), [replace(ANYBODY, location_id=HERE)])

    assert [reason for _entry, reason in ranked.passed] == [Passed.LOCATION]


def test_the_most_urgent_is_first_and_then_who_has_waited_longest() -> None:
    urgent = replace(ANYBODY, id=UUID(int=10), urgency=WaitUrgency.URGENT, asked_on=date(2026, 11, 20))
    old = replace(ANYBODY, id=UUID(int=11), asked_on=date(2026, 10, 1))
    patient = replace(ANYBODY, id=UUID(int=12), urgency=WaitUrgency.CAN_WAIT, asked_on=date(2025, 1, 1))

    ranked = waitlist.rank(OPENING, [patient, ANYBODY, old, urgent])

    assert ranked.fitting == (urgent, old, ANYBODY, patient)


def test_everybody_is_in_the_answer_once() -> None:
    entries = [replace(ANYBODY, id=UUID(int=n), minutes=30 + n) for n in range(40)]

    ranked = waitlist.rank(OPENING, entries)

    assert {e.id for e in ranked.fitting} | {e.id for e, _reason in ranked.passed} == {e.id for e in entries}
    assert len(ranked.fitting) + len(ranked.passed) == 40


def test_all_reasons_are_told_and_the_first_is_what_nobody_can_change() -> None:
    entry = replace(ANYBODY, discipline="PT", therapist_id=OTHER, notice_hours=48)

    ranked = waitlist.rank(OPENING, [entry])

    assert ranked.passed == ((entry, Passed.DISCIPLINE),)
    assert ranked.reasons == ((Passed.DISCIPLINE, Passed.THERAPIST, Passed.NOTICE),)


URGENT = replace(ANYBODY, id=UUID(int=20), urgency=WaitUrgency.URGENT, is_ready=False)
LONG = replace(ANYBODY, id=UUID(int=21), asked_on=date(2026, 9, 1), is_ready=True)
MISSED = replace(ANYBODY, id=UUID(int=22), asked_on=date(2026, 11, 2), is_ready=True, missed=4)
READY = replace(ANYBODY, id=UUID(int=23), is_ready=True)


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ([Criterion.READINESS, Criterion.URGENCY, Criterion.WAIT, Criterion.FAIRNESS], [21, 22, 23, 20]),
        ([Criterion.URGENCY, Criterion.READINESS, Criterion.WAIT, Criterion.FAIRNESS], [20, 21, 22, 23]),
        ([Criterion.FAIRNESS, Criterion.WAIT], [22, 21, 20, 23]),
        ([Criterion.WAIT], [21, 20, 23, 22]),  # within one week, who asked first
    ],
)
def test_a_practice_puts_them_in_its_own_order(order: list[Criterion], ids: list[int]) -> None:
    ranked = waitlist.rank(OPENING, [READY, MISSED, LONG, URGENT], order)

    assert [entry.id.int for entry in ranked.fitting] == ids


@pytest.mark.parametrize(("asked_on", "first"), [(date(2026, 11, 4), 22), (date(2026, 11, 3), 23)])
def test_fairness_decides_within_a_week_and_not_across(asked_on: date, first: int) -> None:
    """Before Tuesday, December 1, a week ends on November 3, the day on which it is four."""
    often = replace(MISSED, asked_on=date(2026, 11, 8))

    ranked = waitlist.rank(OPENING, [replace(READY, asked_on=asked_on), often])

    assert ranked.fitting[0].id.int == first
