"""What is odd about a score, as a sentence for the person who typed it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from otium.desk.mend.problems import Problem, said
from otium.rules import instruments
from otium.terms.chart import Measure
from otium.terms.instrument import ScoreProblem

WORDS: dict[str, Any] = {
    "instrument_unknown": _("We do not know “%(instrument)s”: its score is kept, but not checked or read."),
    "part_unknown": _("%(instrument)s has no part “%(part)s” that we know. It has: %(parts)s."),
    "part_missing": _("Say which part of %(instrument)s: %(parts)s."),
    "score_below": _("%(instrument)s, %(part)s goes from %(low)s to %(high)s: %(score)s is too low."),
    "score_above": _("%(instrument)s, %(part)s goes from %(low)s to %(high)s: %(score)s is too high."),
    "score_between": _("%(instrument)s, %(part)s is scored in steps of %(step)s: %(score)s lies between two."),
    "percentile_impossible": _("A percentile is from 0 to 100, not %(score)s."),
    "unit_other": _("%(instrument)s, %(part)s is usually in %(expected)s. Is it really in “%(unit)s”?"),
    "side_missing": _("Say for %(instrument)s which side: left or right."),
    "age_under": _("%(instrument)s is made for ages from %(first)s months; the patient was %(months)s months old."),
    "age_over": _("%(instrument)s is made for ages up to %(last)s months; the patient was %(months)s months old."),
    "age_unknown": _("The birth date is not on file, so we cannot say whether %(instrument)s fits the age."),
    "too_early": _("%(instrument)s was given on %(taken_on)s. Within %(days)s days a change says little."),
}
# Said after saving; all others that are not refused must be confirmed.
ONLY_SAID = frozenset({"instrument_unknown", "age_unknown", "too_early"})


def problems(values: Mapping[str, Any], born_on: date | None) -> Iterator[Problem]:
    """Of one score as a form has it; nothing while a required entry is missing."""
    score, taken_on = values.get("score"), values.get("taken_on")
    if score is None or taken_on is None or not values.get("instrument"):
        return
    given = {name: values.get(name) or "" for name in ("unit", "side", "norm")}
    measure = Measure(
        UUID(int=0), values["instrument"], values.get("part") or "", Decimal(score), taken_on=taken_on, **given
    )
    for odd in instruments.check(measure, born_on=born_on):
        if odd.code not in ONLY_SAID:
            yield Problem(odd.about, sentence(odd), is_warning=not odd.is_refused)


def sentence(problem: ScoreProblem) -> str:
    params = {name: _plain(value) for name, value in problem.params.items()}
    return str(WORDS[problem.code]) % params


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return said(value) if hasattr(value, "isoformat") else str(value)
