"""CERTIFY_PLAN and RECERTIFY_PLAN: a practitioner's signature under the plan of care, in time.

Source: CMS Pub. 100-02 ch. 15 s. 220.1.3 (30 and 90 calendar days from the first treatment day); CY 2025 physician fee
schedule final rule (a signed order on file and proof of sending stand in, initial certification only). Verified.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.care import PlanOfCare, Referral
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

SEND_WITHIN = 14  # calendar days; a plan sent by now leaves the referrer two weeks to sign
RECERTIFY_AHEAD = 14  # calendar days
OPENS_BEFORE = 21  # calendar days
BILLABLE = 365  # calendar days; Medicare timely filing: what is older cannot be billed any more


def duties(case: Case) -> Iterator[Duty]:
    plans = sorted(case.patient.plans, key=lambda p: (p.starts_on, p.id))
    if not plans:
        return
    initial = next((p for p in reversed(plans) if not p.is_recertification), None)
    if initial and (rules := rules_on(case, initial.starts_on)):
        duty = _certify(case, initial, rules, plans)
        if duty:
            yield duty
    ending, renewed = _ending(plans)
    if rules := rules_on(case, ending.starts_on):
        duty = _recertify(case, ending, renewed, rules)
        if duty:
            yield duty


def rules_on(case: Case, day: date) -> PayerRules | None:
    """Rules of who pays first on the day, where they ask for certification; None where nobody asks for it."""
    payer = case.primary_on[day]
    rules = case.rules_of(payer) if payer else None
    return rules if rules and rules.plan_of_care_certification else None


def certify_by(plan: PlanOfCare, rules: PayerRules) -> date:
    """Last day of a timely initial certification: first treatment 5 January, 4 February."""
    return business_days.shift(plan.starts_on, rules.certification_days)


def recertify_by(plan: PlanOfCare, rules: PayerRules) -> date:
    """Last day of a timely recertification: 90 days from the first treatment day, or the plan's end if shorter."""
    days = [business_days.shift(plan.starts_on, rules.recertification_days)]
    if plan.ends_on:
        days.append(plan.ends_on)
    if plan.duration_weeks:
        days.append(business_days.shift(plan.starts_on, plan.duration_weeks * business_days.DAYS_PER_WEEK))
    return min(days)


def is_certified(plan: PlanOfCare, rules: PayerRules, referrals: tuple[Referral, ...]) -> bool:
    """Signed; or an initial plan sent in time with a signed order on file, where the rules let that stand in.

    A signature after the last day counts too: Medicare takes a delayed certification with a written reason.
    """
    if plan.certified_on is not None:
        return True
    since = rules.order_stands_in_from
    if plan.is_recertification or since is None or plan.starts_on < since:
        return False
    sent_on = plan.sent_on
    return sent_on is not None and sent_on <= certify_by(plan, rules) and order_for(plan, referrals) is not None


def order_for(plan: PlanOfCare, referrals: tuple[Referral, ...]) -> Referral | None:
    """The signed and dated order on file when the plan was sent (or would have been due)."""
    until = plan.sent_on or plan.starts_on
    orders = [
        r
        for r in referrals
        if r.written_on and r.written_on <= until and r.is_signed is not False and _lasts(r, plan.starts_on)
    ]
    return max(orders, key=lambda r: (r.written_on or date.min, r.id), default=None)


def _lasts(referral: Referral, day: date) -> bool:
    return referral.expires_on is None or referral.expires_on >= day


def _certify(case: Case, plan: PlanOfCare, rules: PayerRules, plans: list[PlanOfCare]) -> Duty | None:
    if is_certified(plan, rules, case.patient.referrals) or plan.starts_on > case.on:
        return None
    if case.on > business_days.shift(plan.starts_on, BILLABLE):
        return None
    by_on = certify_by(plan, rules)
    following = next((p.starts_on for p in plans if p.starts_on > plan.starts_on), date.max)
    visits = [v for v in case.counted if plan.starts_on <= v.on < following]
    due_on = business_days.back(business_days.shift(plan.starts_on, SEND_WITHIN), 0, case.days)
    if plan.sent_on:
        due_on = business_days.back(by_on, 5, case.days)
    return _duty(case, DutyKind.CERTIFY_PLAN, plan, (due_on, by_on), tuple(_why_certify(case, plan, by_on)), visits)


def _why_certify(case: Case, plan: PlanOfCare, by_on: date) -> Iterator[Reason]:
    source = Source(SourceKind.PLAN_OF_CARE, plan.id)
    yield because("plan_unsigned", source, starts_on=plan.starts_on, by_on=by_on)
    yield because("plan_sent", source, sent_on=plan.sent_on) if plan.sent_on else because("plan_not_sent", source)
    order = order_for(plan, case.patient.referrals)
    if order is None:
        yield because("order_missing", Source(SourceKind.PATIENT, case.patient.patient_id))
    else:
        yield because("order_on_file", Source(SourceKind.REFERRAL, order.id), written_on=order.written_on)


def _ending(plans: list[PlanOfCare]) -> tuple[PlanOfCare, PlanOfCare | None]:
    """The plan whose period runs out next, and the recertification written for it but not signed, if there is one."""
    newest = plans[-1]
    if not newest.is_recertification or newest.certified_on:
        return newest, None
    return (plans[-2], newest) if len(plans) > 1 else (newest, newest)


def _recertify(case: Case, plan: PlanOfCare, written: PlanOfCare | None, rules: PayerRules) -> Duty | None:
    """Opens three weeks before, and only where care goes on past the day."""
    by_on = plan.starts_on if plan is written else recertify_by(plan, rules)
    after = [v for v in case.counted if v.on > by_on]
    opens_on, closes_on = business_days.shift(by_on, -OPENS_BEFORE), business_days.shift(by_on, BILLABLE)
    if not after or after[-1].on < case.on or not opens_on <= case.on <= closes_on:
        return None
    reason = because("recertification_due", Source(SourceKind.PLAN_OF_CARE, plan.id), by_on=by_on, visit_on=after[0].on)
    if written:
        source = Source(SourceKind.PLAN_OF_CARE, written.id)
        reason = because("recertification_unsigned", source, starts_on=written.starts_on, by_on=by_on)
    due_on = business_days.back(business_days.shift(by_on, -RECERTIFY_AHEAD), 0, case.days)
    return _duty(case, DutyKind.RECERTIFY_PLAN, plan, (due_on, by_on), (reason,), after)


def _duty(
    case: Case,
    kind: DutyKind,
    plan: PlanOfCare,
    days: tuple[date, date],
    why: tuple[Reason, ...],
    visits: list[Visit],
) -> Duty:
    """`days` are due and last safe day; `visits` those that cannot be billed without the signature."""
    return Duty(
        kind=kind,
        focus_type=FocusType.PLAN_OF_CARE,
        focus_id=plan.id,
        due_on=days[0],
        last_safe_on=days[1],
        why=why,
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=plan.therapist_id or case.patient.therapist_id,
        appointment_id=visits[0].id if visits else None,
    )
