"""A what-if beside today, as rows of figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otium.records.models import SchedulePlan


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
        Compared(_("Visits wanted that find a place"), *map(_placed, (before, after))),
        Compared(_("Visits wanted that find none"), *map(_left, (before, after))),
    ]
    today, then = (_per_cent(share) for share in plan.found["used"])
    rows.append(Compared(_("Hours of therapists that are booked"), today, then))
    return tuple(rows)


def _placed(parts: list[dict[str, int]]) -> str:
    return str(sum(part["placed"] for part in parts))


def _left(parts: list[dict[str, int]]) -> str:
    return str(sum(part["wanted"] - part["placed"] for part in parts))


def _per_cent(share: int | None) -> str:
    return _("unknown") if share is None else f"{share} %"
