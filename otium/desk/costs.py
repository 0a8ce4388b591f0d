"""What the family of one patient will owe for the visits booked: the records, asked of rules.estimate."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from otium.desk import calendar, clock, fee_schedule, payer_book
from otium.records.facts import practice_facts
from otium.records.models import Practice
from otium.rules import case as cases
from otium.rules import estimate
from otium.rules.case import Case
from otium.terms.estimate import CareEstimate


@dataclass(frozen=True, slots=True)
class Costs:
    """`on` is the practice's day; `case` names the patient's visits and coverages."""

    on: date
    case: Case
    estimate: CareEstimate


def of_patient(practice: Practice, patient_id: UUID, *, at: datetime) -> Costs:
    """A fixed number of queries. A patient who left is told of too."""
    on = clock.day(at, practice)
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=[patient_id], with_left=True)
    case = cases.of(facts.patients[0], facts, on)
    return Costs(on, case, estimate.estimate(case, fee_schedule.shipped()))
