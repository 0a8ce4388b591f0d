"""Scorecards as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.payers.present import pair, percent
from otium.pages.words.records import PAYER_TYPES
from otium.records.models import Payer
from otium.terms.measured import Share
from otium.terms.payers import PayerRules
from otium.terms.prior_auth import Basis
from otium.terms.scorecard import Asked, Granted, Outcome, Score


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a payer, a plan, a code, a therapist. Empty: too few to say."""

    name: str
    more: str
    url: str
    sent: int
    waiting: int
    approved: str
    cut: str
    denied: str
    granted: str
    turnaround: str


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: str
    rests: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the figures count."""

    sent: str
    iso: str
    plan: str
    therapist: str
    asked: str
    answer: str
    tone: str
    word: str
    took: str


def of_payer(payer: Payer, rules: PayerRules, score: Score) -> Row:
    return row(payer.name, score, more=str(PAYER_TYPES[rules.payer_type]), url=reverse("scorecard", args=[payer.pk]))


def row(name: str, score: Score, *, more: str = "", url: str = "") -> Row:
    return Row(
        name=name,
        more=more,
        url=url,
        sent=score.sent,
        waiting=score.waiting,
        approved=percent(score.approved),
        cut=percent(score.cut),
        denied=percent(score.denied),
        granted=granted(score.granted),
        turnaround=pair(score.turnaround, days),
    )


def parts(scores: Mapping[str, Score], unnamed: str) -> list[Row]:
    return [row(name or unnamed, score) for name, score in scores.items()]


@dataclass(frozen=True, slots=True)
class Group:
    """One way to divide a payer's requests."""

    title: str
    head: str
    rows: list[Row]


def groups(found: Mapping[str, Mapping[str, Score]]) -> list[Group]:
    words = {
        "plan": (_("By plan"), _("Plan"), _("No plan named")),
        "code": (_("By code"), _("Code"), _("Visits of any code")),
        "therapist": (_("By therapist"), _("Therapist"), _("Nobody named")),
    }
    told = {
        key: scores for key, scores in found.items() if set(scores) != {""}
    }  # where nobody is named it says nothing
    return [
        Group(title, head, parts(told[key], unnamed)) for key, (title, head, unnamed) in words.items() if key in told
    ]


def days(n: int) -> str:
    return ngettext("%(n)d business day", "%(n)d business days", n) % {"n": n}


def granted(sums: Mapping[Basis, Granted]) -> str:
    """What was granted of what was asked, visits and units apart: 72 of 96 visits."""
    words = {Basis.VISITS: _("%(granted)s of %(asked)s visits"), Basis.UNITS: _("%(granted)s of %(asked)s units")}
    return ", ".join(words[b] % {"granted": sums[b].granted, "asked": sums[b].asked} for b in Basis if b in sums)


def figures(score: Score, rules: PayerRules) -> list[Figure]:
    """What one payer's page says first."""
    decided = ngettext("of %(n)d decision", "of %(n)d decisions", score.decided) % {"n": score.decided}
    sent = ngettext("of %(n)d request", "of %(n)d requests", score.sent) % {"n": score.sent}
    n = sum(g.n for g in score.granted.values())
    by_rule = _("its rule: %(days)s") % {"days": days(rules.decision_business_days)}
    timed = ngettext("of %(n)d decision, not urgent", "of %(n)d decisions, not urgent", score.turnaround.n)
    return [
        Figure(_("Approved in full"), counted(score.approved), decided),
        Figure(_("Cut"), counted(score.cut), decided),
        Figure(_("Denied"), counted(score.denied), decided),
        Figure(_("Granted of what was asked"), granted(score.granted),
               ngettext("of %(n)d decision with numbers", "of %(n)d decisions with numbers", n) % {"n": n}),
        Figure(_("Decides in"), pair(score.turnaround, days), f"{timed % {'n': score.turnaround.n}}; {by_rule}"),
        Figure(_("Pended first"), counted(score.pended), sent),
    ]  # fmt: skip


def counted(share: Share) -> str:
    """The share with its count: 25 % (2)."""
    said = percent(share)
    return f"{said} ({share.count})" if said else ""


def requests(asked: Iterable[Asked], taken: Mapping[Any, int], on: date) -> list[Request]:
    return [_request(each, taken.get(each.id), on) for each in asked]


def _request(each: Asked, took: int | None, on: date) -> Request:
    tones = {Outcome.APPROVED: "clear", Outcome.CUT: "risk", Outcome.DENIED: "blocked"}
    words = {Outcome.APPROVED: _("Approved"), Outcome.CUT: _("Cut"), Outcome.DENIED: _("Denied")}
    outcome = each.outcome
    unit = _("units") if each.basis is Basis.UNITS else _("visits")
    return Request(
        sent=present.short_day(each.submitted_on, on),
        iso=each.submitted_on.isoformat(),
        plan=each.plan,
        therapist=each.therapist,
        asked="" if each.requested is None else f"{each.requested} {unit}",
        answer="" if each.approved is None else f"{each.approved} {unit}",
        tone=tones[outcome] if outcome else "unknown",
        word=words[outcome] if outcome else options.words(options.REQUEST_STATES, each.state),
        took="" if took is None else days(took),
    )
