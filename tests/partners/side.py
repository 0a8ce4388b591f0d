"""The other side without sockets, on a clock that stands still until it is moved; a plain splitter of its answers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from partners.clock import SetClock
from partners.exchange import intake, scenario
from partners.exchange.place import Exchange
from partners.exchange.scenario import Scenario
from partners.exchange.work import work
from partners.state.store import Store
from partners.world import Clinic, Episode, World

ON = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 20, tzinfo=UTC)
LONG = timedelta(days=20)
"""By then the calm scenario has decided everything."""
Segment = list[str]


@dataclass
class Side:
    exchange: Exchange
    clock: SetClock
    world: World
    names: Iterator[int]

    @classmethod
    def open(cls, state: Path, world: World, *, plan: Scenario | None = None) -> "Side":
        clock = SetClock(NOON)
        return cls(Exchange(Store(state), clock, plan or scenario.load()), clock, world, count(1))

    @property
    def clinic(self) -> Clinic:
        return self.world.clinic

    def patient(self, payer_id: str, *, scene: str | None = None) -> Episode:
        """The first active one without a planted trouble, or of that scene."""
        return next(
            e
            for e in self.world.episodes
            if e.coverage.payer.payer_id == payer_id and e.scene == scene and e.status == "Active"
        )

    def send(self, content: bytes, *, via: str = "folder", payload_id: str = "") -> None:
        name = payload_id or f"file{next(self.names)}.x12"
        intake.take(self.exchange, self.clinic.slug, via=via, payload_id=name, content=content)

    def after(self, time: timedelta = LONG) -> None:
        """Work is done before and after that time has passed."""
        work(self.exchange)
        self.clock.pass_by(time)
        work(self.exchange)

    def mail(self, kind: str) -> list[str]:
        """Contents of all letters of that kind, in the order in which they are due."""
        rows = self.exchange.store.rows("select content from mail where kind = ? order by due_at, id", kind)
        return [row["content"].decode() for row in rows]

    def answers(self, kind: str) -> list[Segment]:
        return [segment for text in self.mail(kind) for segment in segments(text)]

    def plan(self, **changes: object) -> None:
        """Another scenario from now on."""
        self.exchange = replace(self.exchange, scenario=replace(self.exchange.scenario, **changes))


def segments(text: str) -> list[Segment]:
    return [line.strip().split("*") for line in text.split("~") if line.strip()]


def only(found: list[Segment], tag: str, *start: str) -> Segment:
    """The one segment of that tag and first elements."""
    (one,) = some(found, tag, *start)
    return one


def some(found: list[Segment], tag: str, *start: str) -> list[Segment]:
    return [s for s in found if s[0] == tag and s[1 : len(start) + 1] == list(start)]
