"""What was learned in a call, from text to values; and whether the whole can be recorded. Refusals name the entry."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from otium.desk.acts.writing import Refused
from otium.desk.calls.said import Said
from otium.rules.eligibility.worksheet import COUNTED
from otium.terms.calls import CallOutcome
from otium.terms.worksheet import AnswerKind, Question

NONE = "none"  # the word for "there is no limit"
MOST_VISITS, MOST_DOLLARS, LONGEST, LONGEST_NOTE, MOST_MINUTES = 9_999, Decimal(1_000_000), 200, 4_000, 600
YEARS = range(1900, 2101)
LONGEST_PROMISE = timedelta(days=365)
IN_ORDER = (("covered_from", "covered_until"), ("authorized_starts_on", "authorized_ends_on"))
AT_MOST = (
    ("deductible_remaining", "deductible"),
    ("out_of_pocket_remaining", "out_of_pocket"),
)

Values = dict[str, Any]


def values(questions: dict[str, Question], learned: dict[str, str], on: date) -> Values:
    """The answers by question code; what was left empty is not in it. Raises Refused(code of the question, why)."""
    found: Values = {}
    for code, text in learned.items():
        if code not in questions:
            raise Refused("", "question_unknown")
        if text.strip():
            found[code] = _READERS[questions[code].kind](questions[code], text.strip())
    _agree(found, on)
    return found


def check(said: Said, learned: Values, on: date, called_on: date) -> None:
    """Raises Refused where the call as a whole cannot be as it was told."""
    if said.outcome not in set(CallOutcome):
        raise Refused("outcome", "not_an_option")
    if called_on > on:
        raise Refused("called_on", "day_ahead")
    for name in ("hold_minutes", "talk_minutes"):
        minutes = getattr(said, name)
        if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
            raise Refused(name, "minutes_out_of_range")
    if len(said.note) > LONGEST_NOTE or len(said.promise) > LONGEST_NOTE:
        raise Refused("note" if len(said.note) > LONGEST_NOTE else "promise", "text_too_long")
    _check_source(said, learned)
    _check_promise(said, called_on)


def _check_source(said: Said, learned: Values) -> None:
    """What a payer said is worth what can be shown of who said it."""
    is_reached = said.outcome == CallOutcome.REACHED
    if learned and not is_reached:
        raise Refused("outcome", "learned_from_nobody")
    if learned and not said.representative.strip():
        raise Refused("representative", "who_said_it")
    if learned and not (said.reference.strip() or said.no_reference.strip()):
        raise Refused("reference", "reference_or_why")
    if is_reached and not (learned or said.promise.strip() or said.note.strip()):
        raise Refused("", "call_says_nothing")


def _check_promise(said: Said, called_on: date) -> None:
    if bool(said.promise.strip()) != (said.promised_on is not None):
        raise Refused("promised_on" if said.promise.strip() else "promise", "missing")
    if said.promised_on is None:
        return
    if said.promised_on < called_on:
        raise Refused("promised_on", "promise_before_call")
    if said.promised_on > called_on + LONGEST_PROMISE:
        raise Refused("promised_on", "wait_too_long")


def _agree(found: Values, on: date) -> None:
    for first, last in IN_ORDER:
        if found.get(first) and found.get(last) and found[last] < found[first]:
            raise Refused(last, "ends_before_it_starts")
    for part, whole in AT_MOST:
        if found.get(part) is not None and found.get(whole) is not None and found[part] > found[whole]:
            raise Refused(part, "more_than_the_whole")
    if found.get("injured_on") and found["injured_on"] > on:
        raise Refused("injured_on", "day_ahead")
    _check_counts(found)
    limit = found.get("visit_limit")
    for code in ("limit_period", "visits_used", "pooled_with"):
        if limit == NONE and found.get(code):
            raise Refused(code, "no_limit_was_said")


def _check_counts(found: Values) -> None:
    """A count goes on from the day of an answer, and an answer says whether the coverage is active."""
    if "active" not in found and any(code in found for code in COUNTED):
        raise Refused("active", "count_needs_active")


def _yes_no(question: Question, text: str) -> bool:
    if text not in ("yes", "no"):
        raise Refused(question.code, "not_an_option")
    return text == "yes"


def _whole(question: Question, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > MOST_VISITS:
        raise Refused(question.code, "number_unreadable")
    return int(text)


def _limit(question: Question, text: str) -> int | str:
    return NONE if text.lower() == NONE else _whole(question, text)


def _decimal(question: Question, text: str, code: str, most: Decimal) -> Decimal:
    bare = text.replace("$", "").replace(",", "").replace("%", "").strip()
    try:
        amount = Decimal(bare)
    except InvalidOperation as error:
        raise Refused(question.code, code) from error
    if not amount.is_finite() or not 0 <= amount <= most or amount != round(amount, 2):
        raise Refused(question.code, code)
    return amount


def _money(question: Question, text: str) -> Decimal:
    return _decimal(question, text, "dollars_unreadable", MOST_DOLLARS)


def _percent(question: Question, text: str) -> Decimal:
    """As a 271 states it: 20 per cent is 0.2."""
    return _decimal(question, text, "percent_unreadable", Decimal(100)) / 100


def _day(question: Question, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(question.code, "day_unreadable") from error
    if day.year not in YEARS:
        raise Refused(question.code, "day_unreadable")
    return day


def _text(question: Question, text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(question.code, "text_too_long")
    return text


def _parts(question: Question, text: str) -> list[str]:
    parts = [part.strip() for part in _text(question, text).split(",")]
    return [part for part in parts if part]


def _choice(question: Question, text: str) -> str:
    if text not in question.options:
        raise Refused(question.code, "not_an_option")
    return text


def _several(question: Question, text: str) -> list[str]:
    return [_choice(question, part) for part in _parts(question, text)]


_READERS: dict[AnswerKind, Callable[[Question, str], Any]] = {
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.WHOLE: _whole,
    AnswerKind.LIMIT: _limit,
    AnswerKind.MONEY: _money,
    AnswerKind.PERCENT: _percent,
    AnswerKind.DAY: _day,
    AnswerKind.TEXT: _text,
    AnswerKind.PARTS: _parts,
    AnswerKind.CHOICE: _choice,
    AnswerKind.SEVERAL: _several,
}
