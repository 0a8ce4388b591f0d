"""What is odd about an entry, line by line. The names of fields are those of the form: score-2-part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk.mend.problems import Problem, said
from otium.desk.mend.scores import ONLY_SAID, sentence
from otium.records.models import Goal, Patient
from otium.records.models import Measure as Row
from otium.rules import instruments
from otium.rules.instruments.registry import plain
from otium.terms.chart import FindingKind, GoalStatus, Measure
from otium.terms.charting import Entry, NewGoal, NewScore
from otium.terms.instrument import ScoreProblem

LONGEST = 4_000
MOST = 10**6  # what the column of a score holds
Scale = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What an entry is checked against: the day, the patient, their goals, when each scale was last given."""

    today: date
    patient: Patient
    goals: dict[UUID, Goal]
    last_on: dict[Scale, date]


def problems(entry: Entry, known: Known) -> list[Problem]:
    found = list(_of_day(entry, known)) or [
        *_of_goals(entry, known),
        *(p for n, goal in enumerate(entry.new_goals) for p in _of_new_goal(n, goal, entry)),
        *(p for n, score in enumerate(entry.scores) for p in _of_score(n, score, entry, known)),
        *_of_findings(entry, known),
    ]
    if not found and entry.is_empty:
        found.append(Problem("", _("Nothing is typed yet: say where a goal stands, a score, or what you found.")))
    return found


def remarks(entry: Entry, known: Known) -> list[str]:
    """What is worth saying of scores that were kept."""
    return [
        sentence(problem)
        for score in entry.scores
        for problem in checked(score, entry, known)
        if problem.code in ONLY_SAID
    ]


def scale(instrument: str, part: str, side: str) -> Scale:
    """One scale however its names are written: what scores are compared within."""
    known = instruments.find(instrument)
    found = instruments.part_of(known, part) if known else None
    return known.key if known else plain(instrument), plain(found.name if found else part), side


def last_taken(rows: list[Row]) -> dict[Scale, date]:
    found: dict[Scale, date] = {}
    for row in rows:
        key = scale(row.instrument, row.part, row.side)
        found[key] = max(row.taken_on, found.get(key, row.taken_on))
    return found


def checked(score: NewScore, entry: Entry, known: Known) -> tuple[ScoreProblem, ...]:
    if score.score is None or entry.on is None:
        return ()
    taken_on = score.taken_on or entry.on
    measure = Measure(
        UUID(int=0), score.instrument, score.part, score.score, score.unit, taken_on, score.side, score.norm
    )
    last_on = known.last_on.get(scale(score.instrument, score.part, score.side))
    return instruments.check(measure, born_on=known.patient.birth_on, last_taken_on=last_on)


def _of_day(entry: Entry, known: Known) -> Iterator[Problem]:
    if entry.on is None:
        yield Problem("on", _("Enter the day of the visit."))
    elif entry.on > known.today:
        yield Problem("on", _("%(day)s is still to come. Enter the day it was done.") % {"day": said(entry.on)})


def _of_goals(entry: Entry, known: Known) -> Iterator[Problem]:
    for goal in entry.goals:
        if goal.goal_id not in known.goals:
            yield Problem(f"goal-{goal.goal_id}-current", _("This goal is no longer in the chart. Open it again."))
        elif goal.status not in set(GoalStatus):
            yield Problem(f"goal-{goal.goal_id}-status", _("Choose one."))
        elif len(goal.current) > LONGEST:
            yield Problem(f"goal-{goal.goal_id}-current", _too_long())


def _of_new_goal(place: int, goal: NewGoal, entry: Entry) -> Iterator[Problem]:
    at = f"newgoal-{place}"
    if not goal.text.strip():
        yield Problem(f"{at}-text", _("Say what the patient will do, and how it is seen."))
    if max(map(len, (goal.text, goal.baseline, goal.current, goal.target))) > LONGEST:
        yield Problem(f"{at}-text", _too_long())
    since = goal.set_on or entry.on
    if goal.due_on and since and goal.due_on <= since:
        words = _("This goal is set on %(day)s: enter a later day to reach it.") % {"day": said(since)}
        yield Problem(f"{at}-due_on", words, is_warning=bool(goal.written.external_id))


def _of_score(place: int, score: NewScore, entry: Entry, known: Known) -> Iterator[Problem]:
    at = f"score-{place}"
    if not score.instrument.strip():
        yield Problem(f"{at}-instrument", _("Say which test or questionnaire this score is of."))
        return
    if score.score is None or abs(score.score) >= MOST or score.score != round(score.score, 2):
        yield Problem(f"{at}-score", _("Enter the score as a number, with at most two places."))
        return
    if score.taken_on and score.taken_on > known.today:
        yield Problem(f"{at}-score", _("%(day)s is still to come.") % {"day": said(score.taken_on)})
    for odd in checked(score, entry, known):
        if odd.code not in ONLY_SAID:
            field = odd.about if odd.about in ("instrument", "part", "score", "side", "unit") else "score"
            yield Problem(f"{at}-{field}", sentence(odd), is_warning=not odd.is_refused)


def _of_findings(entry: Entry, known: Known) -> Iterator[Problem]:
    for place, finding in enumerate(entry.findings):
        if finding.kind not in set(FindingKind):
            yield Problem(f"finding-{place}-kind", _("Choose one."))
        if not finding.text.strip():
            yield Problem(f"finding-{place}-text", _("Say what you found, in one or two sentences."))
        elif len(finding.text) > LONGEST:
            yield Problem(f"finding-{place}-text", _too_long())
        if finding.found_on and finding.found_on > known.today:
            yield Problem(f"finding-{place}-text", _("%(day)s is still to come.") % {"day": said(finding.found_on)})


def _too_long() -> str:
    return _("This is longer than %(most)d letters. Write it in two.") % {"most": LONGEST}
