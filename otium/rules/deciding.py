"""A decision beside what was asked: what it is whatever it calls itself, and what of it a person should look at.

Source: X12 005010X217 HCR01 and payers' letters; an approval of fewer than asked is a modification (ours). Numbers of
different units are never compared, and never turned into each other.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from otium.terms.decision import Asked, Decision, Doubt, Line
from otium.terms.prior_auth import RequestEvent

GRANTING = (RequestEvent.APPROVE, RequestEvent.MODIFY)
YEARS = range(1990, 2100)


def total_of(lines: Sequence[Line]) -> int | None:
    """What is granted in all; None where a line states no number."""
    counts = [line.quantity for line in lines]
    return sum(c for c in counts if c is not None) if counts and None not in counts else None


def granted_of(decision: Decision, asked: Asked | None) -> int | None:
    """What was approved, in the unit that was asked for; None where it is counted otherwise, or not said."""
    if asked is not None and any(line.basis is not asked.basis for line in decision.lines):
        return None
    if len({line.basis for line in decision.lines}) > 1:
        return None
    return total_of(decision.lines)


def event_of(decision: Decision, asked: Asked | None) -> RequestEvent:
    """The event, with an approval of fewer than were asked, or not of all codes, taken for the modification it is."""
    if decision.event is not RequestEvent.APPROVE or asked is None:
        return decision.event
    granted = granted_of(decision, asked)
    if asked.requested is not None and granted is not None and granted < asked.requested:
        return RequestEvent.MODIFY
    return RequestEvent.MODIFY if left_out(decision, asked) else RequestEvent.APPROVE


def left_out(decision: Decision, asked: Asked | None) -> frozenset[str]:
    """Codes asked for that the approval does not name; a line without codes is for any."""
    if asked is None or not decision.lines or any(not line.codes for line in decision.lines):
        return frozenset()
    return asked.codes - frozenset(code for line in decision.lines for code in line.codes)


def doubts(decision: Decision, asked: Asked | None, *, on: date) -> tuple[Doubt, ...]:
    """What a person should look at before the decision is recorded; refusals first."""
    found = [*_wrong(decision, on), *(_strange(decision, asked, on) if decision.event in GRANTING else ())]
    return tuple(sorted(found, key=lambda d: not d.is_refusal))


def _wrong(decision: Decision, on: date) -> Iterator[Doubt]:
    if decision.decided_on is None or decision.decided_on > on:
        yield Doubt("decided_ahead", "decided_on", is_refusal=True)
    for name in ("starts_on", "ends_on", "answer_by"):
        day = getattr(decision, name)
        if day is not None and day.year not in YEARS:
            yield Doubt("day_out_of_range", name, is_refusal=True)
    if decision.starts_on and decision.ends_on and decision.ends_on < decision.starts_on:
        yield Doubt("days_reversed", "ends_on", is_refusal=True)
    if decision.event in GRANTING and not decision.number:
        yield Doubt("number_missing", "number", is_refusal=True)
    if decision.event in GRANTING and any(line.quantity == 0 for line in decision.lines):
        yield Doubt("nothing_granted", "quantity", is_refusal=True)


def _strange(decision: Decision, asked: Asked | None, on: date) -> Iterator[Doubt]:
    if decision.ends_on and decision.ends_on < on:
        yield Doubt("period_past", "ends_on", params={"ends_on": decision.ends_on})
    if asked is None:
        return
    if asked.requested is not None and any(line.basis is not asked.basis for line in decision.lines):
        yield Doubt("other_basis", "basis", params={"asked": asked.basis.value, "requested": asked.requested})
    granted = granted_of(decision, asked)
    if asked.requested is not None and granted is not None:
        params: dict[str, str | int | date | None] = {"requested": asked.requested, "granted": granted}
        if granted > asked.requested:
            yield Doubt("more_than_asked", "quantity", params=params)
        elif granted < asked.requested and decision.event is RequestEvent.APPROVE:
            yield Doubt("fewer_than_asked", "quantity", params=params)
    if codes := left_out(decision, asked):
        yield Doubt("codes_left_out", "codes", params={"codes": " ".join(sorted(codes))})
