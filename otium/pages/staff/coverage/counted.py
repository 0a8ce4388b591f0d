"""What a payer's newest answer counts up, as bars: visits used, booked and left; deductible; out-of-pocket."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import benefits
from otium.desk.benefits import CountedVisit, DollarCount, VisitCount
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import sheet
from otium.pages.words.benefits import BENEFITS
from otium.records import models as m
from otium.terms.coverage import BenefitKind, CheckStatus
from otium.terms.schedule import VisitStatus

VISITS = {BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED, BenefitKind.VISITS_REMAINING}
LEVELS = {"IND": lazy("for the patient"), "FAM": lazy("for the family")}


@dataclass(frozen=True, slots=True)
class Counted:
    """One bar with its title; `note` says what it rests on or what is not known."""

    title: str
    meter: present.Meter
    note: str
    is_over: bool = False


def counted(chart: Chart, row: m.Coverage) -> list[Counted]:
    """Of the newest answer that says the coverage is active and tells of a benefit."""
    valid = sheet.valid_of(chart, row)
    answers = [
        c
        for c in valid
        if c.status == CheckStatus.ACTIVE.value and chart.benefits.get(c.pk)
    ]  # fmt: skip
    if not answers:
        return []
    told, answered_on = chart.benefits[answers[0].pk], chart.day(answers[0].answered_at)
    disciplines = {e.pk: e.discipline for e in chart.rows[m.EpisodeOfCare]}
    visits = [
        CountedVisit(chart.day(v.starts_at), VisitStatus(v.status), disciplines.get(v.episode_id, benefits.OT))
        for v in chart.visits
    ]
    of_day = present.day(answered_on, chart.on)
    counts = benefits.visit_counts(told, visits, answered_on=answered_on, on=chart.on)
    undecided = {c.kind for c in sheet.contradictions(chart, row, valid) if c.held is None}
    bars = [_in_doubt()] if undecided & VISITS else [_visits(c, of_day) for c in counts]
    return [*bars, *(_dollars(c, of_day) for c in benefits.dollar_counts(told))]


def _title(count: VisitCount) -> str:
    shared = _("shared with %(others)s") % {"others": present.joined(count.pooled_with)} if count.pooled_with else ""
    period = _("each %(period)s") % {"period": options.words(options.PERIODS, count.period)} if count.period else ""
    return ", ".join(p for p in (str(BENEFITS["visit_limit"]), period, shared) if p)


def _in_doubt() -> Counted:
    """Otium counts with none of two limits that differ, so no bar is drawn of either."""
    return Counted(str(BENEFITS["visit_limit"]), present.Meter(None), _("The answers differ; say which one holds."))


def _visits(count: VisitCount, day: str) -> Counted:
    title = _title(count)
    if count.limit is None or count.used is None:
        unknown = _("How many are used is not on file.") if count.limit is not None else _("The limit is not on file.")
        return Counted(title, present.Meter(None), unknown)
    meter = present.meter(limit=count.limit, used=count.used + count.made, booked=count.booked)
    note = _("The payer counted %(used)d when it answered on %(day)s; %(made)d made since.")
    return Counted(
        title, meter, note % {"used": count.used, "day": day, "made": count.made}, (count.left or 0) < 0
    )  # fmt: skip


def _dollars(count: DollarCount, day: str) -> Counted:
    level = str(LEVELS.get(count.level, count.level))
    network = {True: _("in network"), False: _("out of network"), None: ""}[count.in_network]
    title = ", ".join(p for p in (str(BENEFITS[count.kind.value]), level, network) if p)
    if count.limit is not None and count.met is None:
        limit = present.money(count.limit, cents=True)
        return Counted(title, present.Meter(None), _("%(limit)s; how much is met is not on file.") % {"limit": limit})
    if count.limit is None and count.met is not None:  # Medicare tells what was used, never of what
        met = present.money(count.met, cents=True)
        note = _("%(met)s when the payer answered on %(day)s; of how much it did not say.") % {"met": met, "day": day}
        return Counted(title, present.Meter(None), note)
    note = _("As the payer answered on %(day)s.") % {"day": day}
    return Counted(title, present.money_meter(limit=count.limit, met=count.met), note)
