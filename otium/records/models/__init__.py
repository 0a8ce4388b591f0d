"""All tables, one file a workflow."""

from otium.records.models.calls import BenefitDecision, Call, InjuryClaim
from otium.records.models.care import (
    EpisodeOfCare,
    Goal,
    Measure,
    PlanOfCare,
    ProgressReport,
    Referral,
)
from otium.records.models.chart import Finding, GoalNote
from otium.records.models.claims import (
    Claim,
    ClaimVersion,
    ClaimVisit,
    Fee,
    Remittance,
    RemittedClaim,
)
from otium.records.models.eligibility import (
    Benefit,
    BenefitCheck,
    Coverage,
    ExpectedRate,
    Payer,
    Plan,
)
from otium.records.models.families import FamilyLink, FamilyNotice, GoodFaithEstimate
from otium.records.models.feeds import CalendarFeed
from otium.records.models.house import (
    ROLES,
    Equipment,
    Firm,
    Location,
    Membership,
    Practice,
    Room,
    Staff,
    Therapist,
)
from otium.records.models.inbox import (
    Blob,
    BlobChunk,
    Document,
    ImportedRow,
    ImportFile,
    ImportRun,
    InboundFile,
    Receipt,
)
from otium.records.models.messages import FamilyMatter, VisitMessage
from otium.records.models.offers import LeftHour, Offer, OfferRound
from otium.records.models.people import Patient, RelatedPerson
from otium.records.models.plans import PlanMove, SchedulePlan
from otium.records.models.prior_auth import (
    Authorization,
    AuthorizationRequest,
    AuthorizationUse,
    AuthorizedService,
    PayerRoad,
    RequestPacket,
    RequestSending,
)
from otium.records.models.production import ProductionTarget
from otium.records.models.queue import Act, Note, Presence, Task
from otium.records.models.reviews import Appeal, PeerToPeer
from otium.records.models.schedule import (
    Appointment,
    AppointmentParticipant,
    EquipmentUse,
    Series,
    TimeOff,
    WorkingHours,
)
from otium.records.models.trail import AuditEvent, AuditSeal, History
from otium.records.models.waitlist import WaitlistEntry
from otium.records.models.wire import (
    Acknowledgement,
    Connection,
    ControlNumber,
    Parcel,
    Transmission,
    Try,
)

__all__ = [
    "ROLES",
    "Acknowledgement",
    "Act",
    "Appeal",
    "Appointment",
    "AppointmentParticipant",
    "AuditEvent",
    "AuditSeal",
    "Authorization",
    "AuthorizationRequest",
    "AuthorizationUse",
    "AuthorizedService",
    "Benefit",
    "BenefitCheck",
    "BenefitDecision",
    "Blob",
    "BlobChunk",
    "CalendarFeed",
    "Call",
    "Claim",
    "ClaimVersion",
    "ClaimVisit",
    "Connection",
    "ControlNumber",
    "Coverage",
    "Document",
    "EpisodeOfCare",
    "Equipment",
    "EquipmentUse",
    "ExpectedRate",
    "FamilyLink",
    "FamilyMatter",
    "FamilyNotice",
    "Fee",
    "Finding",
    "Firm",
    "Goal",
    "GoalNote",
    "GoodFaithEstimate",
    "History",
    "ImportFile",
    "ImportRun",
    "ImportedRow",
    "InboundFile",
    "InjuryClaim",
    "LeftHour",
    "Location",
    "Measure",
    "Membership",
    "Note",
    "Offer",
    "OfferRound",
    "Parcel",
    "Patient",
    "Payer",
    "PayerRoad",
    "PeerToPeer",
    "Plan",
    "PlanMove",
    "PlanOfCare",
    "Practice",
    "Presence",
    "ProductionTarget",
    "ProgressReport",
    "Receipt",
    "Referral",
    "RelatedPerson",
    "Remittance",
    "RemittedClaim",
    "RequestPacket",
    "RequestSending",
    "Room",
    "SchedulePlan",
    "Series",
    "Staff",
    "Task",
    "Therapist",
    "TimeOff",
    "Transmission",
    "Try",
    "VisitMessage",
    "WaitlistEntry",
    "WorkingHours",
]
