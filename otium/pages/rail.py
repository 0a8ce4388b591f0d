"""What the rail leads to: only what exists, and only where a role of the person opens the door."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from otium.desk import access

ITEMS = (
    ("desk", "desk", _("Desk")),
    ("my_day", "calendar", _("My day")),
    ("patients", "people", _("Patients")),
    ("schedule", "calendar", _("Schedule")),
    ("authorizations", "auth", _("Authorizations")),
    ("signatures", "sign", _("Signatures")),
    ("eligibility", "shield", _("Eligibility")),
    ("claims", "claim", _("Claims")),
    ("payers", "payer", _("Payers")),
    ("families", "family", _("Families")),
    ("inbox", "inbox", _("Inbox")),
    ("traffic", "traffic", _("Traffic")),
    ("connections", "plug", _("Connections")),
    ("imports", "import", _("Import")),
    ("audit", "audit", _("Audit")),
    ("settings", "settings", _("Settings")),
)
BESIDE = {"schedule": ("/waitlist/",)}  # addresses that belong to an item and do not begin with its own
OF_THERAPISTS = frozenset({"my_day"})  # others reach it by its address


@dataclass(frozen=True, slots=True)
class Item:
    url: str
    icon: str
    title: Any  # lazily translated
    is_current: bool


def items(request: HttpRequest) -> list[Item]:
    """The rail of this person. A page under an item's address marks the item as current."""
    found = []
    for name, icon, title in ITEMS:
        url = _address(name)
        if name in OF_THERAPISTS and not any(m.role == "therapist" for m in request.memberships):
            continue
        if url and access.practices_for(access.DOORS[name], request.memberships):
            found.append(Item(url, icon, title, request.path.startswith((url, *BESIDE.get(name, ())))))
    return found


def _address(name: str) -> str:
    """Empty where the page is not part of this installation."""
    if name not in access.DOORS:
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
