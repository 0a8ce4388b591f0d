"""A what-if beside today, as rows of figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.pages.present import joined
from otium.records.models import SchedulePlan

STANDING = "standing"  # the part of weekly hours, each of which counts once


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    today: str
    then: str


def compared(plan: SchedulePlan) -> tuple[Compared, ...]:
    """Nothing for other plans."""
    before, after = plan.found.get("before"), plan.found.get("parts", [])
    if not before:
        return ()
    rows = [
        Compared(
            _("Visits wanted that find a place"), *(str(_placed(parts, is_standing=False)) for parts in (before, after))
        ),
        Compared(
            _("Visits wanted that find none"), *(str(_left(parts, is_standing=False)) for parts in (before, after))
        ),
    ]
    if any(part["wanted"] for part in after if part["name"] == STANDING):
        said = (_of(parts) for parts in (before, after))
        rows.append(Compared(_("Families who get the weekly hour they wait for"), *said))
    today, then = (_per_cent(share) for share in plan.found["used"])
    rows.append(Compared(_("Hours of therapists filled, by visits that find a place too"), today, then))
    return tuple(rows)


def outcome(plan: SchedulePlan) -> str:
    """What it would bring, in one sentence."""
    before, after = plan.found.get("before", []), plan.found["parts"]
    said = []
    visits, families = (_placed(after, is_standing=s) - _placed(before, is_standing=s) for s in (False, True))
    if families > 0:
        words = ngettext(
            "%(n)d more family gets the weekly hour they wait for",
            "%(n)d more families get the weekly hour they wait for", families,
        )  # fmt: skip
        said.append(words % {"n": families})
    if visits > 0:
        said.append(
            ngettext("%(n)d more visit finds a place", "%(n)d more visits find a place", visits) % {"n": visits}
        )
    return joined(said) if said else _("No more visits would find a place")


def _placed(parts: Iterable[dict[str, Any]], *, is_standing: bool) -> int:
    return sum(part["placed"] for part in parts if (part["name"] == STANDING) is is_standing)


def _left(parts: Iterable[dict[str, Any]], *, is_standing: bool) -> int:
    return sum(part["wanted"] - part["placed"] for part in parts if (part["name"] == STANDING) is is_standing)


def _of(parts: Iterable[dict[str, Any]]) -> str:
    wanted = _placed(parts, is_standing=True) + _left(parts, is_standing=True)
    return _("%(placed)d of %(wanted)d") % {"placed": _placed(parts, is_standing=True), "wanted": wanted}


def _per_cent(share: int | None) -> str:
    return _("unknown") if share is None else f"{share} %"
