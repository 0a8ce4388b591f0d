"""What to ask about one coverage, and what the records hold of its injury claim."""

from datetime import date, datetime

from otium.desk import calendar, clock, payer_book
from otium.desk.calls.recording import worksheet
from otium.records.facts import practice_facts
from otium.records.models import Coverage, InjuryClaim
from otium.rules import case as cases
from otium.rules.eligibility import worksheet as rules
from otium.terms.calls import InjuryFacts
from otium.terms.worksheet import Asked

TOLD = (
    "claim_number", "injured_on", "accepted_parts", "treats_accepted_part", "employer", "adjuster_name",
    "adjuster_phone", "adjuster_fax", "authorized_visits", "authorized_starts_on", "authorized_ends_on", "bills_to",
)  # fmt: skip


def standings(coverage: Coverage, at: datetime) -> tuple[Asked, ...]:
    """Every question that applies to the coverage, with where it stands; empty for one that is withdrawn or over."""
    practice = coverage.practice
    on: date = clock.day(at, practice)
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=[coverage.patient_id], with_left=True)
    case = cases.of(facts.patients[0], facts, on)
    known = next((c for c in case.patient.coverages if c.id == coverage.pk), None)
    injury = injury_facts(InjuryClaim.objects.filter(coverage_id=coverage.pk, practice=practice).first())
    return rules.standings(case, known, worksheet(), injury) if known else ()


def injury_facts(row: InjuryClaim | None) -> InjuryFacts | None:
    """Which columns of the claim are filled: None and empty are unknown, False is an answer."""
    if row is None:
        return None
    filled = frozenset(name for name in TOLD if getattr(row, name) not in (None, "", []))
    return InjuryFacts(row.pk, row.coverage_id, filled, row.authorized_visits, row.authorized_ends_on)
