"""Plain values for the pages of families."""

from collections.abc import Mapping
from dataclasses import dataclass

from otium.desk.families import saying
from otium.desk.families.answering import Answered, Opened
from otium.desk.families.content import Paper
from otium.desk.families.saying import say
from otium.pages.present import Bar, Meter

CENT = 100
CALENDAR = "visits.ics"  # beside the page of a link


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """One side of the language switch."""

    language: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`options` are of a question; without one, `buttons` answer at once."""

    language: str
    tongues: tuple[Tongue, ...]
    practice: str
    title: str
    phone: str
    tel: str
    call: str
    about: str
    heading: str
    points: tuple[str, ...]
    meter: Meter | None
    paper: Paper | None
    question: str
    options: tuple[Option, ...]
    buttons: tuple[Option, ...]
    is_signed: bool
    name_label: str
    signed: str
    name: str
    send: str
    note: str
    error: str


def page(found: Opened, language: str, error: str, typed: Mapping[str, str]) -> Page:
    language = language or found.language
    made = tuple(Option(value, words, value == typed.get("choice")) for value, words in found.choices)
    return Page(
        language=language,
        tongues=tongues(language),
        practice=found.practice,
        title=found.title,
        phone=found.phone,
        tel="".join(c for c in found.phone if c.isdigit() or c == "+"),
        call=say(language, "link.call", phone=found.phone) if found.phone else "",
        about=found.about,
        heading=found.paper.heading if found.paper else say(language, "about.heading"),
        points=found.points,
        meter=_meter(found, language),
        paper=found.paper,
        question=found.question,
        options=made if found.question else (),
        buttons=() if found.question else made,
        is_signed=found.is_signed,
        name_label=say(language, "abn.sign"),
        signed=say(language, "abn.signed"),
        name=typed.get("name", ""),
        send=say(language, "choice.sign" if found.is_signed else "choice.send"),
        note="" if found.is_signed else say(language, f"choice.{'stop' if found.question else 'only'}_tells"),
        error=say(language, error) if error else "",
    )


@dataclass(frozen=True, slots=True)
class Thanks:
    """`calendar_url`: where there are visits to keep."""

    language: str
    practice: str
    title: str
    kept: str
    tel: str
    call: str
    calendar_url: str = ""
    calendar_word: str = ""


def thanks(done: Answered, language: str) -> Thanks:
    language = language or done.language
    code = "signed" if done.choice.startswith("option_") else done.choice
    return Thanks(
        language=language,
        practice=done.practice,
        title=say(language, f"thanks.{code}"),
        kept=say(language, "thanks.kept", day=saying.day(language, done.at.date())),
        tel="".join(c for c in done.phone if c.isdigit() or c == "+"),
        call=say(language, "link.call", phone=done.phone) if done.phone else "",
    )


def tongues(language: str) -> tuple[Tongue, ...]:
    return tuple(Tongue(each, say(each, "name.switch"), each == language) for each in saying.LANGUAGES)


def _meter(found: Opened, language: str) -> Meter | None:
    """Used and left of a limit in visits."""
    if found.bars is None:
        return None
    bars, width = found.bars, f"{CENT * found.bars.used / found.bars.limit:.2f}"
    used, left = say(language, "meter.used"), say(language, "meter.left")
    words = say(language, "meter.words", used=bars.used, left=bars.left, limit=bars.limit)
    parts = (Bar("used", used, bars.used, "0.00", width), Bar("left", left, bars.left, "0", "0"))
    return Meter(bars.limit, words, parts[:1] if bars.used else (), parts)
