"""What to say to a payer that does not decide a request in time: the step that is due, whom to ask for, the words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from otium.desk import calendar, clock, payer_book, payer_roads
from otium.records.models import AuthorizationRequest, Practice
from otium.rules import business_days
from otium.rules.prior_auth import clocks, pressing
from otium.rules.prior_auth.clocks import Clock
from otium.terms.facts import BusinessDays
from otium.terms.payers import Ground, PayerType
from otium.terms.prior_auth import AuthorizationRequest as Asked
from otium.terms.prior_auth import RequestKind, RequestState
from otium.terms.roads import Matter, Press, RequestTerms, Service, Span, Unit

USUAL = "the time that you usually take"
BY_NOTICE = "the day that you named in your notice of extension"
UNITS = {Unit.HOURS: "hours", Unit.DAYS: "calendar days", Unit.BUSINESS_DAYS: "business days"}


@dataclass(frozen=True, slots=True)
class Words:
    """`due_on` is the payer's last day; `ground` what the step rests on."""

    step: Press
    to: str
    text: str
    due_on: date
    ground: Ground


def words(request_id: UUID, practice: Practice, on: date, *, usual_on: date | None = None) -> Words | None:
    """Of a request with the payer, late or not; None where neither law nor `usual_on` says until when it decides.

    Late from the same day as CHASE_DECISION says.

    `usual_on`: the day by which the payer usually has decided, where no law sets one. Four queries.
    """
    row = AuthorizationRequest.objects.select_related("coverage__payer", "coverage__plan").get(pk=request_id)
    if row.coverage is None or row.submitted_on is None:
        return None
    found = clock_of(row, practice, on, clocks.pressed)
    due_on = found.by if found else usual_on
    if due_on is None:
        return None
    late_on = found.late_on if found else business_days.shift(due_on, 1)
    payer = row.coverage.payer
    rules = payer_book.book(practice, on).rules_for(PayerType(payer.payer_type), payer.rules_key)
    days = clocks.payer_days(calendar.business_days(practice, on))
    step = pressing.current(payer_roads.steps(), rules, late_on, max(on, late_on), days)
    step = step or pressing.steps_of(payer_roads.steps(), rules, on)[0]
    text = pressing.said(
        step,
        reference=row.reference or row.trace,
        submitted_on=_us(row.submitted_on),
        due_on=_us(due_on),
        rule=_rule(row, practice, found, payer_roads.law(rules, on), on),
    )
    return Words(step.step, step.to, " ".join(text.split()), due_on, step.ground)


@dataclass(frozen=True, slots=True)
class Decides:
    """Until when a payer must decide: the end of `by`, or the moment `at`.

    `why`: not_dated (when it was sent is unknown), stands_still, no_rule, at_most, extended, notice_void (announced,
    and extends nothing), stopped, not_announced.
    """

    why: str
    by: date | None = None
    at: datetime | None = None


def decides(row: AuthorizationRequest, terms: RequestTerms, on: date) -> Decides:
    """Of a request with the payer, by these terms. No query."""
    if row.submitted_on is None:
        return Decides("not_dated")
    asked = asked_of(row, row.practice)
    if clocks.stands_still(terms, asked):
        return Decides("stands_still")
    found = clocks.clock(terms, asked, clocks.payer_days(calendar.business_days(row.practice, on)))
    return Decides(_why(row, found), found.by, found.at) if found else Decides("no_rule")


def _why(row: AuthorizationRequest, found: Clock) -> str:
    if found.is_extended:
        return "at_most" if found.value == "decision.at_most" else "extended"
    if row.extended_on is not None:
        return "notice_void"
    return "stopped" if found.stopped_days else "not_announced"


Reading = Callable[[RequestTerms, Asked, BusinessDays], Clock | None]


def clock_of(row: AuthorizationRequest, practice: Practice, on: date, read: Reading = clocks.clock) -> Clock | None:
    """Until when the payer must decide a request that was sent, by the terms of the day. One query."""
    terms = terms_for(row, practice, on)
    if terms is None:
        return None
    return read(terms, asked_of(row, practice), clocks.payer_days(calendar.business_days(practice, on)))


def asked_of(row: AuthorizationRequest, practice: Practice) -> Asked:
    """What the payer's clock depends on."""
    zone = clock.zone(practice)
    return Asked(
        row.pk,
        row.patient_id,
        row.coverage_id,
        RequestState(row.state),
        RequestKind(row.kind),
        submitted_on=row.submitted_on,
        is_urgent=row.is_urgent,
        submitted_at=row.submitted_at and row.submitted_at.astimezone(zone),
        pended_on=row.pended_on,
        answered_on=row.answered_on,
        extended_on=row.extended_on,
        extended_until=row.extended_until,
    )


def terms_for(row: AuthorizationRequest, practice: Practice, on: date) -> RequestTerms | None:
    """The terms of the request's payer, plan, kind and service; None where it names no coverage. One query.

    `row` with its coverage, payer and plan.
    """
    if row.coverage is None:
        return None
    plan = row.coverage.plan.name if row.coverage.plan else ""
    matter = Matter(on, RequestKind(row.kind), Service(row.service), practice.state, plan)
    return payer_roads.terms_of(practice, row.coverage.payer, matter)


def _rule(row: AuthorizationRequest, practice: Practice, found: Clock | None, law: str, on: date) -> str:
    """The payer's time in words, and the law that sets it: 7 days, 42 CFR 422.568."""
    terms = terms_for(row, practice, on) if found else None
    if found is None or terms is None:
        return USUAL
    if found.value == clocks.ANNOUNCED:
        return BY_NOTICE
    name = found.value.removeprefix("decision.")
    time = _span(getattr(terms.decision, name))
    if found.is_extended and name == "extension" and terms.decision.standard:
        time = f"{_span(terms.decision.standard)} and one extension of {time}"
    if found.stopped_days:
        time = f"{time}, without the {found.stopped_days} days until we had sent what you asked for"
    return f"{time}, {law}" if law else time


def _span(span: Span) -> str:
    return f"{span.amount} {UNITS[span.unit]}"


def _us(day: date) -> str:
    """As payers in the United States write it."""
    return f"{day:%m/%d/%Y}"
