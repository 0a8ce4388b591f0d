"""Goals with baseline, current and target, and how they went since the authorization that is followed."""

from collections import Counter

from otium.rules.packet import words
from otium.rules.packet.course import period_start
from otium.rules.packet.draft import Draft, page
from otium.terms.chart import Chart, Goal, GoalStatus
from otium.terms.packet import Section
from otium.terms.provenance import Source, SourceKind

S = GoalStatus
OPEN = (S.ACTIVE, S.PARTLY_MET)
STATUS = {S.ACTIVE: "in progress", S.MET: "met", S.PARTLY_MET: "partly met", S.NOT_MET: "not met", S.DROPPED: "ended"}
HORIZON = {True: "Long-term goal", False: "Short-term goal", None: "Goal"}


def say(draft: Draft) -> None:
    for goal in shown(draft.chart):
        draft.say(Section.GOALS, _said(goal), Source(SourceKind.GOAL, goal.id), *page(goal.page))
    _summary(draft)


def shown(chart: Chart) -> tuple[Goal, ...]:
    """Open goals, and those that ended in the period that the request follows; a dropped one is left out."""
    since = period_start(chart) if chart.asked.renews else None
    kept = [g for g in chart.goals if g.status is not S.DROPPED and (g.set_on is None or g.set_on <= chart.on)]
    return tuple(g for g in kept if g.status in OPEN or _moved_on(g, since))


def _moved_on(goal: Goal, since: object) -> bool:
    last = goal.current_on or (goal.notes[-1].noted_on if goal.notes else None)
    return since is None or last is None or last >= since  # type: ignore[operator]


def _said(goal: Goal) -> str:
    days = [f"set {words.day(goal.set_on)}"] if goal.set_on else []
    days += [f"due {words.day(goal.due_on)}"] if goal.due_on else []
    head = HORIZON[goal.is_long_term] + (f" ({', '.join(days)})" if days else "")
    on = f" ({words.day(goal.current_on)})" if goal.current_on else ""
    parts = [
        f"{head}: {words.sentence(goal.text)}",
        f"Baseline: {words.sentence(goal.baseline)}" if goal.baseline.strip() else "",
        f"Current{on}: {words.sentence(goal.current)}" if goal.current.strip() else "",
        f"Target: {words.sentence(goal.target)}" if goal.target.strip() else "",
        f"Status: {STATUS[goal.status]}.",
    ]
    return " ".join(part for part in parts if part)


def _summary(draft: Draft) -> None:
    """How many goals are met and how many are not, for a request that follows another."""
    goals = shown(draft.chart)
    if draft.chart.asked.renews is None or not goals:
        return
    tally = Counter(goal.status for goal in goals)
    parts = [f"{tally[status]} {'is' if tally[status] == 1 else 'are'} {STATUS[status]}" for status in
             (S.MET, S.PARTLY_MET, S.ACTIVE, S.NOT_MET) if tally[status]]  # fmt: skip
    total = words.count(len(goals), "goal")
    sources = tuple(Source(SourceKind.GOAL, goal.id) for goal in goals)
    draft.say(Section.PROGRESS, f"Of {total}, {words.listed(parts)}", *sources)
