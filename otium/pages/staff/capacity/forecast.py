"""Eight weeks ahead: hours offered, booked, asked for and free; what is assumed, and how it is changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.capacity import assuming
from otium.desk.capacity import forecast as desk
from otium.desk.capacity.forecast import Forecast, Line
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.capacity import ahead_plot, words
from otium.pages.staff.capacity.asks import may
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Practice
from otium.terms.forecast import Assumed, Basis, WeekOf
from otium.terms.waitlist import WaitNeed

ASKED = {
    "no_show": (lazy("No-shows"), lazy("per cent of booked visits")),
    "evaluation": (lazy("An evaluation takes"), lazy("minutes")),
    "visit": (lazy("A visit takes"), lazy("minutes")),
    "after": (lazy("After an evaluation"), lazy("visits a week")),
}
NEEDS = {
    WaitNeed.EVALUATION: lazy("evaluations"),
    WaitNeed.WEEKLY: lazy("standing weekly hours"),
    WaitNeed.MAKE_UP: lazy("make-up visits"),
    WaitNeed.EARLIER: lazy("earlier times"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """`free` in words; `tone` blocked where more is asked for than there is. `said` is how it comes about."""

    week: str
    free: str
    tone: str
    starts: int
    said: str
    offered: str
    booked: str
    asked: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    more: str
    cells: tuple[Cell, ...]
    starts: int


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    shown(request, practice.pk)
    return _page(request, practice, {})


@require_POST
def assume(request: HttpRequest) -> HttpResponse:
    """Keep what the practice assumes; an empty field goes back to its history or the baseline."""
    practice = practice_of(request)
    shown(request, practice.pk)
    typed = {name: request.POST.get(name, "") for name in assuming.NAMES}
    try:
        assuming.state(
            practice_id=practice.pk, typed=typed, series_go_on=request.POST.get("series_go_on") == "1",
            by=Actor.person(request.user.pk), at=request.at,
        )  # fmt: skip
    except assuming.NotANumber as wrong:
        return _page(request, practice, typed, wrong.names)
    messages.success(request, _("Kept. The forecast counts with it."))
    return redirect(f"{reverse('forecast')}?practice={practice.slug}")


def _page(request: HttpRequest, practice: Practice, typed: dict[str, str], wrong: tuple[str, ...] = ()) -> HttpResponse:
    on = clock.day(request.at, practice)
    found = desk.report(practice, request.at)
    rows = [_row(line, found.mondays, on) for line in found.lines]
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "weeks": [present.short_day(monday, on) for monday in found.mondays],
        "rows": rows,
        "total": _total(found, rows, on),
        "starts": sum(row.starts for row in rows),
        "plot": ahead_plot.ahead(found),
        "begin": _begin(found),
        "uncounted": found.uncounted,
        "waiting": [_waiting(need, each) for need, each in found.waiting.items()],
        "plans_unknown": found.plans_unknown,
        "renewals": len(found.renewals),
        "assumed": [_assumed(name, getattr(found.assumed, name), typed, wrong) for name in assuming.NAMES],
        "series_go_on": found.assumed.series_go_on,
        "is_wrong": bool(wrong),
        "may_assume": may(request, "forecast_assume", practice),
        "may_produce": may(request, "production", practice),
        "may_export": may(request, "forecast_export", practice),
    }
    return render(request, "capacity/forecast.html", context, status=422 if wrong else 200)


def _row(line: Line, mondays: tuple[date, ...], on: date) -> Row:
    starts = dict(zip((week.monday for week in line.weeks), line.starts, strict=False))
    by_monday = {week.monday: week for week in line.weeks}
    unknown = line.worker is not None and line.worker.shifts is None
    return Row(
        name=line.worker.name if line.worker else _("Nobody named"),
        more=_("hours not on file: the practice’s are taken") if unknown else "",
        cells=tuple(
            _cell(by_monday.get(monday, WeekOf(monday, None, 0, 0, 0)), starts.get(monday, 0), on) for monday in mondays
        ),
        starts=sum(starts.values()),
    )


def _cell(week: WeekOf, starts: int, on: date) -> Cell:
    asked = week.series + week.plans
    parts = [
        _("%(n)s offered") % {"n": words.hours(week.offered)},
        _("%(n)s booked") % {"n": words.hours(week.booked)},
    ]
    parts += [_("%(n)s in gaps too short for a visit") % {"n": words.hours(week.short)}] if week.short else []
    parts += [_("%(n)s of series that go on") % {"n": words.hours(week.series)}] if week.series else []
    parts += [_("%(n)s of plans of care not booked yet") % {"n": words.hours(week.plans)}] if week.plans else []
    parts += [_("%(n)s booked beyond an authorization") % {"n": words.hours(week.ending)}] if week.ending else []
    return Cell(
        week=present.short_day(week.monday, on),
        free=words.hours(week.left),
        tone="blocked" if week.left < 0 else "",
        starts=starts,
        said=", ".join(parts),
        offered=words.hours(week.offered),
        booked=words.hours(week.booked),
        asked=words.hours(asked),
    )


def _total(found: Forecast, rows: list[Row], on: date) -> list[dict[str, Any]]:
    """By week, all therapists together, with what is asked for and names nobody."""
    told = []
    for place, monday in enumerate(found.mondays):
        weeks = [week for line in found.lines for week in line.weeks if week.monday == monday]
        left = sum(week.left for week in weeks)
        told.append(
            {
                "week": present.short_day(monday, on),
                "offered": words.hours(sum(w.offered for w in weeks)),
                "booked": words.hours(sum(w.booked for w in weeks)),
                "short": words.hours(sum(w.short for w in weeks)),
                "series": words.hours(sum(w.series for w in weeks)),
                "plans": words.hours(sum(w.plans for w in weeks)),
                "ending": words.hours(sum(w.ending for w in weeks)),
                "no_shows": words.hours(found.no_shows[place]),
                "free": words.hours(left),
                "tone": "blocked" if left < 0 else "",
                "starts": sum(row.cells[place].starts for row in rows),
                "begun": found.begun[place].evaluations,
                "waiting": words.hours(found.begun[place].minutes),
            }
        )
    return told


def _begin(found: Forecast) -> str:
    """What is assumed of those who wait for an evaluation; empty where nobody does."""
    begun = sum(week.evaluations for week in found.begun)
    if not begun + found.without:
        return ""
    said = [
        ngettext("%(n)d evaluation of the waitlist begins in these weeks", "%(n)d evaluations of the waitlist begin in"
                 " these weeks", begun) % {"n": begun}
    ]  # fmt: skip
    if found.without:
        said.append(_("%(n)d find no start") % {"n": found.without})
    return present.joined(said)


def _waiting(need: WaitNeed, found: desk.Waiting) -> str:
    each = _("%(n)s each week") if need is WaitNeed.WEEKLY else _("%(n)s once")
    hours = each % {"n": words.hours(found.minutes)}
    return _("%(count)d %(need)s, %(hours)s") % {"count": found.count, "need": NEEDS[need], "hours": hours}


def _assumed(name: str, found: Assumed, typed: dict[str, str], wrong: tuple[str, ...]) -> dict[str, Any]:
    label, unit = ASKED[name]
    known = assuming.baselines()[name]
    basis = {
        Basis.STATED: _("You stated this."),
        Basis.HISTORY: ngettext(
            "Of your own last half year: %(n)d case.", "Of your own last half year: %(n)d cases.", found.rests_on
        ) % {"n": found.rests_on},
        Basis.BASELINE: _("Too few visits of your own to say. Baseline: %(source)s") % {"source": known.source},
    }  # fmt: skip
    stated = words.number(found.value) if found.basis is Basis.STATED else ""
    return {
        "name": name,
        "label": label,
        "unit": unit,
        "value": words.number(found.value),
        "typed": typed.get(name, stated),
        "basis": basis[found.basis],
        "is_baseline": found.basis is Basis.BASELINE,
        "error": _("Enter a number up to %(most)s.") % {"most": words.number(known.most)} if name in wrong else "",
    }
