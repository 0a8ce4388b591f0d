"""All tables, one file a workflow."""

from otium.records.models.care import (
    EpisodeOfCare,
    Goal,
    Measure,
    PlanOfCare,
    ProgressReport,
    Referral,
)
from otium.records.models.eligibility import (
    Benefit,
    BenefitCheck,
    Coverage,
    ExpectedRate,
    Payer,
    Plan,
)
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

__all__ = [
    "ROLES",
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
    "Blob",
    "BlobChunk",
    "Coverage",
    "Document",
    "EpisodeOfCare",
    "ExpectedRate",
    "Firm",
    "Goal",
    "History",
    "ImportFile",
    "ImportRun",
    "ImportedRow",
    "InboundFile",
    "Location",
    "Measure",
    "Membership",
    "Note",
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
    "Series",
    "Staff",
    "Task",
    "Therapist",
]
