"""The chart as a page shows it: goals with how they went, scores as pictures, findings by what they are about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.charting import KeptGoal, OnFile, Series, Taken
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.chart import plot
from otium.pages.words.chart import BASES, BETTER, GOAL_TONES, RETESTS, SIDES, VERDICTS, WHY_UNKNOWN
from otium.records import models as m
from otium.terms.chart import FindingKind
from otium.terms.instrument import ImportantDifference, RetestState, Standing


@dataclass(frozen=True, slots=True)
class Note:
    day: str
    current: str
    state: str
    state_word: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`steps`: at the start, now, target, with their days; `notes` newest first."""

    id: UUID
    text: str
    steps: tuple[tuple[str, str], ...]
    state: str
    state_word: str
    lacks: str
    notes: tuple[Note, ...]
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    day: str
    score: str
    standing: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Scale:
    """`picture` None: given once only. `direction` and `difference` are sentences, empty where not known."""

    name: str
    latest: str
    day: str
    standing: str
    state: str
    verdict: str
    direction: str
    difference: str
    retest: str
    is_due: bool
    picture: plot.Plot | None
    first_day: str
    last_day: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    text: str
    more: str
    url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    name: str
    lines: tuple[FindingLine, ...]


def goals(found: OnFile, on: date) -> list[GoalLine]:
    """What is worked on first."""
    lines = [goal_line(goal, found, on) for goal in found.goals]
    at_work = {goal.row.pk for goal in found.active}
    return sorted(lines, key=lambda line: line.id not in at_work)


def goal_line(goal: KeptGoal, found: OnFile, on: date) -> GoalLine:
    row = goal.row
    steps = [
        (_dated(_("At the start"), row.set_on, on), row.baseline or _("not said")),
        (_dated(_("Now"), row.current_on, on), row.current or _("not said")),
        (_dated(_("Target"), row.due_on, on, _("by %(day)s")), row.target or _("not said")),
    ]
    missing = [name for name, text in ((_("the start"), row.baseline), (_("the target"), row.target)) if not text]
    missing += [] if row.due_on else [_("the day to reach it by")]
    return GoalLine(
        id=row.pk,
        text=row.text,
        steps=tuple(steps),
        state=GOAL_TONES[row.status],
        state_word=options.words(options.GOAL_STATES, row.status),
        lacks=_("Not said yet: %(what)s") % {"what": present.joined(missing)} if missing else "",
        notes=tuple(_note(note, on) for note in reversed(goal.notes)),
        url=reverse("goal_change", args=[row.patient_id, row.pk]),
        source=_paper(row, found),
    )


def scales(found: OnFile, on: date) -> list[Scale]:
    return [_scale(series, found, on) for series in found.series]


def findings(found: OnFile, on: date) -> list[FindingGroup]:
    """In the order in which a reviewer reads them; within one, newest first."""
    groups = []
    for kind in FindingKind:
        rows = [row for row in found.findings if row.kind == kind.value]
        if rows:
            name = options.words(options.FINDING_KINDS, kind.value)
            groups.append(FindingGroup(name, tuple(_finding(row, found, on) for row in rows)))
    return groups


def _note(note: m.GoalNote, on: date) -> Note:
    return Note(
        day=present.short_day(note.noted_on, on),
        current=note.current,
        state=GOAL_TONES[note.status],
        state_word=options.words(options.GOAL_STATES, note.status),
        withdraw_url=reverse("goal_note_withdraw", args=[note.patient_id, note.pk]),
    )


def _scale(series: Series, found: OnFile, on: date) -> Scale:
    last, change, part = series.taken[-1], series.change, series.part
    important = change.important if change else None
    state, verdict = VERDICTS[change.verdict] if change else ("unknown", "")
    why = WHY_UNKNOWN.get(change.why_unknown, "") if change else ""
    scores = [(taken.row.taken_on, taken.row.score) for taken in series.taken]
    is_own_unit = part is not None and (change is None or change.why_unknown != "other_unit")
    picture = plot.plot(scores, important.value if important else None, (part.low, part.high) if is_own_unit else None)
    return Scale(
        name=named(series),
        latest=f"{_plain(last.row.score)} {last.row.unit}".strip(),
        day=present.short_day(last.row.taken_on, on),
        standing=_standing(last.standing),
        state=state,
        verdict=str(verdict),
        direction=str(BETTER[part.better]) if part else "",
        difference=_difference(important, part.unit if part else "") if important else str(why),
        retest=_retest(series, on),
        is_due=series.retest.state is RetestState.DUE,
        picture=picture,
        first_day=present.short_day(scores[0][0], on),
        last_day=present.short_day(scores[-1][0], on),
        rows=tuple(_row(taken, found, on) for taken in reversed(series.taken)),
    )


def named(series: Series) -> str:
    """BOT-2, Fine Manual Control; the part that is the whole is not named."""
    part = "" if series.part and series.part.is_whole else series.part_name
    return ", ".join(filter(None, (series.instrument, part, str(SIDES.get(series.side, series.side)))))


def last(series: Series | None, on: date) -> str:
    """What was found the last time, and whether it is time again."""
    if series is None:
        return ""
    row = series.last
    before = _("last %(score)s on %(day)s") % {"score": _plain(row.score), "day": present.short_day(row.taken_on, on)}
    return ". ".join(filter(None, (before, _retest(series, on))))


def _difference(important: ImportantDifference, unit: str) -> str:
    said = {"value": _plain(important.value), "unit": unit, "basis": BASES[important.basis]}
    return _("A difference of %(value)s (%(unit)s) matters: %(basis)s") % said


def _retest(series: Series, on: date) -> str:
    words = RETESTS.get(series.retest.state)
    if words is None:
        return ""
    early = series.retest.state is RetestState.TOO_EARLY
    day = series.retest.earliest_on if early else series.retest.due_on
    return str(words) % {"day": present.short_day(day, on) if day else ""}


def _standing(standing: Standing | None) -> str:
    """below average, 1.8 standard deviations under the mean."""
    if standing is None:
        return ""
    words, away = standing.words, standing.deviations
    if away is None or not away:
        return words
    side = _("%(n)s SD under the mean") if away < 0 else _("%(n)s SD over the mean")
    return f"{words}, {side % {'n': abs(away)}}"


def _row(taken: Taken, found: OnFile, on: date) -> ScoreRow:
    row = taken.row
    return ScoreRow(
        day=present.short_day(row.taken_on, on),
        score=_plain(row.score),
        standing=_standing(taken.standing),
        source=_paper(row, found),
        url=reverse("measure_change", args=[row.patient_id, row.pk]),
    )


def _finding(row: m.Finding, found: OnFile, on: date) -> FindingLine:
    who = found.therapists.get(row.therapist_id) if row.therapist_id else None
    return FindingLine(
        text=row.text,
        more=", ".join(filter(None, (present.short_day(row.found_on, on), who, row.code, _paper(row, found)))),
        url=reverse("finding_change", args=[row.patient_id, row.pk]),
        withdraw_url=reverse("finding_withdraw", args=[row.patient_id, row.pk]),
    )


def _paper(row: m.Finding | m.Goal | m.Measure, found: OnFile) -> str:
    paper = found.papers.get(row.document_id) if row.document_id else None
    if paper is None:
        return ""
    return _("%(paper)s, page %(n)d") % {"paper": paper.title, "n": row.page} if row.page else paper.title


def _dated(name: str, day: date | None, on: date, words: str = "%(day)s") -> str:
    return f"{name}, {words % {'day': present.short_day(day, on)}}" if day else name


def _plain(score: Decimal) -> str:
    return f"{score.normalize():f}"
