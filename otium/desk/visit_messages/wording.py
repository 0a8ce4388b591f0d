"""The words of texts and mails about visits: first name, practice, time, link. Nothing of therapy (HIPAA, minimum
necessary)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otium.desk.families import saying, telling
from otium.desk.families.saying import say
from otium.desk.visit_messages import chosen
from otium.records.models import Practice

Facts = dict[str, Any]
SHORTEST_NAME = 20
# What a text can say in 160 characters: the letters of GSM 03.38 that our words use. Any other letter halves its room.
_PLAIN = {"¿": "", "¡": "", "’": "'", "–": "-", "…": "..."}


@dataclass(frozen=True, slots=True)
class Told:
    """One visit as a family is told of it; `at` is local."""

    first_name: str
    at: datetime


def visits_of(facts: Facts) -> tuple[Told, ...]:
    """Each person and time once: one session may be two visits of a patient."""
    rows = {(row["first_name"], row["at"]): None for row in facts["visits"]}
    return tuple(Told(name, datetime.fromisoformat(at)) for name, at in rows)


def text(practice: Practice, facts: Facts, language: str, link: str, code: str) -> str:
    """One text of the longest length that is one, where its words allow: first what may be left out goes, then words
    of the practice's name."""
    told, longest = visits_of(facts), chosen.exemption().longest
    name = telling.one_line(practice.name).split(" ") or [""]
    params = {"who": who(told, language), "day": short_day(language, told), "link": link, "phone": practice.phone}
    found = ""
    for each in (code, f"{code}_short"):
        for count in range(len(name), 0, -1):
            found = plain(say(language, each, practice=" ".join(name[:count]), **params))
            if len(found) <= longest:
                return found
    return plain(say(language, f"{code}_short", practice=name[0][:SHORTEST_NAME], **params)) or found


def mail(practice: Practice, facts: Facts, language: str, link: str, code: str) -> tuple[str, str]:
    """Subject and words. The subject names nobody."""
    told = visits_of(facts)
    lines = "\n".join(line(each, language) for each in told)
    params = {"practice": practice.name, "link": link, "phone": practice.phone or "–", "visits": lines}
    subject = say(language, "text.mail_subject", practice=telling.one_line(practice.name))
    return subject, say(language, f"{code}_mail", **params)


def line(told: Told, language: str) -> str:
    """Mateo: Thu, Dec 3, 3:00 PM."""
    day = saying.day(language, told.at.date())
    return say(language, "visit.line", name=told.first_name, day=day, time=saying.hour(language, told.at.time()))


def who(told: Sequence[Told], language: str) -> str:
    """Mateo 3:00 PM, Lia 4:00 PM."""
    return ", ".join(f"{each.first_name} {saying.hour(language, each.at.time())}" for each in told)


def short_day(language: str, told: Sequence[Told]) -> str:
    return saying.short_day(language, told[0].at.date()) if told else ""


def plain(words: str) -> str:
    """In letters that leave a text its 160 characters: María is Maria. A letter that has no plain form stays."""
    swapped = "".join(_PLAIN.get(c, c) for c in words)
    return "".join(_letter(c) for c in swapped)


def _letter(letter: str) -> str:
    if letter.isascii() or letter in "éñüÉÑÜ":
        return letter
    base = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return base if base.isascii() and base else letter
