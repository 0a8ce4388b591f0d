"""How good plans of invented weeks are after their time, beside what the greedy alone finds; and a repair."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from otium.ops.bench.figure import Figure
from otium.rules.planning.legal import breaches
from otium.solver import run
from otium.solver.invented import Wish, invent
from otium.terms.planning import Instance, Progress, Solution

MIDDLE = Wish(therapists=20, patients=300, rooms=14)
LARGE = Wish(therapists=40, patients=800, rooms=22)
MIDDLE_SECONDS, LARGE_SECONDS, REPAIR_SECONDS = 60.0, 120.0, 2.0
MOVE_COST = 5


@dataclass(slots=True)
class _Watch:
    """Notes when tier 1 was proven; None: it never was."""

    proven_at: float | None = None

    def __call__(self, progress: Progress) -> None:
        if self.proven_at is None and progress.tier1 >= progress.tier1_bound:
            self.proven_at = progress.seconds


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    say(f"Solving {MIDDLE.name} for {MIDDLE_SECONDS:.0f} s")
    week = invent(MIDDLE)
    yield from _solved(week, "schedule_20x300", MIDDLE_SECONDS)
    say(f"Solving {LARGE.name} for {LARGE_SECONDS:.0f} s")
    yield from _solved(invent(LARGE), "schedule_40x800", LARGE_SECONDS)
    say("Repairing the smaller week after one therapist fell ill")
    yield from _repaired(week)


def _solved(week: Instance, name: str, seconds: float) -> Iterator[Figure]:
    alone, alone_seconds = _greedy(week)
    watch = _Watch()
    busy = time.process_time()
    plan = run.solve(week, seconds=seconds, watch=watch)
    busy = time.process_time() - busy
    _must_hold(week, plan)
    n = len(week.visits)
    note = f"{seconds:.0f} s, {busy:.0f} of processor time; tier 1 {plan.tier1} of at most {plan.tier1_bound}"
    bound = plan.tier1_bound
    yield Figure(f"{name}_tier1_gap", _gap(plan.tier1, bound), "%", "greedy", _gap(alone.tier1, bound), n, note)
    if watch.proven_at is not None:
        proven_at = round(watch.proven_at, 1)
        yield Figure(
            f"{name}_tier1_proven", proven_at, "s", "greedy", round(alone_seconds, 2), n, "until tier 1 is proven"
        )
    if plan.tier2_bound is not None:
        second = plan.tier2_bound
        note = f"{seconds:.0f} s; tier 2 {plan.tier2} of at most {second}; the greedy's with its lower tier 1"
        yield Figure(f"{name}_tier2_gap", _gap(plan.tier2, second), "%", "greedy", _gap(alone.tier2, second), n, note)


def _repaired(week: Instance) -> Iterator[Figure]:
    """Whoever has most visits falls ill for the week; the peer plans the rest of the week anew."""
    before = run.solve(week, seconds=20)
    held = [who for placed in before.placed for who in placed.therapists]
    ill = max(sorted(set(held)), key=held.count)
    staff = tuple(replace(one, hours=()) if one.id == ill else one for one in week.therapists)
    after = replace(week, therapists=staff, current=before.placed, move_cost=MOVE_COST)
    began = time.monotonic()
    plan = run.solve(after, seconds=REPAIR_SECONDS)
    took = time.monotonic() - began
    _must_hold(after, plan)
    alone, alone_seconds = _greedy(replace(after, current=(), move_cost=0))
    must = held.count(ill)
    moved, alone_moved = _moved(before, plan), _moved(before, alone)
    note = f"{must} visits lost their therapist; tier 1 {plan.tier1} of at most {plan.tier1_bound}, ortools loaded"
    yield Figure("schedule_repair", round(took, 2), "s", "greedy from nothing", round(alone_seconds, 2), must, note)
    note = f"tier 1 {plan.tier1}, the peer's {alone.tier1}; {must} must move or wait"
    yield Figure("schedule_repair_moves", moved, "visits", "greedy from nothing", alone_moved, must, note)


def _moved(before: Solution, after: Solution) -> int:
    kept = set(after.placed)
    return sum(placed not in kept for placed in before.placed)


def _greedy(week: Instance) -> tuple[Solution, float]:
    """One pass, most urgent first, each at its best free place; no second look."""
    began = time.monotonic()
    plan = run.solve(week, seconds=0)
    return plan, time.monotonic() - began


def _gap(value: int, bound: int) -> float:
    return round(100 * (bound - value) / max(bound, 1), 2)


def _must_hold(week: Instance, plan: Solution) -> None:
    if broken := breaches(week, plan):
        raise AssertionError("\n".join(breach.said for breach in broken))
