"""The last change of a visit, where it can still be taken back: after the toast is gone too."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.appointments import series, undoing
from otium.pages import present
from otium.pages.words.events import AUTOMATIONS
from otium.records.models import Appointment, Staff
from otium.terms.schedule import VisitStatus


@dataclass(frozen=True, slots=True)
class Undoable:
    words: str
    url: str
    button: str


def undoable(visit: Appointment, on: date) -> Undoable | None:
    """A move with nothing since, or a cancellation that took others with it; one by itself has its own button."""
    if visit.status == VisitStatus.CANCELLED.value:
        return _cancelled(visit)
    moved = undoing.last_move(visit)
    if moved is None:
        return None
    zone = clock.zone(visit.practice)
    was, when = moved.starts_at.astimezone(zone), moved.at.astimezone(zone)
    said = {
        "was": f"{present.day(was.date(), on)}, {present.hour(was)}",
        "when": f"{present.day(when.date(), on)}, {present.hour(when)}",
        "by": _name(moved.by),
        "n": moved.visits,
    }
    words = ngettext(
        "Moved from %(was)s by %(by)s, %(when)s.", "Moved with others from %(was)s by %(by)s, %(when)s.", moved.visits
    )
    button = ngettext("Undo this move", "Undo the move of %(n)d visits", moved.visits)
    return Undoable(words % said, reverse("visit_undo_move", args=[visit.pk]), button % said)


def _cancelled(visit: Appointment) -> Undoable | None:
    with_it = len(series.cancelled_with(visit))
    if not with_it:
        return None
    said = {"n": with_it + 1}
    words = _("Cancelled together with others; %(n)d visits in all.") % said
    return Undoable(words, reverse("visit_restore", args=[visit.pk]), _("Put all %(n)d back") % said)


def _name(by: str) -> str:
    """A person, or what Otium calls itself."""
    try:
        key = UUID(by)
    except ValueError:
        return str(AUTOMATIONS.get(by, by))
    return Staff.objects.filter(pk=key).values_list("name", flat=True).first() or by
