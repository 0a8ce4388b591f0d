"""The letter behind a notice: as content for a page to show, and as PDF."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from otium.desk import blobs, clock
from otium.desk.families import content as contents
from otium.desk.families import saying
from otium.desk.families.recipients import Recipient, themselves_or
from otium.desk.families.saying import full_day, money, say
from otium.records.models import FamilyNotice, Patient, Practice
from otium.terms.family import AbnForm, FamilyLetter, NoticeAbout
from otium.wires.paper import letters


def pdf(notice: FamilyNotice, language: str, on: date) -> bytes:
    """The letter as it would be printed on `on`."""
    if notice.about == NoticeAbout.ABN:
        return letters.abn(abn(notice, language))
    return letters.letter(letter(notice, language, on))


def approved(notice: FamilyNotice) -> bytes | None:
    """The letter as it was approved; None before that."""
    return blobs.load(notice.practice, notice.document) if notice.document_id else None


def letter(notice: FamilyNotice, language: str, on: date) -> FamilyLetter:
    made = contents.content(notice.about, notice.facts, language, on)
    paper, practice, patient = made.paper, notice.practice, notice.patient
    to = themselves_or(patient, notice.related_person)
    phone = practice.phone
    answer = say(language, "letter.answer", phone=phone) if phone else say(language, "letter.answer_no_phone")
    return FamilyLetter(
        language=language,
        title=made.title,
        sender=_lines(practice.name, practice.address, _town(practice), phone),
        addressee=_lines(to.name or say(language, "letter.parent", name=first_name(patient)), *_home(patient)),
        day=full_day(language, on),
        about=about(patient, to, language),
        heading=paper.heading if paper else say(language, "about.heading"),
        points=made.points,
        question=made.question,
        choices=tuple(words for _choice, words in made.choices) if made.question else (),
        closing=(answer,),
        signature=say(language, "letter.signature") if made.question else "",
        facts=paper.facts if paper else (),
        heads=paper.heads if paper else (),
        rows=paper.rows if paper else (),
        total=paper.total if paper else ("", ""),
    )


def abn(notice: FamilyNotice, language: str) -> AbnForm:
    """The form, with the answer in it once there is one."""
    facts, answer = notice.facts, notice.answer
    visits = facts.get("visits")
    items = say(language, "abn.items_visits", visits=visits) if visits and visits > 1 else say(language, "abn.items")
    signed_on = notice.acknowledged_at
    return AbnForm(
        language=language,
        notifier=_lines(notice.practice.name, notice.practice.address, _town(notice.practice), notice.practice.phone),
        patient=f"{notice.patient.first_name} {notice.patient.last_name}",
        identification=notice.patient.external_id,
        items=items,
        reason=say(language, f"abn.reason_{facts['reason']}"),
        cost=_cost(facts, language),
        version=" ".join((form()["name"], f"({form()['version']})", form()["omb"])),
        words=saying.words_of(language, "form"),
        choice=int(str(answer.get("choice", "option_0")).rpartition("_")[2]) if answer else 0,
        signed_by=answer.get("name", ""),
        signed_on=full_day(language, clock.day(signed_on, notice.practice)) if signed_on else "",
    )


def _cost(facts: contents.Facts, language: str) -> str:
    """Field F: of all visits, of one where they cost the same, and by what; empty where it is unknown."""
    each, cost, basis = facts.get("each"), facts.get("cost"), facts.get("basis")
    if not (cost or each):
        return ""
    whole = say(language, "abn.cost_total", cost=money(Decimal(cost))) if cost else ""
    one = say(language, "abn.cost_each", each=money(Decimal(each))) if each else ""
    by = say(language, f"abn.by_{basis}") if basis else ""
    many = facts.get("visits") not in (None, 1)
    return " ".join(filter(None, (f"{whole} ({one})." if whole and one and many else f"{whole or one}.", by)))


@cache
def form() -> dict[str, Any]:
    """What is known of the version of CMS-R-131 that our setting follows."""
    text = files("otium.rules.families").joinpath("abn.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["form"])


def is_outdated(notice: FamilyNotice, on: date) -> bool:
    """An ABN on a version of the form that ended: a person must look for the new one."""
    return notice.about == NoticeAbout.ABN and bool(form()["expires_on"] < on)


def about(patient: Patient, to: Recipient, language: str) -> str:
    """Whom it is about, in as few words as will do: a first name and one letter."""
    if to.related_person_id is None:
        return say(language, "about.you")
    return say(language, "about.patient", name=first_name(patient))


def first_name(patient: Patient) -> str:
    """Mateo R."""
    return f"{patient.first_name} {patient.last_name[:1]}.".strip()


def _home(patient: Patient) -> tuple[str, str]:
    return patient.address, f"{patient.city}, {patient.state} {patient.postal_code}".strip(", ")


def _town(practice: Practice) -> str:
    return f"{practice.city}, {practice.state} {_zip(practice.postal_code)}".strip(", ")


def _zip(digits: str) -> str:
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else digits


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
