"""The best way to place some visits anew, found or proven by CP-SAT."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from otium.solver.anew import Anew, Literal
from otium.solver.ground import Choice
from otium.terms.planning import EXTRA_THERAPIST_COST


@dataclass(slots=True)
class Limits:
    seconds: float
    workers: int = 1
    seed: int = 0
    effort: float = 0.0  # CP-SAT's deterministic seconds; 0: only the clock counts


@dataclass(slots=True)
class Outcome:
    is_better: bool
    is_proven: bool  # nothing is better while the others stay
    bound: float | None  # of the objective that was asked for; None: none was found


def solve(anew: Anew, limits: Limits, *, tier1_only: bool = False) -> Outcome:
    """Leaves the better of the plan before and the best plan found in the state."""
    state = anew.state
    _maximize(anew, tier1_only)
    hint(anew)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.01)
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.linearization_level = 2  # these models live by their linear relaxation
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if limits.effort:
        solver.parameters.max_deterministic_time = limits.effort
    status = solver.solve(anew.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = {number: _chosen(anew, solver, number) for number in anew.free} if found else {}
    _put(anew, anew.before)
    score = state.score()
    is_better = False
    if found:
        _put(anew, chosen)
        is_better = state.score() > score
        if not is_better:
            _put(anew, anew.before)
    bound = solver.best_objective_bound if found else None
    return Outcome(is_better, status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), bound)


def _maximize(anew: Anew, tier1_only: bool) -> None:
    """One unit of tier 1 is worth more than all of tier 2 that these visits can gain or lose."""
    demands = anew.state.ground.demands
    terms = [] if tier1_only else anew.terms
    unit = 1 if tier1_only else 1 + sum(_swing(anew, number) for number in anew.free)
    literals = [anew.placed[number] for number in anew.free] + [literal for literal, _ in terms]
    factors = [demands[number].priority * unit for number in anew.free] + [worth for _, worth in terms]
    anew.model.maximize(cp_model.LinearExpr.weighted_sum(literals, factors))


def _swing(anew: Anew, number: int) -> int:
    demand = anew.state.ground.demands[number]
    roles = max((len(spot.teams) for spot in demand.spots), default=0)
    best = max((spot.worth for spot in demand.spots), default=0)
    kept = anew.state.ground.instance.move_cost if demand.today else 0
    return best + roles * (max(demand.preferred.values(), default=0) + EXTRA_THERAPIST_COST) + kept


def hint(anew: Anew) -> None:
    """The plan before, literal by literal."""
    for number, ways in anew.ways.items():
        choice = anew.before[number]
        anew.model.add_hint(anew.placed[number], choice is not None)
        for way in ways:
            here = choice is not None and way.spot == choice.spot
            hinted: dict[int, tuple[Literal, bool]] = {way.literal.index: (way.literal, here)}
            for role, able in enumerate(way.staff):
                for who, literal in able.items():
                    hinted.setdefault(
                        literal.index, (literal, here and choice is not None and choice.team[role] == who)
                    )
            for one, literal in way.rooms.items():
                hinted.setdefault(literal.index, (literal, here and choice is not None and choice.room_class == one))
            for literal, value in hinted.values():
                anew.model.add_hint(literal, value)


def _chosen(anew: Anew, solver: cp_model.CpSolver, number: int) -> Choice | None:
    for way in anew.ways[number]:
        if solver.boolean_value(way.literal):
            team = tuple(next(who for who, lit in able.items() if solver.boolean_value(lit)) for able in way.staff)
            return Choice(way.spot, team, next(one for one, lit in way.rooms.items() if solver.boolean_value(lit)))
    return None


def _put(anew: Anew, choices: dict[int, Choice | None]) -> None:
    state = anew.state
    for number in choices:
        if state.choices[number] is not None:
            state.take(number)
    for number, choice in choices.items():
        if choice is not None:
            state.put(number, choice)
