"""What a practice asks of a payer before care: the 278 request (005010X217). The payer's answer is an AuthDecision."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from otium.terms.auth_decision import ServiceLine
from otium.terms.claim_parties import Address
from otium.terms.x12 import Attachment, Contact, DateSpan, Delivery, Diagnosis, Party, Person, Reference, Trace


class RequestType(StrEnum):
    """UM02, what kind of request this is. Source: X12 element 1322, the codes the guide takes."""

    INITIAL = "I"
    RENEWAL = "R"
    REVISED = "S"
    EXTENSION = "4"
    CANCEL = "3"
    APPEAL_IMMEDIATE = "1"
    APPEAL_STANDARD = "2"


class Urgency(StrEnum):
    """UM06. Source: X12 element 1338."""

    URGENT = "U"
    EMERGENCY = "03"
    ELECTIVE = "E"


class ReviewAsked(NamedTuple):
    """A UM segment. Types and urgencies we do not know are None; their codes are kept."""

    category: str | None  # UM01: HS health services, SC specialty care, AR admission, IN individual
    type: RequestType | None
    type_code: str | None
    service_type: str | None  # UM03: AD occupational therapy ...
    place: str | None = None  # UM04-1: 11 office, 12 home ...
    place_qualifier: str | None = None  # UM04-2: B place of service, A type of bill
    causes: tuple[str, ...] = ()  # UM05: AA auto, EM employment, AP another party
    cause_state: str | None = None  # UM05-4
    urgency: Urgency | None = None
    urgency_code: str | None = None
    release: str | None = None  # UM09: Y, I, ... may the provider release what it knows


class ReviewProvider(NamedTuple):
    """Somebody named in a request: who asks (1P, FA), who treats (SJ), refers (DN) or orders (DK)."""

    party: Party
    taxonomy: str | None = None
    references: tuple[Reference, ...] = ()
    contacts: tuple[Contact, ...] = ()
    address: Address | None = None


class Requested(NamedTuple):
    """What is asked at one level: the whole event (2000E) or one service (2000F)."""

    traces: tuple[Trace, ...]  # our own numbers; the payer's answer names the first
    asked: ReviewAsked | None  # None at a service that is asked like its event
    references: tuple[Reference, ...]  # BB previous authorization, NT the payer's own number
    dates: tuple[DateSpan, ...]  # event: AAH proposed, 431 onset, 439 accident; service: 472
    diagnoses: tuple[Diagnosis, ...]
    deliveries: tuple[Delivery, ...]
    attachments: tuple[Attachment, ...]
    messages: tuple[str, ...]
    providers: tuple[ReviewProvider, ...]
    segment: int

    def reference(self, qualifier: str) -> str | None:
        return next((each.value for each in self.references if each.qualifier == qualifier), None)

    def date(self, qualifier: str) -> DateSpan | None:
        return next((each for each in self.dates if each.qualifier == qualifier), None)


class RequestedService(NamedTuple):
    """One service of a request."""

    requested: Requested
    lines: tuple[ServiceLine, ...]  # code, units and, where said, the charge


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """One patient event for which approval is asked."""

    payer: Party | None
    requester: ReviewProvider | None
    subscriber: Person | None
    dependent: Person | None
    person_references: tuple[Reference, ...]  # of the patient: EJ our account number, 6P group, Y4 claim of a carrier
    event: Requested
    services: tuple[RequestedService, ...]
    reference: str | None  # BHT03
    asked_on: date | None  # BHT04
    asked_time: str | None  # BHT05, HHMM

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber

    @property
    def trace(self) -> str | None:
        """By which the answer, and a 275, name this request."""
        return self.event.traces[0].number if self.event.traces else None

    @property
    def previous_auth_number(self) -> str | None:
        return self.event.reference("BB")
