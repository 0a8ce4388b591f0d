"""What a notice says, in one language: a title, points, and what may be answered. Facts in, plain sentences out."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from otium.desk import estimates
from otium.desk.chains import wording as chains
from otium.desk.estimates import Document
from otium.desk.families.facts import Facts
from otium.desk.families.saying import counted, day, hour, money, say
from otium.terms.family import ABOUT_VISITS, FamilyChoice, NoticeAbout

CHOICES: dict[NoticeAbout, tuple[FamilyChoice, ...]] = {
    NoticeAbout.BENEFIT_LIMIT: (FamilyChoice.PAY, FamilyChoice.STOP, FamilyChoice.CALL),
    NoticeAbout.ABN: (FamilyChoice.OPTION_1, FamilyChoice.OPTION_2, FamilyChoice.OPTION_3),
    NoticeAbout.OFFER: (),  # a yes or no of its own: desk.offers.answering
    NoticeAbout.CHAIN: (),  # alike: desk.chains.answering
}
READ = (FamilyChoice.UNDERSTOOD, FamilyChoice.CALL)
# What goes on meanwhile, by its rule (rules/appeals/continuation.toml).
CARE = {
    "medicaid_ongoing": "ask",
    "medicaid_new": "no_bill",
    "ma_ongoing": "paid",
    "ma_new": "yours",
    "medicare_new": "yours",
    "commercial_ongoing": "paid",
    "network_new": "agree",
    "wc_ongoing": "paid",
    "wc_new": "no_bill",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Bars:
    """A limit in visits: `used` and `left` make `limit`."""

    limit: int
    used: int
    left: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What an estimate must name (label, value), and its items; `heading` stands over what the reader should know."""

    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, str]
    heading: str


@dataclass(frozen=True, slots=True)
class Content:
    """`question` is empty where reading is all that is asked."""

    title: str
    points: tuple[str, ...]
    question: str
    choices: tuple[tuple[FamilyChoice, str], ...]
    bars: Bars | None = None
    paper: Paper | None = None


def choices_of(about: str, facts: Facts) -> tuple[FamilyChoice, ...]:
    """What a family may answer to a letter; about a visit they answer by their link or a text. Where the plan will be
    asked for more, nothing is theirs to decide yet."""
    if about in ABOUT_VISITS:
        return ()
    if facts.get("is_soft"):
        return READ
    return CHOICES.get(NoticeAbout(about), READ)


def content(about: str, facts: Facts, language: str, on: date | None = None) -> Content:
    """`on` dates an estimate that is not given yet; needed there, and two queries. Raises KeyError without words."""
    kind = NoticeAbout(about)
    if kind is NoticeAbout.ESTIMATE:
        return _estimate(facts, language, on or date.fromisoformat(facts["starts_on"]))
    title, points = _SAYS[kind](facts, language)
    asks = choices_of(about, facts)
    if kind in ABOUT_VISITS:
        return Content(title, tuple(points), "", ())
    asked = "abn.question" if kind is NoticeAbout.ABN else "limit.question"
    question = "" if asks in (READ, ()) else say(language, asked)
    named = tuple((choice, _choice(choice, language, bool(question))) for choice in asks)
    return Content(title, tuple(filter(None, points)), question, named, _bars(facts))


def _choice(choice: FamilyChoice, language: str, is_one_of: bool) -> str:
    if choice.value.startswith("option_"):
        return say(language, f"abn.{choice}")
    unsure = choice is FamilyChoice.CALL and is_one_of
    return say(language, "choice.call_unsure" if unsure else f"choice.{choice}")


def _limit(facts: Facts, language: str) -> tuple[str, list[str]]:
    title = _left(facts, language, "limit", answered_on=_day(facts["answered_on"], language))
    beyond, each = facts.get("beyond"), facts.get("each")
    points = [
        say(language, "limit.first", visit_on=_day(facts["visit_on"], language)),
        counted(language, "limit.beyond", beyond, beyond=beyond) if beyond else "",
        *(say(language, f"limit.{each_one}") for each_one in facts.get("pool", ()) if each_one in ("PT", "SLP")),
    ]
    if facts.get("is_soft"):
        return title, [*points, say(language, "limit.soft")]
    cost = say(language, "limit.each", each=money(Decimal(each))) if each else say(language, "limit.each_unknown")
    return title, [*points, cost, say(language, "limit.help")]


def _threshold(facts: Facts, language: str) -> tuple[str, list[str]]:
    title = _left(facts, language, "threshold")
    booked = facts.get("booked") or 0
    until_on = _day(facts.get("until_on"), language)
    return title, [
        counted(language, "threshold.booked", booked, booked=booked, until_on=until_on) if booked else "",
        say(language, "threshold.fits") if booked else "",
        say(language, "threshold.before"),
        *(say(language, f"limit.{each}") for each in facts.get("pool", ()) if each in ("PT", "SLP")),
        say(language, "threshold.as_of", answered_on=_day(facts["answered_on"], language)),
    ]


def _abn(facts: Facts, language: str) -> tuple[str, list[str]]:
    visits, cost = facts.get("visits"), facts.get("cost")
    reason = say(language, f"abn.reason_{facts['reason']}")
    return say(language, "abn.title"), [
        say(language, "abn.first", visit_on=_day(facts["visit_on"], language)) if facts.get("visit_on") else "",
        counted(language, "abn.visits", visits, visits=visits) if visits else "",
        say(language, "abn.reason", reason=reason),
        say(language, "abn.cost", cost=money(Decimal(cost))) if cost else say(language, "abn.cost_unknown"),
        say(language, f"abn.by_{facts['basis']}") if cost and facts.get("basis") else "",
    ]


def _cost(facts: Facts, language: str) -> tuple[str, list[str]]:
    """What is not known is said in words, and is in no sum."""
    visits, owed, each, unknown = (facts.get(name) for name in ("visits", "owed", "each", "unknown"))
    told = counted(language, "cost.owed", visits or 0, visits=visits, owed=money(Decimal(owed))) if owed else ""
    until_on = facts.get("until_on")
    return say(language, "cost.title"), [
        say(language, "cost.each", each=money(Decimal(each))) if each and visits != 1 else "",
        told,
        counted(language, "cost.unknown", unknown, unknown=unknown) if unknown else "",
        say(language, "cost.until", until_on=_day(until_on, language)) if until_on else "",
        say(language, "cost.not_bill"),
    ]


def _decision(facts: Facts, language: str) -> tuple[str, list[str]]:
    """What the plan decided, the visits it concerns, what we do, what goes on meanwhile, what they may do."""
    asked, approved = facts.get("asked"), facts.get("approved")
    is_counted = facts.get("basis") == "visits" and asked is not None and approved is not None
    if facts["outcome"] == "denied":
        title = say(language, "decision.denied")
    elif is_counted:
        title = say(language, "decision.fewer", asked=asked, approved=approved)
    else:
        title = say(language, "decision.less")
    visits, until_on = facts.get("visits") or 0, facts.get("until_on")
    visit_on = _day(facts["visit_on"], language)
    return title, [
        say(language, "decision.decided", decided_on=_day(facts["decided_on"], language)),
        say(language, "decision.until", until_on=_day(until_on, language)) if until_on else "",
        counted(language, "decision.first", visits, visits=visits, visit_on=visit_on),
        say(language, "decision.keep"),
        say(language, f"decision.{facts.get('step') or 'deciding'}"),
        *_meanwhile(facts, language),
        say(language, "decision.right"),
        say(language, "decision.help"),
    ]


def _meanwhile(facts: Facts, language: str) -> list[str]:
    """What goes on while the decision stands, who pays, and until when to ask for it."""
    name = CARE.get(facts.get("care") or "")
    if name is None:
        return []
    if name != "ask":
        return [say(language, f"decision.care_{name}")]
    ask_by = facts.get("ask_by")
    if not ask_by:
        return [say(language, "decision.care_ask_open"), say(language, "decision.care_back")]
    day = _day(ask_by, language)
    if facts.get("is_over"):
        return [say(language, "decision.care_over", ask_by=day)]
    return [say(language, "decision.care_ask", ask_by=day), say(language, "decision.care_back")]


def _estimate(facts: Facts, language: str, on: date) -> Content:
    """All that the law wants said, from the estimate itself (desk.estimates)."""
    told = estimates.content(UUID(facts["estimate_id"]), language, on=on)
    choices = tuple((choice, _choice(choice, language, is_one_of=False)) for choice in READ)
    points = (told.texts["intro"], f"{told.period}.", *told.notices)
    return Content(say(language, "estimate.title"), points, "", choices, paper=_paper(told, language))


def _paper(told: Document, language: str) -> Paper:
    """Units and price stand together, as four columns are all that a phone holds."""
    texts, who = told.texts, told.provider
    named = {
        "patient": told.patient, "born": told.born, "made": f"{told.made} ({texts['version']} {told.version})",
        "care": texts["care_text"], "first": told.first, "diagnoses": told.diagnoses, "provider": who.name,
        "npi": who.npi, "tax_id": told.tax_id, "state": who.state, "place": who.address, "phone": who.phone,
    }  # fmt: skip
    rows = tuple(
        (f"{line.words} ({line.code})" if line.code else line.words,
         line.each if line.units == 1 else f"{line.units} × {line.each}", str(line.visits), line.total)
        for line in told.lines
    )  # fmt: skip
    return Paper(
        facts=tuple((texts[name], value) for name, value in named.items() if value),
        heads=(texts["service"], say(language, "estimate.each"), texts["visits"], texts["total"]),
        rows=rows,
        total=(texts["sum"], told.total),
        heading=texts["notices"],
    )


def _offer(facts: Facts, language: str) -> tuple[str, list[str]]:
    when = {
        "day": day(language, date.fromisoformat(facts["on"])),
        "hour": hour(language, time.fromisoformat(facts["starts_at"])),
    }
    return say(language, "offer.title", **when), [
        say(language, "offer.minutes", minutes=facts["minutes"]),
        say(language, "offer.with", therapist=facts["therapist"]) if facts["therapist"] else "",
        say(language, "offer.at", location=facts["location"]) if facts["location"] else "",
        say(language, "offer.until_day", day=_day(facts["until_on"], language),
            hour=hour(language, time.fromisoformat(facts["until_at"]))),
        say(language, "offer.keep"),
    ]  # fmt: skip


def _chain(facts: Facts, language: str) -> tuple[str, list[str]]:
    """Where their hours are and where they would be."""
    kind, hours = chains.kind_of(facts), chains.hours_of(facts)
    lines = [line for each in hours for line in chains.lines(each, language)]
    until = say(language, "chain.until", **chains.until_of(facts, language))
    return say(language, f"chain.title_{kind}"), [*lines, until, say(language, f"chain.keep_{kind}")]


def _attendance(facts: Facts, language: str) -> tuple[str, list[str]]:
    """What they came to, what we ask for, how to say that they cannot come; after a warning, what may follow."""
    is_letter, told_on = facts["step"] == "letter", facts.get("told_on")
    came = counted(language, "attendance.came", facts["made"], **{n: facts[n] for n in ("made", "counted", "weeks")})
    return say(language, "attendance.letter" if is_letter else "attendance.warning"), [
        came,
        say(language, "attendance.asks", policy=facts["policy"]),
        say(language, "attendance.not_counted"),
        say(language, "attendance.told", told_on=_day(told_on, language)) if is_letter and told_on else "",
        say(language, "attendance.early", hours=facts["hours"]) if facts["hours"] else "",
        say(language, "attendance.help"),
        say(language, "attendance.next") if is_letter else "",
    ]


def _visits(facts: Facts, language: str, title: str = "title_one") -> tuple[str, list[str]]:
    """Who comes when; once a person and time."""
    title = "title_off" if facts.get("is_cancelled") else title
    told = dict.fromkeys((row["first_name"], row["at"]) for row in facts["visits"])
    lines = [_line(name, datetime.fromisoformat(at), language) for name, at in told]
    place = facts.get("place")
    return say(language, f"visit.{title}"), [*lines, *([say(language, "visit.place", place=place)] if place else [])]


def _line(name: str, at: datetime, language: str) -> str:
    return say(language, "visit.line", name=name, day=day(language, at.date()), time=hour(language, at.time()))


_SAYS: dict[NoticeAbout, Any] = {
    NoticeAbout.BENEFIT_LIMIT: _limit,
    NoticeAbout.THRESHOLD: _threshold,
    NoticeAbout.COST: _cost,
    NoticeAbout.ABN: _abn,
    NoticeAbout.DECISION: _decision,
    NoticeAbout.OFFER: _offer,
    NoticeAbout.CHAIN: _chain,
    NoticeAbout.ATTENDANCE: _attendance,
    NoticeAbout.VISIT_BOOKED: partial(_visits, title="title_booked"),
    NoticeAbout.VISIT_REMINDER: _visits,
    NoticeAbout.VISIT_CHANGED: _visits,
}


def _left(facts: Facts, language: str, section: str, **params: Any) -> str:
    """How much is left, of how much where that is known."""
    remaining, limit = Decimal(facts["remaining"] or 0), facts.get("limit")
    is_dollars = facts["unit"] == "dollars"
    shown = money(max(remaining, Decimal(0))) if is_dollars else str(max(int(remaining), 0))
    name = f"{section}.{facts['unit']}"
    if remaining <= 0:
        return say(language, f"{name}_none", **params)
    count = 2 if is_dollars else int(remaining)
    if limit is None:
        return counted(language, name, count, remaining=shown, **params)
    whole = money(Decimal(limit)) if is_dollars else str(int(Decimal(limit)))
    return counted(language, f"{name}_of", count, remaining=shown, limit=whole, **params)


def _bars(facts: Facts) -> Bars | None:
    limit, remaining = facts.get("limit"), facts.get("remaining")
    if facts.get("unit") != "visits" or limit is None or remaining is None:
        return None
    whole, left = int(Decimal(limit)), max(int(Decimal(remaining)), 0)
    return Bars(whole, whole - left, left) if whole > 0 and left <= whole else None


def _day(text: str | None, language: str) -> str:
    return day(language, date.fromisoformat(text)) if text else ""
