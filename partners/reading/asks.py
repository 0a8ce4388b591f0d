"""What is asked of a payer: 270 (005010X279A1), 276 (X212) and 278 requests (X217), one ask a patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from partners.reading.claims import NUMBER
from partners.reading.interchange import Segment, at


@dataclass(slots=True)
class Patient:
    """The person asked about. `member_id` and `subscriber` stand above a dependent."""

    member_id: str = ""
    subscriber_last: str = ""
    subscriber_first: str = ""
    last: str = ""
    first: str = ""
    born_on: date | None = None
    sex: str = ""
    is_dependent: bool = False


@dataclass(slots=True)
class Ask:
    """`trace` and `originator` are TRN02 and TRN03; `rest` holds the segments of the asking level, HL left out."""

    payer_id: str
    payer_name: str
    provider_npi: str
    provider_name: str
    patient: Patient
    trace: str
    originator: str
    rest: list[Segment]
    services: list[list[Segment]]
    """278: one list for each SS level."""

    def first(self, tag: str, qualifier: str = "") -> Segment | None:
        return next((s for s in self.rest if s[0] == tag and qualifier in ("", at(s, 1))), None)

    def day(self, qualifier: str) -> tuple[date, date] | None:
        """A DTP of that qualifier, a single day as a period of one."""
        found = self.first("DTP", qualifier)
        return period(at(found, 3)) if found else None

    def reference(self, qualifier: str) -> str:
        return at(self.first("REF", qualifier) or (), 2)


@dataclass(slots=True)
class _Level:
    code: str
    segments: list[Segment]


def read(segments: Sequence[Segment], *, each_trace: bool = False) -> list[Ask]:
    """One ask for each level that holds a TRN, an EQ or a UM; with `each_trace` one for each TRN, as in a 276."""
    payer = provider = ("", "")
    patient = Patient()
    asks: list[Ask] = []
    for level in _levels(segments):
        name = next((s for s in level.segments if s[0] == "NM1"), ())
        if level.code == "20":
            payer = (at(name, 9), at(name, 3))
        elif level.code in ("21", "19"):
            provider = (at(name, 9), at(name, 3))
        elif level.code in ("22", "23"):
            patient = _patient(patient, level, name)
        if level.code == "SS" and asks:
            asks[-1].services.append(level.segments)
        elif level.code in ("22", "23", "EV") and _asks(level):
            for part in _parts(level.segments) if each_trace else [level.segments]:
                trace = next((s for s in part if s[0] == "TRN"), ())
                asks.append(Ask(*payer, *provider, patient, at(trace, 2), at(trace, 3), part, []))
    return asks


def _parts(segments: Sequence[Segment]) -> list[list[Segment]]:
    """From each TRN to the next."""
    parts: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == "TRN":
            parts.append([])
        if parts:
            parts[-1].append(segment)
    return parts


def _asks(level: _Level) -> bool:
    return any(s[0] in ("TRN", "EQ", "UM") for s in level.segments)


def _levels(segments: Sequence[Segment]) -> Iterator[_Level]:
    level: _Level | None = None
    for segment in segments:
        if segment[0] == "HL":
            if level:
                yield level
            level = _Level(at(segment, 3), [])
        elif level:
            level.segments.append(segment)
    if level:
        yield level


def _patient(above: Patient, level: _Level, name: Segment) -> Patient:
    birth = next((s for s in level.segments if s[0] == "DMG"), ())
    own = (at(name, 3), at(name, 4), as_day(at(birth, 2)), at(birth, 3))
    if level.code == "22":
        return Patient(at(name, 9), at(name, 3), at(name, 4), *own)
    return Patient(above.member_id, above.subscriber_last, above.subscriber_first, *own, is_dependent=True)


def as_day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def period(text: str) -> tuple[date, date] | None:
    """D8 or RD8."""
    first, _, last = text.partition("-")
    begins, ends = as_day(first), as_day(last or first)
    return (begins, ends) if begins and ends else None


def number(text: str) -> Decimal | None:
    return Decimal(text) if NUMBER.fullmatch(text) else None
