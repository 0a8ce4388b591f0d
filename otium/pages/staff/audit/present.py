"""Audit rows in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.audit import words
from otium.pages.words.events import AUTOMATIONS
from otium.records.models import AuditEvent, Practice

ACTIONS: dict[str, Any] = {
    "read": lazy("saw"),
    "change": lazy("changed"),
    "print": lazy("printed"),
    "export": lazy("exported"),
    "sign_in": lazy("signed in"),
}
SHOWN_PATIENTS = 3
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("row", "at", "person", "action", "page", "patients", "patient_ids", "detail")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    iso: str
    when: str
    who: str
    action: str
    page: str
    patients: tuple[tuple[str, str], ...]  # name, address
    more: int
    detail: str


def row(event: AuditEvent, practice: Practice, staff: dict[str, str], patients: dict[str, str]) -> Row:
    local = event.at.astimezone(clock.zone(practice))
    shown = event.patients[:SHOWN_PATIENTS]
    return Row(
        number=event.pk,
        iso=local.isoformat(),
        when=f"{present.day(local.date())}, {present.hour(local)}",
        who=actor(event.actor, staff),
        action=str(ACTIONS.get(event.action, event.action)),
        page=words.page(event.door),
        patients=tuple((patients.get(p, _("unknown")), reverse("patient", args=[p])) for p in shown),
        more=len(event.patients) - len(shown),
        detail=", ".join(f"{k}: {v}" for k, v in event.detail.items()),
    )


def actor(name: str, staff: dict[str, str]) -> str:
    return staff.get(name) or str(AUTOMATIONS.get(name, name))


def csv_row(event: AuditEvent, practice: Practice, staff: dict[str, str], patients: dict[str, str]) -> list[str]:
    """One line of the export, in the order of COLUMNS; `at` is ISO with the practice's offset."""
    return [
        str(event.pk),
        event.at.astimezone(clock.zone(practice)).isoformat(timespec="seconds"),
        plain(actor(event.actor, staff)),
        event.action,
        event.door,
        plain("; ".join(patients.get(p, "") for p in event.patients)),
        " ".join(event.patients),
        plain(", ".join(f"{k}: {v}" for k, v in event.detail.items())),
    ]


def plain(text: str) -> str:
    """Text that a spreadsheet does not take for a formula: such text gets an apostrophe in front.

    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith(FORMULA) else text
