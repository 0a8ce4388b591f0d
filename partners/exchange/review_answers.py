"""The 278 response (005010X217) to a request, written around what was asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from partners.reading.asks import Ask
from partners.reading.interchange import Segment, at
from partners.state.members import Granted
from partners.x12 import day, segment, span

APPROVED = frozenset({"A1", "A2", "A6"})
LEVELS = ("20", "21", "22", "23")


PAPERS = {
    "06": "initial assessment",
    "07": "functional goals",
    "08": "plan of treatment",
    "09": "progress report",
    "OD": "order",
    "PN": "therapy notes",
    "RT": "standardized test report",
}
"""PWK01 in words of our own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """PWK01 of what has to come, and the last day for it."""

    papers: tuple[str, ...] = ()
    by: date | None = None

    @property
    def text(self) -> str:
        return ", ".join(PAPERS.get(code, code) for code in self.papers)


@dataclass(frozen=True, slots=True)
class Answered:
    granted: Granted
    on: date
    wanted: Wanted = field(default_factory=Wanted)


def answer(segments: Sequence[Segment], ask: Ask, answered: Answered, stamp: str) -> list[str]:
    """BHT to the last service: people told back as they were asked about, then the decision."""
    people = list(_people(segments))
    event = sum(line.startswith("HL*") for line in people) + 1
    return [_head(segments, stamp), *people, *_event(ask, answered, event), *_services(ask, answered, event)]


def refused(segments: Sequence[Segment], ask: Ask, reason: str, stamp: str) -> list[str]:
    """AAA at the level it is about: payer (T4, 42), provider (51) or member; nothing is decided."""
    level = {"T4": "20", "42": "20", "51": "21"}.get(reason, "23" if ask.patient.is_dependent else "22")
    verdict = ("Y", "R") if reason == "42" else ("N", "C")
    people = list(_people(segments, reject=(level, segment("AAA", verdict[0], "", reason, verdict[1]))))
    event = sum(line.startswith("HL*") for line in people) + 1
    return [
        _head(segments, stamp),
        *people,
        segment("HL", str(event), str(event - 1), "EV", "0"),
        segment("TRN", "2", ask.trace, ask.originator),
    ]


def _head(segments: Sequence[Segment], stamp: str) -> str:
    asked = next((s for s in segments if s[0] == "BHT"), ())
    return f"{segment('BHT', '0007', '11', at(asked, 3) or '0')}*{stamp}*18"


def _people(segments: Sequence[Segment], reject: tuple[str, str] = ("", "")) -> Iterator[str]:
    """HL, first name and birth of each level above the event; the AAA after the name of its level."""
    level, number, has_name = "", 0, False
    for one in segments:
        if one[0] == "HL":
            level, has_name = at(one, 3), False
            if level not in LEVELS:
                return
            number += 1
            yield segment("HL", str(number), str(number - 1) if number > 1 else "", level, "1")
        elif one[0] == "NM1" and level and not has_name:
            has_name = True
            yield segment(*one)
            if level == reject[0]:
                yield reject[1]
        elif one[0] == "DMG" and level in ("22", "23"):
            yield segment(*one)


def _event(ask: Ask, answered: Answered, place: int) -> Iterator[str]:
    granted = answered.granted
    yield segment("HL", str(place), str(place - 1), "EV", "1" if ask.services else "0")
    yield segment("TRN", "2", ask.trace, ask.originator)
    for asked in filter(None, (ask.first("UM"),)):
        yield segment(*asked)
    number = granted.number if granted.action in APPROVED else ""
    yield segment("HCR", granted.action, number, granted.reason)
    yield segment("REF", "NT", f"R{ask.trace}"[:50])
    if granted.action in APPROVED:
        yield segment("DTP", "007", "RD8", span(granted.starts_on, granted.ends_on))
        yield segment("DTP", "102", "D8", day(answered.on))
    for asked in filter(None, (ask.first("HI"),)):
        yield segment(*asked)
    if granted.action in APPROVED and granted.visits is not None:
        yield segment("HSD", "VS", str(granted.visits))
    yield from _wants(answered.wanted)


def _wants(wanted: Wanted) -> Iterator[str]:
    """Each paper, and in words which ones until when."""
    for code in wanted.papers:
        yield segment("PWK", code, "EL")
    if wanted.papers:
        until = f" BY {wanted.by:%Y-%m-%d}" if wanted.by else ""
        yield segment("MSG", f"SEND{until}: {wanted.text.upper()}")


def _services(ask: Ask, answered: Answered, event: int) -> Iterator[str]:
    granted = answered.granted
    for place, service in enumerate(ask.services, event + 1):
        yield segment("HL", str(place), str(event), "SS", "0")
        yield segment("HCR", granted.action, granted.number if granted.action in APPROVED else "", granted.reason)
        if granted.action in APPROVED:
            yield segment("DTP", "472", "RD8", span(granted.starts_on, granted.ends_on))
        for asked in service:
            if asked[0] == "SV1":
                yield segment(*asked)
