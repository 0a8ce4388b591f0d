"""What the calendar rests on: rooms, equipment, hours of work, days off."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.desk.offers import closing
from otium.records import models

T = FieldType
MOST_AT_ONCE = 20
_LAST_DAY = lazy("Empty while it is in use")


def _room_name_is_new(draft: Draft) -> Iterator[Problem]:
    same = models.Room.objects.filter(
        practice=draft.practice, location_id=draft.values.get("location"), name=draft.values.get("name")
    )
    if same.exclude(pk=draft.key).exists():
        yield Problem("name", _("This location has a room of that name already."))


def _visits_stay(draft: Draft) -> Iterator[Problem]:
    """A visit is at its room's location: the room goes nowhere while visits are booked in it."""
    if draft.row is None or draft.values.get("location") == draft.row.location_id:
        return
    since = clock.instant(draft.on, time(), draft.practice)
    if models.Appointment.objects.filter(practice=draft.practice, room=draft.row, starts_at__gte=since).exists():
        yield Problem("location", _("Visits are booked in this room. Give it a last day, and add a room there."))


def _holds_one(draft: Draft) -> Iterator[Problem]:
    if not 1 <= (draft.values.get("capacity") or 0) <= MOST_AT_ONCE:
        yield Problem("capacity", _("A room holds 1 to 20 sessions at once."))


def _hours_are_of_somebody(draft: Draft) -> Iterator[Problem]:
    if not draft.values.get("therapist") and not draft.values.get("location"):
        yield Problem("therapist", _("Choose a therapist, or a location for its opening hours."))


def _ends_later(draft: Draft) -> Iterator[Problem]:
    starts_at, ends_at = draft.values.get("starts_at"), draft.values.get("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        yield Problem("ends_at", _("This is not after the time it starts. Check am and pm."))


def _off_is_of_one(draft: Draft) -> Iterator[Problem]:
    named = [n for n in ("therapist", "room", "location") if draft.values.get(n)]
    if len(named) != 1:
        yield Problem(named[1] if named else "therapist", _("Choose a therapist, a room or a location: one of them."))


def _end_offers(row: models.TimeOff, changed: Collection[str], on: date, *, by: Actor, at: datetime) -> None:
    """Hours of days off are offered no more."""
    closing.end_taken(row.practice, by=by, at=at)


def _hours_named(row: models.WorkingHours) -> str:
    who = row.therapist.name if row.therapist else row.location.name if row.location else ""
    return f"{who} {row.starts_at:%H:%M}–{row.ends_at:%H:%M}"


def _off_named(row: models.TimeOff) -> str:
    whose = row.therapist or row.room or row.location
    return f"{whose.name if whose else ''} {row.starts_on:%Y-%m-%d}"


ROOM = Kind(
    name="room",
    model=models.Room,
    words=Words(lazy("room"), lazy("Rooms"), lazy("Add this room"), lazy("Save this room")),
    of_patient=False,
    named=lambda row: f"{row.location.name}, {row.name}",
    related=("location",),
    order=("location__name", "name"),
    fields=(
        Field("location", T.ROW, lazy("Location"), of="location", is_required=True),
        Field("name", T.TEXT, lazy("Name"), is_required=True),
        Field("capacity", T.WHOLE, lazy("Sessions at once"), lazy("An open gym holds several"), default=1,
              is_required=True),
        Field("features", T.CODES, lazy("What it has"), lazy("Short words, like SWING SINK QUIET")),
        Field("ended_on", T.DAY, lazy("Last day in use"), _LAST_DAY),
    ),
    checks=(_room_name_is_new, _visits_stay, _holds_one),
)  # fmt: skip

EQUIPMENT = Kind(
    name="equipment",
    model=models.Equipment,
    words=Words(lazy("equipment"), lazy("Equipment"), lazy("Add this piece"), lazy("Save this piece")),
    of_patient=False,
    named=lambda row: row.name,
    order=("name",),
    fields=(
        Field("name", T.TEXT, lazy("Name"), lazy("One entry a piece: two of a kind are two entries"),
              is_required=True),
        Field("location", T.ROW, lazy("Location"), lazy("None: it goes anywhere"), of="location"),
        Field("ended_on", T.DAY, lazy("Last day in use"), _LAST_DAY),
    ),
)  # fmt: skip

WORKING_HOURS = Kind(
    name="working_hours",
    model=models.WorkingHours,
    words=Words(lazy("hours"), lazy("Hours"), lazy("Add these hours"), lazy("Save these hours")),
    of_patient=False,
    named=_hours_named,
    related=("therapist", "location"),
    fields=(
        Field("therapist", T.ROW, lazy("Therapist"), lazy("None: opening hours of the location"), of="therapist"),
        Field("location", T.ROW, lazy("Location"), of="location"),
        Field("weekdays", T.SEVERAL, lazy("Days"), options=options.WEEKDAYS, is_required=True,
              missing=lazy("Choose at least one day.")),
        Field("starts_at", T.TIME, lazy("From"), is_required=True),
        Field("ends_at", T.TIME, lazy("To"), is_required=True),
        Field("starts_on", T.DAY, lazy("First day"), lazy("Empty: always so far")),
        Field("ends_on", T.DAY, lazy("Last day"), lazy("Empty: until further notice")),
    ),
    checks=(_hours_are_of_somebody, _ends_later, checks.in_order("starts_on", "ends_on")),
    withdrawal=(("entered_in_error", True),),
)  # fmt: skip

TIME_OFF = Kind(
    name="time_off",
    model=models.TimeOff,
    words=Words(lazy("days off"), lazy("Days off"), lazy("Add these days"), lazy("Save these days")),
    of_patient=False,
    named=_off_named,
    related=("therapist", "room", "location"),
    fields=(
        Field("therapist", T.ROW, lazy("Therapist"), of="therapist"),
        Field("room", T.ROW, lazy("Or a room"), of="room"),
        Field("location", T.ROW, lazy("Or a location"), of="location"),
        Field("starts_on", T.DAY, lazy("First day"), is_required=True),
        Field("ends_on", T.DAY, lazy("Last day"), is_required=True),
        Field("reason", T.TEXT, lazy("Why")),
    ),
    checks=(_off_is_of_one, checks.in_order("starts_on", "ends_on")),
    withdrawal=(("entered_in_error", True),),
    afterwards=_end_offers,
)
