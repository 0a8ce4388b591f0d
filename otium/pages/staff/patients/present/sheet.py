"""The benefit sheet of one coverage: each value with its source; answers that contradict stand side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import injuries
from otium.pages.staff.patients.present.approvals import period
from otium.pages.staff.patients.present.sources import NOBODY, Source, source
from otium.pages.staff.patients.words import BENEFITS
from otium.records import models as m
from otium.terms.coverage import BenefitKind as B
from otium.terms.coverage import CheckStatus

# Asked of every payer: unknown is said. The rest is shown where an answer tells it.
ALWAYS = (B.VISIT_LIMIT, B.VISITS_USED, B.VISITS_REMAINING, B.AUTHORIZATION_REQUIRED, B.COPAY, B.COINSURANCE,
          B.DEDUCTIBLE, B.OUT_OF_POCKET)  # fmt: skip
WHERE_TOLD = (B.DEDUCTIBLE_REMAINING, B.OUT_OF_POCKET_REMAINING, B.DOLLAR_LIMIT, B.DOLLARS_USED, B.DOLLARS_REMAINING,
              B.OTHER_PAYER, B.COVERED, B.AUTHORIZATION_ROAD, B.REFERRAL_REQUIRED, B.TELEHEALTH, B.CLAIMS_ADDRESS,
              B.SPEND_DOWN, B.QMB, B.MANAGED_CARE, B.MEDICARE_SECONDARY)  # fmt: skip
# Counts go on by themselves: an older one is outdated, not in contradiction.
RUNNING = {B.VISITS_USED, B.VISITS_REMAINING, B.DEDUCTIBLE_REMAINING, B.OUT_OF_POCKET_REMAINING, B.DOLLARS_USED,
           B.DOLLARS_REMAINING}  # fmt: skip
MONEY = {B.COPAY, B.DEDUCTIBLE, B.DEDUCTIBLE_REMAINING, B.OUT_OF_POCKET, B.OUT_OF_POCKET_REMAINING, B.DOLLAR_LIMIT,
         B.DOLLARS_USED, B.DOLLARS_REMAINING, B.SPEND_DOWN}  # fmt: skip
IN_WORDS = {B.OTHER_PAYER, B.AUTHORIZATION_ROAD, B.CLAIMS_ADDRESS, B.MANAGED_CARE, B.MEDICARE_SECONDARY}
TONES = {"active": "clear", "inactive": "blocked", "rejected": "risk", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One value as one payer's answer gave it. `state`: a badge's, empty for plain words."""

    words: str
    source: Source
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field: no answer is unknown, two or more contradict each other."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def is_in_doubt(self) -> bool:
        return len(self.answers) > 1


@dataclass(frozen=True, slots=True)
class CheckRow:
    anchor: str
    words: str
    day: str
    channel: str
    by: str
    state: str
    url: str
    file_url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    anchor: str
    title: str
    order: str
    payer_type: str
    facts: tuple[Line, ...]
    lines: tuple[Line, ...]
    doubts: tuple[Line, ...]
    checks: tuple[CheckRow, ...]
    change_url: str
    add_url: str
    ask_url: str
    call_url: str
    calls_url: str
    injury_url: str  # empty where the payer pays for no injuries
    asked: str  # in words, while the payer's answer is waited for
    is_over: bool


def sheets(chart: Chart) -> list[Sheet]:
    """In force first, primary first."""
    rows = sorted(chart.coverages, key=lambda c: (_is_over(c, chart.on), c.order))
    return [_sheet(chart, row) for row in rows]


def _asked(chart: Chart, row: m.Coverage) -> str:
    parcel = next((p for p in chart.inquiries if p.focus_id == row.pk), None)
    if parcel is None:
        return ""
    if parcel.connection_id is None:
        return _("An inquiry is ready and waits: no connection takes it yet.")
    at = parcel.made_at.astimezone(clock.zone(chart.practice))
    day, hour = present.day(at.date(), chart.on), present.hour(at)
    return _("Asked on %(day)s at %(hour)s. The answer lands here by itself.") % {"day": day, "hour": hour}


def _is_over(row: m.Coverage, on: date) -> bool:
    return row.ends_on is not None and row.ends_on < on


def _sheet(chart: Chart, row: m.Coverage) -> Sheet:
    checks = [c for c in chart.rows[m.BenefitCheck] if c.coverage_id == row.pk]
    checks.sort(key=lambda c: (c.answered_at, str(c.pk)), reverse=True)
    valid = [c for c in checks if row.changed_on is None or chart.day(c.answered_at) >= row.changed_on]
    reader = _Reader(chart, valid)
    told = [reader.line(kind) for kind in WHERE_TOLD]
    lines = (reader.status(), *(reader.line(kind) for kind in ALWAYS), *(line for line in told if line.answers))
    return Sheet(
        anchor=f"coverage-{row.pk}",
        title=row.payer.name + (f", {row.plan.name}" if row.plan else ""),
        order=options.words(options.ORDERS, row.order),
        payer_type=options.words(options.PAYER_TYPES, row.payer.payer_type),
        facts=(*_facts(chart, row), *_injury(chart, row)),
        lines=lines,
        doubts=tuple(line for line in lines if line.is_in_doubt),
        checks=tuple(_check(chart, c) for c in checks),
        change_url=reverse("coverage_change", args=[chart.patient.pk, row.pk]),
        add_url=reverse("benefit_check_add", args=[chart.patient.pk]) + f"?coverage={row.pk}",
        ask_url=reverse("inquiry_ask", args=[chart.patient.pk, row.pk]),
        call_url=reverse("call_add", args=[chart.patient.pk, row.pk]),
        calls_url=reverse("calls") + f"?patient={chart.patient.pk}",
        injury_url=injuries.url(chart, row),
        asked=_asked(chart, row),
        is_over=_is_over(row, chart.on),
    )


def _facts(chart: Chart, row: m.Coverage) -> list[Line]:
    url = reverse("coverage_change", args=[chart.patient.pk, row.pk])
    values = [
        ("member_id", _("Member ID"), row.member_id),
        ("group_number", _("Group"), row.group_number),
        ("relationship", _("Policy of"), options.words(options.RELATIONSHIPS, row.relationship)),
        ("starts_on", _("In force"), period(row.starts_on, row.ends_on, chart.on) if _has_days(row) else ""),
    ]
    return [
        Line(name, (Answer(words, source(row.provenance.get(field), chart, href=url)),) if words else ())
        for field, name, words in values
    ]


def _injury(chart: Chart, row: m.Coverage) -> list[Line]:
    return [Line(name, (Answer(words, said),) if words else ()) for name, words, said in injuries.facts(chart, row)]


def _has_days(row: m.Coverage) -> bool:
    return bool(row.starts_on or row.ends_on)


def _check(chart: Chart, row: m.BenefitCheck) -> CheckRow:
    said = source(row.provenance.get("status"), chart, on=chart.day(row.answered_at))
    channel = said.channel or options.words(options.CHANNELS, row.channel)
    file = reverse("inbox_file", args=[row.inbound_file_id]) if row.inbound_file_id else ""
    return CheckRow(
        anchor=f"benefit-check-{row.pk}",
        words=options.words(options.CHECK_STATES, row.status),
        day=present.day(chart.day(row.answered_at), chart.on),
        channel=f"{channel}, {row.reference}" if row.reference else channel,
        by=said.by,
        state=TONES[row.status],
        url=reverse("benefit_check_change", args=[chart.patient.pk, row.pk]),
        file_url=file,
    )


class _Reader:
    """Lines of the sheet out of the answers that still count, newest first."""

    def __init__(self, chart: Chart, checks: list[m.BenefitCheck]) -> None:
        self.chart, self.checks = chart, checks

    def status(self) -> Line:
        """Whether the patient is covered, by the newest answer that says so."""
        said = next((c for c in self.checks if c.status in (CheckStatus.ACTIVE, CheckStatus.INACTIVE)), None)
        if said is None:
            return Line(_("Coverage"), ())
        days = {"start": said.coverage_starts_on, "end": said.coverage_ends_on}
        words = options.words(options.CHECK_STATES, said.status)
        if any(days.values()):
            words += ", " + period(days["start"], days["end"], self.chart.on)
        if said.plan_name:
            words += f", {said.plan_name}"
        found = self._source(said, said.provenance.get("status"))
        return Line(_("Coverage"), (Answer(words, found, TONES[said.status]),))

    def line(self, kind: B) -> Line:
        """The newest answer of each road; of those that count up by themselves only the newest of all."""
        answers: dict[str, Answer] = {}
        seen: set[str] = set()
        for check in self.checks:
            told = [b for b in self.chart.benefits.get(check.pk, []) if b.kind == kind and _says_something(b)]
            if not told or check.channel in seen:
                continue
            seen.add(check.channel)
            for benefit in told:
                words = value(kind, benefit)
                answers.setdefault(words, Answer(words, self._source(check, benefit.provenance.get("value"))))
            if kind in RUNNING:
                break
        return Line(str(BENEFITS[kind.value]), tuple(answers.values()))

    def _source(self, check: m.BenefitCheck, said: dict[str, Any] | None) -> Source:
        url = reverse("benefit_check_change", args=[self.chart.patient.pk, check.pk])
        fallback = {"channel": check.channel, "place": check.reference}
        return source(said or fallback, self.chart, on=self.chart.day(check.answered_at), href=url) or NOBODY


def _says_something(benefit: m.Benefit) -> bool:
    return benefit.amount is not None or benefit.flag is not None or bool(benefit.text)


def value(kind: B, benefit: m.Benefit) -> str:
    """One benefit in words: 60 a calendar year, shared with PT and SLP."""
    if kind is B.AUTHORIZATION_REQUIRED:
        return _("Required for OT") if benefit.flag else _("Not needed for OT")
    if kind in IN_WORDS:
        return benefit.text
    if benefit.flag is not None:
        return _flag(kind, is_so=benefit.flag)
    words = _amount(kind, benefit.amount)
    if benefit.period and kind in (B.VISIT_LIMIT, B.DOLLAR_LIMIT):
        words = _("%(amount)s for each %(period)s") % {
            "amount": words, "period": options.words(options.PERIODS, benefit.period),
        }  # fmt: skip
    if benefit.pooled_with:
        words += ", " + _("shared with %(others)s") % {"others": present.joined(benefit.pooled_with)}
    if benefit.in_network is False:
        words += ", " + _("out of network")
    return words + (f" ({_('computed')})" if benefit.is_derived else "")


def _flag(kind: B, *, is_so: bool) -> str:
    if kind is B.VISIT_LIMIT and not is_so:
        return _("No limit")
    return _("Yes") if is_so else _("No")


def _amount(kind: B, amount: Decimal | None) -> str:
    if amount is None:
        return _("unknown")
    if kind in MONEY:
        return present.money(amount, cents=True)
    if kind is B.COINSURANCE:
        return f"{(amount * 100).normalize():f} %"
    return f"{amount.normalize():f}"
