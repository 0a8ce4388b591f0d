"""Where the records say two things that cannot both be true, or that a reviewer will hold against the request."""

from datetime import date

from otium.rules.packet import goals, plan, who, words
from otium.rules.packet.draft import Draft
from otium.terms.chart import Goal, GoalStatus
from otium.terms.identifiers import icd10_has_shape
from otium.terms.packet import Section
from otium.terms.schedule import MADE, VisitType

A_WHILE = 42  # days after which a goal that stands where it began wants a word; ours


def check(draft: Draft) -> None:
    _check_period(draft)
    _check_days(draft)
    _check_order(draft)
    _check_goals(draft)
    for code in draft.chart.diagnoses:
        if not icd10_has_shape(code.replace(".", "").upper()):
            draft.lack("diagnosis_no_code", Section.DIAGNOSIS, diagnosis=code)


def _check_period(draft: Draft) -> None:
    asked = draft.chart.asked
    if asked.starts_on and asked.ends_on and asked.ends_on < asked.starts_on:
        draft.lack("period_reversed", Section.REQUEST, starts_on=asked.starts_on, ends_on=asked.ends_on)
    bases = {basis for _, basis, _ in asked.lines}
    if asked.requested and asked.per_week and asked.weeks and "units" not in bases:
        planned = int((asked.per_week * asked.weeks).to_integral_value(rounding="ROUND_CEILING"))
        if asked.requested > planned:
            draft.lack("more_than_planned", Section.PLAN, requested=asked.requested, planned=planned)
    newest = plan.newest(draft.chart)
    if newest and newest.ends_on and asked.starts_on and newest.ends_on < asked.starts_on:
        draft.lack("plan_ended", Section.PLAN, ends_on=newest.ends_on, starts_on=asked.starts_on)


def _check_days(draft: Draft) -> None:
    chart = draft.chart
    made = [v for v in chart.visits if v.status in MADE and v.on <= chart.on]
    evaluated = min((v.on for v in made if v.kind is VisitType.EVALUATION), default=None)
    treated = min((v.on for v in made if v.kind is VisitType.TREATMENT), default=None)
    if evaluated and treated and treated < evaluated:
        draft.lack("treated_before_evaluation", Section.HISTORY, treated_on=treated, evaluated_on=evaluated)
    for name, on in (("onset", chart.onset_on), ("injury", chart.injury_on)):
        if on and evaluated and on > evaluated:
            draft.lack(f"{name}_after_evaluation", Section.DIAGNOSIS, on=on, evaluated_on=evaluated)
    if chart.who.birth_on and chart.onset_on and chart.onset_on < chart.who.birth_on:
        draft.lack("onset_before_birth", Section.DIAGNOSIS, on=chart.onset_on)


def _check_order(draft: Draft) -> None:
    order, asked = who.newest_order(draft.chart), draft.chart.asked
    if order is None:
        return
    if order.is_signed is False:
        draft.lack("order_unsigned", Section.ORDER, on=order.written_on)
    starts_on: date = asked.starts_on or draft.chart.on
    if order.expires_on and order.expires_on < starts_on:
        draft.lack("order_expired", Section.ORDER, expires_on=order.expires_on, starts_on=starts_on)
    if not order.referrer_name:
        draft.lack("orderer_unknown", Section.ORDER)


def _check_goals(draft: Draft) -> None:
    chart = draft.chart
    shown = goals.shown(chart)
    if shown and not any(goal.status in goals.OPEN for goal in shown):
        draft.lack("goals_none_open", Section.GOALS)
    for place, goal in enumerate(shown, 1):
        newest = goal.notes[-1] if goal.notes else None
        if goal.status is GoalStatus.MET and newest and newest.status in goals.OPEN:
            draft.lack("goal_met_worked_on", Section.GOALS, number=place, on=newest.noted_on)
        if goal.status not in goals.OPEN:
            continue
        for part in ("baseline", "target"):
            if not getattr(goal, part).strip():
                draft.lack(f"goal_without_{part}", Section.GOALS, number=place)
        if goal.due_on and chart.asked.starts_on and goal.due_on < chart.asked.starts_on:
            draft.lack("goal_past_due", Section.GOALS, is_blocking=False, number=place, on=goal.due_on)
        if chart.asked.renews and _is_unchanged(goal):
            draft.lack("goal_without_change", Section.GOALS, is_blocking=False, number=place, on=goal.set_on)


def _is_unchanged(goal: Goal) -> bool:
    """Worked on for a while, and where it began: a reviewer asks why."""
    began, now = words.clean(goal.baseline).lower(), words.clean(goal.current).lower()
    if not began or began != now or goal.set_on is None:
        return False
    last = goal.current_on or (goal.notes[-1].noted_on if goal.notes else None)
    return last is not None and (last - goal.set_on).days >= A_WHILE
