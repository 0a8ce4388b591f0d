"""An eligibility inquiry (270, 005010X279A1): what a practice asks a payer about one patient."""

from dataclasses import dataclass, field
from datetime import date

from otium.terms.x12 import DateSpan, Party, Person, Procedure, Reference, Trace

PLAN = "30"  # EQ01: the plan as a whole
OCCUPATIONAL_THERAPY = "AD"
SERVICE_DAY = "291"  # DTP01: the day or days that are asked about


@dataclass(frozen=True, slots=True)
class EligibilityInquiry:
    """One patient: the dependent where there is one, else the subscriber.

    `None` and () are what was not said. A day that is not asked about means the day the payer answers.
    """

    payer: Party | None
    provider: Party | None  # who asks: the practice
    subscriber: Person | None
    dependent: Person | None
    traces: tuple[Trace, ...]  # our own first: the answer carries it back
    service_types: tuple[str, ...]  # EQ01: 30 plan, AD occupational therapy, PT, AF ...
    dates: tuple[DateSpan, ...] = ()  # 291 the day of service, 102 the issue of the card
    references: tuple[Reference, ...] = ()  # of the patient: 6P group, EJ our account number, EA record number ...
    provider_references: tuple[Reference, ...] = ()  # TJ tax id, EO submitter number ...
    procedures: tuple[Procedure, ...] = ()  # EQ02; most payers answer as for the plan
    reference: str | None = None  # BHT03, our number of the transaction
    asked_on: date | None = None  # BHT04
    asked_time: str | None = None  # BHT05, HHMM in the sender's zone
    segment: int | None = field(default=None, compare=False)  # the HL of the patient, where it was read

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber

    @property
    def service_days(self) -> DateSpan | None:
        return next((span for span in self.dates if span.qualifier == SERVICE_DAY), None)
