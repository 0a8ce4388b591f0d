"""The page of an offered hour."""

from collections.abc import Mapping
from dataclasses import dataclass

from otium.desk.families.saying import say
from otium.desk.offers.answering import DECLINE, TAKE, Shown
from otium.pages.portal.present import Tongue, tongues


@dataclass(frozen=True, slots=True)
class Page:
    """`buttons` are none where there is nothing to tap any more."""

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


def shown(found: Shown, language: str, error: str, typed: Mapping[str, str]) -> Page:
    spoken = language or found.language
    taps = ((TAKE, say(spoken, "offer.take")), (DECLINE, say(spoken, "offer.decline"))) if found.is_open else ()
    return Page(
        language=spoken,
        tongues=tongues(spoken),
        practice=found.practice,
        about=found.about,
        title=found.title,
        points=found.points,
        buttons=taps,
        note=say(spoken, "offer.only") if found.is_open else "",
        error=say(spoken, error) if error else "",
        tel="".join(c for c in found.phone if c.isdigit() or c == "+"),
        call=say(spoken, "link.call", phone=found.phone) if found.phone else "",
    )


def thanked(found: Shown, language: str) -> Page:
    return shown(found, language, "", {})
