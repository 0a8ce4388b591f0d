"""A day on paper: who comes when, whether it is cleared, whom to call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.present import VOID, cell
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Appointment, Practice, RelatedPerson


@dataclass(frozen=True, slots=True)
class Row:
    hour: str
    name: str
    what: str
    contacts: tuple[str, ...]
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`groups`: therapist and rows."""

    title: str
    iso: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    count: int


def sheet(
    visits: Iterable[Appointment], shown_on: date, practice: Practice, on: date, strips: Mapping[UUID, Strip]
) -> Sheet:
    booked = [v for v in visits if v.status not in VOID]
    booked.sort(key=lambda v: (_therapist(v), v.starts_at, v.patient.last_name, str(v.pk)))
    contacts = _contacts(practice, booked, on)
    groups = tuple(
        (name, tuple(_row(v, practice, contacts[v.patient_id], strips.get(v.pk)) for v in found))
        for name, found in groupby(booked, key=_therapist)
    )
    return Sheet(present.full_day(shown_on), shown_on.isoformat(), groups, len(booked))


def _therapist(visit: Appointment) -> str:
    return visit.therapist.name if visit.therapist else _("No therapist")


def _row(visit: Appointment, practice: Practice, contacts: tuple[str, ...], strip: Strip | None) -> Row:
    zone = clock.zone(practice)
    hours = f"{present.hour(visit.starts_at.astimezone(zone))} – {present.hour(visit.ends_at.astimezone(zone))}"
    shown = cell(visit, practice, strip)
    place = visit.location.name if visit.location else ""
    return Row(hours, shown.name, ", ".join(filter(None, (shown.what, place))), contacts, strip)


def _contacts(practice: Practice, visits: list[Appointment], on: date) -> dict[UUID, tuple[str, ...]]:
    """The patient's number, and those of the people who act for them today. One query."""
    found = {v.patient_id: [v.patient.phone] for v in visits}
    rows = RelatedPerson.objects.filter(practice=practice, patient_id__in=list(found)).exclude(phone="")
    for person in rows.order_by("last_name", "first_name", "id"):
        begun, over = not person.starts_on or person.starts_on <= on, person.ends_on and person.ends_on < on
        if begun and not over:
            found[person.patient_id].append(f"{person.first_name} {person.last_name} {person.phone}")
    return {key: tuple(filter(None, numbers)) for key, numbers in found.items()}
