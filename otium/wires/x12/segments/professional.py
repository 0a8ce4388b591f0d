"""The segments that only claims have.

Source: X12 005010X222A1, the segments' own pages.
"""

from decimal import Decimal
from typing import NamedTuple

from otium.terms.claim import Note, RelatedCauses
from otium.terms.x12 import Procedure
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, number, procedure


class Opening(NamedTuple):
    """CLM."""

    id: str
    charge: Decimal | None
    place_of_service: str
    frequency: str
    provider_signature: str
    assignment: str
    benefits_assigned: str
    release: str
    patient_signature: str | None
    related: RelatedCauses | None
    special_program: str | None
    delay_reason: str | None


class Insured(NamedTuple):
    """SBR."""

    responsibility: str
    relationship: str | None
    group_number: str | None
    group_name: str | None
    insurance_type: str | None
    filing: str | None


class Assigned(NamedTuple):
    """OI."""

    benefits_assigned: str
    patient_signature: str | None
    release: str


class Adjudged(NamedTuple):
    """SVD."""

    payer_id: str
    paid: Decimal | None
    procedure: Procedure | None
    units: Decimal | None
    bundled_into: str | None


def _clm(e: list[str], separators: Separators, problems: list[Problem]) -> Opening:
    place, _, frequency = [*e[5].split(separators.component), "", "", ""][:3]
    related = _related(e[11], separators) if e[11] else None
    return Opening(
        e[1], number(e[2], 2, problems), place, frequency, e[6], e[7], e[8], e[9], e[10] or None, related,
        e[12] or None, e[20] or None,
    )  # fmt: skip


def _related(text: str, separators: Separators) -> RelatedCauses:
    parts = [*text.split(separators.component), "", "", "", "", ""]
    causes = tuple(part for part in parts[:3] if part)
    return RelatedCauses(causes, parts[3] or None, parts[4] or None)


def _k3(e: list[str], _: Separators, __: list[Problem]) -> str:
    return e[1]


def _nte(e: list[str], _: Separators, __: list[Problem]) -> Note:
    return Note(e[1], e[2])


def _oi(e: list[str], _: Separators, __: list[Problem]) -> Assigned:
    return Assigned(e[3], e[4] or None, e[6])


def _pat(e: list[str], _: Separators, __: list[Problem]) -> str:
    return e[1]


def _prv(e: list[str], _: Separators, __: list[Problem]) -> str | None:
    """The taxonomy code."""
    return e[3] or None


def _sbr(e: list[str], _: Separators, __: list[Problem]) -> Insured:
    return Insured(e[1], e[2] or None, e[3] or None, e[4] or None, e[5] or None, e[9] or None)


def _svd(e: list[str], separators: Separators, problems: list[Problem]) -> Adjudged:
    return Adjudged(
        e[1], number(e[2], 2, problems), procedure(e[3], separators), number(e[5], 5, problems), e[6] or None
    )


DECODERS: dict[str, Decode] = {
    "CLM": _clm, "K3": _k3, "NTE": _nte, "OI": _oi, "PAT": _pat, "PRV": _prv, "SBR": _sbr, "SVD": _svd,
}  # fmt: skip
