"""WRITE_PROGRESS_REPORT: at least once in ten treatment days, by the therapist.

Source: CMS Pub. 100-02 ch. 15 s. 220.3 (treatment days, not visits; the evaluation day is the first). Verified for the
tenth day; warning at the eighth is ours.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days, pace
from otium.rules.because import because
from otium.rules.care.plans import rules_on
from otium.rules.case import Case
from otium.terms.care import ProgressReport
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import VisitType

AFTER_CARE_ENDED = 30  # calendar days; then the discharge report is a matter of the chart, not of the desk


def duties(case: Case) -> Iterator[Duty]:
    last = case.counted[-1].on if case.counted else None
    rules = rules_on(case, last) if last else None
    if rules is None or last is None or (case.on - last).days > AFTER_CARE_ENDED:
        return
    report = newest_report(case)
    days = treatment_days(case, report)
    if len(days) < rules.progress_warning_days or case.on < days[rules.progress_warning_days - 1]:
        return
    if len(days) < rules.progress_report_days and not case.upcoming:
        return
    yield _duty(case, rules, report, days)


def newest_report(case: Case) -> ProgressReport | None:
    return max(case.patient.reports, key=lambda r: (r.written_on, r.id), default=None)


def treatment_days(case: Case, report: ProgressReport | None) -> list[date]:
    """Days on which the patient was or will be treated since the last report, two visits on a day counted once.

    The day of the report closes the period before. Without a report the count starts with the newest evaluation or
    initial plan, whichever is later.
    """
    starts_on = _starts_on(case)
    after = report.written_on if report else date.min
    return sorted({v.on for v in case.counted if v.on > after and v.on >= starts_on})


def tenth_without_report(case: Case) -> date | None:
    """The treatment day with which a report falls due, or fell; None where none is asked for or not so many are known.

    As WRITE_PROGRESS_REPORT has it: by the rules of who pays for the last visit known.
    """
    rules = rules_on(case, case.counted[-1].on) if case.counted else None
    if rules is None:
        return None
    days = treatment_days(case, newest_report(case))
    return days[rules.progress_report_days - 1] if len(days) >= rules.progress_report_days else None


def _starts_on(case: Case) -> date:
    evaluations = [v.on for v in case.counted if v.kind is VisitType.EVALUATION and v.on <= case.on]
    plans = [p.starts_on for p in case.patient.plans if not p.is_recertification and p.starts_on <= case.on]
    return max([*evaluations, *plans], default=date.min)


def _duty(case: Case, rules: PayerRules, report: ProgressReport | None, days: list[date]) -> Duty:
    """Due with the tenth treatment day; while it is not booked, with the day on which the pace puts it."""
    n = rules.progress_report_days
    tenth_on = days[n - 1] if len(days) >= n else None
    plan = case.newest_plan()
    lost = [v for v in case.counted if v.on > (tenth_on or days[-1])]
    return Duty(
        kind=DutyKind.WRITE_PROGRESS_REPORT,
        focus_type=FocusType.PLAN_OF_CARE if plan else FocusType.PATIENT,
        focus_id=plan.id if plan else case.patient.patient_id,
        instance=report.written_on.isoformat() if report else "",
        due_on=tenth_on or _expected(case, n - len(days), days[-1]),
        last_safe_on=tenth_on,
        why=tuple(_why(case, rules, report, days, tenth_on)),
        at_risk=case.at_risk(lost),
        patient_id=case.patient.patient_id,
        therapist_id=(plan.therapist_id if plan else None) or case.patient.therapist_id,
        appointment_id=next((v.id for v in case.counted if v.on == tenth_on), None),
    )


def _expected(case: Case, missing: int, last: date) -> date:
    per_week = pace.visits_per_week(case.newest_plan(), case.counted)
    day = pace.day_of_visit(missing, last, per_week) if per_week else last
    return business_days.back(day, 0, case.days)


def _why(
    case: Case, rules: PayerRules, report: ProgressReport | None, days: list[date], tenth_on: date | None
) -> Iterator[Reason]:
    if tenth_on:
        visit = next(v for v in case.counted if v.on == tenth_on)
        yield because("progress_report_due", Source(SourceKind.APPOINTMENT, visit.id), tenth_on=tenth_on)
    else:
        eighth_on = days[rules.progress_warning_days - 1]
        yield because("progress_report_near", Source(SourceKind.CALENDAR), eighth_on=eighth_on)
    if report:
        source = Source(SourceKind.PROGRESS_REPORT, report.id)
        yield because("last_report", source, written_on=report.written_on)
    else:
        yield because("counted_from", Source(SourceKind.CALENDAR), on=days[0])
