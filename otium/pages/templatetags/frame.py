"""What base.html shows on every staff page: rail, practices, person, day."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from otium.desk import access, clock
from otium.pages import practices, rail
from otium.records.models import Practice

register = template.Library()
DEMO = frozenset({"demo", "dev"})


@dataclass(frozen=True, slots=True)
class Frame:
    rail: list[rail.Item]
    practices: list[Practice]
    chosen: Practice | None
    name: str
    initials: str
    on: date
    languages: list[tuple[str, str, bool]]  # code, own name, is this one
    has_sandbox: bool  # the phones of the demo


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    """Raises KeyError in templates without a request: those have no frame."""
    request: HttpRequest = context["request"]
    visible, chosen = practices.visible(request), practices.chosen(request)
    person = request.user
    return Frame(
        rail=rail.items(request),
        practices=visible,
        chosen=chosen,
        name=person.name or person.email,
        initials=initials(person.name or person.email),
        on=_day(request.at, chosen or (visible[0] if visible else None)),
        languages=languages(),
        has_sandbox=_has_sandbox(request),
    )


def _has_sandbox(request: HttpRequest) -> bool:
    return settings.OTIUM_MODE in DEMO and bool(access.practices_for(access.DOORS["sandbox"], request.memberships))


@register.simple_tag
def languages() -> list[tuple[str, str, bool]]:
    """Languages that Otium's own words are translated to, each by its own name; English is what they are written in."""
    names = {"en": "English", "es": "Español"}
    return [(code, names[code], code == get_language()) for code, _ in settings.LANGUAGES if _is_translated(code)]


def _is_translated(code: str) -> bool:
    catalogue = Path(code) / "LC_MESSAGES" / "django.mo"
    return code == settings.LANGUAGE_CODE or any(
        (Path(folder) / catalogue).exists() for folder in settings.LOCALE_PATHS
    )


def initials(name: str) -> str:
    """Two letters for a face: Dana Whitlock is DW, dana@example.com is D."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else ""


def _day(at: datetime, practice: Practice | None) -> date:
    return clock.day(at, practice) if practice else at.date()
