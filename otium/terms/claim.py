"""A professional claim (837P, 005010X222A1), as far as therapy needs one.

Codes are X12's as text, because a claim that was received may hold any. Unknown is None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.claim_parties import (
    ClaimCoverage,
    ClaimPerson,
    Dependent,
    PayToPlan,
    Provider,
    Receiver,
    Submitter,
    first,
)
from otium.terms.remittance import Adjudication
from otium.terms.x12 import Adjustment, Amount, Attachment, DateSpan, Diagnosis, Procedure, Reference


class Frequency(StrEnum):
    """CLM05-3, what this claim does to an earlier one. Medicare Part B takes originals only."""

    ORIGINAL = "1"
    REPLACEMENT = "7"
    VOID = "8"


class DateKind(StrEnum):
    """DTP01 of a claim or line, those that therapy uses."""

    ONSET = "431"
    ACCIDENT = "439"
    INITIAL_TREATMENT = "454"
    LAST_SEEN = "304"
    FIRST_CONTACT = "444"  # property and casualty
    DISABILITY = "314"  # begin and end, RD8; 360 and 361 for one of them
    LAST_WORKED = "297"
    RETURN_TO_WORK = "296"
    SERVICE = "472"
    ADJUDICATED = "573"


class ReferenceKind(StrEnum):
    """REF01 of a claim or line, those that therapy uses."""

    AUTHORIZATION = "G1"
    REFERRAL = "9F"
    PAYER_CLAIM = "F8"  # the payer's control number of the claim that is replaced or voided
    MEDICAL_RECORD = "EA"
    CLEARINGHOUSE_TRACE = "D9"
    LINE = "6R"  # our id of the line, comes back in the 835


@dataclass(frozen=True, slots=True)
class Note:
    """An NTE segment: ADD additional, CER certification, DCP goals and plan, DGN diagnosis, TPO third party."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RelatedCauses:
    """CLM11. Auto accidents need the state; a state needs an auto accident."""

    causes: tuple[str, ...]  # one or two of AA auto, EM employment, OA other
    state: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """The people and places of a claim (2310) or of one line (2420), where they are not the billing provider."""

    referring: tuple[Provider, ...] = ()  # DN; the certifying physician of Medicare therapy
    primary_care: Provider | None = None  # P3
    rendering: Provider | None = None  # 82
    facility: Provider | None = None  # 77, where it is not the billing address
    supervising: Provider | None = None  # DQ
    ordering: Provider | None = None  # DK, of a line only

    def placed(self, loops: Mapping[str, tuple[str, str]]) -> "Iterator[PlacedRole]":
        """Everybody with their place, in the order of `loops` (CLAIM_LOOPS or LINE_LOOPS)."""
        people = {
            "referring": self.referring, "primary_care": (self.primary_care,), "rendering": (self.rendering,),
            "facility": (self.facility,), "supervising": (self.supervising,), "ordering": (self.ordering,),
        }  # fmt: skip
        before: dict[str, int] = {}
        for role, (entity, loop) in loops.items():
            for provider in people[role]:
                if provider:
                    before[loop] = before.get(loop, 0) + 1
                    yield PlacedRole(entity, loop, before[loop], provider)


class PlacedRole(NamedTuple):
    """One of the people of a claim or line: NM101, the loop, which of several there."""

    entity: str
    loop: str
    nth: int
    provider: Provider


# By role: NM101 and the loop, in the guide's order.
CLAIM_LOOPS = {
    "referring": ("DN", "2310A"), "primary_care": ("P3", "2310A"), "rendering": ("82", "2310B"),
    "facility": ("77", "2310C"), "supervising": ("DQ", "2310D"),
}  # fmt: skip
LINE_LOOPS = {
    "rendering": ("82", "2420A"), "facility": ("77", "2420C"), "supervising": ("DQ", "2420D"),
    "ordering": ("DK", "2420E"), "referring": ("DN", "2420F"), "primary_care": ("P3", "2420F"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineAdjudication:
    """What another payer did with one line (2430: SVD, CAS, DTP 573, AMT EAF)."""

    payer_id: str  # SVD01, the NM109 of a 2330B
    paid: Decimal | None  # dollars
    procedure: Procedure | None  # as that payer paid it
    units: Decimal | None
    adjudicated_on: date | None
    adjustments: tuple[Adjustment, ...] = ()
    patient_owes: Decimal | None = None  # AMT EAF
    bundled_into: str | None = None  # SVD06, the LX01 of the line it was paid with


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One service (2400). Written lines are numbered as they stand, from 1."""

    procedure: Procedure  # qualifier HC, the code, up to four modifiers
    charge: Decimal | None  # dollars for all units
    units: Decimal | None
    served: DateSpan | None  # DTP 472
    pointers: tuple[int, ...]  # SV107: 1 is the claim's first diagnosis; one to four
    unit: str = "UN"  # MJ: minutes
    place_of_service: str | None = None  # only where it differs from the claim's
    description: str | None = None  # SV101-7, for unlisted codes
    is_emergency: bool = False  # SV109
    is_epsdt: bool = False  # SV111: ordered out of a Medicaid child's screening
    attachments: tuple[Attachment, ...] = ()
    dates: tuple[DateSpan, ...] = ()  # other than 472
    references: tuple[Reference, ...] = ()  # 6R, G1, 9F, X4 ...
    notes: tuple[Note, ...] = ()
    roles: Roles = Roles()
    adjudications: tuple[LineAdjudication, ...] = ()

    @property
    def control_number(self) -> str | None:
        return first(self.references, ReferenceKind.LINE)


@dataclass(frozen=True, slots=True)
class OtherCoverage:
    """Another insurance of the patient (2320), and what it did with the claim where it came first."""

    coverage: ClaimCoverage
    relationship: str  # SBR02, the patient's to that subscriber: 18 self, 01 spouse, 19 child ...
    adjustments: tuple[Adjustment, ...] = ()  # of the whole claim; those of lines stand in 2430
    amounts: tuple[Amount, ...] = ()  # D paid, EAF remaining patient liability, A8 not covered
    adjudicated_on: date | None = None  # DTP 573, where no line says it
    adjudication: Adjudication | None = None  # MOA, Medicare's remarks
    benefits_assigned: str = "Y"  # OI03: Y, N, W
    release: str = "Y"  # OI06: Y signed, I informed consent
    patient_signature: str | None = None  # OI04: P, signed by the provider for the patient

    @property
    def paid(self) -> Decimal | None:
        return next((each.amount for each in self.amounts if each.qualifier == "D"), None)


@dataclass(frozen=True, slots=True)
class BillingProvider:
    """Who bills (2000A), and where the money goes if not to its address."""

    provider: Provider
    pay_to: Provider | None = None  # only its address counts
    pay_to_plan: PayToPlan | None = None


@dataclass(frozen=True, slots=True)
class ProfessionalClaim:
    """One claim (2300) with everything that stands above it."""

    id: str  # CLM01, our control number: comes back in the 277CA and the 835; up to 20 characters
    billing: BillingProvider
    coverage: ClaimCoverage  # the payer this claim goes to
    charge: Decimal | None  # CLM02, dollars
    place_of_service: str  # CLM05-1
    diagnoses: tuple[Diagnosis, ...]  # the principal one first; up to twelve
    lines: tuple[ClaimLine, ...]  # up to fifty
    patient: Dependent | None = None  # None: the subscriber is the patient
    frequency: str = Frequency.ORIGINAL
    provider_signature: str = "Y"  # CLM06
    assignment: str = "A"  # CLM07: A assigned, B for laboratory services only, C not assigned
    benefits_assigned: str = "Y"  # CLM08: Y, N, W not applicable
    release: str = "Y"  # CLM09: Y signed, I informed consent
    patient_signature: str | None = None  # CLM10: P, signed by the provider for the patient
    related: RelatedCauses | None = None
    special_program: str | None = None  # CLM12
    delay_reason: str | None = None  # CLM20
    dates: tuple[DateSpan, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    patient_paid: Decimal | None = None  # AMT F5
    references: tuple[Reference, ...] = ()
    fixed: tuple[str, ...] = ()  # K3, what a state or payer wants in fixed form
    notes: tuple[Note, ...] = ()
    roles: Roles = Roles()
    others: tuple[OtherCoverage, ...] = ()

    @property
    def person(self) -> ClaimPerson:
        """Who was treated."""
        return self.patient.person if self.patient else self.coverage.subscriber

    @property
    def total(self) -> Decimal:
        """The sum of the lines' charges."""
        return sum((line.charge for line in self.lines if line.charge is not None), Decimal(0))

    def reference(self, kind: str) -> str | None:
        return first(self.references, kind)

    def dated(self, kind: str) -> DateSpan | None:
        return next((each for each in self.dates if each.qualifier == kind), None)


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """One 837P transaction."""

    reference: str  # BHT03, unique among what this submitter sends
    submitter: Submitter
    receiver: Receiver
    claims: tuple[ProfessionalClaim, ...]
    at: datetime | None  # BHT04 and BHT05, in the sender's zone
    purpose: str = "00"  # BHT02: 00 original, 18 sent again
    type: str = "CH"  # BHT06: CH chargeable, RP reporting
