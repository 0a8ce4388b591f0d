"""The page of a question with one yes and one no: an offered hour, other hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from otium.desk.families.saying import say
from otium.desk.offers.answering import DECLINE, TAKE, Shown, Standing
from otium.pages.portal.present import CALENDAR, Tongue, tongues


@dataclass(frozen=True, slots=True)
class Page:
    """`buttons` are none where there is nothing to tap any more. `calendar_url`: where there is a visit to keep."""

    language: str
    tongues: tuple[Tongue, ...]
    practice: str
    about: str
    title: str
    points: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    note: str
    error: str
    tel: str
    call: str
    calendar_url: str
    calendar_word: str


@dataclass(frozen=True, slots=True)
class Taps:
    """The codes of the two answers and their words, and of the words below them."""

    buttons: tuple[tuple[str, str], ...]
    note: str


OFFER = Taps(((TAKE, "offer.take"), (DECLINE, "offer.decline")), "offer.only")


def shown(found: Shown, language: str, error: str, typed: Mapping[str, str]) -> Page:
    return page(found, OFFER, language, error, has_visit=found.standing == Standing.TAKEN)


def thanked(found: Shown, language: str) -> Page:
    return shown(found, language, "", {})


def page(found: Any, taps: Taps, language: str, error: str, *, has_visit: bool) -> Page:
    """`found`: a Shown of an offer or of a chain."""
    spoken = language or found.language
    buttons = tuple((value, say(spoken, code)) for value, code in taps.buttons) if found.is_open else ()
    return Page(
        language=spoken,
        tongues=tongues(spoken),
        practice=found.practice,
        about=found.about,
        title=found.title,
        points=found.points,
        buttons=buttons,
        note=say(spoken, taps.note) if found.is_open else "",
        error=say(spoken, error) if error else "",
        tel="".join(c for c in found.phone if c.isdigit() or c == "+"),
        call=say(spoken, "link.call", phone=found.phone) if found.phone else "",
        calendar_url=f"{CALENDAR}?lang={spoken}" if has_visit else "",
        calendar_word=say(spoken, "calendar.add"),
    )
