"""Referrals, plans of care, goals, scores, reports, papers."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present.approvals import period
from otium.records import models as m


@dataclass(frozen=True, slots=True)
class Item:
    """One record: what it says, in one line and a softer second one. `state` is a badge's, empty for none."""

    anchor: str
    what: str
    more: str
    state: str
    state_word: str
    url: str


@dataclass(frozen=True, slots=True)
class Score:
    """One instrument: the newest score and how it moved since the first."""

    name: str
    score: str
    day: str
    before: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    anchor: str
    title: str
    kind: str
    day: str
    url: str
    withdraw_url: str
    read_url: str  # empty where there is nothing to read
    text: str


@dataclass(frozen=True, slots=True)
class Care:
    episodes: tuple[Item, ...]
    referrals: tuple[Item, ...]
    plans: tuple[Item, ...]
    goals: tuple[Item, ...]
    scores: tuple[Score, ...]
    reports: tuple[Item, ...]


def care(chart: Chart) -> Care:
    rows = chart.rows
    return Care(
        episodes=tuple(_episode(chart, e) for e in sorted(rows[m.EpisodeOfCare], key=lambda e: not e.is_active)),
        referrals=tuple(_referral(chart, r) for r in _newest(rows[m.Referral], "written_on")),
        plans=tuple(_plan(chart, p) for p in _newest(rows[m.PlanOfCare], "starts_on")),
        goals=tuple(_goal(chart, g) for g in sorted(rows[m.Goal], key=lambda g: (g.status != "active", str(g.pk)))),
        scores=tuple(_scores(chart)),
        reports=tuple(_report(chart, r) for r in _newest(rows[m.ProgressReport], "written_on")),
    )


def papers(chart: Chart) -> list[Paper]:
    at = chart.patient.pk
    return [
        Paper(
            anchor=f"document-{row.pk}",
            title=row.title,
            kind=options.words(options.DOCUMENT_KINDS, row.kind) if row.kind else "",
            day=present.short_day(row.received_on, chart.on),
            url=reverse("document_download", args=[at, row.pk]),
            withdraw_url=reverse("document_withdraw", args=[at, row.pk]),
            read_url=reverse("document_read", args=[at, row.pk]) if row.has_text else "",
            text=_("a scan without text") if row.has_text is False else "",
        )
        for row in _newest(chart.rows[m.Document], "received_on")
    ]


def _newest(rows: list, by: str) -> list:
    return sorted(rows, key=lambda row: (getattr(row, by) or date.min, str(row.pk)), reverse=True)


def _short(day: date | None, chart: Chart) -> str:
    return present.short_day(day, chart.on) if day else ""


def _joined(*parts: str) -> str:
    return ", ".join(p for p in parts if p)


def _episode(chart: Chart, row: m.EpisodeOfCare) -> Item:
    began = row.starts_on and _("since %(day)s") % {"day": _short(row.starts_on, chart)}
    return Item(
        anchor=f"episode-{row.pk}",
        what=_joined(row.title or _("Episode of care"), row.discipline),
        more=_joined(" ".join(row.icd10), chart.therapist_name(row.therapist_id), began or ""),
        state="clear" if row.is_active else "unknown",
        state_word=_("Goes on") if row.is_active else _("Over"),
        url=reverse("episode_change", args=[chart.patient.pk, row.pk]),
    )


def _referral(chart: Chart, row: m.Referral) -> Item:
    written = _short(row.written_on, chart)
    count = ngettext("%(n)d visit", "%(n)d visits", row.visits) % {"n": row.visits} if row.visits else ""
    until = _("good until %(day)s") % {"day": _short(row.expires_on, chart)} if row.expires_on else ""
    state, word = "clear", _("Signed")
    if row.is_signed is None:
        state, word = "unknown", _("Signature unknown")
    elif not row.is_signed:
        state, word = "risk", _("Not signed")
    if row.expires_on and row.expires_on < chart.on:
        state, word = "unknown", _("Expired")
    return Item(
        anchor=f"referral-{row.pk}",
        what=_("Signed %(day)s") % {"day": written} if written else _("Day unknown"),
        more=_joined(row.referrer_name, count, until),
        state=state,
        state_word=word,
        url=reverse("referral_change", args=[chart.patient.pk, row.pk]),
    )


def _plan(chart: Chart, row: m.PlanOfCare) -> Item:
    pace = ""
    if row.frequency_per_week:
        pace = _("%(n)d a week") % {"n": row.frequency_per_week}
        if row.duration_weeks:
            pace = _("%(n)d a week for %(weeks)d weeks") % {"n": row.frequency_per_week, "weeks": row.duration_weeks}
    if row.certified_on:
        state, word = "clear", _("Signed %(day)s") % {"day": _short(row.certified_on, chart)}
    elif row.sent_on:
        state, word = "risk", _("Sent %(day)s, not signed") % {"day": _short(row.sent_on, chart)}
    else:
        state, word = "risk", _("Not signed")
    return Item(
        anchor=f"plan-of-care-{row.pk}",
        what=period(row.starts_on, row.ends_on, chart.on),
        more=_joined(
            _("recertification") if row.is_recertification else "", pace, chart.therapist_name(row.therapist_id)
        ),
        state=state,
        state_word=word,
        url=reverse("plan_of_care_change", args=[chart.patient.pk, row.pk]),
    )


def _goal(chart: Chart, row: m.Goal) -> Item:
    steps = [(_("at the start"), row.baseline), (_("now"), row.current), (_("target"), row.target)]
    due = _("by %(day)s") % {"day": _short(row.due_on, chart)} if row.due_on else ""
    tones = {"met": "clear", "partly_met": "risk", "not_met": "blocked"}
    return Item(
        anchor=f"goal-{row.pk}",
        what=row.text,
        more=_joined(*(f"{name}: {said}" for name, said in steps if said), due),
        state=tones.get(row.status, "unknown"),
        state_word=options.words(options.GOAL_STATES, row.status),
        url=reverse("goal_change", args=[chart.patient.pk, row.pk]),
    )


def _report(chart: Chart, row: m.ProgressReport) -> Item:
    return Item(
        anchor=f"progress-report-{row.pk}",
        what=_("Progress report of %(day)s") % {"day": _short(row.written_on, chart)},
        more=chart.therapist_name(row.therapist_id),
        state="",
        state_word="",
        url=reverse("progress_report_change", args=[chart.patient.pk, row.pk]),
    )


def _scores(chart: Chart) -> list[Score]:
    def key(row: m.Measure) -> tuple[str, str, str]:
        return row.instrument, row.part, row.unit

    found = []
    for (instrument, part, unit), taken in groupby(sorted(chart.rows[m.Measure], key=key), key):
        series = sorted(taken, key=lambda row: (row.taken_on, str(row.pk)))
        first, last = series[0], series[-1]
        before = {"score": f"{first.score.normalize():f}", "day": _short(first.taken_on, chart)}
        found.append(
            Score(
                name=_joined(instrument, part),
                score=f"{last.score.normalize():f} {unit}".strip(),
                day=_short(last.taken_on, chart),
                before=_("%(score)s on %(day)s") % before if len(series) > 1 else "",
                url=reverse("measure_change", args=[chart.patient.pk, last.pk]),
            )
        )
    return found
