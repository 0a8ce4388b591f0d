"""Which therapies a benefit line is about, and whether they share it.

Source: EB03 service types of 005010X279A1. Payers that cannot repeat EB03 say so in MSG text.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from otium.terms.eligibility_answer import BenefitLine

OT, PT, SLP = "OT", "PT", "SLP"
_BY_SERVICE_TYPE = {"AD": OT, "PT": PT, "AE": PT, "AF": SLP}
_REHABILITATION = frozenset({"A9", "AC"})
_PHYSICAL_MEDICINE = "AE"
_OFFICE = "98"
_PLAN = "30"

_NAMED = (
    (OT, re.compile(r"\bO\.?T\b|OCCUPATIONAL", re.IGNORECASE)),
    (PT, re.compile(r"\bP\.?T\b|PHYSICAL THER", re.IGNORECASE)),
    (SLP, re.compile(r"\bS\.?T\b|\bSLP\b|SPEECH", re.IGNORECASE)),
)
_ALL = re.compile(r"\bALL (?:OUTPATIENT )?THERAP(?:Y|IES)", re.IGNORECASE)
_SHARED = re.compile(
    r"\bCOMBIN(?:ED|ATION)|\bSHARED|\bAGGREGATE|\b(?:PT|OT|ST|SLP)\s*[/&,+]\s*(?:PT|OT|ST|SLP)\b", re.IGNORECASE
)
_APART = re.compile(r"\bNOT (?:COMBINED|SHARED)|\bSEPARATE(?:LY)?\b|\bPER (?:DISCIPLINE|THERAPY TYPE)", re.IGNORECASE)


class Rank(IntEnum):
    """How near a line is to occupational therapy; the lowest beats the others."""

    OCCUPATIONAL_THERAPY = 0
    REHABILITATION = 1
    PHYSICAL_MEDICINE = 2  # some payers file occupational therapy under it, where they have no line for it
    OFFICE_VISIT = 3
    PLAN = 4


class Scope(NamedTuple):
    """`services` are the therapies that share the line; OT alone where `is_pooled` is False or the others unnamed."""

    rank: Rank
    services: tuple[str, ...]
    is_pooled: bool


def scope(line: BenefitLine) -> Scope | None:
    """None where the line says nothing about occupational therapy, not even through the whole plan."""
    text = " ".join(line.detail.messages)
    rank = _rank(line.stated.service_types, text)
    if rank is None:
        return None
    services = _services(line.stated.service_types, text)
    is_pooled = not _APART.search(text) and (len(services) > 1 or bool(_SHARED.search(text)))
    return Scope(rank, services if is_pooled else (OT,), is_pooled)


def _rank(service_types: tuple[str, ...], text: str) -> Rank | None:
    if "AD" in service_types or _NAMED[0][1].search(text) or _ALL.search(text):
        return Rank.OCCUPATIONAL_THERAPY
    if _REHABILITATION.intersection(service_types):
        return Rank.REHABILITATION
    if _PHYSICAL_MEDICINE in service_types:
        return Rank.PHYSICAL_MEDICINE
    if _OFFICE in service_types:
        return Rank.OFFICE_VISIT
    return Rank.PLAN if not service_types or _PLAN in service_types else None


def _services(service_types: tuple[str, ...], text: str) -> tuple[str, ...]:
    """OT and whoever else the line names, by service type or in words."""
    named = {_BY_SERVICE_TYPE[code] for code in service_types if code in _BY_SERVICE_TYPE}
    if _ALL.search(text) or _REHABILITATION.intersection(service_types):
        named |= {OT, PT, SLP}
    elif _SHARED.search(text):
        named |= {service for service, words in _NAMED if words.search(text)}
    return tuple(service for service in (OT, PT, SLP) if service in named | {OT})
