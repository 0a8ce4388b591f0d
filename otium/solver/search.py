"""The plan is improved in one thread and bounded from above in another, until they meet or the time is over.

Imports ortools and numpy.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

from otium.solver import bounds, cp
from otium.solver.anew import Anew
from otium.solver.around import Around
from otium.solver.ejecting import Ejecting
from otium.solver.polishing import Polishing
from otium.solver.shared import Shared
from otium.solver.state import State

FIRST_SIZE, LEAST_SIZE = 20, 8  # visits of a neighbourhood
LONGEST = 4.0  # seconds for one neighbourhood
QUICK, SLOW = 0.5, 1.5  # seconds; quicker ones grow, slower ones shrink
FIRST_CHAINS, LATER_CHAINS = 0.4, 0.04  # of the whole time at most
FIRST_POLISH, LATER_POLISH = 0.15, 0.04
IDLE_CHAINS, IDLE_MOVES = 2_500, 3_000
NEIGHBOURHOODS = 12  # between two rounds of chains and polishing
SWITCH_SECONDS = 0.0005  # numpy in the other thread asks for the interpreter often and briefly


def run(state: State, shared: Shared, *, seed: int) -> None:
    """Leaves the best plan found in the state, its bounds in `shared`."""
    with _quick_switches(), ThreadPoolExecutor(1, "bounds") as beside:
        bounding = beside.submit(bounds.search, state.ground, shared, seed)
        try:
            _Improving(state, shared, Random(seed)).run()  # noqa: S311  # nosec B311: no secret is drawn
        finally:
            shared.stopped.set()
    bounding.result()  # raises what went wrong there


@contextmanager
def _quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Improving:
    def __init__(self, state: State, shared: Shared, lot: Random) -> None:
        self.state, self.shared, self.lot = state, shared, lot
        self.around = Around(state, lot)
        self.movable = [n for n, demand in enumerate(state.ground.demands) if demand.spots and not demand.fixed]
        self.size, self.tries = float(FIRST_SIZE), 0

    def run(self) -> None:
        if len(self.movable) <= self.size:
            self._neighbourhood()  # all at once, most likely to the end
        chains, polish = FIRST_CHAINS, FIRST_POLISH
        while not self._is_done():
            is_over = self._until(chains)
            self._chains(is_over)
            while self.shared.offered and not is_over():
                self._take_offer()
                self._chains(is_over)
            self._polish(polish)
            self._take_offer()
            for _ in range(NEIGHBOURHOODS):
                if self._is_done() or self.shared.offered:
                    break
                self._neighbourhood()
            chains, polish = LATER_CHAINS, LATER_POLISH

    def _is_done(self) -> bool:
        return self.shared.is_over() or self.shared.is_proven()

    def _until(self, share: float) -> Callable[[], bool]:
        """Over after this share of the whole time."""
        ends_at = self.shared.seconds() + share * self.shared.whole()
        return lambda: self.shared.is_over() or self.shared.seconds() > ends_at

    def _chains(self, is_over: Callable[[], bool]) -> None:
        """While tier 1 may be beaten, or until a plan made by prices is there."""
        shared = self.shared
        if not shared.is_tier1_proven():
            Ejecting(self.state, self.lot, self._found).run(
                steps=IDLE_CHAINS, is_over=lambda: is_over() or shared.is_tier1_proven() or bool(shared.offered)
            )

    def _polish(self, share: float) -> None:
        Polishing(self.state, self.lot).run(steps=IDLE_MOVES, is_over=self._until(share))
        self._found()

    def _found(self) -> None:
        if self.state.score() > (self.shared.tier1, self.shared.tier2):
            self.shared.found(self.state.choices, self.state.score())

    def _take_offer(self) -> None:
        """Completes the newest offered plan by chains, polishes it, and keeps it if it is better."""
        if not self.shared.offered:
            return
        kept, score = list(self.state.choices), self.state.score()
        self.state.restore(self.shared.offered[-1])
        self.shared.offered.clear()
        Ejecting(self.state, self.lot).run(steps=IDLE_CHAINS, is_over=self._until(LATER_CHAINS))
        if self.shared.is_tier1_proven() and self.state.tier1 >= score[0]:
            Polishing(self.state, self.lot).run(steps=IDLE_MOVES, is_over=self._until(FIRST_POLISH))
        if self.state.score() < score:
            self.state.restore(kept)
        self._found()

    def _neighbourhood(self) -> None:
        """Some visits anew; all of them at once where CP-SAT is quick enough, which proves both tiers."""
        shared, everyone = self.shared, len(self.movable)
        picked = set(self.movable) if self.size >= everyone else self.around.pick(int(self.size))
        picked = picked or set(self.lot.sample(self.movable, min(everyone, int(self.size))))
        began = shared.seconds()
        self.tries += 1
        limits = cp.Limits(seconds=min(shared.left(), LONGEST), seed=self.tries)
        outcome = cp.solve(Anew(self.state, picked), limits)
        self._found()
        if outcome.is_proven and len(picked) == everyone:
            shared.lower_tier1(shared.tier1)
            shared.lower_tier2(shared.tier2)
        took = shared.seconds() - began
        if outcome.is_proven and took < QUICK:
            self.size = min(self.size * 1.15 + 1, float(everyone))
        elif took > SLOW:
            self.size = max(self.size * 0.85, LEAST_SIZE)
