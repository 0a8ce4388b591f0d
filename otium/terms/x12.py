"""X12 nouns that several transactions share. Codes are X12's; the labels are our own words.

What a file holds by the hundred thousand are named tuples, not dataclasses: they cost a third.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How far a finding reaches: an error makes what it names untrustworthy, a note changes nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a file that is not as the guide says. Never holds a name, birth date or member id.

    All four positions count from 1 and are None where they do not apply: `segment` in the file (empty
    segments count), `element` in the segment (HCR02 is 2), `interchange` and `transaction` in the file.
    `missing` is the tag of a segment that is not there; `segment` is then where its loop begins.
    """

    severity: Severity
    code: str
    message: str
    segment: int | None = None
    element: int | None = None
    interchange: int | None = None
    transaction: int | None = None
    missing: str | None = None


class Party(NamedTuple):
    """An NM1 segment: a person or an organisation."""

    entity: str  # NM101: PR payer, 1P provider, IL insured, 03 dependent, SJ service provider ...
    is_person: bool | None
    name: str | None  # family name, or the organisation's name
    given: str | None
    middle: str | None
    suffix: str | None
    id_qualifier: str | None  # XX NPI, MI member id, PI payer id, FI tax id ...
    id: str | None

    @property
    def npi(self) -> str | None:
        return self.id if self.id_qualifier == "XX" else None


class Person(NamedTuple):
    """A subscriber or dependent: NM1, DMG and INS02 together."""

    party: Party
    birth_on: date | None
    sex: str | None  # F, M, U
    relationship: str | None  # INS02: 18 self, 01 spouse, 19 child ...

    @property
    def member_id(self) -> str | None:
        return self.party.id if self.party.id_qualifier in {"MI", "II"} else None


ORIGINATOR_LENGTH = 10


class Trace(NamedTuple):
    """A TRN segment. `is_ours` is True where the number is the requester's own, come back (TRN01 = 2)."""

    number: str
    originator: str | None  # TRN03: ten characters, 1 + EIN, 3 + DUNS or 9 + own id
    is_ours: bool | None


class DateSpan(NamedTuple):
    """A DTP segment. `end_on` is None where a single day was sent (D8): 346 begins then, and says no end."""

    qualifier: str  # DTP01
    start_on: date
    end_on: date | None


class Reference(NamedTuple):
    """A REF segment."""

    qualifier: str
    value: str


class Procedure(NamedTuple):
    """A composite procedure identifier (C003): HC:97530:GO has qualifier HC, code 97530, modifiers (GO,)."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...]
    code_end: str | None  # C003-08, the end of a range of codes


class Delivery(NamedTuple):
    """An HSD segment. HSD*VS*2*WK**35*6 is 2 visits (VS) each week (WK) for 6 weeks (35, 6)."""

    unit: str | None  # VS visits, HS hours, DY days, UN units ...
    quantity: Decimal | None
    frequency: str | None  # HSD03, the quantity is per this: DA, WK, MO, Q1 ...
    period: str | None  # HSD05: 34 month, 35 week, 7 day, 21 years, 22 service year ...
    period_count: Decimal | None
    pattern: str | None  # HSD07


class RejectReason(StrEnum):
    """AAA03, why a request was not answered. Source: X12 code source 901, values seen in 271 and 278."""

    AUTHORIZED_QUANTITY_EXCEEDED = "04"
    REQUIRED_DATA_MISSING = "15"
    INPUT_ERROR = "33"
    OUT_OF_NETWORK = "35"
    ACCESS_RESTRICTED = "41"
    SYSTEM_UNAVAILABLE = "42"
    PROVIDER_ID = "43"
    PROVIDER_NAME = "44"
    PROVIDER_SPECIALTY = "45"
    PROVIDER_PHONE = "46"
    PROVIDER_STATE = "47"
    REFERRING_PROVIDER_ID = "48"
    NOT_PRIMARY_CARE_PROVIDER = "49"
    PROVIDER_INELIGIBLE = "50"
    PROVIDER_NOT_ON_FILE = "51"
    OUTSIDE_PROVIDER_ENROLMENT = "52"
    BENEFIT_NOT_FOR_PROVIDER_TYPE = "53"
    PRODUCT_ID_QUALIFIER = "54"
    PRODUCT_ID = "55"
    BAD_DATE = "56"
    BAD_SERVICE_DATE = "57"
    BIRTH_DATE_MISSING = "58"
    BIRTH_AFTER_SERVICE = "60"
    DEATH_BEFORE_SERVICE = "61"
    OUTSIDE_INQUIRY_WINDOW = "62"
    SERVICE_IN_FUTURE = "63"
    PATIENT_ID = "64"
    PATIENT_NAME = "65"
    PATIENT_SEX = "66"
    PATIENT_NOT_FOUND = "67"
    DUPLICATE_PATIENT_ID = "68"
    PATIENT_AGE = "69"
    SEX_DIFFERS = "70"
    BIRTH_DATE_MISMATCH = "71"
    SUBSCRIBER_ID = "72"
    SUBSCRIBER_NAME = "73"
    SUBSCRIBER_SEX = "74"
    SUBSCRIBER_NOT_FOUND = "75"
    DUPLICATE_SUBSCRIBER_ID = "76"
    DEPENDENT_NOT_FOUND = "77"
    NOT_IN_GROUP = "78"
    PARTICIPANT_ID = "79"
    NO_RESPONSE = "80"
    PROVIDER_ADDRESS = "97"
    PAYER_ID = "T4"


class FollowUp(StrEnum):
    """AAA04, what the payer wants done after a reject. Source: X12 element 889."""

    CORRECT_AND_RESEND = "C"
    DO_NOT_RESEND = "N"
    RESEND_ORIGINAL = "P"
    RESEND_ALLOWED = "R"
    DO_NOT_RESEND_INQUIRY_STARTED = "S"
    WAIT_30_DAYS = "W"
    WAIT_10_DAYS = "X"
    HELD_DO_NOT_RESEND = "Y"


class Reject(NamedTuple):
    """An AAA segment. `reason` and `follow_up` are None where our lists do not know the payer's code."""

    code: str
    reason: RejectReason | None
    follow_up_code: str | None
    follow_up: FollowUp | None
    is_request_valid: bool | None  # AAA01: the request could be processed although it is refused
    loop: str
    segment: int


class Contact(NamedTuple):
    """A PER segment."""

    function: str  # PER01: IC information contact, BL technical, CX payer's claim office
    name: str | None
    numbers: tuple[tuple[str, str], ...]  # PER03 to PER08: TE telephone, EX extension, FX fax, EM e-mail

    @property
    def telephone(self) -> str | None:
        return next((number for kind, number in self.numbers if kind == "TE"), None)


class Adjustment(NamedTuple):
    """One triplet of a CAS segment; the 835 and the 837's other payer loops use the same."""

    group_code: str  # CO, OA, PI, PR
    carc: str  # claim adjustment reason code
    amount: Decimal | None  # dollars; positive lowers the payment
    quantity: Decimal | None = None  # units no longer paid


class Amount(NamedTuple):
    """An AMT segment."""

    qualifier: str  # D payer paid, EAF remaining patient liability, F5 patient paid, B6 allowed ...
    amount: Decimal | None  # dollars


class Diagnosis(NamedTuple):
    """One component of an HI segment, without the point: M25.641 is M25641."""

    qualifier: str  # ABK principal and ABF other ICD-10-CM; BK, BF ICD-9-CM
    code: str


class Attachment(NamedTuple):
    """A PWK segment: a paper that goes with a claim, line or request."""

    report: str  # PWK01: 03 justification, 08 plan of treatment, 09 progress report, M1 medical record, OZ support ...
    transmission: str  # PWK02: EL with a 275, FX fax, BM mail, FT file transfer, EM e-mail, AA held, on request
    control_number: str | None  # PWK06, the 275's TRN02; none for AA


class Quantity(NamedTuple):
    """A QTY segment."""

    qualifier: str  # 277CA: 90 and QA accepted, AA and QC rejected; 835: CA covered, ZK units ...
    quantity: Decimal | None
