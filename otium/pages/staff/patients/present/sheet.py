"""The benefit sheet of one coverage: each value with its source; answers that contradict stand side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import benefit_decisions, clock
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import injuries
from otium.pages.staff.patients.present.approvals import period
from otium.pages.staff.patients.present.sources import NOBODY, Source, source
from otium.pages.staff.patients.present.values import says_something, value
from otium.pages.words.benefits import BENEFITS
from otium.records import models as m
from otium.terms.coverage import BenefitKind as B
from otium.terms.coverage import CheckStatus, Contradiction
from otium.terms.duty import DutyKind
from otium.terms.parcel import ConnectionState
from otium.terms.payers import PayerType

# Asked of every payer: unknown is said. The rest is shown where an answer tells it.
ALWAYS = (B.VISIT_LIMIT, B.VISITS_USED, B.VISITS_REMAINING, B.AUTHORIZATION_REQUIRED, B.COPAY, B.COINSURANCE,
          B.DEDUCTIBLE, B.OUT_OF_POCKET)  # fmt: skip
WHERE_TOLD = (B.COVERED, B.VISIT_FREQUENCY, B.DEDUCTIBLE_MET, B.DEDUCTIBLE_REMAINING, B.OUT_OF_POCKET_MET,
              B.OUT_OF_POCKET_REMAINING, B.DOLLAR_LIMIT, B.DOLLARS_USED, B.DOLLARS_REMAINING, B.AUTHORIZATION_FOR,
              B.AUTHORIZATION_ROAD, B.REFERRAL_REQUIRED, B.TELEHEALTH, B.CLAIMS_ADDRESS, B.SPEND_DOWN, B.QMB,
              B.MANAGED_CARE, B.MEDICARE_SECONDARY, B.OTHER_PAYER)  # fmt: skip
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

    is_in_doubt: bool = False  # of several at most one holds, and nobody decided


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
    page_url: str
    ask_url: str  # this and `call_url` are empty where the family pays itself: there is nobody to ask
    call_url: str
    calls_url: str
    injury_url: str  # empty where the payer pays for no injuries
    asked: str  # in words, while the payer's answer is waited for
    decide_url: str  # the task in which somebody says which answer holds; empty where there is none
    is_over: bool


def sheets(chart: Chart) -> list[Sheet]:
    """In force first, primary first."""
    rows = sorted(chart.coverages, key=lambda c: (is_over(c, chart.on), c.order))
    return [of_coverage(chart, row) for row in rows]


def _asked(chart: Chart, row: m.Coverage) -> str:
    parcel = next((p for p in chart.inquiries if p.focus_id == row.pk), None)
    if parcel is None:
        return ""
    if parcel.connection_id is None:
        return _("An inquiry is ready and waits: no connection takes it yet.")
    at = parcel.made_at.astimezone(clock.zone(chart.practice))
    day, hour = present.day(at.date(), chart.on), present.hour(at)
    if _is_held_up(parcel):
        words = _("Asked on %(day)s at %(hour)s. It has not left: %(connection)s does not get through. Call the payer.")
        return words % {"day": day, "hour": hour, "connection": parcel.connection.name}
    return _("Asked on %(day)s at %(hour)s. The answer lands here by itself.") % {"day": day, "hour": hour}


def _is_held_up(parcel: m.Parcel) -> bool:
    """It has not left, and its connection is paused or failed last."""
    has_left = parcel.transmission is not None and parcel.transmission.sent_at is not None
    road = parcel.connection
    return not has_left and road is not None and (road.state != ConnectionState.ACTIVE or road.failures > 0)


def is_over(row: m.Coverage, on: date) -> bool:
    return row.ends_on is not None and row.ends_on < on


def checks_of(chart: Chart, row: m.Coverage) -> list[m.BenefitCheck]:
    """Every answer about the coverage, newest first."""
    checks = [c for c in chart.rows[m.BenefitCheck] if c.coverage_id == row.pk]
    return sorted(checks, key=lambda c: (c.answered_at, str(c.pk)), reverse=True)


def valid_of(chart: Chart, row: m.Coverage) -> list[m.BenefitCheck]:
    """Those since the coverage changed last: an older one is about another card."""
    return [c for c in checks_of(chart, row) if row.changed_on is None or chart.day(c.answered_at) >= row.changed_on]


def of_coverage(chart: Chart, row: m.Coverage) -> Sheet:
    checks, valid = checks_of(chart, row), valid_of(chart, row)
    reader = _Reader(chart, valid, {each.kind: each for each in reversed(contradictions(chart, row, valid))})
    told = [reader.line(kind) for kind in WHERE_TOLD]
    has_payer = row.payer.payer_type != PayerType.SELF_PAY.value
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
        page_url=reverse("coverage", args=[chart.patient.pk, row.pk]),
        ask_url=reverse("inquiry_ask", args=[chart.patient.pk, row.pk]) if has_payer else "",
        call_url=reverse("call_add", args=[chart.patient.pk, row.pk]) if has_payer else "",
        calls_url=reverse("calls") + f"?patient={chart.patient.pk}",
        injury_url=injuries.url(chart, row),
        asked=_asked(chart, row),
        decide_url=_decide_url(chart, row),
        is_over=is_over(row, chart.on),
    )


def _decide_url(chart: Chart, row: m.Coverage) -> str:
    of_coverage = (t for t in chart.tasks if t.kind == DutyKind.DECIDE_BENEFIT and t.focus_id == row.pk)
    task = next(of_coverage, None)
    return reverse("desk_task", args=[task.pk]) if task else ""


def contradictions(chart: Chart, row: m.Coverage, valid: list[m.BenefitCheck]) -> list[Contradiction]:
    """By the rule that opens the task, so that both say the same."""
    decided = [d for d in chart.rows[m.BenefitDecision] if d.coverage_id == row.pk]
    return list(benefit_decisions.of_rows(valid[::-1], chart.benefits, decided, chart.day))


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

    def __init__(self, chart: Chart, checks: list[m.BenefitCheck], found: dict[B, Contradiction]) -> None:
        self.chart, self.checks, self.found = chart, checks, found

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
        """What the newest answer says that says something; where answers contradict, each, or the one decided on."""
        found = self.found.get(kind)
        if found is not None:
            return self._chosen(kind, found)
        answers: dict[str, Answer] = {}
        for check in self.checks:
            told = [b for b in self.chart.benefits.get(check.pk, []) if b.kind == kind and says_something(b)]
            if told:
                for benefit in told:
                    answers.setdefault(value(kind, benefit), self._answer(check, benefit))
                break
        return Line(str(BENEFITS[kind.value]), tuple(answers.values()))

    def _chosen(self, kind: B, found: Contradiction) -> Line:
        rows = {b.pk: (c, b) for c in self.checks for b in self.chart.benefits.get(c.pk, [])}
        ids = [found.held.id] if found.held else [side.benefit.id for side in found.sides]
        answers = tuple(self._answer(*rows[key]) for key in ids if key in rows)
        return Line(str(BENEFITS[kind.value]), answers, found.held is None)

    def _answer(self, check: m.BenefitCheck, benefit: m.Benefit) -> Answer:
        return Answer(value(B(benefit.kind), benefit), self._source(check, benefit.provenance.get("value")))

    def _source(self, check: m.BenefitCheck, said: dict[str, Any] | None) -> Source:
        url = reverse("benefit_check_change", args=[self.chart.patient.pk, check.pk])
        fallback = {"channel": check.channel, "place": check.reference}
        return source(said or fallback, self.chart, on=self.chart.day(check.answered_at), href=url) or NOBODY
