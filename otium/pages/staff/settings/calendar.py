"""What the calendar rests on: rooms, equipment, hours of work, days off."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.appointments import people
from otium.desk.mend.options import LANGUAGES, WEEKDAYS, words
from otium.pages import present
from otium.pages.staff.settings import pages
from otium.pages.staff.settings.supervision import supervision_words
from otium.records.models import Equipment, Practice, Room, Therapist, TimeOff, WorkingHours


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_calendar")
    on = clock.day(request.at, row)
    context |= {
        "therapists": [_therapist(each) for each in _therapists_of(row)],
        "supervision": supervision_words(row),
        "may_change_therapists": pages.may(request, "therapist_change", row),
        "rooms": [_room(room, on) for room in _in_use(Room, row, on).select_related("location")],
        "equipment": [_piece(piece, on) for piece in _in_use(Equipment, row, on).select_related("location")],
        "hours": [_hours(hours, on) for hours in _hours_of(row, on)],
        "off": [_off(off, on) for off in _off_of(row, on)],
        "may_change": pages.may(request, "room_add", row),
        "may_change_hours": pages.may(request, "working_hours_add", row),
    }
    return render(request, "settings/calendar.html", context)


def _therapists_of(row: Practice) -> Any:
    rows = Therapist.objects.filter(practice=row).select_related("supervisor", "deputy_supervisor")
    return rows.order_by("name", "id")


def _therapist(row: Therapist) -> dict[str, str]:
    """What booking asks of them, as far as it is on file."""
    by = [each.name for each in (row.supervisor, row.deputy_supervisor) if each]
    more = [
        ", ".join(row.skills),
        present.joined(words(LANGUAGES, each) for each in row.languages),
        _("licensed in %(states)s") % {"states": " ".join(row.licence_states)} if row.licence_states else "",
        _("%(n)d patients at most") % {"n": row.caseload_limit} if row.caseload_limit is not None else "",
    ]
    if people.is_assistant(row.credential):
        more.append(_("assistant of %(names)s") % {"names": present.joined(by)} if by else _("no supervisor on file"))
    return {
        "name": _joined([row.name, row.credential]),
        "more": _joined(more) or _("nothing on file"),
        "url": reverse("therapist_change", args=[row.pk]),
    }


def _in_use(model: Any, row: Practice, on: date) -> Any:
    return model.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), practice=row).order_by("location__name", "name")


def _hours_of(row: Practice, on: date) -> Any:
    rows = WorkingHours.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), practice=row, entered_in_error=False)
    return rows.select_related("therapist", "location").order_by("therapist__name", "location__name", "starts_at")


def _off_of(row: Practice, on: date) -> Any:
    rows = TimeOff.objects.filter(practice=row, ends_on__gte=on, entered_in_error=False)
    return rows.select_related("therapist", "room", "location", "practice").order_by("starts_on", "id")


def _room(room: Room, on: date) -> dict[str, str]:
    at_once = ngettext("%(n)d session at once", "%(n)d sessions at once", room.capacity) % {"n": room.capacity}
    more = [room.location.name, at_once, *(each.lower() for each in room.features), _until(room.ended_on, on)]
    return {"name": room.name, "more": _joined(more), "url": reverse("room_change", args=[room.pk])}


def _piece(piece: Equipment, on: date) -> dict[str, str]:
    more = [piece.location.name if piece.location else _("goes anywhere"), _until(piece.ended_on, on)]
    return {"name": piece.name, "more": _joined(more), "url": reverse("equipment_change", args=[piece.pk])}


def _hours(hours: WorkingHours, on: date) -> dict[str, str]:
    days = present.joined(words(WEEKDAYS, each) for each in sorted(hours.weekdays))
    times = f"{present.hour(hours.starts_at)} – {present.hour(hours.ends_at)}"
    place = hours.location.name if hours.therapist and hours.location else ""
    since = _("from %(day)s") % {"day": present.short_day(hours.starts_on, on)} if hours.starts_on else ""
    whose = hours.therapist or hours.location
    name = whose.name if whose else ""
    if not hours.therapist:
        name = _("%(place)s is open") % {"place": name}
    return {
        "name": name,
        "more": _joined([days, times, place, since, _until(hours.ends_on, on)]),
        "url": reverse("working_hours_change", args=[hours.pk]),
    }


def _off(off: TimeOff, on: date) -> dict[str, str]:
    whose = off.therapist or off.room or off.location
    days = present.day(off.starts_on, on)
    if off.ends_on != off.starts_on:
        days = f"{days} – {present.day(off.ends_on, on)}"
    return {
        "name": whose.name if whose else "",
        "more": _joined([days, off.reason]),
        "url": reverse("time_off_change", args=[off.pk]),
        "plan_url": _plan_url(off),
    }


def _plan_url(off: TimeOff) -> str:
    """Where the visits of those days are looked at; only a therapist's can be given to others."""
    if off.therapist_id is None:
        return ""
    asked = {"therapist": off.therapist_id, "first": off.starts_on, "last": off.ends_on, "reason": off.reason}
    return f"{reverse('plan_repair')}?{urlencode({**asked, 'practice': off.practice.slug})}"


def _until(day: date | None, on: date) -> str:
    return _("until %(day)s") % {"day": present.short_day(day, on)} if day else ""


def _joined(parts: list[str]) -> str:
    return ", ".join(filter(None, parts))
