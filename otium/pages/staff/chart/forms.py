"""The form of a visit: where each goal stands, scores, findings, a new goal. What is left empty says nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as lazy

from otium.desk import charting
from otium.desk.charting import KeptGoal, OnFile, Series
from otium.desk.mend import Invalid
from otium.desk.mend.options import FINDING_KINDS, GOAL_STATES, SIDES
from otium.pages.fields import DayField
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Entry, GoalToday, NewFinding, NewGoal, NewScore

PLAIN = {"autocomplete": "off"}
BLANK_SCORES, MOST_SCORES = 2, 60
# What a visit is mostly asked about; the kind can be changed.
USUAL = (FindingKind.PROGRESS, FindingKind.HOME_PROGRAM, FindingKind.SKILLED_NEED)


class OneOf(forms.RadioSelect):
    """A row of choices, each large enough for a thumb."""

    use_fieldset = True
    template_name = "records/several.html"


class ChartForm(forms.Form):
    """`found`: the chart as it is; `on`: the practice's day. Names of entries: goal-ID-status, score-2-part."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    score_rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_SCORES)
    is_sure = forms.BooleanField(label=lazy("I checked this. Keep it as it is."), required=False)

    def __init__(self, data: Any = None, *, found: OnFile, on: date, visit_on: date | None = None) -> None:
        known = found.series[: MOST_SCORES - BLANK_SCORES]
        usual = {"entry_id": uuid4(), "score_rows": len(known) + BLANK_SCORES, "on": visit_on or on}
        super().__init__(data, initial=usual, use_required_attribute=False, auto_id="id_%s")
        self.asks_to_be_sure = False
        self.criteria = [("", lazy("No criterion")), *charting.criteria(found.diagnoses)]
        self.fields["on"] = DayField(on=on, label=lazy("Day of the visit"))
        self.goals = [goal for goal in found.goals if goal in found.active or self._was_sent(goal)]
        for goal in self.goals:
            self._add_goal(goal)
        rows = _count(data.get("score_rows")) if data is not None else len(known) + BLANK_SCORES
        self.known = known if data is None else ()
        for place in range(rows):
            self._add_score(place, known[place] if data is None and place < len(known) else None)
        for place, kind in enumerate(USUAL):
            self._add_finding(place, kind)
        self._add_new_goal()

    def entry(self) -> Entry:
        given = self.cleaned_data
        return Entry(
            on=given["on"],
            goals=tuple(self._goals()),
            new_goals=tuple(self._new_goals()),
            scores=tuple(score for _place, score in self._scores()),
            findings=tuple(finding for _place, finding in self._findings()),
            is_sure=given["is_sure"],
        )

    def tell(self, refused: Invalid) -> None:
        """The desk's sentences beside their entries. Its places count what was filled in; the form's count rows."""
        rows = {
            **{f"score-{n}": f"score-{place}" for n, (place, _score) in enumerate(self._scores())},
            **{f"finding-{n}": f"finding-{place}" for n, (place, _finding) in enumerate(self._findings())},
        }
        for problem in refused.problems:
            head, _dash, tail = problem.field.rpartition("-")
            name = f"{rows.get(head, head)}-{tail}" if head else problem.field
            self.add_error(name if name in self.fields else None, problem.words)
        self.asks_to_be_sure = refused.is_only_warnings

    def goal_rows(self) -> list[tuple[KeptGoal, forms.BoundField, forms.BoundField]]:
        return [(goal, self[f"goal-{goal.row.pk}-status"], self[f"goal-{goal.row.pk}-current"]) for goal in self.goals]

    def score_lines(self) -> list["ScoreLine"]:
        """Each scale that was given before asks for the new score alone."""
        places = sorted(int(name.split("-")[1]) for name in self.fields if name.endswith("-score"))
        return [ScoreLine(self, place) for place in places]

    def finding_lines(self) -> list[list[forms.BoundField]]:
        """Kind and text of each, and the criterion where the diagnosis has some."""
        names = [[f"finding-{place}-{part}" for part in ("kind", "text", "code")] for place in range(len(USUAL))]
        return [[self[name] for name in line if name in self.fields] for line in names]

    def new_goal(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("newgoal-")]

    def has_new_goal(self) -> bool:
        return any(field.errors or (self.is_bound and field.value()) for field in self.new_goal())

    def _was_sent(self, goal: KeptGoal) -> bool:
        return self.is_bound and f"goal-{goal.row.pk}-status" in self.data

    def _add_goal(self, goal: KeptGoal) -> None:
        at = f"goal-{goal.row.pk}"
        self.fields[f"{at}-status"] = forms.ChoiceField(
            label=lazy("Where it stands"), choices=GOAL_STATES, widget=OneOf, initial=goal.row.status
        )
        self.fields[f"{at}-current"] = _text(lazy("Now"))

    def _add_score(self, place: int, known: Series | None) -> None:
        at = f"score-{place}"
        texts = {
            "instrument": (lazy("Test"), known and known.instrument, {"list": "instruments"}),
            "part": (lazy("Part"), known and known.part_name, {"list": "parts"}),
            "unit": (lazy("Unit"), known and known.unit, {}),
        }
        for name, (label, value, attrs) in texts.items():
            self.fields[f"{at}-{name}"] = _text(label, attrs, initial=value or "")
        self.fields[f"{at}-side"] = forms.ChoiceField(
            label=lazy("Side"), choices=SIDES, required=False, initial=known.side if known else ""
        )
        self.fields[f"{at}-score"] = _text(lazy("Score"), {"inputmode": "decimal"})

    def _add_finding(self, place: int, kind: FindingKind) -> None:
        self.fields[f"finding-{place}-kind"] = forms.ChoiceField(
            label=lazy("About"), choices=FINDING_KINDS, initial=kind.value
        )
        self.fields[f"finding-{place}-text"] = _text(lazy("What you found"), long=True)
        if len(self.criteria) > 1:
            self.fields[f"finding-{place}-code"] = forms.ChoiceField(
                label=lazy("Answers the reviewer’s question"), choices=self.criteria, required=False
            )

    def _add_new_goal(self) -> None:
        self.fields["newgoal-0-text"] = _text(lazy("Goal"), hint=lazy("What the patient will do, and how it is seen"))
        self.fields["newgoal-0-baseline"] = _text(lazy("At the start"))
        self.fields["newgoal-0-target"] = _text(lazy("Target"))
        self.fields["newgoal-0-due_on"] = DayField(on=self.fields["on"].on, label=lazy("By"), required=False)
        self.fields["newgoal-0-is_long_term"] = forms.BooleanField(label=lazy("A long-term goal"), required=False)

    def _goals(self) -> Iterator[GoalToday]:
        for goal in self.goals:
            at = f"goal-{goal.row.pk}"
            status, current = self.cleaned_data[f"{at}-status"], self.cleaned_data[f"{at}-current"]
            yield GoalToday(goal.row.pk, GoalStatus(status), current)

    def _new_goals(self) -> Iterator[NewGoal]:
        names = ("text", "baseline", "target", "due_on", "is_long_term")
        given = {name: self.cleaned_data[f"newgoal-0-{name}"] for name in names}
        if any(given.values()):
            yield NewGoal(**given | {"is_long_term": given["is_long_term"] or None})

    def _scores(self) -> Iterator[tuple[int, NewScore]]:
        """With the row it stands in. A row without score and, where it is blank, without test is none."""
        for place in range(self.cleaned_data["score_rows"]):
            names = ("instrument", "part", "unit", "side", "score")
            given = {name: self.cleaned_data.get(f"score-{place}-{name}", "") for name in names}
            is_known = f"score-{place}-known" in self.data
            if given["score"] or (given["instrument"] and not is_known):
                yield place, NewScore(**given | {"score": _number(given["score"])})

    def _findings(self) -> Iterator[tuple[int, NewFinding]]:
        for place in range(len(USUAL)):
            text = self.cleaned_data[f"finding-{place}-text"]
            if text:
                kind, code = self.cleaned_data[f"finding-{place}-kind"], self.cleaned_data.get(f"finding-{place}-code")
                yield place, NewFinding(FindingKind(kind), text, code or "")


class ScoreLine:
    """One row of scores; `is_known`: the scale stands already and only its score is asked for."""

    def __init__(self, form: ChartForm, place: int) -> None:
        fields = {name: form[f"score-{place}-{name}"] for name in ("instrument", "part", "side", "unit", "score")}
        self.fields, self.place, self.score = fields, place, fields["score"]
        self.is_known = place < len(form.known) or (form.is_bound and f"score-{place}-known" in form.data)
        self.has_errors = any(field.errors for name, field in fields.items() if name != "score")
        self.name = ", ".join(filter(None, (str(fields[n].value() or "") for n in ("instrument", "part", "side"))))
        self.series = form.known[place] if place < len(form.known) else None


def _text(label: Any, attrs: dict[str, str] | None = None, *, initial: str = "", hint: Any = "", long: bool = False
          ) -> forms.CharField:  # fmt: skip
    attributes = {**PLAIN, **(attrs or {})}
    widget = forms.Textarea({**attributes, "rows": 2}) if long else forms.TextInput(attributes)
    return forms.CharField(
        label=label, required=False, widget=widget, initial=initial, help_text=hint, max_length=4_000
    )


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _count(text: Any) -> int:
    """How many rows of scores were sent; what is no small number is none."""
    plain = str(text or "")
    return min(int(plain), MOST_SCORES) if plain.isascii() and plain.isdigit() and len(plain) < 4 else 0
