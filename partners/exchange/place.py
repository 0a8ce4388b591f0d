"""The exchange: state, clock, scenario and faults in one, and the envelopes that leave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partners.clock import ZONE, Clock, day_of
from partners.exchange.scenario import Scenario
from partners.state.faults import Faults
from partners.state.store import Store
from partners.x12 import Envelope, acknowledgement, interchange

NAME, ID = "Riverway Clearinghouse", "RIVERWAY"


@dataclass(frozen=True, slots=True)
class Return:
    """Where an answer goes: whose mailbox, by which door, to which id on the envelope, because of which parcel."""

    practice: str
    via: str
    receiver: str
    parcel: int


@dataclass(frozen=True, slots=True)
class Exchange:
    store: Store
    clock: Clock
    scenario: Scenario

    @property
    def faults(self) -> Faults:
        return Faults(self.store)

    @property
    def seconds(self) -> float:
        return self.clock.now().timestamp()

    @property
    def today(self) -> date:
        return day_of(self.clock.now())

    @property
    def stamp(self) -> str:
        """Day and minute as two elements."""
        return self.clock.now().astimezone(ZONE).strftime("%Y%m%d*%H%M")

    def has_trouble(self, fault: str, payer_id: str = "") -> bool:
        return self.faults.take(fault, at=self.seconds, payer_id=payer_id)

    def wrap(self, kind: "Kind", bodies: Sequence[Sequence[str]], *, to: str, sender: str = "") -> tuple[int, bytes]:
        """An interchange with the next control number; `sender` is GS02, a payer behind the clearinghouse."""
        control = self.store.next_number("interchange", 100_001)
        written = interchange(self._envelope(kind, control, to, sender), kind.code, bodies).encode("ascii")
        return control, self._spoiled(written, control)

    def wrap_ta1(self, ta1: str, *, to: str) -> tuple[int, bytes]:
        control = self.store.next_number("interchange", 100_001)
        return control, acknowledgement(self._envelope(TA1, control, to, ""), ta1).encode("ascii")

    def _envelope(self, kind: "Kind", control: int, to: str, sender: str) -> Envelope:
        at = self.clock.now().astimezone(ZONE)
        return Envelope(ID, to, kind.function, kind.guide, at, control, group_sender=sender)

    def _spoiled(self, written: bytes, control: int) -> bytes:
        """With IEA02 of another interchange, where that trouble is on."""
        if not self.has_trouble("wrong-control"):
            return written
        head, tail = written.rsplit(b"IEA*", 1)
        return head + b"IEA*" + tail.replace(f"{control:09d}".encode(), f"{control + 7:09d}".encode())


@dataclass(frozen=True, slots=True)
class Kind:
    """A transaction that leaves: its name in file names, ST01, GS01, guide."""

    name: str
    code: str
    function: str
    guide: str


TA1 = Kind("ta1", "TA1", "TA", "")
ACKNOWLEDGEMENT = Kind("999", "999", "FA", "005010X231A1")
CLAIM_ACK = Kind("277ca", "277", "HN", "005010X214")
ELIGIBILITY = Kind("271", "271", "HB", "005010X279A1")
STATUS = Kind("277", "277", "HN", "005010X212")
REVIEW = Kind("278", "278", "HI", "005010X217")
REMITTANCE = Kind("835", "835", "HP", "005010X221A1")
LETTER = Kind("letter", "", "", "")
