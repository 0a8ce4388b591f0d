"""A payer's decision on an authorization request (278 response, 005010X217).

Named tuples, not dataclasses: they are made by the hundred thousand, and cost a third.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.x12 import DateSpan, Delivery, Diagnosis, Party, Person, Procedure, Reference, Reject, Trace


class ReviewAction(StrEnum):
    """HCR01. A part certification (A2) at event level says nothing of one service: read each."""

    CERTIFIED_IN_TOTAL = "A1"
    CERTIFIED_IN_PART = "A2"
    NOT_CERTIFIED = "A3"
    PENDED = "A4"
    MODIFIED = "A6"
    CANCELLED = "C"
    CONTACT_PAYER = "CT"
    NO_ACTION = "NA"


class Review(NamedTuple):
    """An HCR segment. `action` is None where HCR01 is not on our list; the code is kept."""

    action: ReviewAction | None
    action_code: str
    number: str | None  # HCR02, the authorization number
    reasons: tuple[str, ...]  # HCR03, opaque codes (code source 886)
    segment: int


class Decided(NamedTuple):
    """What the payer says at one level: the event (2000E) or one service (2000F).

    Several reviews at one level contradict each other and are all kept; `review` is then None.
    """

    loop: str
    segment: int  # the HL that opens the level
    reviews: tuple[Review, ...]
    traces: tuple[Trace, ...]
    references: tuple[Reference, ...]  # NT administrative, BB previous authorization, G1 prior authorization
    dates: tuple[DateSpan, ...]
    deliveries: tuple[Delivery, ...]
    messages: tuple[str, ...]
    providers: tuple[Party, ...]
    rejects: tuple[Reject, ...]
    request_category: str | None  # UM01: HS, SC, AR, IN
    request_type: str | None  # UM02: I initial, R renewal, S revised, 4 extension, 3 cancel ...
    service_type: str | None  # UM03: AD occupational therapy ...
    place: str | None = None  # UM04-1: 11 office ...
    place_qualifier: str | None = None  # UM04-2: B place of service
    diagnoses: tuple[Diagnosis, ...] = ()

    @property
    def review(self) -> Review | None:
        return self.reviews[0] if len(self.reviews) == 1 else None

    @property
    def action(self) -> ReviewAction | None:
        return self.review.action if self.review else None

    @property
    def auth_number(self) -> str | None:
        return self.review.number if self.review else None

    @property
    def administrative_number(self) -> str | None:
        return self._reference("NT")

    @property
    def previous_auth_number(self) -> str | None:
        return self._reference("BB")

    @property
    def effective(self) -> DateSpan | None:
        """The approved period or its first day (DTP 007); a single day has no `end_on`."""
        return self._date("007")

    @property
    def expires_on(self) -> date | None:
        """DTP 036, or the end of an approved period sent as a range."""
        expiry, effective = self._date("036"), self.effective
        if expiry:
            return expiry.end_on or expiry.start_on
        return effective.end_on if effective else None

    @property
    def issued_on(self) -> date | None:
        issue = self._date("102")
        return issue.start_on if issue else None

    @property
    def proposed(self) -> DateSpan | None:
        """The dates asked for, sent back: AAH at event level, 472 at service level (some send 472 at both)."""
        return self._date("AAH") or self._date("472")

    def _reference(self, qualifier: str) -> str | None:
        return next((each.value for each in self.references if each.qualifier == qualifier), None)

    def _date(self, qualifier: str) -> DateSpan | None:
        return next((each for each in self.dates if each.qualifier == qualifier), None)


class ServiceLine(NamedTuple):
    """SV1, SV2 or SV3 of a 2000F loop: in a response, what is approved."""

    procedure: Procedure | None
    quantity: Decimal | None
    unit: str | None  # UN units, VS visits, MJ minutes, DA days
    amount: Decimal | None  # dollars
    segment: int


class ServiceDecision(NamedTuple):
    """One service (2000F) with its own review. No review here means: look at the event."""

    decided: Decided
    lines: tuple[ServiceLine, ...]


class AuthDecision(NamedTuple):
    """The answer for one patient event. `event` is None where the payer refused before reaching it."""

    payer: Party | None
    requester: Party | None
    subscriber: Person | None
    dependent: Person | None
    event: Decided | None
    services: tuple[ServiceDecision, ...]
    rejects: tuple[Reject, ...]  # AAA above the event: payer, requester, subscriber, dependent
    reference: str | None  # BHT03
    answered_on: date | None  # BHT04
    response_type: str | None  # BHT06: 18 final, 19 more to follow ...
    answered_time: str | None = None  # BHT05, HHMM

    @property
    def requester_npi(self) -> str | None:
        return self.requester.npi if self.requester else None

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber
