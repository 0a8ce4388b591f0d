"""Writes the levels; what stands under a TRN is for the transaction's own writer to say."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from otium.terms.claim_status import StatusLine
from otium.terms.x12 import Party, Person
from otium.wires.x12 import emit
from otium.wires.x12.claim_levels.reading import LEVELS
from otium.wires.x12.writing import Writer, day

_ENTITIES = {"2100A": ("PR",), "2100B": ("41",), "2100C": ("1P",), "2100D": ("IL",), "2100E": ("QC",)}
_LOOPS = tuple(LEVELS)
_SUBSCRIBER = _LOOPS.index("2000D")
_SERVICE_DAYS = "472"  # DTP01


class Claim(Protocol):
    """What both terms have: who stands above the claim."""

    @property
    def payer(self) -> Party | None: ...
    @property
    def receiver(self) -> Party | None: ...
    @property
    def provider(self) -> Party | None: ...
    @property
    def subscriber(self) -> Person | None: ...
    @property
    def dependent(self) -> Person | None: ...


Term = TypeVar("Term", bound=Claim)


def depth(claim: Claim) -> int:
    """The place in LEVELS of the innermost level that is named."""
    return max((at for at, named in enumerate(_above(claim)) if named is not None), default=0)


def heading(writer: Writer, purpose: tuple[str, str], reference: str | None, on: date | None, time: str | None) -> None:
    """BHT; `purpose` is BHT02 and BHT06. Refuses one without number, day or time."""
    if on is None:
        raise writer.refusal("BHT04", "it is missing")
    number = writer.need(reference, "BHT03", most=50)
    writer.add("BHT", "0010", purpose[0], number, day(on), writer.need(time, "BHT05", most=8), purpose[1])


class LevelWriter(Generic[Term]):
    """Claims under the same people that follow each other share loops.

    A subscriber with claims of their own has a loop without dependents. Source: X12 005010X212, HL04 of 2000D.
    `record` names a claim for refusals; `beside` writes what else stands beside a name, `below` the claim itself.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        record: Callable[[Term], str],
        beside: Callable[[Writer, str, Term], None],
        below: Callable[[Writer, str, Term], None],
    ) -> None:
        self._writer, self._levels = writer, emit.Levels(writer)
        self._record, self._beside, self._below = record, beside, below

    def write(self, claims: Sequence[Term], *, at: int = 0, under: int | None = None) -> None:
        """From the level `at` of LEVELS downwards."""
        for _, group in groupby(claims, lambda claim: (_above(claim)[at], at == _SUBSCRIBER and depth(claim) == at)):
            together = list(group)
            here = [claim for claim in together if depth(claim) == at]
            deeper = [claim for claim in together if depth(claim) > at]
            level = self._level(together[0], at, under, has_child=bool(deeper))
            for claim in here:
                self._writer.record = self._record(claim)
                self._writer.enter(_LOOPS[at].replace("2000", "2200"))
                self._below(self._writer, _LOOPS[at][-1], claim)
            if deeper:
                self.write(deeper, at=at + 1, under=level)

    def _level(self, claim: Term, at: int, under: int | None, *, has_child: bool) -> int:
        loop = _LOOPS[at]
        self._writer.record = self._record(claim)
        level = self._levels.open(loop, str(LEVELS[loop]), under=under, has_child=has_child)
        self._beside(self._writer, loop, claim)
        named = _above(claim)[at]
        name = loop.replace("2000", "2100")
        if isinstance(named, Person) and loop == "2000E":
            _person(self._writer, name, named)
        else:
            emit.named(self._writer, name, named.party if isinstance(named, Person) else named, *_ENTITIES[name])
        self._beside(self._writer, name, claim)
        return level


def _person(writer: Writer, loop: str, dependent: Person) -> None:
    """A dependent is known by name; an id is the subscriber's."""
    writer.enter(loop)
    if dependent.party.entity not in _ENTITIES[loop]:
        raise writer.refusal("NM101", f"it is not {' or '.join(_ENTITIES[loop])}")
    writer.name(dependent.party.name, "NM103")
    emit.party(writer, dependent.party)


def _above(claim: Claim) -> tuple[Party | Person | None, ...]:
    return claim.payer, claim.receiver, claim.provider, claim.subscriber, claim.dependent


def stated(writer: Writer, line: StatusLine) -> None:
    """SVC."""
    if line.procedure is None:
        raise writer.refusal("SVC01", "it is missing")
    procedure, charge = emit.procedure(writer, line.procedure, "SVC01"), writer.dollars(line.charge, "SVC02")
    paid, revenue_code = emit.amount(writer, line.paid, "SVC03"), writer.may(line.revenue_code, "SVC04", most=48)
    writer.add("SVC", procedure, charge, paid, revenue_code, "", "", writer.number(line.quantity, "SVC07"))


def served(writer: Writer, line: StatusLine) -> None:
    """The days of a line. Refuses one without its day of service (472)."""
    if not any(span.qualifier == _SERVICE_DAYS for span in line.dates):
        raise writer.refusal("DTP03", "the day of service is missing")
    for span in line.dates:
        emit.date_span(writer, span)
