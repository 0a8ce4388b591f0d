"""Payers as plain values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.payers.clocks import Clock
from otium.desk.payers.measuring import Measured
from otium.pages import present
from otium.pages.staff.connections.words import CARRIES
from otium.pages.staff.payer_rules import present as rules_said
from otium.pages.words.payers import ABOUT, CLOCKS
from otium.pages.words.reasons import CERTAINTY, REJECTS
from otium.pages.words.records import PAYER_TYPES
from otium.records.models import Connection, Payer
from otium.terms.measured import Share, Spread
from otium.terms.parcel import ConnectionState
from otium.terms.payers import PayerRules

KINDS = ("270", "278", "837P", "276", "275")
MINUTE, HOUR, DAY = 60, 3600, 86_400
RoadOf = Callable[[str, str], Connection | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A payer in the list."""

    url: str
    name: str
    kind: str
    asked_by: str
    is_reached: bool
    answer: str
    rejected: str
    decision: str
    denied: str
    hold: str
    patients: int


@dataclass(frozen=True, slots=True)
class Road:
    """What carries one kind of message. `tone` and `word` say how; `url` empty: no connection."""

    kind: str
    name: str
    url: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: what, how much, on how many it rests, and what it is made of."""

    name: str
    value: str
    rests: str
    parts: list[str]


@dataclass(frozen=True, slots=True)
class Until:
    name: str
    since: str
    day: str
    iso: str
    rests: str  # source and certainty


def row(payer: Payer, rules: PayerRules, road_of: RoadOf, found: Measured) -> Row:
    road = road_of("270", _id(payer)) if rules.wire_eligibility and payer.payer_ids else None
    return Row(
        url=reverse("payer", args=[payer.pk]),
        name=payer.name,
        kind=kind(payer, rules),
        asked_by=_asked_by(payer, rules, road),
        is_reached=road is not None or not (rules.needs_check and rules.wire_eligibility),
        answer=pair(found.answer, duration),
        rejected=percent(found.rejected),
        decision=pair(found.decision, days),
        denied=percent(found.denied),
        hold=minutes(found.hold.median),
        patients=found.patients,
    )


def kind(payer: Payer, rules: PayerRules) -> str:
    """Its type; and the rules of its own that it has."""
    own = rules_said.key_title(rules.key) if rules.key != payer.payer_type else ""
    title = str(PAYER_TYPES[payer.payer_type])
    return f"{title}; {own}" if own else title


def _id(payer: Payer) -> str:
    return str(payer.payer_ids[0]) if payer.payer_ids else ""


def _asked_by(payer: Payer, rules: PayerRules, road: Connection | None) -> str:
    if not rules.needs_check:
        return _("nobody to ask")
    if not rules.wire_eligibility:
        return _("by phone")
    if not payer.payer_ids:
        return _("no payer ID on file")
    return road.name if road else _("no connection")


def roads(payer: Payer, rules: PayerRules, road_of: RoadOf) -> list[Road]:
    """Kinds of messages that go to payers, each with the connection that takes it to this one."""
    return [_road(name, payer, rules, road_of) for name in KINDS]


def _road(name: str, payer: Payer, rules: PayerRules, road_of: RoadOf) -> Road:
    words = str(CARRIES[name])
    if name == "270" and not (rules.wire_eligibility and rules.needs_check):
        return Road(words, _asked_by(payer, rules, None), "", "unknown", _("Not by wire"))
    if not payer.payer_ids:
        return Road(words, "", "", "risk", _("No payer ID"))
    found = road_of(name, _id(payer))
    if found is None:
        return Road(words, "", "", "unknown", _("No connection"))
    is_paused = found.state == ConnectionState.PAUSED
    url = reverse("connection", args=[found.pk])
    return Road(words, found.name, url, *(("risk", _("Paused")) if is_paused else ("clear", _("Carried"))))


def figures(found: Measured) -> list[Figure]:
    """Measured: answers, rejects, calls, decisions, denials."""
    return [
        Figure(_("Answers an inquiry in"), pair(found.answer, duration), _asked(found), []),
        Figure(_("Inquiries rejected"), percent(found.rejected), _answers(found.rejected.n), _rejects(found)),
        Figure(_("On hold"), _hold(found), _calls(found), _best_hour(found)),
        Figure(_("Decides a claim in"), pair(found.decision, days), _claims(found.decision.n), []),
        Figure(_("Claims denied"), percent(found.denied), _claims(found.denied.n), _denied(found)),
    ]


def pair(spread: Spread, said: Callable[[int], str]) -> str:
    """The usual and the slow; empty where too few are known."""
    if spread.p50 is None or spread.p90 is None:
        return ""
    if spread.p50 == spread.p90:
        return said(spread.p50)
    return _("%(usual)s, slow %(slow)s") % {"usual": said(spread.p50), "slow": said(spread.p90)}


def percent(share: Share) -> str:
    return "" if share.percent is None else f"{share.percent} %"


def duration(seconds: int) -> str:
    if seconds == 0:
        return _("under 1 s")
    if seconds < MINUTE:
        return _("%(n)d s") % {"n": seconds}
    if seconds < HOUR:
        return minutes(round(seconds / MINUTE))
    if seconds < DAY:
        return _("%(n)d h") % {"n": round(seconds / HOUR)}
    return days(round(seconds / DAY))


def days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def minutes(n: int | None) -> str:
    return "" if n is None else _("%(n)d min") % {"n": n}


def _asked(found: Measured) -> str:
    if not found.asked:
        return _("none sent in 90 days")
    words = ngettext("%(n)d of %(asked)d answered, 90 days", "%(n)d of %(asked)d answered, 90 days", found.answer.n)
    return words % {"n": found.answer.n, "asked": found.asked}


def _answers(n: int) -> str:
    return ngettext("%(n)d answer, 90 days", "%(n)d answers, 90 days", n) % {"n": n}


def _claims(n: int) -> str:
    return ngettext("%(n)d claim, 180 days", "%(n)d claims, 180 days", n) % {"n": n}


def _calls(found: Measured) -> str:
    said = ngettext("%(n)d call, 90 days", "%(n)d calls, 90 days", found.hold.calls) % {"n": found.hold.calls}
    if found.hold.timed == found.hold.calls:
        return said
    return _("%(calls)s; %(timed)d with minutes") % {"calls": said, "timed": found.hold.timed}


def _hold(found: Measured) -> str:
    hold = found.hold
    if hold.median is None or hold.p90 is None or hold.median == hold.p90:
        return minutes(hold.median)
    return _("%(usual)s, slow %(slow)s") % {"usual": minutes(hold.median), "slow": minutes(hold.p90)}


def _best_hour(found: Measured) -> list[str]:
    hold = found.hold
    if hold.best_hour is None:
        return []
    hour = present.hour(time(hold.best_hour))
    return [_("Best from %(hour)s: %(wait)s") % {"hour": hour, "wait": minutes(hold.best_median)}]


def _rejects(found: Measured) -> list[str]:
    return [f"AAA {code}, {REJECTS.get(code, _('not explained'))}: {count}" for code, count in found.rejects]


def _denied(found: Measured) -> list[str]:
    return [f"{ABOUT[about]}: {count}" for about, count in found.denied_for]


def untils(clocks: tuple[Clock, ...], rules: PayerRules, on: date) -> list[Until]:
    """Only clocks whose limit is known. What rests on the same as the row above says so."""
    found = [_until(clock, rules, on) for clock in clocks if clock.until is not None]
    above = ["", *(each.rests for each in found)]
    return [
        replace(each, rests=_("as above")) if each.rests and each.rests == before else each
        for each, before in zip(found, above, strict=False)
    ]


def unknown_clocks(clocks: tuple[Clock, ...]) -> str:
    return present.joined([str(CLOCKS[clock.code][0]).lower() for clock in clocks if clock.until is None])


def _until(clock: Clock, rules: PayerRules, on: date) -> Until:
    title, since = CLOCKS[clock.code]
    until = clock.until
    ground = rules.grounds.get(clock.rule)
    day = present.day(until.date() if isinstance(until, datetime) else until, on) if until else ""
    if isinstance(until, datetime):
        day = f"{day}, {present.hour(until)}"
    rests = f"{ground.source} ({CERTAINTY[ground.certainty]})" if ground else ""
    return Until(str(title), str(since), day, until.isoformat() if until else "", rests)


def ids(payer: Payer) -> str:
    return " ".join(str(each) for each in payer.payer_ids)


def plans(names: list[tuple[UUID, str]]) -> list[dict[str, Any]]:
    return [{"name": name, "url": reverse("plan_change", args=[key])} for key, name in names]
