"""What a good-faith estimate must say, as plain values. Source: 45 CFR 149.610(c)(1).

A name and birth date stand on the document itself and nowhere else.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.terms.estimate import EstimateLine, GivenEstimate


@dataclass(frozen=True, slots=True)
class Provider:
    """Who will treat: the practice with its numbers. `state` is where the services are given."""

    name: str
    npi: str
    tax_id: str
    address: str
    state: str
    phone: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Content:
    """`lacks` names required things that the records do not hold: the estimate is not complete without them."""

    version: int
    patient: Person
    provider: Provider
    first_on: date | None  # of the first visit that is booked
    starts_on: date
    ends_on: date
    made_on: date
    diagnoses: tuple[str, ...]
    lines: tuple[EstimateLine, ...]
    total: Decimal
    lacks: tuple[str, ...]


def content(
    given: GivenEstimate,
    *,
    patient: Person,
    provider: Provider,
    diagnoses: tuple[str, ...],
    made_on: date,
    first_on: date | None = None,
) -> Content:
    """`made_on`: the day it was given, or today for a draft."""
    lacks = tuple(lacking(patient, provider, has_lines=bool(given.lines)))
    return Content(
        given.version, patient, provider, first_on, given.starts_on, given.ends_on, made_on, diagnoses, given.lines,
        given.total, lacks,
    )  # fmt: skip


def lacking(patient: Person, provider: Provider, *, has_lines: bool) -> list[str]:
    """Diagnosis codes are named where they are known; without them an estimate may be given."""
    needed = {
        "lines": has_lines,
        "birth_date": patient.born_on,
        "npi": provider.npi,
        "tax_id": provider.tax_id,
        "state": provider.state,
        "address": provider.address,
    }
    return [name for name, value in needed.items() if not value]
