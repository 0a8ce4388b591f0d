"""VERIFY_COVERAGE and FIX_INQUIRY: an answer of the payer that still holds on the day of each visit.

Source: ask at scheduling, 72 hours before a visit, in the month or on the day of the visit for Medicaid, anew each
January, after a denial for eligibility (practice habit, CORE; 271 AAA03 and AAA04 for rejects; 835 CARC). Certainty:
knowledge; the days are data in rules/payers, the denials in rules/limits.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from otium.rules import business_days
from otium.rules.because import because, but_for_the_visit, payer_rule
from otium.rules.case import Case
from otium.rules.eligibility import rejects
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage, EligibilityDenial, Inquiry
from otium.terms.duty import AtRisk, Duty, DutyKind, FocusType, Reason
from otium.terms.facts import BusinessDays
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

BEFORE_VISIT = 3  # business days: 72 hours
OPENS_BEFORE_DUE = 5  # business days; earlier would fill the desk with what can wait
ANSWER_WITHIN = 1  # business days; an inquiry that waits longer was lost, or the payer is slow: somebody must look
OF_ANOTHER = AtRisk(amount=None, visits=1, unpriced=1)  # what a second payer would have paid of the visit
PAYER_IS_DOWN = frozenset({"42", "80"})  # AAA03: system unavailable, no response. Ask again, nothing to correct


def duties(case: Case) -> Iterator[Duty]:
    """One duty a coverage at most: a reject that needs correcting comes before asking again."""
    by_coverage: dict[int, list[Visit]] = {}
    for visit in case.upcoming:
        for coverage in _asked_about(case, visit):
            by_coverage.setdefault(id(coverage), []).append(visit)
    for coverage in case.patient.coverages:
        latest = next(reversed(case.checks_of(coverage)), None)
        visits = by_coverage.get(id(coverage), [])
        if is_rejected(latest):
            duty = _fix(case, coverage, latest)
        else:
            duty = _verify(case, coverage, visits, latest) if visits else None
        if duty:
            yield duty


def _asked_about(case: Case, visit: Visit) -> Iterator[Coverage]:
    """Who pays first, and whoever pays after it where a wire asks them: a call about those costs more than it tells."""
    first = case.payer_of(visit)
    if first is not None:
        yield first
    for coverage in case.patient.coverages:
        if coverage is not first and coverage.is_in_force(visit.on) and case.rules_of(coverage).wire_eligibility:
            yield coverage


def is_rejected(check: BenefitCheck | None) -> bool:
    """True for an inquiry that must be corrected; a payer that is down is only asked again."""
    return check is not None and check.status is CheckStatus.REJECTED and check.reject_code not in PAYER_IS_DOWN


def _fix(case: Case, coverage: Coverage, check: BenefitCheck | None) -> Duty | None:
    """The newest inquiry was rejected and a visit is booked under the coverage, first or second."""
    visits = [v for v in case.upcoming if coverage.is_in_force(v.on)]
    asked = newest_inquiry(case.patient.inquiries, coverage.id)
    if check is None or not visits or may_still_answer(asked, case.on, case.days):
        return None
    first = visits[0]
    if rests(rejects.rests_until(case.book.cures, check), first.on, case.on, case.days):
        return None
    rejected = because(
        "inquiry_rejected",
        Source(SourceKind.BENEFIT_CHECK, check.id),
        reject_code=check.reject_code,
        follow_up=check.follow_up,
        answered_on=check.answered_on,
    )
    due_on = min(business_days.add(check.answered_on, BEFORE_VISIT, case.days), first.on)
    why = (rejected, _cure(case, coverage, check), *_still_asking(asked), _next_visit(first))
    return _duty(case, coverage, DutyKind.FIX_INQUIRY, "", due_on, why, first)


def rests(until: date | None, first_on: date, on: date, days: BusinessDays) -> bool:
    """The payer said to wait (AAA04 W, X) until that day; not into the days before the visit."""
    return until is not None and on <= min(until, business_days.back(first_on, BEFORE_VISIT, days))


def _cure(case: Case, coverage: Coverage, check: BenefitCheck) -> Reason:
    cure = rejects.cure_of(case.book.cures, check)
    is_again = cure.then is not None and rejects.is_repeated(case.checks_of(coverage))
    kind = cure.then if is_again and cure.then else cure.kind
    field = f"{cure.record}.{cure.field}" if cure.record else None
    return because("reject_cure", Source(SourceKind.BENEFIT_CHECK, check.id), cure=kind.value, field=field)


def _next_visit(visit: Visit) -> Reason:
    return because("next_visit", Source(SourceKind.APPOINTMENT, visit.id), visit_on=visit.on)


def _verify(case: Case, coverage: Coverage, visits: list[Visit], latest: BenefitCheck | None) -> Duty | None:
    """For the first visit that the newest answer no longer speaks for; an answer of inactive is REPLACE_COVERAGE.

    Never asked: stands as soon as a visit is booked, whether or not it is asked again for it. Else it opens a week
    before it is due, and not before an answer would hold for the visit (the stale days, the day, the month, the year).
    """
    rules, answer = case.rules_of(coverage), case.latest_answer(coverage)
    if not rules.needs_check or (answer and answer.status is CheckStatus.INACTIVE):
        return None
    denials = [denial for denial in case.patient.eligibility_denials if denial.coverage_id == coverage.id]
    found = next(((v, why) for v in visits if (why := doubt(coverage, rules, answer, v, denials))), None)
    if found is None:
        return None
    visit, why = found
    first = holds_from(coverage, rules, visit.on) if answer else case.on
    due_on = business_days.back(visit.on, BEFORE_VISIT, case.days)
    due_on = min(max(due_on, business_days.add(first, 0, case.days)), visit.on)
    opens_on = max(first, business_days.back(due_on, OPENS_BEFORE_DUE, case.days))
    if answer is not None and case.on < opens_on:
        return None
    asked = newest_inquiry(case.patient.inquiries, coverage.id)
    if may_still_answer(asked, case.on, case.days):
        return None
    by_phone = () if rules.wire_eligibility else (because("ask_by_phone", payer_rule(rules)),)
    why_all = (why, *_unanswered(latest), *_still_asking(asked), *by_phone)
    return _duty(case, coverage, DutyKind.VERIFY_COVERAGE, _instance(rules, visit), due_on, why_all, visit)


def _instance(rules: PayerRules, visit: Visit) -> str:
    """What one answer serves: a day, a month, or as many visits as it stays fresh for."""
    if rules.check_each_visit:
        return visit.on.isoformat()
    return f"{visit.on:%Y-%m}" if rules.check_each_month else ""


def doubt(
    coverage: Coverage,
    rules: PayerRules,
    answer: BenefitCheck | None,
    visit: Visit,
    denials: Iterable[EligibilityDenial] = (),
) -> Reason | None:
    """Why the answer does not speak for the visit; None when it does. `denials`: those of claims to this coverage."""
    if answer is None:
        return because("check_missing", Source(SourceKind.COVERAGE, coverage.id), visit_on=visit.on)
    answered_on, source = answer.answered_on, Source(SourceKind.BENEFIT_CHECK, answer.id)
    if coverage.changed_on and answered_on < coverage.changed_on:
        return because("check_before_change", source, answered_on=answered_on, changed_on=coverage.changed_on)
    if denial := next((each for each in denials if each.heard_at > answer.answered_at), None):
        source = Source(SourceKind.REMITTANCE, denial.remittance_id)
        return because(
            "check_before_denial", source, answered_on=answered_on, denied_on=denial.heard_on, carc=denial.carc
        )
    if answered_on.year < visit.on.year:
        return because("check_before_year", source, answered_on=answered_on, visit_on=visit.on)
    if rules.check_each_visit and answered_on < visit.on:
        return because("check_before_visit", source, answered_on=answered_on, visit_on=visit.on)
    if rules.check_each_month and answered_on < visit.on.replace(day=1):
        return because("check_before_month", source, answered_on=answered_on, visit_on=visit.on)
    if (visit.on - answered_on).days > rules.check_stale_days:
        return because("check_stale", source, answered_on=answered_on, visit_on=visit.on)
    return None


def holds_from(coverage: Coverage, rules: PayerRules, visit_on: date) -> date:
    """The first day on which an answer speaks for a visit of that day."""
    if rules.check_each_visit:
        return max(visit_on, coverage.changed_on or visit_on)
    first = visit_on.replace(day=1) if rules.check_each_month else visit_on.replace(month=1, day=1)
    return max(first, business_days.shift(visit_on, -rules.check_stale_days), coverage.changed_on or first)


def _unanswered(latest: BenefitCheck | None) -> Iterator[Reason]:
    """The payer was asked since and gave no answer (down, or neither active nor inactive)."""
    if latest is not None and latest.status in (CheckStatus.REJECTED, CheckStatus.UNKNOWN):
        source = Source(SourceKind.BENEFIT_CHECK, latest.id)
        yield because(
            "check_unanswered", source, answered_on=latest.answered_on, reject_code=latest.reject_code or None
        )


def newest_inquiry(inquiries: Iterable[Inquiry], coverage_id: UUID) -> Inquiry | None:
    """The newest about the coverage; `inquiries` wait for their answers."""
    about = (inquiry for inquiry in inquiries if inquiry.coverage_id == coverage_id)
    return max(about, key=lambda inquiry: (inquiry.asked_on, inquiry.parcel_id), default=None)


def may_still_answer(asked: Inquiry | None, on: date, days: BusinessDays) -> bool:
    """False once an inquiry waits longer than payers take, or does not leave: somebody must look."""
    return asked is not None and not asked.is_stuck and on <= business_days.add(asked.asked_on, ANSWER_WITHIN, days)


def _still_asking(asked: Inquiry | None) -> Iterator[Reason]:
    if asked is not None:
        yield because("inquiry_unanswered", Source(SourceKind.PARCEL, asked.parcel_id), asked_on=asked.asked_on)


def _duty(
    case: Case,
    coverage: Coverage,
    kind: DutyKind,
    instance: str,
    due_on: date,
    why: tuple[Reason, ...],
    visit: Visit,
) -> Duty:
    """Lost without an answer: the visit it is for. An answer before the visit starts is still in time.

    The year is ground as well: each January the payer is asked anew.
    """
    return Duty(
        kind=kind,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=instance,
        due_on=due_on,
        last_safe_on=visit.on,
        why=why,
        at_risk=case.at_risk([visit]) if coverage is case.payer_of(visit) else OF_ANOTHER,
        patient_id=case.patient.patient_id,
        therapist_id=visit.therapist_id or case.patient.therapist_id,
        appointment_id=visit.id,
        ground={**but_for_the_visit(why), "year": visit.on.year},
    )
