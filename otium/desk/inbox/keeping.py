"""What of a message the database and the calendar can hold: the rest is refused by name and place, never cut down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import DataError, IntegrityError

from otium.desk.inbox.reading import Answer, Body
from otium.rules import decision as rules
from otium.terms.auth_decision import AuthDecision, Decided
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.wires.x12.therapy import therapy_benefits

# What a value nobody foresaw raises on its way to the tables: that message waits, and the others go on. Without the
# programming errors among them one such file would be fetched again and again, before everything that lies behind it.
CANNOT_KEEP = (
    DataError, IntegrityError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
)  # fmt: skip

MOST = 9_999  # visits or units of one line: more is a slip, and counts beyond it leave the calendar
FIRST_YEAR = 1900
MOST_DOLLARS = Decimal(10) ** 10  # Benefit.amount: 14 digits, four of them after the point
LONGEST_REJECT, LONGEST_FOLLOW_UP, LONGEST_PERIOD = 4, 2, 24


@dataclass(frozen=True, slots=True)
class Refusal:
    """`cause`: a code of pages.words. `segment`: where the value stands, None where no place is known."""

    cause: str
    segment: int | None = None


def refusal_of(body: Body) -> Refusal | None:
    """The first thing in it that cannot be kept."""
    if any("\0" in text for text in _texts(body)):
        return Refusal("text_unreadable")
    if not isinstance(body, Answer):
        return None
    found = _of_answer(body) if isinstance(body, EligibilityAnswer) else _of_decision(body)
    return next(found, None)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def _of_answer(answer: EligibilityAnswer) -> Iterator[Refusal]:
    for reject in answer.rejects[:1]:
        if len(reject.code) > LONGEST_REJECT or len(reject.follow_up_code or "") > LONGEST_FOLLOW_UP:
            yield Refusal("code_too_long", reject.segment)
    for benefit in therapy_benefits(answer):
        if benefit.amount is not None and abs(benefit.amount) >= MOST_DOLLARS:
            yield Refusal("number_out_of_range", benefit.segments[0])
        if len(benefit.period or "") > LONGEST_PERIOD:
            yield Refusal("code_too_long", benefit.segments[0])
    if answer.answered_on is not None and _is_no_day(answer.answered_on):
        yield Refusal("day_out_of_range", answer.segment)


def _of_decision(decision: AuthDecision) -> Iterator[Refusal]:
    for level in (decision.event, *(service.decided for service in decision.services)):
        if level is not None:
            yield from _of_level(level)
    for line in (line for service in decision.services for line in service.lines):
        if _is_no_count(line.quantity):
            yield Refusal("number_out_of_range", line.segment)
    place = decision.event.segment if decision.event else None
    if any(_is_no_count(Decimal(line.quantity)) for line in rules.lines_of(decision) if line.quantity is not None):
        yield Refusal("number_out_of_range", place)
    starts_on, ends_on = rules.period_of(decision)
    if starts_on and ends_on and ends_on < starts_on:
        yield Refusal("days_reversed", place)
    days = (starts_on, ends_on, rules.answer_by(decision), decision.answered_on)
    if any(_is_no_day(day) for day in days if day is not None):
        yield Refusal("day_out_of_range", place)


def _of_level(level: Decided) -> Iterator[Refusal]:
    if any(_is_no_count(delivery.quantity) or _is_no_count(delivery.period_count) for delivery in level.deliveries):
        yield Refusal("number_out_of_range", level.segment)


def _is_no_count(quantity: Decimal | None) -> bool:
    return quantity is not None and not 0 <= quantity <= MOST


def _is_no_day(day: date) -> bool:
    return not FIRST_YEAR <= day.year < rules.OPEN_ENDED_YEAR
