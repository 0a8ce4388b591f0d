"""What a request for authorization asks for, as proposed from the records and as it is written down."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.claim_parties import Address
from otium.terms.prior_auth import Basis, RequestKind
from otium.terms.x12 import Attachment


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line that is asked for. Empty `codes` is a pool of visits of any code; `quantity` None is not known yet."""

    codes: tuple[str, ...]
    basis: Basis
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a draft asks for as far as the records tell it; None is for a person to enter. Days are inclusive."""

    starts_on: date | None
    ends_on: date | None
    per_week: Decimal | None
    weeks: int | None
    lines: tuple[AskedLine, ...]
    therapist_id: UUID | None = None

    @property
    def requested(self) -> int | None:
        """The sum of what the lines ask for; None where one of them does not say, or they count different things."""
        return total(self.lines)


def total(lines: tuple[AskedLine, ...]) -> int | None:
    """
    >>> total((AskedLine(("97530",), Basis.UNITS, 24), AskedLine(("97110",), Basis.UNITS, 12)))
    36
    """
    if not lines or len({line.basis for line in lines}) > 1:
        return None
    counts = [line.quantity for line in lines]
    return None if None in counts else sum(count for count in counts if count is not None)


@dataclass(frozen=True, slots=True)
class Member:
    """A person as a payer must know them."""

    last_name: str
    first_name: str
    middle_name: str = ""
    birth_on: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Who treats or orders: a name as it stands, and an NPI."""

    name: str
    npi: str


@dataclass(frozen=True, slots=True)
class RequestContent:
    """All that a 278 request is made of. `holder` None: the policy is the patient's own.

    `earlier` is the number of the authorization that is renewed or amended. `attachment`: the paper that goes along.
    """

    kind: RequestKind
    is_urgent: bool
    payer_name: str
    payer_id: str
    practice_name: str
    practice_npi: str
    tax_id: str
    taxonomy: str
    phone: str
    fax: str
    address: Address | None
    member_id: str
    patient: Member
    relationship: str
    holder: Member | None
    icd10: tuple[str, ...]
    onset_on: date | None
    starts_on: date | None
    ends_on: date | None
    per_week: Decimal | None
    weeks: int | None
    lines: tuple[AskedLine, ...]
    place_code: str
    therapist: Named | None
    orderer: Named | None
    earlier: str = ""
    attachment: Attachment | None = None
