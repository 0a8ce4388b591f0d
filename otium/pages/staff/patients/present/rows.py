"""Rows of the list of patients."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from otium.desk import clock
from otium.desk.mend.problems import said
from otium.pages import present
from otium.pages.staff.patients.present.head import age
from otium.records.models import Practice


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    name: str
    age: str
    born: str
    payer: str
    therapist: str
    next_visit: str
    next_iso: str
    to_do: int
    site: str
    site_name: str
    has_left: bool


def row(found: dict[str, Any], practices: dict[UUID, Practice], at: Any) -> Row:
    practice = practices[found["practice_id"]]
    on = clock.day(at, practice)
    next_at = found["next_at"].astimezone(clock.zone(practice)) if found["next_at"] else None
    return Row(
        url=reverse("patient", args=[found["id"]]),
        name=f"{found['last_name']}, {found['first_name']}",
        age=age(found["birth_on"], on),
        born=said(found["birth_on"]) if found["birth_on"] else "",
        payer=found["payer"] or "",
        therapist=found["treating"] or "",
        next_visit=f"{present.day(next_at.date(), on)}, {present.hour(next_at)}" if next_at else "",
        next_iso=next_at.isoformat() if next_at else "",
        to_do=found["to_do"],
        site=practice.short,
        site_name=practice.name,
        has_left=not found["is_active"],
    )
