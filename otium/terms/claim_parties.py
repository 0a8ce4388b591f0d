"""Who stands on a professional claim. The place on the claim says which role: no entity codes here.

Source: X12 005010X222A1, the NM1 loops of 1000, 2010, 2310, 2330 and 2420.
"""

from dataclasses import dataclass
from datetime import date

from otium.terms.x12 import Contact, Reference

EMPLOYER_ID, SOCIAL_SECURITY = "EI", "SY"  # REF01 of a tax id
PROPERTY_CASUALTY_CLAIM = "Y4"  # REF01 of the number a workers' comp or auto carrier gave the case
COMMERCIAL_NUMBER = "G2"  # REF01 of the number a payer gave a provider


@dataclass(frozen=True, slots=True)
class Name:
    """NM102 to NM107. An organisation has its whole name in `family`."""

    family: str
    given: str | None = None
    middle: str | None = None
    suffix: str | None = None
    is_person: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """N3 and N4."""

    lines: tuple[str, ...]  # one or two
    city: str
    state: str | None  # two letters; none outside the United States and Canada
    postal_code: str | None  # 5 or 9 digits; the billing provider's must have 9
    country: str | None = None  # two letters, only outside the United States


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who sends the transaction (1000A)."""

    name: Name
    id: str  # NM109: the number the receiver knows it by
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom the transaction goes (1000B): a clearinghouse or a payer."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A person or organisation that bills, treats, refers, orders or supervises, or the place of the service."""

    name: Name
    npi: str | None = None
    taxonomy: str | None = None  # PRV03, with PXC: 225X00000X occupational therapist
    address: Address | None = None
    references: tuple[Reference, ...] = ()  # EI or SY tax id of the billing provider; 0B licence, 1G UPIN, G2, LU
    contacts: tuple[Contact, ...] = ()

    @property
    def tax_id(self) -> str | None:
        return first(self.references, EMPLOYER_ID) or first(self.references, SOCIAL_SECURITY)


@dataclass(frozen=True, slots=True)
class PayToPlan:
    """A plan that paid and gets the money back (2010AC), as Medicaid agencies do."""

    name: str
    id: str
    address: Address
    references: tuple[Reference, ...]  # EI tax id; 2U, FY or NF
    id_qualifier: str = "PI"


@dataclass(frozen=True, slots=True)
class ClaimPerson:
    """A subscriber (2010BA, 2330A) or a dependent (2010CA). In workers' comp the subscriber is the employer."""

    name: Name
    member_id: str | None = None  # a dependent has none of their own
    address: Address | None = None
    birth_on: date | None = None
    sex: str | None = None  # F, M, U
    references: tuple[Reference, ...] = ()  # SY social security, Y4 property and casualty claim
    contacts: tuple[Contact, ...] = ()
    member_id_qualifier: str = "MI"  # II: the standard health identifier


@dataclass(frozen=True, slots=True)
class Dependent:
    """A patient who is not the subscriber (2000C)."""

    person: ClaimPerson
    relationship: str  # PAT01: 01 spouse, 19 child, 20 employee, 21 unknown, 53 life partner, G8 other ...


@dataclass(frozen=True, slots=True)
class ClaimPayer:
    """A payer on a claim (2010BB, 2330B)."""

    name: str
    id: str
    address: Address | None = None
    references: tuple[Reference, ...] = ()  # 2U, EI, FY claim office, NF; G2 our number there; of others G1, 9F, F8
    id_qualifier: str = "PI"  # XV: the plan id of CMS


@dataclass(frozen=True, slots=True)
class ClaimCoverage:
    """One insurance as a claim names it: SBR, the subscriber and the payer."""

    responsibility: str  # SBR01: P primary, S secondary, T tertiary, A to H the fourth to the eleventh, U unknown
    subscriber: ClaimPerson
    payer: ClaimPayer
    filing: str | None = None  # SBR09: MB Medicare B, MC Medicaid, 16 MA, CI commercial, BL, CH, VA, WC, AM, HM, OF ...
    group_number: str | None = None
    group_name: str | None = None
    insurance_type: str | None = None  # SBR05: why Medicare pays second (12 to 16, 41 to 47)


def first(references: tuple[Reference, ...], qualifier: str) -> str | None:
    """The value of the first reference of a kind."""
    return next((each.value for each in references if each.qualifier == qualifier), None)
