"""The 837P (005010X222A1) as a payer reads it: one ClaimFiled for each CLM."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from partners.reading.interchange import Segment, at
from partners.x12 import COMPONENT

ZERO = Decimal(0)
NUMBER = re.compile(r"-?(\d{1,12}(\.\d{0,6})?|\.\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    last: str = ""
    first: str = ""
    id: str = ""


@dataclass(slots=True)
class Earlier:
    """What an earlier payer decided on a line or a claim: paid, and the patient's and all other adjustments."""

    paid: Decimal = ZERO
    patient: Decimal = ZERO
    other: Decimal = ZERO


@dataclass(slots=True)
class LineFiled:
    """One LX: `control` is REF*6R, `pointers` SV107. `earlier` is None where no 2430 stands."""

    number: int
    code: str = ""
    modifiers: tuple[str, ...] = ()
    charge: Decimal = ZERO
    units: Decimal = ZERO
    place: str = ""
    pointers: tuple[str, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    control: str = ""
    authorization: str = ""
    earlier: Earlier | None = None


@dataclass(slots=True)
class ClaimFiled:
    """`number` is CLM01, `frequency` CLM05-3, `sequence` SBR01, `payer_claim` REF*F8, `attachments` PWK06."""

    number: str
    charge: Decimal
    place: str
    frequency: str
    payer: Name
    subscriber: Name
    patient: Name
    born_on: date | None
    is_dependent: bool
    sequence: str
    filing: str
    billing: Name
    tax_id: str
    submitter: Name
    batch: str
    """BHT03."""
    authorization: str = ""
    referral: str = ""
    payer_claim: str = ""
    causes: tuple[str, ...] = ()
    injury_claim: str = ""
    """REF*Y4."""
    rendering: Name = Name()
    referring: str = ""
    taxonomy: str = ""
    diagnoses: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    earlier: Earlier | None = None
    lines: list[LineFiled] = field(default_factory=list)

    @property
    def first_on(self) -> date | None:
        return min((line.first_on for line in self.lines if line.first_on), default=None)

    @property
    def last_on(self) -> date | None:
        days = (line.last_on or line.first_on for line in self.lines)
        return max((day for day in days if day), default=None)


@dataclass(slots=True)
class _Context:
    """What the loops above a claim have said so far."""

    submitter: Name = Name()
    batch: str = ""
    billing: Name = Name()
    tax_id: str = ""
    taxonomy: str = ""
    sequence: str = ""
    filing: str = ""
    subscriber: Name = Name()
    payer: Name = Name()
    patient: Name = Name()
    born_on: date | None = None
    injury_claim: str = ""
    level: str = ""


def read(segments: Sequence[Segment]) -> list[ClaimFiled]:
    """Every claim of one ST to SE. What is missing stays empty: the edits speak of it."""
    reader = _Reader()
    for segment in segments:
        reader.take(segment)
    return reader.claims


class _Reader:
    def __init__(self) -> None:
        self._above = _Context()
        self._is_other = False
        """Within 2320: names and references there are another payer's."""
        self.claims: list[ClaimFiled] = []

    def take(self, segment: Segment) -> None:
        if segment[0] == "HL":
            self._open_level(at(segment, 3))
        elif segment[0] == "CLM":
            self._open_claim(segment)
        elif self._is_in_claim:
            self._in_claim(segment)
        else:
            self._above_claim(segment)

    def _open_level(self, level: str) -> None:
        self._is_in_claim = False
        self._above.level = level
        if level == "20":
            self._above = _Context(submitter=self._above.submitter, batch=self._above.batch, level=level)
        if level == "22":
            above = self._above
            above.subscriber = above.payer = above.patient = Name()
            above.born_on, above.injury_claim = None, ""

    _is_in_claim = False

    def _above_claim(self, segment: Segment) -> None:
        above, tag, first = self._above, segment[0], at(segment, 1)
        match tag, first:
            case "BHT", _:
                above.batch = at(segment, 3)
            case "NM1", "41":
                above.submitter = _name(segment)
            case "NM1", "85":
                above.billing = _name(segment)
            case "NM1", "IL":
                above.subscriber = above.patient = _name(segment)
            case "NM1", "QC":
                above.patient = _name(segment)
            case "NM1", "PR":
                above.payer = _name(segment)
            case "SBR", _:
                above.sequence, above.filing = first, at(segment, 9)
            case "PRV", "BI":
                above.taxonomy = at(segment, 3)
            case "REF", "EI" | "SY" if above.level == "20":
                above.tax_id = at(segment, 2)
            case "REF", "Y4":
                above.injury_claim = at(segment, 2)
            case "DMG", _:
                above.born_on = _day(at(segment, 2))

    def _open_claim(self, segment: Segment) -> None:
        above = self._above
        self._is_in_claim, self._is_other = True, False
        place = at(segment, 5).split(COMPONENT)
        causes = at(segment, 11).split(COMPONENT)[:2]
        self.claims.append(
            ClaimFiled(
                number=at(segment, 1),
                charge=_money(at(segment, 2)),
                place=place[0],
                frequency=place[2] if len(place) > 2 else "",
                payer=above.payer,
                subscriber=above.subscriber,
                patient=above.patient,
                born_on=above.born_on,
                is_dependent=above.level == "23",
                sequence=above.sequence,
                filing=above.filing,
                billing=above.billing,
                tax_id=above.tax_id,
                submitter=above.submitter,
                batch=above.batch,
                causes=tuple(cause for cause in causes if cause),
                injury_claim=above.injury_claim,
                taxonomy=above.taxonomy,
            )
        )

    def _in_claim(self, segment: Segment) -> None:
        claim, tag = self.claims[-1], segment[0]
        if tag == "LX":
            self._is_other = False
            claim.lines.append(LineFiled(int(at(segment, 1)) if at(segment, 1).isdigit() else 0))
        elif claim.lines:
            self._in_line(claim.lines[-1], segment)
        elif tag == "SBR":
            self._is_other, claim.earlier = True, claim.earlier or Earlier()
        elif self._is_other:
            _earlier(claim, segment)
        else:
            self._of_claim(claim, segment)

    def _of_claim(self, claim: ClaimFiled, segment: Segment) -> None:
        second = at(segment, 2)
        match segment[0], at(segment, 1):
            case "REF", "G1":
                claim.authorization = second
            case "REF", "9F":
                claim.referral = second
            case "REF", "F8":
                claim.payer_claim = second
            case "PWK", _ if at(segment, 6):
                claim.attachments = (*claim.attachments, at(segment, 6))
            case "HI", _:
                codes = (element.split(COMPONENT) for element in segment[1:])
                found = (code[1] for code in codes if len(code) > 1 and code[0] in ("ABK", "ABF"))
                claim.diagnoses = (*claim.diagnoses, *found)
            case "NM1", "82":
                claim.rendering = _name(segment)
            case "NM1", "DN":
                claim.referring = at(segment, 9)

    def _in_line(self, line: LineFiled, segment: Segment) -> None:
        match segment[0], at(segment, 1):
            case "SV1", service:
                parts = service.split(COMPONENT)
                line.code = parts[1] if len(parts) > 1 else ""
                line.modifiers = tuple(part for part in parts[2:6] if part)
                line.charge, line.units = _money(at(segment, 2)), _money(at(segment, 4))
                line.place = at(segment, 5)
                line.pointers = tuple(at(segment, 7).split(COMPONENT))
            case "DTP", "472":
                first, _, last = at(segment, 3).partition("-")
                line.first_on = _day(first)
                line.last_on = _day(last) if last else line.first_on
            case "REF", "6R":
                line.control = at(segment, 2)
            case "REF", "G1":
                line.authorization = at(segment, 2)
            case "SVD", _:
                line.earlier = Earlier(paid=_money(at(segment, 2)))
            case "CAS", group if line.earlier is not None:
                _add_adjustments(line.earlier, group, segment)


def _earlier(claim: ClaimFiled, segment: Segment) -> None:
    if claim.earlier is None:
        return
    if segment[:2] == ("AMT", "D"):
        claim.earlier.paid += _money(at(segment, 2))
    elif segment[0] == "CAS":
        _add_adjustments(claim.earlier, at(segment, 1), segment)


def _add_adjustments(earlier: Earlier, group: str, segment: Segment) -> None:
    amount = sum(_amounts(segment), ZERO)
    if group == "PR":
        earlier.patient += amount
    else:
        earlier.other += amount


def _amounts(segment: Segment) -> Iterator[Decimal]:
    return (_money(segment[place]) for place in range(3, len(segment), 3))


def _name(segment: Segment) -> Name:
    return Name(at(segment, 3), at(segment, 4), at(segment, 9))


def _money(text: str) -> Decimal:
    """Zero for what is no plain number: the guide's own check has told already."""
    return Decimal(text) if NUMBER.fullmatch(text) else ZERO


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
