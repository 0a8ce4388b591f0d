"""Until when a payer must decide a request, and CHASE_DECISION: what to do when it has not.

Source: the payer's decision clock (rules/prior_auth/roads, rules/payers): CMS-0057-F, 42 CFR 438.210, 29 CFR
2560.503-1, state law. Where no law says it, how long the payer takes (rules/prior_auth/decided).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from otium.terms.roads import Asking, Press, RequestTerms, Service, Span, Unit

WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)
HOURS_PER_DAY = 24
ANNOUNCED = "announced"
NOTICE = Ground("the payer's own notice of extension", "knowledge")


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when the payer must decide: the end of `by`, or the moment `at` where hours count and are known.

    `value` names what says so in RequestTerms, or is ANNOUNCED; `is_extended`: with more than the standard time.
    `stopped_days`: calendar days for which it stood still, as the payer waited for us.
    """

    by: date
    value: str
    ground: Ground | None
    at: datetime | None = None
    is_extended: bool = False
    stopped_days: int = 0

    @property
    def late_on(self) -> date:
        """The first day on which the payer is late."""
        return self.by if self.at else business_days.shift(self.by, 1)


def clock(terms: RequestTerms, request: AuthorizationRequest, days: BusinessDays) -> Clock | None:
    """Of a request that was sent; None where the day of sending or the payer's time is not known, or stands still.

    The payer has more than its standard time where it announced so before that was over, or where the rule of the track
    says what its asking for papers does. Not announced is not extended. `days`: the payer's business days.
    """
    if request.submitted_on is None:
        return None
    if request.is_urgent and terms.decision.urgent is not None:
        return _urgent(terms, terms.decision.urgent, request, request.submitted_on)
    first = _first(terms, request, request.submitted_on, days)
    if first is None or request.extended_on is None or request.extended_on > first.by:
        return first
    return _announced(terms, request, first, days)


def pressed(terms: RequestTerms, request: AuthorizationRequest, days: BusinessDays) -> Clock | None:
    """The clock by which a payer is pressed: while it waits for us, the longest that it could have announced."""
    if request.state is not RequestState.PENDED or request.extended_on is not None:
        return clock(terms, request, days)
    return clock(terms, replace(request, extended_on=request.submitted_on), days)


def stands_still(terms: RequestTerms, request: AuthorizationRequest) -> bool:
    """By the rule of the track, while the payer waits for papers from us."""
    return terms.decision.asking is Asking.STOPS and request.state is RequestState.PENDED and not request.is_urgent


def _first(terms: RequestTerms, request: AuthorizationRequest, sent_on: date, days: BusinessDays) -> Clock | None:
    """Without an extension: the standard time, and what a request for papers within it does."""
    standard, asking = terms.decision.standard, terms.decision.asking
    if standard is None or stands_still(terms, request):
        return None
    by = after(sent_on, standard, days)
    plain = Clock(by, "decision.standard", terms.ground_of("decision.standard"))
    if request.pended_on is None and request.state is not RequestState.PENDED:
        return plain
    if request.pended_on is not None and request.pended_on > by:
        return plain
    if asking is Asking.AT_MOST and terms.decision.at_most is not None:
        most = after(sent_on, terms.decision.at_most, days)
        return Clock(most, "decision.at_most", terms.ground_of("decision.at_most"), is_extended=True)
    if asking is Asking.STOPS and request.pended_on and request.answered_on:
        stopped = max((request.answered_on - request.pended_on).days, 0)
        return replace(plain, by=business_days.shift(by, stopped), stopped_days=stopped)
    return plain


def _announced(terms: RequestTerms, request: AuthorizationRequest, first: Clock, days: BusinessDays) -> Clock:
    """The payer's own day, and no later than the law allows; without a law its word stands."""
    if first.is_extended:
        return first  # the most that it may take
    extension, until = terms.decision.extension, request.extended_until
    if extension is not None:
        most = after(first.by, extension, days)
        by, ground = min(most, until or most), terms.ground_of("decision.extension")
        return replace(first, by=by, value="decision.extension", ground=ground, is_extended=True)
    if until is None or until <= first.by:
        return first
    return replace(first, by=until, value=ANNOUNCED, ground=NOTICE, is_extended=True)


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
    found = pressed(terms, request, payer_days(case.days))
    if found is None:
        return _slow(case, request, coverage, sent_on)
    if request.state is RequestState.PENDED and not found.is_extended:
        return None
    if case.on < found.late_on:
        return None
    certainty = found.ground.certainty if found.ground else "uncertain"
    told: dict[str, date | str] = {"by_on": found.by, "submitted_on": sent_on, "certainty": certainty}
    return _duty(
        case, request, coverage, found.late_on, because("decision_overdue", payer_rule(case.rules_of(coverage)), **told)
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
