"""Until when a payer must decide a request, and CHASE_DECISION: what to do when it has not.

Source: the payer's decision clock (rules/prior_auth/roads, rules/payers): CMS-0057-F, 42 CFR 438.210, 29 CFR
2560.503-1, state law. Where no law says it, how long the payer takes (rules/prior_auth/decided).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from otium.rules import business_days
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.prior_auth import asking, decided, pressing
from otium.rules.prior_auth.renewal import request_source
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.coverage import Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.facts import BusinessDays
from otium.terms.payers import Ground
from otium.terms.prior_auth import AuthorizationRequest, RequestState
from otium.terms.roads import Press, RequestTerms, Service, Span, Unit

WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)
HOURS_PER_DAY = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when the payer must decide: the end of `by`, or the moment `at` where hours count and are known.

    `value` names what says so in RequestTerms; `is_extended`: with the longer time that the payer may take once.
    """

    by: date
    value: str
    ground: Ground | None
    at: datetime | None = None
    is_extended: bool = False


def clock(terms: RequestTerms, request: AuthorizationRequest, days: BusinessDays) -> Clock | None:
    """Of a request that was sent; None where the day of sending or the payer's time is not known.

    A request that the payer pended has the extended time, where there is one. `days`: the payer's business days.
    """
    if request.submitted_on is None:
        return None
    if request.is_urgent and terms.decision.urgent is not None:
        return _urgent(terms, terms.decision.urgent, request, request.submitted_on)
    standard, extension = terms.decision.standard, terms.decision.extension
    if standard is None:
        return None
    by = after(request.submitted_on, standard, days)
    if request.pended_on is None and request.state is not RequestState.PENDED:
        return Clock(by, "decision.standard", terms.ground_of("decision.standard"))
    if extension is not None:
        more = after(by, extension, days)
        return Clock(more, "decision.extension", terms.ground_of("decision.extension"), is_extended=True)
    if terms.decision.at_most is not None:
        most = after(request.submitted_on, terms.decision.at_most, days)
        return Clock(most, "decision.at_most", terms.ground_of("decision.at_most"), is_extended=True)
    return Clock(by, "decision.standard", terms.ground_of("decision.standard"))


def after(day: date, span: Span, days: BusinessDays) -> date:
    """The last day of a span that begins with `day`; hours are counted as whole days where no hour is known."""
    if span.unit is Unit.BUSINESS_DAYS:
        return business_days.add(day, span.amount, days)
    amount = -(-span.amount // HOURS_PER_DAY) if span.unit is Unit.HOURS else span.amount
    return business_days.shift(day, amount)


def _urgent(terms: RequestTerms, span: Span, request: AuthorizationRequest, sent_on: date) -> Clock:
    ground = terms.ground_of("decision.urgent")
    if request.submitted_at is None or span.unit is not Unit.HOURS:
        return Clock(after(sent_on, span, BusinessDays()), "decision.urgent", ground)
    until = request.submitted_at.astimezone(UTC) + timedelta(hours=span.amount)
    at = until.astimezone(request.submitted_at.tzinfo)  # clock hours, also over a change of the clock
    return Clock(at.date(), "decision.urgent", ground, at)


def payer_days(days: BusinessDays) -> BusinessDays:
    """Monday to Friday, less the holidays known to the practice: a payer works on days when a practice is closed."""
    return BusinessDays(holidays=days.holidays)


def duties(case: Case) -> Iterator[Duty]:
    for request in case.patient.requests:
        coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
        if coverage and request.state in WITH_PAYER and request.submitted_on:
            found = _late(case, request, coverage, request.submitted_on)
            if found:
                yield found


def _late(case: Case, request: AuthorizationRequest, coverage: Coverage, sent_on: date) -> Duty | None:
    """Stands from the day after the payer's last one; with hours, from the day on which they end.

    While the payer waits for us it is ANSWER_PENDED's, until even the longest time is over.
    """
    terms = asking.terms_for(case, coverage, request.kind, Service(request.service))
    found = clock(terms, request, payer_days(case.days))
    if found is None:
        return _slow(case, request, coverage, sent_on)
    if request.state is RequestState.PENDED and not found.is_extended:
        return None
    late_on = found.by if found.at else business_days.shift(found.by, 1)
    if case.on < late_on:
        return None
    certainty = found.ground.certainty if found.ground else "uncertain"
    told: dict[str, date | str] = {"by_on": found.by, "submitted_on": sent_on, "certainty": certainty}
    return _duty(
        case, request, coverage, late_on, because("decision_overdue", payer_rule(case.rules_of(coverage)), **told)
    )


def _slow(case: Case, request: AuthorizationRequest, coverage: Coverage, sent_on: date) -> Duty | None:
    """No law says until when: it is asked after when the payer takes longer than it does."""
    tempo = decided.tempo(case, coverage, case.rules_of(coverage))
    expected_on = business_days.add(sent_on, tempo.business_days, case.days)
    if case.on <= expected_on or request.state is RequestState.PENDED:
        return None
    reason = because("request_unanswered", request_source(request), submitted_on=sent_on, expected_on=expected_on)
    return _duty(case, request, coverage, business_days.shift(expected_on, 1), reason)


def _duty(case: Case, request: AuthorizationRequest, coverage: Coverage, late_on: date, reason: Reason) -> Duty:
    lost = waiting_for(case, request)
    days = payer_days(case.days)
    due_on = business_days.add(late_on, 0, case.days)
    step = pressing.current(case.roads.steps, case.rules_of(coverage), late_on, case.on, days)
    now = because(f"press_{step.step if step else Press.CALL}", payer_rule(case.rules_of(coverage)))
    return Duty(
        kind=DutyKind.CHASE_DECISION,
        focus_type=FocusType.AUTHORIZATION_REQUEST,
        focus_id=request.id,
        due_on=due_on,
        why=(reason, now),
        at_risk=case.at_risk(lost),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=lost[0].id if lost else None,
        ground=dict(reason.params),
    )
