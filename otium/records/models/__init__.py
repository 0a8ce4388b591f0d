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
from otium.records.models.house import (
    ROLES,
    Firm,
    Location,
    Membership,
    Practice,
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
from otium.records.models.people import Patient, RelatedPerson
from otium.records.models.prior_auth import (
    Authorization,
    AuthorizationRequest,
    AuthorizationUse,
    AuthorizedService,
)
from otium.records.models.queue import Act, Note, Presence, Task
from otium.records.models.schedule import Appointment, AppointmentParticipant, Series
from otium.records.models.trail import AuditEvent, AuditSeal, History
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
    "Call",
    "Claim",
    "ClaimVersion",
    "ClaimVisit",
    "Connection",
    "ControlNumber",
    "Coverage",
    "Document",
    "EpisodeOfCare",
    "ExpectedRate",
    "FamilyLink",
    "FamilyNotice",
    "Fee",
    "Firm",
    "Goal",
    "GoodFaithEstimate",
    "History",
    "ImportFile",
    "ImportRun",
    "ImportedRow",
    "InboundFile",
    "InjuryClaim",
    "Location",
    "Measure",
    "Membership",
    "Note",
    "Parcel",
    "Patient",
    "Payer",
    "Plan",
    "PlanOfCare",
    "Practice",
    "Presence",
    "ProgressReport",
    "Receipt",
    "Referral",
    "RelatedPerson",
    "Remittance",
    "RemittedClaim",
    "Series",
    "Staff",
    "Task",
    "Therapist",
    "Transmission",
    "Try",
]
