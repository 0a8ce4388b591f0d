"""The worker's part: facts in, moves that are proposed out. Nothing is held while the solver runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from otium.desk import acting
from otium.desk.actor import OTIUM
from otium.desk.planning import loading, results, standing_in
from otium.desk.planning.changing import change, locked
from otium.desk.planning.results import Part
from otium.records.models import SchedulePlan
from otium.rules.planning.demand import A_WEEK, fill, week
from otium.rules.planning.repair import repair
from otium.rules.planning.standing import standing
from otium.rules.planning.used import used
from otium.solver import run
from otium.terms.plans import HouseFacts, Now, PlanEvent, PlanKind, PlanState, Question, UsualFact, Verdicts
from otium.wires.calendar.plans import write_instance

SECONDS = {PlanKind.REPAIR: 2.0, PlanKind.WEEK: 10.0, PlanKind.FILL: 5.0, PlanKind.CHAIN: 10.0, PlanKind.WHAT_IF: 3.0}
WORKING = (PlanState.ASKED.value, PlanState.SOLVING.value)
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan as the worker takes it along, after its transaction."""

    kind: PlanKind
    facts: HouseFacts
    now: Now
    verdicts: Verdicts
    first: date
    last: date
    therapist_id: UUID | None
    entry_id: UUID | None
    asks: dict[str, Any]


def solve(practice_id: UUID, plan_id: UUID, *, at: datetime) -> None:
    """Once more changes nothing; a plan that was refused meanwhile stays refused."""
    with acting.acting_for(practice_id):
        plan = locked(practice_id, plan_id)
        if plan.state not in WORKING:
            return
        asked = _asked(plan, at)
        plan.digest = loading.digest(asked.facts)
        change(plan, PlanEvent.BEGIN, by=OTIUM, at=at)
    run.load()  # in no plan's time
    parts, before, shares = _found(asked, _teller(practice_id, plan_id))
    with acting.acting_for(practice_id):
        plan = locked(practice_id, plan_id)
        if plan.state == PlanState.SOLVING.value:
            results.keep(plan, parts, before, asked.facts)
            plan.found |= shares
            change(plan, PlanEvent.FINISH, by=OTIUM, at=at)


def give_up(practice_id: UUID, plan_id: UUID, *, at: datetime, why: str) -> None:
    with acting.acting_for(practice_id):
        plan = locked(practice_id, plan_id)
        if plan.state in WORKING:
            plan.why = why
            change(plan, PlanEvent.FAIL, by=OTIUM, at=at)


def as_file(plan: SchedulePlan, at: datetime) -> bytes:
    """The first question of a plan as a schedule instance (docs/formats/schedule.md): record ids, no names."""
    _name, question = next(_questions(_asked(plan, at), []))
    return write_instance(question.instance)


def _asked(plan: SchedulePlan, at: datetime) -> Asked:
    return Asked(
        kind=PlanKind(plan.kind),
        facts=loading.facts(plan),
        now=loading.now(at, plan.practice),
        verdicts=loading.verdicts(plan),
        first=plan.starts_on,
        last=plan.ends_on,
        therapist_id=plan.therapist_id,
        entry_id=plan.entry_id,
        asks=plan.asks,
    )


def _teller(practice_id: UUID, plan_id: UUID) -> Tell:
    """A short transaction a part, so that the page sees how far it is."""

    def tell(name: str, number: int, parts: int) -> None:
        with acting.acting_for(practice_id):
            rows = SchedulePlan.objects.filter(practice_id=practice_id, pk=plan_id, state=PlanState.SOLVING.value)
            rows.update(progress={"part": name, "number": number, "parts": parts})

    return tell


def _found(asked: Asked, tell: Tell) -> tuple[list[Part], list[Part], dict[str, Any]]:
    """Parts as asked for; of a what-if also those of the house as it is, and how full its hours are in both."""
    if asked.kind is not PlanKind.WHAT_IF:
        return _parts(asked, tell, 0, _count(asked)), [], {}
    added = replace(asked, facts=standing_in.added(asked.facts, asked.asks, asked.first, asked.last))
    count = 2 * _count(asked)
    before = _parts(asked, tell, 0, count)
    after = _parts(added, tell, count // 2, count)
    shares = [
        used(facts, [pair for one in parts for pair in one.placed])
        for facts, parts in ((asked.facts, before), (added.facts, after))
    ]
    return after, before, {"used": shares}


def _count(asked: Asked) -> int:
    weeks = len(_mondays(asked)) if asked.kind in (PlanKind.WEEK, PlanKind.WHAT_IF) else 0
    waiting = 2 if asked.kind in (PlanKind.FILL, PlanKind.WHAT_IF) else 0
    return weeks + waiting or 1


def _parts(asked: Asked, tell: Tell, done: int, count: int) -> list[Part]:
    found: list[Part] = []
    for name, each in _questions(asked, found):
        tell(name, done + len(found) + 1, count)
        solution = run.solve(each.instance, seconds=SECONDS[asked.kind])
        found.append(results.part(name, each, solution))
    return found


def _questions(asked: Asked, found: list[Part]) -> Iterator[tuple[str, Question]]:
    """One after the other: what is found for one week is the usual hour of the next. `found` grows meanwhile."""
    facts, now, verdicts = asked.facts, asked.now, asked.verdicts
    if asked.kind is PlanKind.REPAIR and asked.therapist_id:
        yield "repair", repair(facts, asked.therapist_id, now, verdicts)
    elif asked.kind is PlanKind.CHAIN:
        weeks = len(_mondays(asked))
        yield "chain", standing(facts, asked.first, weeks, now, verdicts, entry_id=asked.entry_id)
    elif asked.kind is PlanKind.FILL:
        yield from _filling(asked, found)
    elif asked.kind is PlanKind.WEEK:
        yield from _weeks(asked, found)
    else:  # who is in care comes first, as in the practice; then who waits
        yield from _weeks(asked, found)
        facts = standing_in.booked(facts, found, 1)
        yield from _filling(replace(asked, facts=facts), found)


def _weeks(asked: Asked, found: list[Part]) -> Iterator[tuple[str, Question]]:
    facts = asked.facts
    for monday in _mondays(asked):
        yield f"week {monday.isoformat()}", week(facts, monday, asked.now, asked.verdicts)
        facts = _as_usual(facts, found[-1]) if found else facts


def _filling(asked: Asked, found: list[Part]) -> Iterator[tuple[str, Question]]:
    """Standing hours first, in all weeks at once; then single visits into what is left."""
    monday, weeks = asked.first, len(_mondays(asked))
    yield "standing", standing(asked.facts, monday, weeks, asked.now, asked.verdicts)
    facts = standing_in.booked(asked.facts, found[-1:], weeks)
    yield "single", fill(facts, asked.now, asked.verdicts)


def _mondays(asked: Asked) -> list[date]:
    weeks = range(0, (asked.last - asked.first).days + 1, A_WEEK)
    return [asked.first + timedelta(days=n) for n in weeks]


def _as_usual(facts: HouseFacts, part: Part) -> HouseFacts:
    """What one week found is the usual hour in the next."""
    usual = {(u.patient_id, u.discipline): u for u in facts.usual}
    disciplines = {c.episode_id: c.discipline for c in facts.care}
    for wanted, placed in part.placed:
        if wanted.episode_id:
            key = wanted.patient_id, disciplines[wanted.episode_id]
            last = usual.get(key)
            usual[key] = UsualFact(
                *key, placed.day.weekday(), placed.start_minute, wanted.minutes,
                last.therapist_id if last else None, last.location_id if last else None,
            )  # fmt: skip
    return replace(facts, usual=tuple(usual.values()))
