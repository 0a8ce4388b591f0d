"""All that the rules are told: one patient, one practice, on one day."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.attendance import AttendancePolicy
from otium.terms.calls import Promise
from otium.terms.care import ExpectedRate, PlanOfCare, ProgressReport, Referral
from otium.terms.claim_standing import ClaimFact, RemittanceFact
from otium.terms.coverage import BenefitCheck, BenefitDecision, Coverage, EligibilityDenial, Inquiry
from otium.terms.duty import Act
from otium.terms.estimate import Fee, GivenEstimate
from otium.terms.family import NO_THRESHOLDS, FamilyThresholds, MatterFact, NoticeFact
from otium.terms.parcel import NO_TRAFFIC, TrafficFacts
from otium.terms.payers import PayerBook
from otium.terms.prior_auth import Appeal, Authorization, AuthorizationRequest, BilledVisit, PeerToPeer, Use
from otium.terms.roads import NO_ROADS, RoadBook
from otium.terms.schedule import Visit


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Which days a practice works: weekdays 0 (Monday) to 6, less its holidays."""

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What is true of one patient. Tuples are ordered: visits by time, coverages by order, the rest by date."""

    patient_id: UUID
    birth_on: date | None = None
    coverages: tuple[Coverage, ...] = ()
    checks: tuple[BenefitCheck, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()  # sent, and not answered yet
    eligibility_denials: tuple[EligibilityDenial, ...] = ()  # oldest first
    decisions: tuple[BenefitDecision, ...] = ()  # oldest first
    authorizations: tuple[Authorization, ...] = ()
    requests: tuple[AuthorizationRequest, ...] = ()
    uses: tuple[Use, ...] = ()  # as stored by the last settling
    visits: tuple[Visit, ...] = ()
    referrals: tuple[Referral, ...] = ()
    plans: tuple[PlanOfCare, ...] = ()
    reports: tuple[ProgressReport, ...] = ()
    clashes: tuple[UUID, ...] = ()  # imported appointments that overlap another of the same therapist or patient
    acts: tuple[Act, ...] = ()
    notices: tuple[NoticeFact, ...] = ()  # told to the family, oldest first
    allowed: tuple[tuple[date, Decimal], ...] = ()  # allowed dollars of Medicare Part B OT visits, by day
    therapist_id: UUID | None = None  # of the active episode
    estimates: tuple[GivenEstimate, ...] = ()  # good-faith estimates, by version
    booked_on: tuple[tuple[UUID, date], ...] = ()  # visit, day it was booked; of patients who pay themselves
    promises: tuple[Promise, ...] = ()  # of payers, not recorded as kept
    peer_to_peers: tuple[PeerToPeer, ...] = ()
    appeals: tuple[Appeal, ...] = ()  # by request and level
    billed: tuple[BilledVisit, ...] = ()  # on a claim that went out; they keep their authorization


@dataclass(frozen=True, slots=True)
class FileFact:
    """A received file, or what imports hold back, that waits for a person.

    `source_id`: the run that shows the held rows; the duty is the practice's, so that the next run is no other duty.
    """

    id: UUID
    what: str  # unreadable, unmatched, unrouted, held_rows
    on: date
    params: dict[str, str | int | date | Decimal | None] = field(default_factory=dict)
    source_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """What is true of one practice on one day."""

    practice_id: UUID
    days: BusinessDays
    book: PayerBook
    rates: tuple[ExpectedRate, ...] = ()
    patients: tuple[PatientFacts, ...] = ()
    files: tuple[FileFact, ...] = ()
    file_acts: tuple[Act, ...] = ()
    claims: tuple[ClaimFact, ...] = ()  # held or rejected ones, of active patients or not
    remittances: tuple[RemittanceFact, ...] = ()  # with something a person must look at
    claim_acts: tuple[Act, ...] = ()
    matters: tuple[MatterFact, ...] = ()  # of families: what they said, what did not reach them
    matter_acts: tuple[Act, ...] = ()
    traffic: TrafficFacts = NO_TRAFFIC
    fees: tuple[Fee, ...] = ()
    self_pay_payers: tuple[UUID, ...] = ()  # payers that stand for the family itself
    thresholds: FamilyThresholds = NO_THRESHOLDS
    roads: RoadBook = NO_ROADS
    attendance: AttendancePolicy | None = None  # None: not looked at
