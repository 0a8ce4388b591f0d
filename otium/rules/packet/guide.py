"""From the text of contents.toml and criteria/*.toml to what a packet of one request is compiled by."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from otium.rules.packet import contents
from otium.terms.chart import FindingKind
from otium.terms.packet import Section
from otium.terms.packet_guide import Content, Criterion, DiagnosisGroup, PacketGuide, Wanted
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from otium.terms.roads import Service

BLOCKING = frozenset({"verified", "knowledge"})  # a criterion that is only a pattern never holds a request
CERTAINTIES = frozenset({"verified", "knowledge", "pattern", "uncertain"})


class GuideError(ValueError):
    """A data file of packets that cannot be used. The message says which row."""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One row of contents.toml: for which requests its contents are wanted."""

    wanted: tuple[Wanted, ...]
    kinds: frozenset[RequestKind]
    payers: frozenset[PayerType]  # empty: every payer
    under_age: int | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """All shipped data of packets, read once."""

    contents: tuple[ContentRow, ...]
    groups: tuple[DiagnosisGroup, ...]
    diagnoses: dict[str, str]


def shelf(wanted: str, criteria: Iterable[str], diagnoses: str = "") -> Shelf:
    """Raises GuideError."""
    try:
        rows = tuple(_content(row) for row in tomllib.loads(wanted)["content"])
        groups = tuple(_group(tomllib.loads(text)) for text in criteria)
        titles = dict(tomllib.loads(diagnoses).get("titles", {}))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise GuideError(f"packet data: {error!r}") from error
    return Shelf(rows, groups, titles)


def guide(
    of: Shelf,
    kind: RequestKind,
    payer: PayerType,
    *,
    age: int | None,
    sections: Iterable[Section] = (),
    papers: Iterable[str] = (),
) -> PacketGuide:
    """What holds for one request. `sections` and `papers`: what the payer asks for; without sections, what all ask.

    Of a section that the payer does not ask for, nothing is wanted. Of one that it asks for and contents.toml does not
    speak of for this kind of request, something must be said.
    """
    asked = tuple(sections)
    found: dict[Content, Wanted] = {}
    for wanted in _wanted(of, kind, payer, age):
        if not asked or contents.section_of(wanted.content) in asked:
            known = found.get(wanted.content)
            found[wanted.content] = wanted if known is None else _stricter(known, wanted)
    spoken_of = {contents.section_of(content) for content in found}
    for content, section in contents.SAYS.items():
        if section in asked and section not in spoken_of:
            found[content] = Wanted(content, is_blocking=True, source="the payer's road", certainty="pattern")
    return PacketGuide(tuple(found.values()), tuple(papers), of.groups, of.diagnoses)


def _wanted(of: Shelf, kind: RequestKind, payer: PayerType, age: int | None) -> Iterator[Wanted]:
    for row in of.contents:
        is_of_payer = not row.payers or payer in row.payers
        is_of_age = row.under_age is None or (age is not None and age < row.under_age)
        if kind in row.kinds and is_of_payer and is_of_age:
            yield from row.wanted


def _stricter(known: Wanted, other: Wanted) -> Wanted:
    days = [d for d in (known.within_days, other.within_days) if d is not None]
    return replace(other, is_blocking=known.is_blocking or other.is_blocking, within_days=min(days, default=None))


def _content(row: dict[str, Any]) -> ContentRow:
    _checked(row)
    return ContentRow(
        wanted=tuple(
            Wanted(Content(name), row["blocking"], row.get("within_days"), row["source"], row["certainty"])
            for name in row["names"]
        ),
        kinds=frozenset(RequestKind(kind) for kind in row["kinds"]),
        payers=frozenset(PayerType(payer) for payer in row.get("payers", ())),
        under_age=row.get("under_age"),
    )


def _group(document: dict[str, Any]) -> DiagnosisGroup:
    return DiagnosisGroup(
        key=document["key"],
        title=document["title"],
        prefixes=tuple(prefix.replace(".", "").upper() for prefix in document["prefixes"]),
        criteria=tuple(_criterion(row) for row in document["criterion"]),
        under_age=document.get("under_age"),
        from_age=document.get("from_age"),
        payers=frozenset(PayerType(payer) for payer in document.get("payers", ())),
    )


def _criterion(row: dict[str, Any]) -> Criterion:
    _checked(row)
    return Criterion(
        code=row["code"],
        asks=row["asks"],
        findings=tuple(FindingKind(kind) for kind in row.get("findings", ())),
        words=tuple(word.lower() for word in row.get("words", ())),
        instruments=frozenset(row.get("instruments", ())),
        goals=row.get("goals", False),
        least=row.get("least", 1),
        kinds=frozenset(RequestKind(kind) for kind in row.get("kinds", ())),
        payers=frozenset(PayerType(payer) for payer in row.get("payers", ())),
        services=frozenset(Service(service) for service in row.get("services", ())),
        is_blocking=row["blocking"],
        source=row["source"],
        certainty=row["certainty"],
    )


def _checked(row: dict[str, Any]) -> None:
    if row["certainty"] not in CERTAINTIES:
        raise ValueError(f"certainty {row['certainty']!r}")
    if row["blocking"] and row["certainty"] not in BLOCKING and "code" in row:
        raise ValueError(f"criterion {row['code']} blocks on a {row['certainty']}")
