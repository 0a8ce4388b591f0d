"""Who the patient is, in one line, and whom to call."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.mend import options
from otium.desk.mend.problems import said
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.words.families import ABOUTS, CHOICES, STATES
from otium.records import models as m

GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    relationship: str
    phone: str
    email: str
    rights: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the family was told, or is about to be."""

    about: str
    url: str
    state: str
    state_word: str
    answer: str
    day: str


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    lead: str
    is_active: bool
    facts: tuple[Pair, ...]
    family: tuple[Person, ...]
    notices: tuple[Told, ...]


def head(chart: Chart) -> Head:
    patient = chart.patient
    payer = next((c.payer.name for c in chart.coverages if _is_in_force(c, chart.on)), "")
    treating = chart.therapist_name(treating_id(chart))
    parts = [age(patient.birth_on, chart.on), payer, treating and _("with %(name)s") % {"name": treating}]
    return Head(
        name=f"{patient.first_name} {patient.last_name}",
        lead=", ".join(p for p in parts if p),
        is_active=patient.is_active,
        facts=tuple(_facts(chart)),
        family=tuple(_person(p, chart) for p in sorted(chart.rows[m.RelatedPerson], key=lambda p: p.first_name)),
        notices=tuple(_told(n, chart) for n in sorted(chart.rows[m.FamilyNotice], key=_latest, reverse=True)),
    )


def _latest(notice: m.FamilyNotice) -> Any:
    return notice.told_at or notice.prepared_at, str(notice.pk)


def _told(notice: m.FamilyNotice, chart: Chart) -> Told:
    state, word = STATES[notice.state]
    return Told(
        about=str(ABOUTS[notice.about]),
        url=reverse("family_notice", args=[notice.pk]),
        state=state,
        state_word=str(word),
        answer=str(CHOICES.get(notice.answer.get("choice", ""), "")),
        day=present.day(chart.day(notice.told_at or notice.prepared_at), chart.on),
    )


def treating_id(chart: Chart) -> Any:
    """Of the newest active episode."""
    episodes = [e for e in chart.rows[m.EpisodeOfCare] if e.is_active and e.therapist_id]
    newest = max(episodes, key=lambda e: (e.starts_on or date.min, str(e.pk)), default=None)
    return newest.therapist_id if newest else None


def age(birth_on: date | None, on: date) -> str:
    """7 years; months below two years; empty when unknown."""
    if birth_on is None:
        return ""
    months = (on.year - birth_on.year) * 12 + on.month - birth_on.month - (on.day < birth_on.day)
    if months < 24:
        return ngettext("%(n)d month old", "%(n)d months old", months) % {"n": months}
    return ngettext("%(n)d year old", "%(n)d years old", months // 12) % {"n": months // 12}


def _is_in_force(coverage: m.Coverage, on: date) -> bool:
    starts, ends = coverage.starts_on, coverage.ends_on
    return (starts is None or starts <= on) and (ends is None or on <= ends)


def _facts(chart: Chart) -> list[Pair]:
    patient = chart.patient
    place = " ".join(p for p in (patient.city, patient.state, patient.postal_code) if p)
    found = [
        (_("Born"), said(patient.birth_on) if patient.birth_on else ""),
        (_("Phone"), patient.phone),
        (_("E-mail"), patient.email),
        (_("Lives at"), ", ".join(p for p in (patient.address, place) if p)),
        (_("Language"), options.words(options.LANGUAGES, patient.language)),
        (_("Location"), patient.location.name if patient.location else ""),
    ]
    return [Pair(name, value or _("unknown")) for name, value in found]


def _person(row: m.RelatedPerson, chart: Chart) -> Person:
    words = {
        True: (_("may consent"), _("may receive health information")),
        False: (_("may not consent"), _("may not receive health information")),
        None: (_("consent unknown"), _("information rights unknown")),
    }
    language = options.words(options.LANGUAGES, row.language)  # the letters to the family are written in it
    rights = [language, words[row.may_consent][0], words[row.may_receive][1]]
    if row.ends_on:
        rights.append(_("until %(day)s") % {"day": present.short_day(row.ends_on, chart.on)})
    return Person(
        name=f"{row.first_name} {row.last_name}",
        relationship=row.relationship,
        phone=row.phone,
        email=row.email,
        rights=", ".join(rights),
        url=reverse("related_person_change", args=[chart.patient.pk, row.pk]),
    )
