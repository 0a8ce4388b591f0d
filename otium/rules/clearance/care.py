"""Plan of care signed and in date, and the progress report of each ten treatment days, where the payer asks for them.

Source: CMS Pub. 100-02 ch. 15 s. 220.1.3 and 220.3, as in rules/care/plans and rules/care/progress. A visit from the
eleventh treatment day on waits for the report of the tenth by our policy.
"""

from collections.abc import Sequence
from datetime import date

from otium.rules.care import plans, progress
from otium.rules.case import Case
from otium.rules.clearance.finding import Params, finding
from otium.terms.care import PlanOfCare
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit, VisitType

PLAN, REPORT = ClearanceCheck.PLAN_OF_CARE, ClearanceCheck.PROGRESS_REPORT
PLAN_NOT_ASKED = finding(PLAN, ClearanceState.NOT_NEEDED, "plan_not_asked")
REPORT_NOT_ASKED = finding(REPORT, ClearanceState.NOT_NEEDED, "plan_not_asked")
PLAN_MADE_HERE = finding(PLAN, ClearanceState.NOT_NEEDED, "plan_made_here")


def plans_of_care(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    ordered = sorted(case.patient.plans, key=lambda p: (p.starts_on, p.id))
    return [_plan(case, visit, ordered) for visit in case.judged]


def progress_reports(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    report = progress.newest_report(case)
    days = progress.treatment_days(case, report)
    nth = {day: n for n, day in enumerate(days, 1)}
    return [_report(case, visit, days, nth.get(visit.on)) for visit in case.judged]


def _plan(case: Case, visit: Visit, ordered: Sequence[PlanOfCare]) -> Finding:
    """The visit is covered by a certified period of its episode, or what is lacking of the newest one says why not.

    While there is time to sign it is at risk, after that day it is blocked until somebody signs (late).
    """
    rules = plans.rules_on(case, visit.on)
    if rules is None:
        return PLAN_NOT_ASKED
    if visit.kind is VisitType.EVALUATION:
        return PLAN_MADE_HERE
    begun = _of_episode([p for p in ordered if p.starts_on <= visit.on])
    if not begun:
        source = Source(SourceKind.PATIENT, case.patient.patient_id)
        return finding(PLAN, ClearanceState.UNKNOWN, "plan_missing", source, act="enter_plan")
    certified = [p for p in begun if plans.is_certified(p, rules, case.patient.referrals)]
    until = {p.id: plans.recertify_by(p, rules) for p in certified}
    lasting = next((p for p in reversed(certified) if visit.on <= until[p.id]), None)
    if lasting is not None:
        return finding(PLAN, ClearanceState.CLEAR, "plan_certified", _source(lasting), until_on=until[lasting.id])
    if not certified:
        return _unsigned(case, begun[0], rules)
    return _not_renewed(case, begun[-1], max(until.values()), is_written=begun[-1].id not in until)


def _of_episode(begun: list[PlanOfCare]) -> list[PlanOfCare]:
    """The newest initial plan and its recertifications; only recertifications where no initial plan is on file."""
    initial = next((at for at in range(len(begun) - 1, -1, -1) if not begun[at].is_recertification), 0)
    return begun[initial:]


def _unsigned(case: Case, plan: PlanOfCare, rules: PayerRules) -> Finding:
    """No period of the episode is certified: its first plan says until when it may be."""
    by_on = plan.starts_on if plan.is_recertification else plans.certify_by(plan, rules)
    act = "recertify_plan" if plan.is_recertification else "certify_plan"
    told: Params = {"starts_on": plan.starts_on, "by_on": by_on}
    if case.on <= by_on:
        return finding(PLAN, ClearanceState.AT_RISK, "plan_unsigned", _source(plan), act=act, told=told)
    return finding(PLAN, ClearanceState.BLOCKED, "plan_not_certified", _source(plan), act=act, told=told)


def _not_renewed(case: Case, newest: PlanOfCare, by_on: date, *, is_written: bool) -> Finding:
    """The visit comes after the last certified day. `is_written`: a recertification is there, and nobody signed it."""
    state = ClearanceState.AT_RISK if case.on <= by_on else ClearanceState.BLOCKED
    source = _source(newest)
    if is_written:
        told: Params = {"starts_on": newest.starts_on, "by_on": by_on}
        return finding(PLAN, state, "recertification_unsigned", source, act="recertify_plan", told=told)
    return finding(PLAN, state, "recertification_due", source, act="recertify_plan", by_on=by_on)


def _source(plan: PlanOfCare) -> Source:
    return Source(SourceKind.PLAN_OF_CARE, plan.id)


def _report(case: Case, visit: Visit, days: Sequence[date], day: int | None) -> Finding:
    """Clear up to the ninth treatment day; from the tenth on a report must be written first.

    Before the eighth day has come nobody is asked for it, so it does not count. Once the tenth has come without a
    report, later visits are blocked.
    """
    rules = plans.rules_on(case, visit.on)
    if rules is None or day is None:
        return REPORT_NOT_ASKED
    n = rules.progress_report_days
    source = Source(SourceKind.CALENDAR)
    if day < n:
        return finding(REPORT, ClearanceState.CLEAR, "progress_within", source, day=day, days=n)
    tenth_on = days[n - 1]
    if case.on < days[rules.progress_warning_days - 1]:
        return finding(REPORT, ClearanceState.UNKNOWN, "progress_later", source, counts=False, tenth_on=tenth_on)
    is_overdue = day > n and tenth_on <= case.on
    state = ClearanceState.BLOCKED if is_overdue else ClearanceState.AT_RISK
    fact = "progress_overdue" if is_overdue else "progress_due"
    return finding(REPORT, state, fact, source, act="write_progress_report", tenth_on=tenth_on)
