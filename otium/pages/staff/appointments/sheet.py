"""A day on paper: who comes when, whether it is cleared, whom to call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.present import VOID, cell, talk_cell
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Appointment, PeerToPeer, Practice, RelatedPerson, Therapist


@dataclass(frozen=True, slots=True)
class Row:
    hour: str
    name: str
    what: str
    contacts: tuple[str, ...]
    strip: Strip | None
    is_visit: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """`groups`: therapist and rows."""

    title: str
    iso: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    count: int


def sheet(
    visits: Iterable[Appointment],
    talks: Iterable[PeerToPeer],
    shown_on: date,
    practice: Practice,
    on: date,
    strips: Mapping[UUID, Strip],
) -> Sheet:
    """Talks with payers stand among the visits: they take the therapist's time."""
    booked = [v for v in visits if v.status not in VOID]
    contacts = _contacts(practice, booked, on)
    lines = [
        (_name(v.therapist), v.starts_at, v.patient.last_name, str(v.pk),
         _row(v, practice, contacts[v.patient_id], strips.get(v.pk)))
        for v in booked
    ]  # fmt: skip
    lines += [(_name(t.therapist), t.slot_at, "", str(t.pk), _talk(t, practice)) for t in talks if t.slot_at]
    lines.sort(key=lambda line: line[:4])
    groups = tuple((name, tuple(line[4] for line in found)) for name, found in groupby(lines, key=lambda line: line[0]))
    return Sheet(present.full_day(shown_on), shown_on.isoformat(), groups, len(booked))


def _name(therapist: Therapist | None) -> str:
    return therapist.name if therapist else _("No therapist")


def _talk(talk: PeerToPeer, practice: Practice) -> Row:
    shown = talk_cell(talk, talk.slot_at, practice)
    return Row(shown.hour, shown.name, shown.what, (), None, is_visit=False)


def _row(visit: Appointment, practice: Practice, contacts: tuple[str, ...], strip: Strip | None) -> Row:
    zone = clock.zone(practice)
    hours = f"{present.hour(visit.starts_at.astimezone(zone))} – {present.hour(visit.ends_at.astimezone(zone))}"
    shown = cell(visit, practice, strip)
    place = visit.location.name if visit.location else ""
    return Row(hours, shown.name, ", ".join(filter(None, (shown.what, place, shown.state_word))), contacts, strip)


def _contacts(practice: Practice, visits: list[Appointment], on: date) -> dict[UUID, tuple[str, ...]]:
    """The patient's number, and those of the people who act for them today. One query."""
    found = {v.patient_id: [v.patient.phone] for v in visits}
    rows = RelatedPerson.objects.filter(practice=practice, patient_id__in=list(found)).exclude(phone="")
    for person in rows.order_by("last_name", "first_name", "id"):
        begun, over = not person.starts_on or person.starts_on <= on, person.ends_on and person.ends_on < on
        if begun and not over:
            found[person.patient_id].append(f"{person.first_name} {person.last_name} {person.phone}")
    return {key: tuple(filter(None, numbers)) for key, numbers in found.items()}
