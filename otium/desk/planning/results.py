"""What a solved plan leaves behind: figures by part, and a row for each move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Any
from uuid import UUID

from otium.desk.planning.loading import keeps, uuid_or_none
from otium.records.models import PlanMove, SchedulePlan
from otium.rules.planning import because, why
from otium.rules.planning.sessions import room_of
from otium.terms.planning import Blocked, Placed, Solution
from otium.terms.plans import HouseFacts, MoveKind, MoveState, PlanKind, Question, Wanted


@dataclass(frozen=True, slots=True)
class Part:
    """One instance, solved. `most`: so many of the wanted at most, proven; None where they count differently."""

    name: str
    placed: tuple[tuple[Wanted, Placed], ...]
    left: tuple[tuple[Wanted, Blocked], ...]
    most: int | None
    is_best: bool  # no plan places more
    gap: float  # of tier 1, per cent; 0 where it is proven
    tiers: tuple[int, int, int, int | None]  # tier 1, its bound, tier 2, its bound
    seconds: float

    def figures(self) -> dict[str, Any]:
        """What is kept of it."""
        new = [w for w, p in self.placed if not _stays(w, p)]
        placed = [w for w, _placed in self.placed if not w.makes_room]
        return {
            "name": self.name, "wanted": len(placed) + len(self.left), "placed": len(placed), "moves": len(new),
            "most": self.most, "is_best": self.is_best, "gap": round(self.gap, 1), "seconds": round(self.seconds, 1),
            "is_proven": self.is_best and self.tiers[3] is not None and self.tiers[2] >= self.tiers[3],
        }  # fmt: skip


def part(name: str, question: Question, solution: Solution) -> Part:
    meant = {wanted.key: wanted for wanted in question.wanted}
    worth = {visit.id: visit.priority for visit in question.instance.visits}
    placed = {one.visit: one for one in solution.placed if one.visit in meant}
    blocked = {b.visit: b for b in why.blocked(question.instance, solution.placed) if b.visit in meant}
    counts = {key for key, wanted in meant.items() if not wanted.makes_room}
    sure = sum(priority for key, priority in worth.items() if key not in counts)  # placed in any case
    bound, gained = solution.tier1_bound - sure, solution.tier1 - sure
    each = {worth[key] for key in counts}
    return Part(
        name=name,
        placed=tuple((meant[key], one) for key, one in placed.items()),
        left=tuple((meant[key], one) for key, one in blocked.items()),
        most=bound // each.pop() if len(each) == 1 else None,
        is_best=solution.tier1 >= solution.tier1_bound,
        gap=100 * (bound - gained) / bound if bound > gained else 0.0,
        tiers=(solution.tier1, solution.tier1_bound, solution.tier2, solution.tier2_bound),
        seconds=solution.seconds,
    )


def keep(plan: SchedulePlan, parts: list[Part], before: list[Part], facts: HouseFacts) -> None:
    """Figures and moves of the plan; what people decided of earlier ones stays. The plan itself is saved later."""
    settled = [wanted.key for one in parts for wanted, placed in one.placed if _stays(wanted, placed)]
    plan.found = {"parts": [one.figures() for one in parts], "settled": settled}
    if before:
        plan.found["before"] = [one.figures() for one in before]
    plan.progress = {}
    plan.seconds = round(sum(one.seconds for one in (*parts, *before)), 2)
    plan.tier1, plan.tier1_bound = sum(one.tiers[0] for one in parts), sum(one.tiers[1] for one in parts)
    bounds = [one.tiers[3] for one in parts]
    plan.tier2 = sum(one.tiers[2] for one in parts)
    plan.tier2_bound = None if None in bounds else sum(bound for bound in bounds if bound is not None)
    rows = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan)
    rows.filter(state=MoveState.PROPOSED.value).delete()
    pinned = set(rows.filter(state=MoveState.PINNED.value).values_list("key", flat=True))
    if plan.kind != PlanKind.WHAT_IF.value:
        PlanMove.objects.bulk_create(row for one in parts for row in _rows(plan, one, facts) if row.key not in pinned)


def _stays(wanted: Wanted, placed: Placed) -> bool:
    """Nothing of it moves. Which seat of a room it has is no matter, nor which place where it needs no room."""
    today = wanted.today
    return (
        today is not None
        and replace(today, room=None) == replace(placed, room=None)
        and (room_of(today.room) == room_of(placed.room))
    )


def _rows(plan: SchedulePlan, one: Part, facts: HouseFacts) -> Iterator[PlanMove]:
    for wanted, placed in one.placed:
        if not _stays(wanted, placed):
            kind = MoveKind.MOVE if wanted.today else MoveKind.BOOK
            row = _row(plan, wanted, kind)
            _goes_to(row, wanted, placed, {room.id: room.location_id for room in facts.rooms})
            row.why = {"code": because.why_there(facts, wanted, placed)}
            yield row
    for wanted, blocked in one.left:
        row = _row(plan, wanted, MoveKind.LEFT)
        row.why = {"code": blocked.hindrance.value, "places": blocked.places, "by": [list(pair) for pair in blocked.by]}
        yield row


def _row(plan: SchedulePlan, wanted: Wanted, kind: MoveKind) -> PlanMove:
    row = PlanMove(
        practice_id=plan.practice_id, plan=plan, key=wanted.key, kind=kind.value, state=MoveState.PROPOSED.value,
        patient_id=wanted.patient_id, appointment_id=wanted.visits[0] if wanted.visits else None,
        entry_id=wanted.entry_id, episode_id=wanted.episode_id, minutes=wanted.minutes, weeks=wanted.weeks,
        location_id=wanted.location_id, visits=[str(key) for key in wanted.visits],
    )  # fmt: skip
    if wanted.today:
        row.from_on, row.from_at = wanted.today.day, clock_of(wanted.today.start_minute)
        row.from_therapist_id, row.from_room_id = wanted.therapist_id, room_of(wanted.today.room)
    return row


def _goes_to(row: PlanMove, wanted: Wanted, placed: Placed, rooms: dict[UUID, UUID]) -> None:
    row.on, row.at = placed.day, clock_of(placed.start_minute + wanted.lead)
    row.therapist_id = _therapist(wanted, placed)
    row.room_id, row.placed = room_of(placed.room), keeps(placed)
    if wanted.today is None:
        named = uuid_or_none((placed.room or "").partition("/")[0])  # of a place without a room its location
        row.location_id = rooms[row.room_id] if row.room_id else named


def _therapist(wanted: Wanted, placed: Placed) -> UUID:
    """Of a session, who takes the place of the one that had it."""
    if wanted.today and wanted.therapist_id:
        return UUID(placed.therapists[wanted.today.therapists.index(str(wanted.therapist_id))])
    return UUID(placed.therapists[0])


def clock_of(minute: int) -> time:
    return time(minute // 60, minute % 60)
