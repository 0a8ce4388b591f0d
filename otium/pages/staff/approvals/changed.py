"""What moved between authorizations, and why: each change of a visit's use, newest first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.words import CHANGE_REASONS
from otium.records import models as m

MOST = 40


@dataclass(frozen=True, slots=True)
class Change:
    """`was` and `now` are numbers; empty: none."""

    iso: str
    visit: str
    was: str
    now: str
    why: str
    at: str


def changes(chart: Chart, *, shows_all: bool) -> list[Change]:
    """Of visits that used one before; a first use is no change to explain."""
    numbers = {str(a.pk): a.number or _("no number") for a in chart.rows[m.Authorization]}
    days = {v.pk: chart.day(v.starts_at) for v in chart.visits}
    moved = [c for c in reversed(chart.use_changes) if c.before and c.before != c.after]
    return [
        Change(
            iso=days[c.focus_id].isoformat(),
            visit=present.short_day(days[c.focus_id], chart.on),
            was=numbers.get(c.before.get("authorization_id", ""), _("one that is gone")),
            now=numbers.get(c.after.get("authorization_id", ""), "") if c.after else "",
            why=str(CHANGE_REASONS.get(c.why, c.why)),
            at=present.short_day(chart.day(c.at), chart.on),
        )
        for c in (moved if shows_all else moved[:MOST])
    ]
