"""An instance in, a plan out: by chains alone where ortools is missing or no time is left, else with proven bounds."""

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from random import Random

from otium.rules.planning import why
from otium.rules.planning.legal import placement_breaches
from otium.solver import greedy, rooms
from otium.solver.ejecting import Ejecting
from otium.solver.ground import prepare
from otium.solver.polishing import Polishing
from otium.solver.shared import Shared
from otium.solver.state import State
from otium.terms.planning import Breach, Instance, Progress, Solution, Unplaced

SHARE_OF_CHAINS = 0.6  # of the time, before polishing
CHAINS = 4_000  # without a better plan
IDLE_MOVES = 3_000
FINISHING_SECONDS = 0.2  # kept for naming rooms and reasons
LOADING_SECONDS = 1.5  # what ortools takes, and a little


class CannotPlan(Exception):
    """The fixed visits break a rule by themselves, so no plan holds."""

    def __init__(self, breaches: list[Breach]) -> None:
        super().__init__("\n".join(breach.said for breach in breaches))
        self.breaches = breaches


def unwatched(progress: Progress) -> None:
    """Nobody looks."""


def solve(
    instance: Instance,
    *,
    seconds: float,
    seed: int = 1,
    watch: Callable[[Progress], None] = unwatched,
    only_chains: bool = False,
) -> Solution:
    """The best plan found within the seconds, always a legal one; preparing comes first and is never cut off.

    Raises CannotPlan. The same seed draws the same lots, but how far a search comes depends on the machine.
    """
    began = time.monotonic()
    fixed = [(visit, visit.fixed) for visit in instance.visits if visit.fixed]
    if broken := placement_breaches(instance, fixed):
        raise CannotPlan(broken)
    ground = prepare(instance)
    state = State(ground)
    shared = Shared(began + seconds - min(FINISHING_SECONDS, seconds / 10), watch, began)
    shared.tier1_bound = sum(demand.priority for demand in ground.demands if demand.spots)
    greedy.start_from_today(state)
    greedy.fill(state, greedy.by_urgency(state))
    shared.found(state.choices, state.score())
    if not only_chains and _can_search(shared):
        importlib.import_module("otium.solver.search").run(state, shared, seed=seed)
    elif shared.left() > 0:
        _by_chains(state, shared, seed)
    return _solution(state, shared)


def load() -> bool:
    """Loads the search before any time is counted; False where ortools is missing."""
    if importlib.util.find_spec("ortools") is None:
        return False
    importlib.import_module("otium.solver.search")
    return True


def _can_search(shared: Shared) -> bool:
    """True when ortools is there and there is time to load it."""
    is_loaded = "ortools" in sys.modules
    return shared.left() > (0 if is_loaded else LOADING_SECONDS) and importlib.util.find_spec("ortools") is not None


def _by_chains(state: State, shared: Shared, seed: int) -> None:
    lot = Random(seed)  # noqa: S311  # nosec B311: no secret is drawn
    chains_end_after = shared.seconds() + SHARE_OF_CHAINS * shared.left()
    Ejecting(state, lot).run(steps=CHAINS, is_over=lambda: shared.seconds() > chains_end_after)
    Polishing(state, lot).run(steps=IDLE_MOVES, is_over=shared.is_over)
    shared.found(state.choices, state.score())


def _solution(state: State, shared: Shared) -> Solution:
    greedy.fill(state, greedy.by_urgency(state))
    instance = state.ground.instance
    placed = rooms.placements(state)
    tier1, tier2 = state.score()
    return Solution(
        instance=instance.name,
        placed=placed,
        unplaced=tuple(Unplaced(blocked.visit, why.said(blocked)) for blocked in why.blocked(instance, placed)),
        tier1=tier1,
        tier1_bound=shared.tier1_bound,
        tier2=tier2,
        tier2_bound=shared.tier2_bound if tier1 >= shared.tier1_bound else None,
        seconds=shared.seconds(),
    )
