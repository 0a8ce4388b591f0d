"""What the search for plans and the search for bounds tell each other, and when both must end."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from otium.solver.ground import Choice
from otium.terms.planning import Progress

Choices = list[Choice | None]


@dataclass(slots=True)
class Shared:
    """Written by one thread each: the plan's score by the plan's, the bounds and offered plans by the other."""

    ends_at: float  # on the monotonic clock
    watch: Callable[[Progress], None]
    began_at: float = field(default_factory=time.monotonic)
    tier1: int = 0
    tier2: int = 0
    tier1_bound: int = 0
    tier2_bound: int | None = None
    plan: Choices = field(default_factory=list)  # the best so far
    offered: list[Choices] = field(default_factory=list)  # other plans, legal and perhaps better, oldest first
    stopped: threading.Event = field(default_factory=threading.Event)

    def left(self) -> float:
        return self.ends_at - time.monotonic()

    def whole(self) -> float:
        return self.ends_at - self.began_at

    def seconds(self) -> float:
        return time.monotonic() - self.began_at

    def is_over(self) -> bool:
        return self.stopped.is_set() or self.left() <= 0

    def is_tier1_proven(self) -> bool:
        return self.tier1 >= self.tier1_bound

    def is_proven(self) -> bool:
        return self.is_tier1_proven() and self.tier2_bound is not None and self.tier2 >= self.tier2_bound

    def found(self, plan: Choices, score: tuple[int, int]) -> None:
        self.plan = list(plan)
        self.tier1, self.tier2 = score
        self.tell()

    def lower_tier1(self, bound: int) -> None:
        if bound < self.tier1_bound:
            self.tier1_bound = bound
            self.tell()

    def lower_tier2(self, bound: int) -> None:
        if self.tier2_bound is None or bound < self.tier2_bound:
            self.tier2_bound = bound
            self.tell()

    def tell(self) -> None:
        proven = self.tier2_bound if self.is_tier1_proven() else None
        self.watch(Progress(self.seconds(), self.tier1, self.tier1_bound, self.tier2, proven))
