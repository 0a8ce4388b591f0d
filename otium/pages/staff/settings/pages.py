"""What every page of the settings has: the practice, where else, and the other pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from otium.desk import access
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Practice

PAGES = (
    ("settings_practice", _("Practice")),
    ("settings_members", _("Members")),
    ("settings_house", _("Places and therapists")),
    ("settings_calendar", _("Rooms and hours")),
    ("settings_kinds", _("Kinds of visits")),
    ("settings_payers", _("Payers")),
    ("settings_roads", _("How payers are asked")),
    ("settings_rates", _("Expected rates")),
    ("settings_fees", _("Fees")),
    ("settings_rules", _("Your payer rules")),
    ("settings_autonomy", _("By itself")),
    ("settings_wording", _("Proposed wording")),
    ("settings_families", _("Families")),
    ("settings_waitlist", _("Waitlist")),
    ("settings_attendance", _("Attendance")),
    ("settings_video", _("Video visits")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    title: Any
    is_current: bool


def context(request: HttpRequest, name: str) -> tuple[Practice, dict[str, Any]]:
    """The practice, and what the template of every page needs."""
    practice = practice_of(request)
    shown(request, practice.pk)
    query = f"?practice={practice.slug}"
    tabs = [Tab(reverse(page) + query, title, page == name) for page, title in PAGES if may(request, page, practice)]
    return practice, {"practice": practice, "others": other_practices(request, practice), "tabs": tabs}


def may(request: HttpRequest, name: str, practice: Practice) -> bool:
    """Whether the person's role in this practice opens the door."""
    mine = [m for m in request.memberships if m.practice_id == practice.pk]
    return practice.pk in access.practices_for(access.DOORS[name], mine)
