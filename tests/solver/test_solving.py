"""Plans are legal, bounds are bounds, and small weeks are solved to the end."""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otium.rules.planning.legal import breaches, placement_breaches
from otium.rules.planning.score import score
from otium.solver import run, search
from otium.solver.invented import Wish, invent
from otium.terms.planning import Instance, Placed, PlannedRoom, PlanRule, Solution, Tiers, WantedVisit
from otium.wires.calendar.plans import write_instance, write_solution
from tests.plans import DAYS, MON, TUE, hours, instance, placed, therapist, visit, window

ABOVE = [folder / "shared" / "tools" / "schedule_check.py" for folder in Path(__file__).resolve().parents]
JUDGE = next((path for path in ABOVE if path.exists()), None)
assert search  # loads ortools once, outside every test's seconds
OPTIONS = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def _judged(week: Instance, plan: Solution) -> list[str]:
    """What the independent checker says, where it is there."""
    if JUDGE is None:
        return []
    judge = _module(JUDGE)
    wrong: list[str] = judge.check(json.loads(write_instance(week)), json.loads(write_solution(plan)))[0]
    return wrong


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@st.composite
def weeks(draw: st.DrawFn, most: int) -> Instance:
    """Few hours, few rooms, many wishes, so that visits stand in each other's way."""
    staff = tuple(
        therapist(
            name,
            max_minutes_per_day=draw(st.sampled_from([60, 360])),
            hours=tuple(hours(day, "08:00", "09:30", draw(st.sampled_from(["north", "south"]))) for day in DAYS[:2]),
        )
        for name in ("ann", "bob", "cas")
    )
    rooms = (
        PlannedRoom("r1", "north", frozenset({"swing"})),
        PlannedRoom("r2", "north", frozenset()),
        PlannedRoom("r3", "south", frozenset()),
    )
    visits = tuple(draw(_wanted(n)) for n in range(draw(st.integers(1, most))))
    week = instance(*visits, therapists=staff, rooms=rooms)
    today = tuple(
        placed(one.id, draw(st.sampled_from(["08:00", "08:45"])), draw(st.sampled_from(["ann", "bob"])), "r1")
        for one in visits
        if draw(st.booleans())
    )
    return replace(week, current=today, move_cost=draw(st.sampled_from([0, 3])))


@st.composite
def _wanted(draw: st.DrawFn, number: int) -> WantedVisit:
    names = st.lists(st.sampled_from(["ann", "bob", "cas"]), min_size=1, max_size=3, unique=True).map(tuple)
    remote = draw(st.integers(0, 5)) == 0
    return visit(
        f"v{number}",
        patient=draw(st.sampled_from(["p1", "p2", f"p of {number}"])),
        minutes=draw(st.sampled_from([30, 45])),
        priority=draw(st.integers(1, 10)),
        roles=tuple(draw(st.lists(names, min_size=1, max_size=2))),
        room_features=None if remote else draw(st.sampled_from([frozenset(), frozenset({"swing"})])),
        location=None if remote else draw(st.sampled_from([None, "north", "south"])),
        windows=tuple(
            window(
                draw(st.sampled_from(DAYS[:2])),
                "08:00",
                draw(st.sampled_from(["08:45", "09:30"])),
                draw(st.integers(0, 10)),
            )
            for _ in range(draw(st.integers(1, 2)))
        ),
        group=draw(st.sampled_from(["g1", f"g of {number}"])),
        apart_days=draw(st.integers(0, 2)),
        preferred=(("ann", draw(st.integers(0, 10))),),
        equipment=draw(st.sampled_from([(), ("kit",)])),
        buffer_minutes=draw(st.sampled_from([0, 0, 10, 15])),
    )


@OPTIONS
@given(weeks(most=9))
def test_every_plan_is_legal_and_its_bounds_are_not_below_it(week: Instance) -> None:
    plan = run.solve(week, seconds=1.0)

    assert breaches(week, plan) == []
    assert _judged(week, plan) == []


@settings(OPTIONS, max_examples=40)
@given(weeks(most=14))
def test_every_plan_by_chains_alone_is_legal(week: Instance) -> None:
    plan = run.solve(week, seconds=0.05, only_chains=True)

    assert breaches(week, plan) == []
    assert _judged(week, plan) == []


@OPTIONS
@given(weeks(most=3))
def test_small_weeks_are_solved_as_well_as_by_trying_everything(week: Instance) -> None:
    plan = run.solve(week, seconds=2.0)

    best = max(_all_scores(week))
    assert (plan.tier1, plan.tier2) == best
    assert (plan.tier1_bound, plan.tier2_bound) == best


def _all_scores(week: Instance) -> Iterator[tuple[int, int]]:
    """Of every plan that holds."""
    choices = [[None, *_places(week, one)] for one in week.visits]
    for some in product(*choices):
        pairs = [(one, place) for one, place in zip(week.visits, some, strict=True) if place is not None]
        if not placement_breaches(week, pairs):
            worth: Tiers = score(week, [place for _, place in pairs])
            yield worth.tier1, worth.tier2


def _places(week: Instance, one: WantedVisit) -> list[Placed]:
    """Every place that it could have if it were alone."""
    rooms: list[str | None] = [None] if one.room_features is None else [room.id for room in week.rooms]
    all_places = (
        Placed(one.id, day, start, team, room)
        for day in DAYS[:2]
        for start in range(8 * 60, 9 * 60 + 15, 15)
        for team in product(*one.roles)
        for room in rooms
    )
    return [place for place in all_places if not placement_breaches(week, [(one, place)])]


def test_a_fixed_visit_stays_and_others_go_around_it() -> None:
    fixed = visit("a", fixed=placed("a", "08:00"))
    week = instance(fixed, visit("b", roles=(("ann",),), windows=(window(end="09:30"),), priority=10))

    plan = run.solve(week, seconds=1.0)

    assert breaches(week, plan) == []
    assert {(one.visit, one.start_minute) for one in plan.placed} == {("a", 480), ("b", 525)}


CLASHES: dict[str, tuple[Instance, PlanRule]] = {
    "two at once": (
        instance(visit("a", fixed=placed("a")), visit("b", fixed=placed("b", room="office"))), PlanRule.OVERLAP,
    ),
    "outside its window": (instance(visit("a", fixed=placed("a", day=TUE))), PlanRule.WINDOW),
    "off the grid": (instance(visit("a", fixed=placed("a", "09:10"))), PlanRule.GRID),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_fixed_visits_that_cannot_be_are_refused(name: str) -> None:
    week, rule = CLASHES[name]

    with pytest.raises(run.CannotPlan) as cannot:
        run.solve(week, seconds=1.0)

    assert rule in {breach.rule for breach in cannot.value.breaches}


def test_nothing_is_solved_to_nothing() -> None:
    plan = run.solve(instance(), seconds=1.0)

    assert (plan.tier1, plan.tier1_bound, plan.tier2, plan.tier2_bound) == (0, 0, 0, 0)


def test_without_time_there_is_still_a_legal_plan() -> None:
    week = invent(Wish(therapists=5, patients=60))

    plan = run.solve(week, seconds=0)

    assert breaches(week, plan) == []
    assert len(plan.placed) > 50


def test_without_ortools_there_is_still_a_legal_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    week = invent(Wish(therapists=5, patients=60))

    plan = run.solve(week, seconds=0.5)

    assert breaches(week, plan) == []
    assert plan.tier2_bound is None or plan.tier1 == plan.tier1_bound


def test_rooms_alike_are_shared_out_without_overlap() -> None:
    """Six visits at once in three rooms that are alike, six therapists: three are placed, in different rooms."""
    names = [f"t{n}" for n in range(6)]
    rooms = tuple(PlannedRoom(f"r{n}", "north", frozenset()) for n in range(3))
    visits = [visit(f"v{n}", roles=((names[n],),), windows=(window(end="08:45"),)) for n in range(6)]
    week = instance(*visits, therapists=tuple(therapist(name) for name in names), rooms=rooms)

    plan = run.solve(week, seconds=2.0)

    assert breaches(week, plan) == []
    assert (plan.tier1, plan.tier1_bound) == (15, 15)
    assert {one.room for one in plan.placed} == {"r0", "r1", "r2"}


def test_a_sick_therapist_moves_no_more_than_she_must() -> None:
    """Ann's three visits go to Bob, who keeps his own; nothing else moves."""
    both = (("ann", "bob"),)
    visits = [visit(f"v{n}", roles=both, windows=(window(MON, end="18:00"),)) for n in range(4)]
    today = (
        placed("v0", "08:00"),
        placed("v1", "09:00"),
        placed("v2", "10:00"),
        placed("v3", "08:00", "bob", "office"),
    )
    sick = therapist("ann", hours=())
    week = instance(
        *visits, therapists=(sick, therapist("bob", hours=(hours(MON, end="18:00"),))), current=today, move_cost=5
    )

    plan = run.solve(week, seconds=2.0)

    kept = {one for one in plan.placed if one in today}
    assert kept == {today[3]}
    assert (plan.tier1, plan.tier1_bound, plan.tier2, plan.tier2_bound) == (20, 20, 5, 5)


def test_the_same_seed_finds_the_same_plan_by_chains() -> None:
    week = invent(Wish(therapists=2, patients=10, seed=3))

    one, other = (run.solve(week, seconds=30, only_chains=True, seed=4) for _ in range(2))

    assert one.placed == other.placed
