"""The nouns of one simulated practice, as its old system and its payers know them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from partners.clinical import Profile
from partners.payers import Payer

ATTENDED, BOOKED, CONFIRMED, CANCELLED, NO_SHOW = "Checked Out", "Scheduled", "Confirmed", "Cancelled", "No Show"
NEW, CHANGED, REMOVED = 1, 2, 3
"""WebPT's export_flag."""


@dataclass(frozen=True, slots=True)
class Clinic:
    id: int
    slug: str
    name: str
    address1: str
    city: str
    state: str
    zip: str
    phone: str
    npi: str
    ein: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Therapist:
    id: int
    first: str
    last: str
    credential: str
    npi: str
    email: str


@dataclass(frozen=True, slots=True)
class Guardian:
    first: str
    last: str
    relationship: str
    phone: str
    born_on: date


@dataclass(frozen=True, slots=True)
class Person:
    first: str
    middle: str
    last: str
    born_on: date
    sex: str
    phone: str
    email: str
    address1: str
    city: str
    state: str
    zip: str
    language: str
    guardian: Guardian | None


@dataclass(slots=True)
class Coverage:
    """`guardian_is_subscriber`: the member id is a parent's, and the payer answers in the dependent loop."""

    payer: Payer
    policy_number: str
    group_number: str
    effective_on: date
    terminates_on: date | None = None
    guardian_is_subscriber: bool = False


@dataclass(slots=True)
class Referral:
    provider: str
    npi: str
    referred_on: date
    expires_on: date | None
    visits: int | None


@dataclass(slots=True)
class PlanOfCare:
    starts_on: date
    ends_on: date
    sent_on: date | None
    signed_on: date | None
    per_week: int
    weeks: int


@dataclass(slots=True)
class Booking:
    """One appointment; `starts_at` is the clinic's local time."""

    id: int
    parent_id: int | None
    therapist: Therapist
    starts_at: datetime
    minutes: int
    is_evaluation: bool
    status: str = BOOKED

    @property
    def on(self) -> date:
        return self.starts_at.date()


@dataclass(slots=True)
class Visit:
    """`allowed` is None while the payer has not paid."""

    id: int
    booking: Booking
    visit_type: str
    units: dict[str, int]
    timed_minutes: int
    signed_on: date | None
    allowed: Decimal | None
    has_kx: bool = False

    @property
    def on(self) -> date:
        return self.booking.on


@dataclass(slots=True)
class Authorization:
    """One row of authorizations.csv; `case_id` and `patient_id` are set where they lead nowhere."""

    record_id: int
    authorization_id: int
    number: str
    starts_on: date
    ends_on: date
    visits: int
    modified_on: date
    notes: str = ""
    status: str = "A"
    export_flag: int = NEW
    case_id: int | None = None
    patient_id: int | None = None
    end_text: str | None = None
    """Overrides the end date, to plant an unreadable one."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another payer that an answer names; `code` is EB01 (R or MC), `insurance_type` EB04."""

    code: str
    insurance_type: str
    name: str
    payer_id: str


@dataclass(frozen=True, slots=True)
class Extra:
    """What an answer tells besides the benefits. `left` are two remainders of one limit, which contradict."""

    others: tuple[Other, ...] = ()
    is_qmb: bool = False
    spend_down: Decimal | None = None
    left: tuple[int, ...] = ()


NOTHING_MORE = Extra()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a 271 says about one person on one day; None leaves the fact out of the answer."""

    answered_on: date
    is_active: bool = True
    reject: str | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    authorization: str | None = None
    """EB11: Y, N or U."""
    limit: int | None = None
    remaining: int | None = None
    used: int | None = None
    is_pooled: bool = False
    copay: Decimal | None = None
    deductible: Decimal | None = None
    deductible_left: Decimal | None = None
    therapy_dollars_used: Decimal | None = None
    is_truncated: bool = False
    extra: Extra = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Decision:
    """What a 278 response says; `action` is HCR01. `code_units` are approved units by code (loop 2000F)."""

    decided_on: date
    action: str
    number: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    visits: int | None = None
    code_units: tuple[tuple[str, int], ...] = ()
    request: str = "I"
    """UM02."""
    reason: str | None = None
    """HCR03."""
    message: str | None = None


@dataclass(slots=True)
class Patient:
    id: int
    person: Person
    created_on: date
    status: str = "Active"
    export_flag: int = NEW


@dataclass(slots=True)
class Episode:
    """One case with its calendar and its papers.

    `weekly` is visits a week since the week after the evaluation; the last two go on by turns.
    """

    case_id: int
    patient: Patient
    therapist: Therapist
    profile: Profile
    coverage: Coverage
    evaluation_from: date
    weekly: tuple[int, ...]
    planned_visits: int
    scene: str | None = None
    units: dict[str, int] | None = None
    """The same codes at every treatment, where a scene needs that."""
    secondary: Coverage | None = None
    slots: list[tuple[int, int]] = field(default_factory=list)
    series_id: int | None = None
    bookings: list[Booking] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    referral: Referral | None = None
    plan: PlanOfCare | None = None
    authorizations: list[Authorization] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    status: str = "Active"
    export_flag: int = NEW

    def ahead(self, on: date) -> list[Booking]:
        """Booked visits of the day and after it, in order."""
        return sorted(
            (b for b in self.bookings if b.on >= on and b.status in (BOOKED, CONFIRMED)), key=lambda b: b.starts_at
        )


@dataclass(frozen=True, slots=True)
class Planted:
    """One trouble that the other side must find. `expected_on` is None where no exact day follows from the files."""

    kind: str
    patient_id: int | None
    what: str
    expected_on: date | None = None
    file: str | None = None
    key: str | None = None


@dataclass(slots=True)
class World:
    clinic: Clinic
    therapists: list[Therapist]
    on: date
    first_on: date
    """First day of the exported past."""
    last_on: date
    """Last booked day."""
    episodes: list[Episode] = field(default_factory=list)
    strays: list[tuple[Person, Coverage, Answer]] = field(default_factory=list)
    """271 answers about people who are not patients here."""
    orphans: list[Authorization] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
