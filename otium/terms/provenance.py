"""Where a fact comes from, so that every number on a page can be opened down to its source."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """By which road a fact reached the practice."""

    X12 = "x12"
    IMPORT = "import"
    PORTAL = "portal"
    CALL = "call"
    LETTER = "letter"
    CARD = "card"
    FORM = "form"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One field's origin: road, place within it (loop and segment, file and row, page), when, who."""

    channel: Channel
    place: str = ""
    at: datetime | None = None
    by: str = ""
    file_id: UUID | None = None


class SourceKind(StrEnum):
    """What a fact in a duty points to; the pages turn it into a link."""

    AUTHORIZATION = "authorization"
    AUTHORIZATION_REQUEST = "authorization_request"
    APPOINTMENT = "appointment"
    COVERAGE = "coverage"
    BENEFIT_CHECK = "benefit_check"
    REFERRAL = "referral"
    PLAN_OF_CARE = "plan_of_care"
    PROGRESS_REPORT = "progress_report"
    EXPECTED_RATE = "expected_rate"
    INBOUND_FILE = "inbound_file"
    IMPORT_RUN = "import_run"
    PATIENT = "patient"
    CALENDAR = "calendar"
    PAYER_RULE = "payer_rule"
    TASK = "task"
    CLAIM = "claim"
    REMITTANCE = "remittance"
    PARCEL = "parcel"
    TRANSMISSION = "transmission"
    CONNECTION = "connection"
    CALL = "call"
    ESTIMATE = "estimate"
    NOTICE = "notice"
    INJURY_CLAIM = "injury_claim"
    EPISODE = "episode"
    FINDING = "finding"
    MEASURE = "measure"
    GOAL = "goal"
    DOCUMENT = "document"  # `label` is the page number
    THERAPIST = "therapist"
    PRACTICE = "practice"
    REASONING = "reasoning"  # what the clinician wrote on the request; `label` is the section
    PACKET = "packet"
    PEER_TO_PEER = "peer_to_peer"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Source:
    """A link from a fact to what it rests on. `id` is a record's id; `label` is data (a number, a rule's key)."""

    kind: SourceKind
    id: UUID | None = None
    label: str = ""
