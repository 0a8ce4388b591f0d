"""A packet as plain values: sentences with links to what they rest on, gaps with links to where they are filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.packets import reading
from otium.desk.packets.reading import SectionChange
from otium.desk.packets.reasoning import EDITABLE
from otium.pages import links, present
from otium.pages.staff.packets import places
from otium.pages.words import records
from otium.pages.words.gaps import GAPS, PAPERS, SECTIONS, WHO
from otium.records.models import AuthorizationRequest
from otium.terms.packet import Gap, Origin, Packet, Section, Statement
from otium.terms.provenance import Source, SourceKind

SHOWN_SOURCES = 3  # of one sentence; a count of visits rests on every one of them


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    sources: tuple[Link, ...]
    more: str  # how many sources there are besides
    origin: str  # fact, clinician, proposed


@dataclass(frozen=True, slots=True)
class SectionView:
    key: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class GapView:
    key: str
    words: str
    section: str
    who: str
    href: str
    is_blocking: bool
    may_explain: bool
    is_answered: bool  # the clinician told the payer why it cannot be had


@dataclass(frozen=True, slots=True)
class EnclosureView:
    title: str
    pages: str
    href: str


@dataclass(frozen=True, slots=True)
class PacketView:
    """All of packets/packet.html. `state`: complete, lacking."""

    sections: tuple[SectionView, ...]
    blocking: tuple[GapView, ...]
    other: tuple[GapView, ...]
    enclosures: tuple[EnclosureView, ...]
    digest: str
    summary: str

    @property
    def is_complete(self) -> bool:
        return not self.blocking


@dataclass(frozen=True, slots=True)
class ChangeView:
    title: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def shown(packet: Packet, *, request: AuthorizationRequest, on: date) -> PacketView:
    """`request` with its patient, for the links; no query."""
    gaps = [_gap(gap, request, on) for gap in packet.gaps]
    blocking = tuple(gap for gap in gaps if gap.is_blocking)
    return PacketView(
        sections=tuple(
            SectionView(each.section.value, str(SECTIONS[each.section]), _sentences(each.statements, request))
            for each in packet.sections
        ),
        blocking=blocking,
        other=tuple(gap for gap in gaps if not gap.is_blocking),
        enclosures=tuple(_enclosure(each, request) for each in packet.enclosures),
        digest=packet.digest,
        summary=_summary(len(blocking)),
    )


def _summary(blocking: int) -> str:
    if not blocking:
        return _("Complete: nothing that this payer asks for is missing")
    return ngettext(
        "%(count)d thing is missing before it can be signed",
        "%(count)d things are missing before it can be signed",
        blocking,
    ) % {"count": blocking}


def _sentences(statements: Iterable[Statement], request: AuthorizationRequest) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            text=each.text,
            sources=tuple(link(source, request) for source in each.sources[:SHOWN_SOURCES]),
            more=_more(len(each.sources) - SHOWN_SOURCES),
            origin=each.origin.value if each.origin is not Origin.FACT else "fact",
        )
        for each in statements
    )


def _more(count: int) -> str:
    return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count} if count > 0 else ""


def link(source: Source, request: AuthorizationRequest) -> Link:
    """A source in a word or two, and the page that shows it."""
    words = str(records.SOURCES.get(source.kind.value, source.kind.value))
    key = str(source.id) if source.id else None
    if source.kind is SourceKind.DOCUMENT and source.label:
        words = _("%(document)s, page %(number)s") % {"document": words, "number": source.label}
    elif source.kind is SourceKind.AUTHORIZATION and source.label:
        words = f"{words} {source.label}"
    if source.kind is SourceKind.REASONING:
        return Link(words, f"#write-{source.label}" if source.label in {s.value for s in EDITABLE} else "")
    return Link(words, links.source(source.kind.value, key, source.label, request.patient_id))


def _gap(gap: Gap, request: AuthorizationRequest, on: date) -> GapView:
    return GapView(
        key=reading.gap_key(gap),
        words=ask(gap, on),
        section=str(SECTIONS[gap.section]),
        who=str(WHO[reading.who_fills(gap)]),
        href=places.of(gap, request),
        is_blocking=gap.is_blocking,
        may_explain=reading.may_explain(gap),
        is_answered=bool(request.reasoning.get(reading.explained_in(gap))),
    )


def ask(gap: Gap, on: date) -> str:
    """What to do about a gap, in a sentence."""
    params = {name: _param(name, value, on) for name, value in gap.params.items()}
    return str(GAPS[gap.code].ask) % params


def _param(name: str, value: Any, on: date) -> Any:
    if value is None:
        return _("an unknown day")
    if isinstance(value, date):
        return present.day(value, on)
    return str(PAPERS.get(value, value.replace("_", " "))) if name == "paper" else value


def _enclosure(each: Any, request: AuthorizationRequest) -> EnclosureView:
    pages = ngettext("%(count)d page", "%(count)d pages", each.pages) % {"count": each.pages} if each.pages else ""
    return EnclosureView(
        title=each.title, pages=pages, href=links.source("document", str(each.document_id), "", request.patient_id)
    )


def changed(changes: Iterable[SectionChange]) -> tuple[ChangeView, ...]:
    return tuple(
        ChangeView(str(SECTIONS[each.section]) if each.section else _("Enclosed papers"), each.removed, each.added)
        for each in changes
    )


def editable(packet: Packet, request: AuthorizationRequest) -> list[dict[str, Any]]:
    """The sections a clinician writes, with what they wrote; those that are empty or lack something are open."""
    lacking = {gap.section for gap in packet.blocking}
    told = {each.section for each in packet.sections}
    rows = []
    for section in EDITABLE:
        said = request.reasoning.get(section.value, {})
        rows.append(
            {
                "key": section.value,
                "title": str(SECTIONS[section]),
                "text": said.get("text", ""),
                "is_proposed": bool(said.get("is_proposed")),
                "is_open": section in lacking or bool(said.get("is_proposed")),
                "is_first": section in (Section.SKILLED_NEED, Section.DISCHARGE) and section not in told,
            }
        )
    return rows
