"""The board of who waits, with what is to be done next for each, and one entry with all hours it was thought of for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.mend.options import DISCIPLINES, URGENCIES, WAIT_NEEDS
from otium.desk.offers import board as desk
from otium.desk.offers import hours
from otium.desk.offers.freed import FreedHour
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.waitlist import offered
from otium.pages.staff.waitlist.present import board_row, row
from otium.pages.words.offers import PASSED, STATES
from otium.records import waitlist as records
from otium.records.models import Location, Offer, Practice, SchedulePlan, WaitlistEntry
from otium.terms.offers import OfferState
from otium.terms.plans import Asking, PlanState
from otium.terms.waitlist import Passed

SHOWN = 50  # readiness costs the facts of each
HISTORY = 100


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One filter; its first option keeps all."""

    name: str
    label: str
    options: tuple[Option, ...]


Keep = Callable[[WaitlistEntry, str], bool]
FILTERS: dict[str, Keep] = {
    "need": lambda entry, value: entry.need == value,
    "urgency": lambda entry, value: entry.urgency == value,
    "discipline": lambda entry, value: entry.discipline == value,
    "location": lambda entry, value: entry.location_id is None or value in _locations(entry),
}


@require_safe
def waitlist(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    selects = _selects(practice, request)
    chosen = {select.name: request.GET.get(select.name, "") for select in selects}
    everybody = records.waiting(practice)
    kept = [e for e in everybody if all(FILTERS[n](e, value) for n, value in chosen.items() if value)]
    free = hours.free_hours(practice, request.at)
    listed = desk.in_order(practice, kept, request.at)[:SHOWN]
    rows = [board_row(place, on) for place in desk.places(practice, listed, free, request.at)]
    agreed = _agreed(practice)
    starting = (plan.entry.patient_id for plan in agreed if plan.entry)
    shown(request, practice.pk, *(entry.patient_id for entry in listed), *starting)
    context = {
        "rows": rows,
        "count": len(everybody),
        "kept": len(kept),
        "hidden": len(kept) - len(listed),
        "hours": offered.hours(free, request.at),
        "selects": selects,
        "is_filtered": any(chosen.values()),
        "agreed": [(reverse("plan", args=[plan.pk]), plan.entry and row(plan.entry, on).name) for plan in agreed],
        "practice": practice,
        "others": other_practices(request, practice),
    }
    return render(request, "waitlist/board.html", context)


def _agreed(practice: Practice) -> list[SchedulePlan]:
    """Chains to which all families said yes, and that wait for a person. One query."""
    rows = SchedulePlan.objects.filter(
        practice=practice, state=PlanState.PROPOSED.value, asking=Asking.AGREED.value, entry__isnull=False
    )
    return list(rows.select_related("entry__patient").order_by("asked_at", "id"))


@require_safe
def entry(request: HttpRequest, waiting_id: UUID) -> HttpResponse:
    """What one waits for, what comes next, and every hour they were asked about or passed over for."""
    related = ("practice", "patient", "therapist", "location", "other_location")
    found = WaitlistEntry.objects.select_related(*related).filter(pk=waiting_id).first()
    if found is None:
        raise Http404("no such entry")
    practice = found.practice
    shown(request, practice.pk, found.patient_id)
    on = clock.day(request.at, practice)
    is_over = found.ended_on is not None or found.entered_in_error
    free = [] if is_over else hours.free_hours(practice, request.at)
    (place,) = desk.places(practice, [found], free, request.at)
    context = {
        "one": board_row(place, on),
        "is_over": is_over,
        "ended": present.full_day(found.ended_on) if found.ended_on else "",
        "asked": present.full_day(found.asked_on),
        "turns": _turns(found, practice),
        "practice": practice,
    }
    return render(request, "waitlist/entry.html", context)


def _turns(entry: WaitlistEntry, practice: Practice) -> list[dict[str, str]]:
    rows = Offer.objects.filter(practice=practice, entry=entry)
    rows = rows.select_related("offer_round__visit__therapist", "offer_round__left__therapist")
    zone = clock.zone(practice)
    found = []
    for offer in rows.order_by("-changed_at", "id")[:HISTORY]:
        of = FreedHour(offer.offer_round.visit, offer.offer_round.left)
        hour = of.starts_at.astimezone(zone)
        words, tone = STATES[OfferState(offer.state)]
        why = str(PASSED[Passed(offer.reason)]) if offer.reason else ""
        at = offer.changed_at.astimezone(zone)
        found.append(
            {
                "hour": f"{present.day(hour.date())}, {present.hour(hour)}",
                "with_whom": of.therapist.name if of.therapist else "",
                "state": str(words), "tone": tone, "why": f"{why}: {offer.note}" if why and offer.note else why,
                "at": f"{present.day(at.date())}, {present.hour(at)}",
            }
        )  # fmt: skip
    return found


def _selects(practice: Practice, request: HttpRequest) -> list[Select]:
    places = Location.objects.filter(practice=practice).order_by("name", "id").values_list("pk", "name")
    choices = {
        "need": (_("Waits for"), WAIT_NEEDS),
        "urgency": (_("How urgent"), URGENCIES),
        "discipline": (_("Discipline"), DISCIPLINES),
        "location": (_("Could come to"), tuple((str(key), name) for key, name in places)),
    }
    return [_select(name, label, options, request) for name, (label, options) in choices.items() if len(options) > 1]


def _select(name: str, label: str, options: Any, request: HttpRequest) -> Select:
    chosen = request.GET.get(name, "")
    listed = (("", _("any")), *options)
    return Select(name, label, tuple(Option(value, words, value == chosen) for value, words in listed))


def _locations(entry: WaitlistEntry) -> set[str]:
    return {str(key) for key in (entry.location_id, entry.other_location_id) if key}
