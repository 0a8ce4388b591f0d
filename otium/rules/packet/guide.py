"""From the text of contents.toml and criteria/*.toml to what a packet of one request is compiled by."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from otium.terms.chart import FindingKind
from otium.terms.packet_guide import Content, Criterion, DiagnosisGroup, PacketGuide, Wanted
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind

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


def shelf(contents: str, criteria: Iterable[str], diagnoses: str = "") -> Shelf:
    """Raises GuideError."""
    try:
        rows = tuple(_content(row) for row in tomllib.loads(contents)["content"])
        groups = tuple(_group(tomllib.loads(text)) for text in criteria)
        titles = dict(tomllib.loads(diagnoses).get("titles", {}))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise GuideError(f"packet data: {error!r}") from error
    return Shelf(rows, groups, titles)


def guide(
    of: Shelf, kind: RequestKind, payer: PayerType, *, age: int | None, more: Iterable[Wanted] = (),
    papers: Iterable[str] = (),
) -> PacketGuide:  # fmt: skip
    """What holds for one request. `more`: what the payer itself asks for; it may make a content blocking."""
    found: dict[Content, Wanted] = {}
    for wanted in (*_wanted(of, kind, payer, age), *more):
        known = found.get(wanted.content)
        found[wanted.content] = wanted if known is None else _stricter(known, wanted)
    return PacketGuide(tuple(found.values()), tuple(papers), (), of.groups, of.diagnoses)


def _wanted(of: Shelf, kind: RequestKind, payer: PayerType, age: int | None) -> Iterator[Wanted]:
    for row in of.contents:
        is_of_payer = not row.payers or payer in row.payers
        is_of_age = row.under_age is None or (age is not None and age < row.under_age)
        if kind in row.kinds and is_of_payer and is_of_age:
            yield from row.wanted


def _stricter(known: Wanted, other: Wanted) -> Wanted:
    days = [d for d in (known.within_days, other.within_days) if d is not None]
    return replace(other, is_blocking=known.is_blocking or other.is_blocking, within_days=min(days) if days else None)


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
        findings=frozenset(FindingKind(kind) for kind in row.get("findings", ())),
        words=tuple(word.lower() for word in row.get("words", ())),
        instruments=frozenset(row.get("instruments", ())),
        goals=row.get("goals", False),
        least=row.get("least", 1),
        kinds=frozenset(RequestKind(kind) for kind in row.get("kinds", ())),
        payers=frozenset(PayerType(payer) for payer in row.get("payers", ())),
        is_blocking=row.get("blocking", True),
        source=row["source"],
        certainty=row["certainty"],
    )


def _checked(row: dict[str, Any]) -> None:
    if row["certainty"] not in CERTAINTIES:
        raise ValueError(f"certainty {row['certainty']!r}")
