"""Any two answers of a payer field by field, and which fields differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import sheet, values
from otium.pages.staff.patients.present.approvals import period
from otium.pages.words.benefits import BENEFITS
from otium.records import models as m
from otium.terms.coverage import BenefitKind


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One field. Empty words: that answer does not tell it."""

    name: str
    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Diff:
    """`before` and `after` are the ids that are compared, older first; no lines where there are less than two."""

    choices: tuple[Choice, ...]
    before: str = ""
    after: str = ""
    before_words: str = ""
    after_words: str = ""
    lines: tuple[Compared, ...] = ()
    changed: int = 0


def diff(chart: Chart, row: m.Coverage, wanted: tuple[str, str]) -> Diff:
    """`wanted` are two ids as an address names them; the two newest where they cannot be meant."""
    checks = sheet.checks_of(chart, row)
    choices = tuple(Choice(str(c.pk), _title(chart, c)) for c in checks)
    if len(checks) < 2:
        return Diff(choices)
    by_id = {str(c.pk): c for c in checks}
    named = [by_id[key] for key in wanted if key in by_id]
    pair = named if len({c.pk for c in named}) == 2 else checks[:2]
    before, after = sorted(pair, key=lambda c: (c.answered_at, str(c.pk)))
    lines = tuple(_lines(chart, before, after))
    return Diff(
        choices, str(before.pk), str(after.pk), _title(chart, before), _title(chart, after), lines,
        sum(line.is_changed for line in lines),
    )  # fmt: skip


def _title(chart: Chart, check: m.BenefitCheck) -> str:
    """Fri, Nov 20, Electronic answer: Active."""
    day = present.day(chart.day(check.answered_at), chart.on)
    channel = options.words(options.CHANNELS, check.channel)
    return f"{day}, {channel}: {options.words(options.CHECK_STATES, check.status)}"


def _lines(chart: Chart, before: m.BenefitCheck, after: m.BenefitCheck) -> Iterable[Compared]:
    yield _compared(_("Coverage"), *(options.words(options.CHECK_STATES, c.status) for c in (before, after)))
    in_force = [_days(chart, c) for c in (before, after)]
    if any(in_force):
        yield _compared(_("In force"), *in_force)
    if before.plan_name or after.plan_name:
        yield _compared(_("Plan"), before.plan_name, after.plan_name)
    told = [_told(chart, c.pk) for c in (before, after)]
    for kind in BenefitKind:
        if kind in told[0] or kind in told[1]:
            yield _compared(str(BENEFITS[kind.value]), *(side.get(kind, "") for side in told))


def _days(chart: Chart, check: m.BenefitCheck) -> str:
    if not (check.coverage_starts_on or check.coverage_ends_on):
        return ""
    return period(check.coverage_starts_on, check.coverage_ends_on, chart.on)


def _told(chart: Chart, check_id: UUID) -> dict[BenefitKind, str]:
    found: dict[BenefitKind, list[str]] = {}
    for benefit in chart.benefits.get(check_id, []):
        if values.says_something(benefit):
            kind = BenefitKind(benefit.kind)
            found.setdefault(kind, []).append(values.value(kind, benefit))
    return {kind: "; ".join(sorted(dict.fromkeys(words))) for kind, words in found.items()}


def _compared(name: str, before: str, after: str) -> Compared:
    return Compared(name, before, after, before != after)
