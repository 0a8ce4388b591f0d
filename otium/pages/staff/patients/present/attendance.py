"""How regularly the patient came, as one figure with what it means."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.attendance.figure import figure
from otium.pages.staff.patients.load import Chart


@dataclass(frozen=True, slots=True)
class Figure:
    said: str
    is_below: bool
    means: tuple[str, ...]


def attendance(chart: Chart) -> Figure | None:
    """None where no visit of those weeks counts."""
    found, policy, is_below = figure(chart.visits, chart.practice, chart.on)
    if not found.counted:
        return None
    said = ngettext(
        "Came to %(made)d of %(n)d visit in %(weeks)d weeks (%(percent)d %%)",
        "Came to %(made)d of %(n)d visits in %(weeks)d weeks (%(percent)d %%)",
        found.counted,
    ) % {"made": found.made, "n": found.counted, "weeks": policy.weeks, "percent": found.percent}
    asks = _("Your policy asks for %(percent)d %%, from %(least)d visits on.") if policy.is_on else ""
    return Figure(
        said=said,
        is_below=is_below,
        means=tuple(filter(None, (
            _("Of the visits that were made or that the family missed: it did not come, or cancelled late."),
            _excused(found.excused),
            _unsaid(found.unsaid),
            asks % {"percent": policy.percent, "least": policy.least_visits} if asks else "",
        ))),
    )  # fmt: skip


def _excused(count: int) -> str:
    words = ngettext(
        "%(n)d visit is excused: called off in time, by us or by the weather, or made up since.",
        "%(n)d visits are excused: called off in time, by us or by the weather, or made up since.",
        count,
    )
    return words % {"n": count} if count else ""


def _unsaid(count: int) -> str:
    words = ngettext(
        "%(n)d visit is left out: nobody said what became of it, or why it was cancelled.",
        "%(n)d visits are left out: nobody said what became of them, or why they were cancelled.",
        count,
    )
    return words % {"n": count} if count else ""
