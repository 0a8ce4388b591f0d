"""The words of texts and mails about visits: first name, practice, time, link. Nothing of therapy (HIPAA, minimum
necessary)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otium.desk.families import saying
from otium.desk.families.saying import say
from otium.desk.visit_messages import chosen
from otium.records.models import FamilyNotice, Practice
from otium.terms.family import NoticeAbout

Facts = dict[str, Any]
SHORTEST_NAME = 20
JOINING = {"and", "&", "of", "for", "the", "at", "in", "y", "de", "del", "la", "el", "para"}
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


CODES = {
    NoticeAbout.VISIT_BOOKED: "visit.booked",
    NoticeAbout.VISIT_REMINDER: "visit.remind",
    NoticeAbout.VISIT_CHANGED: "visit.moved",
}
CANCELLED, SEVERAL = "visit.off", "visit.booked_many"  # of several visits a text names the first


def code_of(about: str, facts: Facts) -> str:
    return CANCELLED if facts.get("is_cancelled") else CODES[NoticeAbout(about)]


def of_notice(notice: FamilyNotice, link: str) -> str:
    code = code_of(notice.about, notice.facts)
    is_series = notice.about == NoticeAbout.VISIT_BOOKED and len(visits_of(notice.facts)) > 1
    return text(notice.practice, notice.facts, notice.language, link, SEVERAL if is_series else code)


def mail_of_notice(notice: FamilyNotice, link: str) -> tuple[str, str]:
    return mail(notice.practice, notice.facts, notice.language, link, code_of(notice.about, notice.facts))


def ends_at(facts: Facts) -> datetime:
    """When the last of its visits begins."""
    return max(each.at for each in visits_of(facts))


def has_begun(facts: Facts, at: datetime) -> bool:
    return min(each.at for each in visits_of(facts)) <= at


def text(practice: Practice, facts: Facts, language: str, link: str, code: str) -> str:
    """One text of the longest length that is one, where its words allow: first what may be left out goes, then words
    of the practice's name."""
    told, longest = visits_of(facts), chosen.exemption().longest
    names = short_names(practice.name)
    shown = told[:1] if code == SEVERAL else told
    params = {"who": who(shown, language), "day": short_day(language, told), "link": link, "phone": practice.phone,
              "count": len(told)}  # fmt: skip
    for each, name in [(code, names[0]), *((f"{code}_short", name) for name in names)]:
        found = plain(say(language, each, practice=name, **params))
        if len(found) <= longest:
            return found
    return plain(say(language, f"{code}_short", practice=names[-1][:SHORTEST_NAME], **params))


def mail(practice: Practice, facts: Facts, language: str, link: str, code: str) -> tuple[str, str]:
    """Subject and words. The subject names nobody."""
    told = visits_of(facts)
    lines = "\n".join(line(each, language) for each in told)
    params = {"practice": practice.name, "link": link, "phone": practice.phone or "–", "visits": lines}
    subject = say(language, "text.mail_subject", practice=saying.one_line(practice.name))
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


def short_names(name: str) -> list[str]:
    """A practice's name, then with ever fewer words, none of which ends in the middle of what it says.

    >>> short_names("Hand and Neuro Therapy")
    ['Hand and Neuro Therapy', 'Hand and Neuro', 'Hand']
    """
    words = saying.one_line(name).split(" ")
    return [" ".join(words[:n]) for n in range(len(words), 0, -1) if words[n - 1].lower() not in JOINING or n == 1]


def plain(words: str) -> str:
    """In letters that leave a text its 160 characters: María is Maria. A letter that has no plain form stays."""
    swapped = "".join(_PLAIN.get(c, c) for c in words)
    return "".join(_letter(c) for c in swapped)


def _letter(letter: str) -> str:
    if letter.isascii() or letter in "éñüÉÑÜ":
        return letter
    base = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return base if base.isascii() and base else letter
