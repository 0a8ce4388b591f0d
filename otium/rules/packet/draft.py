"""A packet in the making: sentences by section, and what is lacking. Nothing is said without what it rests on."""

from collections import defaultdict

from otium.rules.packet import words
from otium.terms.chart import Chart, Page
from otium.terms.duty import Param
from otium.terms.packet import Gap, Origin, PacketSection, Section, Statement
from otium.terms.packet_guide import PacketGuide
from otium.terms.provenance import Source, SourceKind


class RestsOnNothingError(ValueError):
    """A sentence without a source was about to be written. Names its section, never its words."""


class Draft:
    """Collects what is said and what lacks, in order."""

    def __init__(self, chart: Chart, guide: PacketGuide) -> None:
        self.chart, self.guide = chart, guide
        self.said: dict[Section, list[Statement]] = defaultdict(list)
        self.lacking: list[Gap] = []

    def say(self, section: Section, text: str, *sources: Source, origin: Origin = Origin.FACT) -> None:
        """One sentence; an empty text says nothing. Raises RestsOnNothingError."""
        written = words.sentence(text)
        if not written:
            return
        if not sources:
            raise RestsOnNothingError(f"a sentence of {section} rests on nothing")
        statement = Statement(written, tuple(dict.fromkeys(sources)), origin)
        if statement not in self.said[section]:
            self.said[section].append(statement)

    def state(self, section: Section, label: str, value: str, *sources: Source) -> None:
        """A label with its value, copied by people into forms: so without a full stop."""
        written = words.clean(value)
        if not written:
            return
        if not sources:
            raise RestsOnNothingError(f"a fact of {section} rests on nothing")
        self.said[section].append(Statement(f"{label}: {written}", tuple(dict.fromkeys(sources))))

    def lack(
        self, code: str, section: Section, *, is_blocking: bool = True, criterion: str = "", **params: Param
    ) -> None:
        gap = Gap(code, section, params, is_blocking, criterion)
        if gap not in self.lacking:
            self.lacking.append(gap)

    def has(self, section: Section) -> bool:
        return bool(self.said.get(section))

    def sections(self) -> tuple[PacketSection, ...]:
        return tuple(PacketSection(each, tuple(self.said[each])) for each in Section if self.said.get(each))


def record(kind: SourceKind, key: object, label: str = "") -> Source:
    return Source(kind, key, label)  # type: ignore[arg-type]


def page(at: Page | None) -> tuple[Source, ...]:
    """The page a record was read from, where it was read from one."""
    if at is None:
        return ()
    return (Source(SourceKind.DOCUMENT, at.document_id, str(at.number or "")),)
