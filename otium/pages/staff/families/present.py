"""Notices as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.families import content, papers, telling
from otium.desk.families.recipients import Recipient, themselves_or
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages import links, present
from otium.pages.words.families import ABOUTS, CHOICES, LACKS, LANGUAGES, REACHES, ROADS, STATES
from otium.records.models import FamilyNotice
from otium.terms.family import ABOUT_VISITS, FamilyLetter, NoticeState


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    url: str
    patient: str
    patient_url: str
    about: str
    to: str
    language: str
    first: str  # the visit that it must be told before
    state: str
    state_word: str
    more: str
    button: str  # empty where nothing is to approve
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Way:
    road: str
    button: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice. `ways` are the roads it may take now, the first the one to take; `preview` is English, Spanish."""

    id: UUID
    about: str
    patient: str
    patient_url: str
    to: str
    language: str
    state: str
    state_word: str
    first: str
    ways: tuple[Way, ...]
    lacks: str
    sent: str
    answer: str
    answer_by: str
    warning: str
    preview: tuple[FamilyLetter, ...]
    own_language: str
    choices: tuple[tuple[str, str], ...]
    is_signed: bool
    takes_texts: bool
    lost: str  # what to do where it did not arrive
    words: str  # of a message about visits: what was sent, or would be, its link hidden; empty of letters


def row(notice: FamilyNotice, at: datetime, kinds: frozenset[str]) -> Row:
    """`kinds`: what can leave from its practice."""
    on = clock.day(at, notice.practice)
    to = themselves_or(notice.patient, notice.related_person)
    ways = telling.ways(notice.practice, to, kinds) if notice.state == NoticeState.PREPARED else None
    return Row(
        id=notice.pk,
        url=reverse("family_notice", args=[notice.pk]),
        patient=f"{notice.patient.first_name} {notice.patient.last_name}",
        patient_url=links.patient(notice.patient_id),
        about=str(ABOUTS[notice.about]),
        to=who(to),
        language=str(LANGUAGES[notice.language]),
        first=present.short_day(notice.first_visit_on, on) if notice.first_visit_on else "",
        state=_tone(notice),
        state_word=_word(notice),
        more=more(notice),
        button=button(ways.roads[0], notice, to) if ways else "",
        site=notice.practice.short,
        site_name=notice.practice.name,
    )


def shown(notice: FamilyNotice, at: datetime) -> Shown:
    on = clock.day(at, notice.practice)
    to = themselves_or(notice.patient, notice.related_person)
    ways = telling.ways(notice.practice, to)
    is_letter = notice.about not in ABOUT_VISITS
    letters = tuple(papers.letter(notice, language, on) for language in LANGUAGES) if is_letter else ()
    offered = _choices(notice)
    return Shown(
        id=notice.pk,
        about=str(ABOUTS[notice.about]),
        patient=f"{notice.patient.first_name} {notice.patient.last_name}",
        patient_url=links.patient(notice.patient_id),
        to=who(to),
        language=str(LANGUAGES[notice.language]),
        state=_tone(notice),
        state_word=_word(notice),
        first=present.day(notice.first_visit_on, on) if notice.first_visit_on else "",
        ways=tuple(Way(road, button(road, notice, to)) for road in ways.roads),
        lacks=present.joined(str(LACKS[code]) for code in ways.lacks) if ways.roads == (telling.LETTER,) else "",
        sent=_sent(notice, on),
        answer=_answer(notice),
        answer_by=notice.answer.get("name", ""),
        warning=_warning(notice, on),
        preview=letters,
        own_language=notice.language,
        choices=offered,
        is_signed=notice.about == "abn",
        takes_texts=to.takes_texts,
        lost=_lost(notice),
        words=delivering.words_of(notice) if notice.about in ABOUT_VISITS else "",
    )


def who(to: Recipient) -> str:
    """María Ruiz, mother."""
    return ", ".join(filter(None, (to.name, to.relationship)))


def button(road: str, notice: FamilyNotice, to: Recipient) -> str:
    """Named by its effect: Text Mateo’s mother."""
    if road == telling.LETTER:
        return _("Print the letter")
    words = _("Text %(name)s") if road == telling.TEXT else _("Mail %(name)s")
    kin = _("%(name)s’s %(kin)s") % {"name": notice.patient.first_name, "kin": to.relationship.lower()}
    return str(words) % {"name": kin if to.relationship else to.name}


def more(notice: FamilyNotice) -> str:
    """What is known of it besides its state, short."""
    if notice.answer:
        return _answer(notice)
    if notice.state != NoticeState.TOLD:
        return ""
    road = str(ROADS.get(notice.road, ""))
    reach = delivering.of_notice(notice)
    return f"{road}, {REACHES[reach]}" if reach else road


def _tone(notice: FamilyNotice) -> str:
    if notice.answer.get("choice") in ("call", "stop", "option_3"):
        return "risk"
    return "blocked" if _is_lost(notice) else STATES[notice.state][0]


def _word(notice: FamilyNotice) -> str:
    return _("Not reached") if _is_lost(notice) else str(STATES[notice.state][1])


def _is_lost(notice: FamilyNotice) -> bool:
    return notice.state == NoticeState.TOLD and delivering.of_notice(notice) is Reach.FAILED


def _lost(notice: FamilyNotice) -> str:
    if not _is_lost(notice):
        return ""
    if notice.about in ABOUT_VISITS:
        return _("This did not arrive. Call them.")
    return _("This did not arrive. Call them, or send it again another way.")


def _answer(notice: FamilyNotice) -> str:
    """One choice; about visits of siblings each that was made."""
    given = notice.answer.get("choices") or {"": notice.answer.get("choice", "")}
    return present.joined(dict.fromkeys(str(CHOICES.get(choice, "")) for choice in given.values()))


def _sent(notice: FamilyNotice, on: Any) -> str:
    if notice.told_at is None:
        return ""
    day = present.day(clock.day(notice.told_at, notice.practice), on)
    said = more(notice) if not notice.answer else str(ROADS.get(notice.road, ""))
    cause = delivering.cause_of(notice) if _is_lost(notice) else ""
    return ", ".join(filter(None, (said, _("the service says %(code)s") % {"code": cause} if cause else "", day)))


def _warning(notice: FamilyNotice, on: Any) -> str:
    if papers.is_outdated(notice, on):
        version = papers.form()["version"]
        return _(
            "The form’s version on file (%(version)s) has ended. Look for the new one at cms.gov before you give it."
        ) % {"version": version}
    return ""


def _choices(notice: FamilyNotice) -> tuple[tuple[str, str], ...]:
    return tuple((c.value, str(CHOICES[c.value])) for c in content.choices_of(notice.about, notice.facts))
