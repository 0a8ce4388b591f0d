"""A partner with a script: what it says to each send, and what it has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from otium.desk.acting import acting_for
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent
from tests import build

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@dataclass
class Scripted:
    """`says`: what each send gives in turn (an error is raised), then it takes everything. `knows` answers inquiries.

    An error that may have arrived has arrived where `keeps_lost` says so.
    """

    says: list[CarrierError | Sent] = field(default_factory=list)
    knows: bool | CarrierError | None = True
    keeps_lost: bool = True
    lies_there: list[Fetched | Left] = field(default_factory=list)
    received: list[Sending] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    opened: int = 0

    def __call__(self, practice, connection):
        return self

    def __enter__(self):
        self.opened += 1
        return self

    def __exit__(self, *error):
        pass

    def send(self, sending):
        said = self.says.pop(0) if self.says else Sent("R1")
        if isinstance(said, CarrierError):
            if said.may_have_arrived and self.keeps_lost:
                self.received.append(sending)
            raise said
        self.received.append(sending)
        return said

    def was_received(self, payload_id):
        self.asked.append(payload_id)
        if isinstance(self.knows, CarrierError):
            raise self.knows
        if self.knows is None:
            return None
        return any(sending.payload_id == payload_id for sending in self.received)

    def fetch(self) -> Iterator[Fetched | Left]:
        yield from list(self.lies_there)

    def confirm(self, fetched):
        self.confirmed.append(fetched.name)
        self.lies_there.remove(fetched)

    def probe(self) -> Probe:
        return Probe(())


class Clock:
    """An instant that a test moves on."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def practice(db):
    made = build.open_practice(AT)
    with acting_for(made.pk):
        yield made


@pytest.fixture
def partner() -> Scripted:
    return Scripted()


@pytest.fixture
def clock() -> Clock:
    return Clock()
