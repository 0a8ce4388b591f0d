"""What the family was told of a visit and said to it, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages import present
from otium.pages.words.families import BY_FAMILY, CHOICES, REACHES, ROADS
from otium.records.models import Appointment

TONES = {Reach.FAILED: "blocked", Reach.DELIVERED: "clear", Reach.SENT: "clear"}

WHAT = {"visit_booked": lazy("Booking"), "visit_reminder": lazy("Reminder"), "visit_changed": lazy("New time")}


@dataclass(frozen=True, slots=True)
class Line:
    """One message: what it said, how it went, what came back."""

    what: str
    how: str
    tone: str
    word: str
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """`confirmed`: by whom and when; empty where nobody did."""

    lines: tuple[Line, ...]
    confirmed: str


def told(visit: Appointment, at: datetime) -> Told:
    """Three queries at most."""
    lines = tuple(_line(said, visit, at) for said in delivering.of_visit(visit))
    by = delivering.confirmed_by(visit)
    when = _when(visit.confirmed_at, visit, at) if visit.confirmed_at else ""
    return Told(lines, f"{BY_FAMILY.get(by, by)}, {when}" if by else "")


def _line(said: delivering.Said, visit: Appointment, at: datetime) -> Line:
    answer = str(CHOICES.get(said.choice, ""))
    if answer and said.answered_at:
        answer = f"{answer}, {_when(said.answered_at, visit, at)}"
    return Line(
        what=str(_("Cancellation") if said.is_cancelled else WHAT[said.about]),
        how=f"{ROADS.get(said.road, '')}, {_when(said.at, visit, at)}",
        tone=TONES.get(said.reach, "unknown") if said.reach else "unknown",
        word=str(REACHES.get(said.reach, "")) if said.reach else "",
        answer=answer,
        url=reverse("family_notice", args=[said.notice_id]),
    )


def _when(at: datetime, visit: Appointment, now: datetime) -> str:
    local = at.astimezone(clock.zone(visit.practice))
    return f"{present.short_day(local.date(), clock.day(now, visit.practice))}, {present.hour(local)}"
