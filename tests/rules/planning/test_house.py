"""A practice's facts as parts of an instance: hours, rooms, what stays, what is cut out."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from otium.rules.planning import spans
from otium.rules.planning.demand import priority, week
from otium.rules.planning.house import House, room_of, seat
from otium.rules.planning.legal import placement_breaches
from otium.rules.planning.repair import repair
from otium.rules.planning.standing import standing
from otium.rules.planning.used import used
from otium.rules.planning.wanted import decided
from otium.terms.planning import Instance, Placed, PlannedHours, WantedVisit, Window
from otium.terms.plans import (
    Ban,
    BookedFact,
    CareFact,
    HoursFact,
    HouseFacts,
    Now,
    PlaceFact,
    RoomFact,
    TalkFact,
    TherapistFact,
    Verdicts,
    WaitFact,
    WishFact,
)
from otium.terms.schedule import DaysOff, Hours

MON = date(2026, 12, 7)
WEEK = tuple(MON + timedelta(days=n) for n in range(5))
NOW = Now(MON, 0)
ANN, BOB, PETE, GYM, NORTH, SOUTH = (UUID(int=n) for n in range(1, 7))
NONE = Verdicts()


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def facts(*visits: BookedFact, **changes: Any) -> HouseFacts:
    plain = HouseFacts(
        days=WEEK, opens=at("8:00"), closes=at("17:00"), places=(PlaceFact(NORTH),),
        therapists=(TherapistFact(ANN, "OT", NORTH), TherapistFact(BOB, "OT", NORTH)), rooms=(), visits=visits,
    )  # fmt: skip
    return replace(plain, **changes)


def visit(number: int, clock: str = "10:00", on: date = MON, **changes: Any) -> BookedFact:
    key = UUID(int=1000 + number)
    plain = BookedFact(key, UUID(int=100 + number), ANN, NORTH, None, 0, key, on, at(clock), 45, "OT")
    return replace(plain, **changes)


def hours_of(house: House, who: UUID, on: date = MON) -> list[tuple[int, int]]:
    spans_of = next(h.hours for h in house.therapists() if h.id == str(who))
    return [(h.start_minute, h.end_minute) for h in spans_of if h.day == on]


def wanted(instance: Instance, key: str) -> WantedVisit:
    return next(v for v in instance.visits if v.id == key)


def test_what_is_booked_on_the_grid_stays_as_a_fixed_visit() -> None:
    house = House(facts(visit(1)))

    (kept,) = house.kept()

    assert kept.fixed == Placed(str(visit(1).id), MON, at("10:00"), (str(ANN),), None)
    assert hours_of(house, ANN) == [(at("8:00"), at("17:00"))]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"minute": at("10:10")}, [("8:00", "10:10"), ("10:55", "17:00")]),
        ({"minutes": 50}, [("8:00", "17:00")]),
        ({"is_held": False}, [("8:00", "10:00"), ("10:45", "17:00")]),
    ],
    ids=["off the grid", "an odd length", "a clash"],
)
def test_what_the_grid_cannot_say_is_cut_out_of_the_hours(changes: dict[str, Any], left: list[tuple[str, str]]) -> None:
    house = House(facts(visit(1, **changes)))

    assert hours_of(house, ANN) == [(at(a), at(b)) for a, b in left]


def test_of_two_that_share_a_quarter_hour_one_is_kept_and_one_cut_out() -> None:
    """Fifty minutes take the grid's full hour, in which the next visit has begun by then."""
    house = House(facts(visit(1, minutes=50), visit(2, "10:50", minutes=40)))

    assert [v.fixed for v in house.kept()] == [house.regular[0].placed]
    assert hours_of(house, ANN) == [(at("8:00"), at("11:00")), (at("11:30"), at("17:00"))]


def test_whoever_works_beyond_hours_keeps_that_visit_and_no_more() -> None:
    house = House(facts(visit(1, "18:00")))

    assert hours_of(house, ANN) == [(at("8:00"), at("17:00")), (at("18:00"), at("18:45"))]


def test_a_talk_takes_its_time() -> None:
    house = House(facts(talks=(TalkFact(ANN, MON, at("8:00"), at("8:30")),)))

    assert hours_of(house, ANN) == [(at("8:30"), at("17:00"))]


def test_hours_are_those_on_file_within_the_locations_and_never_on_days_off() -> None:
    own = HoursFact(Hours(frozenset({0, 1}), time(7), time(12)))
    place = PlaceFact(NORTH, (Hours(frozenset(range(5)), time(9), time(18)),), (DaysOff(WEEK[4], WEEK[4]),))
    ann = TherapistFact(ANN, "OT", None, (own,), (DaysOff(WEEK[1], WEEK[1]),))
    house = House(facts(places=(place, PlaceFact(SOUTH)), therapists=(ann,)))

    found = house.therapists()[0].hours

    assert set(found) == {
        PlannedHours(MON, at("7:00"), at("12:00"), str(SOUTH)), PlannedHours(MON, at("9:00"), at("12:00"), str(NORTH)),
    }  # fmt: skip


def test_each_seat_is_a_room_and_where_there_is_none_there_are_places() -> None:
    rooms = (RoomFact(GYM, NORTH, ("SWING",), 2),)
    found = House(facts(rooms=rooms, places=(PlaceFact(NORTH), PlaceFact(SOUTH)))).rooms()

    real = [r for r in found if room_of(r.id) == GYM]
    assert [(r.id, r.features) for r in real] == [(seat(GYM, n), frozenset({"SWING", "a room"})) for n in (0, 1)]
    assert all("a room" in r.features for r in found if r.location == str(SOUTH))
    assert all("a room" not in r.features for r in found if r.location == str(NORTH) and r not in real)


def test_a_room_is_shut_while_something_off_the_grid_is_in_it_and_the_instance_holds() -> None:
    rooms = (RoomFact(GYM, NORTH, (), 1, None, (DaysOff(WEEK[2], WEEK[2]),)),)
    house = House(facts(visit(1, "10:10", room_id=GYM), visit(2, "11:00", room_id=GYM), rooms=rooms))
    instance = house.instance("week", ())

    shut = [(v.fixed.day, v.fixed.start_minute, v.minutes) for v in instance.visits if v.fixed and "shut" in v.id]

    assert shut == [(MON, at("10:00"), 60), (WEEK[2], 0, 24 * 60)]
    assert placement_breaches(instance, [(v, v.fixed) for v in instance.visits if v.fixed]) == []


def off(who: UUID, *days: date) -> tuple[TherapistFact, ...]:
    gone = tuple(DaysOff(day, day) for day in days)
    return tuple(TherapistFact(key, "OT", NORTH, None, gone if key == who else ()) for key in (ANN, BOB))


def test_only_visits_of_her_days_off_that_are_still_to_come_lose_their_place() -> None:
    visits = (
        visit(1, "9:00"), visit(2, "14:00"), visit(3, "14:00", WEEK[1]), visit(4, "15:00", is_open=False),
        visit(5, "14:00", therapist_id=BOB),
    )  # fmt: skip

    question = repair(facts(*visits, therapists=off(ANN, MON)), ANN, Now(MON, at("9:00")), NONE)

    assert [w.key for w in question.wanted] == [str(visits[1].id)]


def test_a_family_of_known_hours_is_asked_for_those_alone() -> None:
    wish = ((visit(1).patient_id, WishFact(frozenset({2}), at("15:00"), at("18:00"))),)
    question = repair(facts(visit(1), therapists=off(ANN, MON), wishes=wish), ANN, NOW, NONE)

    windows = wanted(question.instance, question.wanted[0].key).windows

    assert windows == (
        Window(MON, at("10:00"), at("10:45"), 10), Window(WEEK[2], at("15:00"), at("18:00"), 7),
    )  # fmt: skip


def test_a_family_of_unknown_hours_is_asked_near_its_own() -> None:
    question = repair(facts(visit(1), therapists=off(ANN, MON)), ANN, NOW, NONE)

    found = wanted(question.instance, question.wanted[0].key).windows
    tuesday = [(w.start_minute, w.end_minute, w.preference) for w in found if w.day == WEEK[1]]

    assert {w.day for w in found} == set(WEEK)
    assert tuesday == [
        (at("10:00"), at("10:45"), 5), (at("9:00"), at("11:45"), 4), (at("8:00"), at("12:45"), 3),
    ]  # fmt: skip


def test_others_move_only_where_their_hours_are_on_file() -> None:
    known, unknown = visit(2, "11:00", therapist_id=BOB), visit(3, "12:00", therapist_id=BOB)
    wish = ((known.patient_id, WishFact(since=at("8:00"))),)
    house = facts(visit(1), known, unknown, therapists=off(ANN, MON), wishes=wish)

    question = repair(house, ANN, NOW, NONE)
    stays = repair(house, ANN, NOW, Verdicts(bans=((str(known.id), Ban.MOVE, Placed("", MON, 0, (), None)),)))

    assert [(w.key, w.makes_room) for w in question.wanted[1:]] == [(str(known.id), True)]
    assert wanted(question.instance, str(unknown.id)).fixed is not None
    assert len(stays.wanted) == 1


def test_of_a_co_treatment_only_who_is_away_is_replaced() -> None:
    together = UUID(int=9)
    pt = TherapistFact(PETE, "PT", NORTH)
    pair = visit(1, together=together), visit(2, patient_id=visit(1).patient_id, therapist_id=PETE, discipline="PT",
                                             together=together)  # fmt: skip
    question = repair(facts(*pair, therapists=(*off(ANN, MON), pt)), ANN, NOW, NONE)

    (meant,) = question.wanted
    found = wanted(question.instance, meant.key)

    assert meant.visits == (pair[0].id, pair[1].id)
    assert sorted(found.roles) == sorted([(str(ANN), str(BOB)), (str(PETE),)])


def test_a_refused_hour_is_no_start_any_more_and_its_neighbours_are() -> None:
    plain = WantedVisit(
        id="a", patient="p", minutes=45, priority=5, roles=(("1", "2"),), room_features=None, location=None,
        windows=(Window(MON, at("9:00"), at("12:00"), 5),), group="g", apart_days=1,
    )  # fmt: skip
    instance = Instance("x", 15, (MON,), (), (), (plain,))
    bans = (("a", Ban.TIME, Placed("a", MON, at("10:00"), ("1",), None)),)

    (found,) = decided(instance, Verdicts(bans=bans)).visits
    starts = [s for w in found.windows for s in range(w.start_minute, w.end_minute - 45 + 1, 15)]

    assert starts == [s for s in range(at("9:00"), at("11:15") + 1, 15) if s != at("10:00")]


def test_who_was_refused_is_no_longer_asked() -> None:
    question = repair(facts(visit(1), therapists=off(ANN, MON)), ANN, NOW, NONE)
    key = question.wanted[0].key
    bans = ((key, Ban.THERAPIST, Placed(key, MON, at("10:00"), (str(BOB),), None)),)

    again = repair(facts(visit(1), therapists=off(ANN, MON)), ANN, NOW, Verdicts(bans=bans))

    assert wanted(again.instance, key).roles == ((str(ANN),),)


def care(per_week: int, **changes: Any) -> CareFact:
    return replace(CareFact(UUID(int=50), visit(1).patient_id, "OT", per_week, MON, None, ANN), **changes)


@pytest.mark.parametrize(
    ("booked", "per_week", "lacking"),
    [(0, 2, 2), (1, 2, 1), (2, 2, 0), (3, 2, 0)],
)
def test_a_week_lacks_what_is_not_booked(booked: int, per_week: int, lacking: int) -> None:
    patient = visit(1).patient_id
    visits = [visit(n, on=WEEK[n], patient_id=patient) for n in range(booked)]

    question = week(facts(*visits, care=(care(per_week),)), MON, NOW, NONE)

    assert len(question.wanted) == lacking
    days = {w.day for meant in question.wanted for w in wanted(question.instance, meant.key).windows}
    assert not days & {v.on for v in visits}


@pytest.mark.parametrize(("ends_on", "days"), [(WEEK[0], 1), (WEEK[1], 2), (MON - timedelta(days=1), 0)])
def test_no_visit_is_wanted_after_a_plan_of_care_ends(ends_on: date, days: int) -> None:
    question = week(facts(care=(care(1, ends_on=ends_on),)), MON, NOW, NONE)

    found = {w.day for meant in question.wanted for w in wanted(question.instance, meant.key).windows}

    assert len(found) == days


@pytest.mark.parametrize(
    ("urgency", "waited", "worth"),
    [(1, 28, 9), (1, 27, 8), (1, 13, 7), (2, 28, 6), (3, 28, 4), (3, 14, 3), (3, 13, 2)],
)
def test_the_urgent_count_most_and_then_the_wait(urgency: int, waited: int, worth: int) -> None:
    entry = WaitFact(UUID(int=1), UUID(int=2), "evaluation", 45, urgency, MON - timedelta(days=waited), WishFact())

    assert priority(entry, MON) == worth


@pytest.mark.parametrize(("times", "is_standing"), [(4, True), (3, True), (2, False), (1, False)])
def test_a_visit_of_most_weeks_is_a_standing_one(times: int, is_standing: bool) -> None:
    days = tuple(MON + timedelta(days=n) for n in range(28) if n % 7 < 5)
    patient = visit(1).patient_id
    visits = [visit(n, on=MON + timedelta(weeks=n), patient_id=patient) for n in range(times)]
    entry = WaitFact(UUID(int=77), UUID(int=78), "weekly", 45, 2, MON, WishFact())

    question = standing(facts(*visits, days=days, waits=(entry,)), MON, 4, NOW, NONE, entry_id=entry.id)

    assert [w.weeks for w in question.wanted if w.makes_room] == ([times] if is_standing else [])


def test_how_full_hours_are() -> None:
    one = facts(visit(1, minutes=60), days=(MON,), therapists=(TherapistFact(ANN, "OT", NORTH),), closes=at("12:00"))

    assert used(one, []) == 25
    assert used(replace(one, days=(), visits=()), []) is None


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        ([(8, 12)], [], [(8, 12)]),
        ([(8, 12)], [(8, 12)], []),
        ([(8, 12)], [(12, 13)], [(8, 12)]),
        ([(8, 12)], [(7, 9), (11, 12)], [(9, 11)]),
        ([(8, 9), (9, 10)], [(8, 9)], [(9, 10)]),
    ],
)
def test_what_is_left_of_spans(one: list[spans.Span], other: list[spans.Span], left: list[spans.Span]) -> None:
    assert spans.less(one, other) == left
