"""When this practice reminds families and tells them of bookings, and whether they may take another time themselves.

How much notice it asks for is its attendance policy's (desk.attendance.policy).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import autonomy, history, settle
from otium.desk.actor import Actor
from otium.desk.autonomy import Autonomy
from otium.records.models import History, Practice
from otium.rules.families import reminding
from otium.rules.families.reminding import Exemption, Reminding, StepsError

__all__ = ["PLAYBOOK", "Chosen", "StepsError", "change", "exemption", "of"]
PLAYBOOK = "remind_visits"
ASK, BOOK = "ask", "book"
OTHER_TIMES = (ASK, BOOK)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`other_time`: a family's wish for another time is asked of the practice, or booked at once. `tells_bookings`:
    families are told when visits are booked; `autonomy` is that of these messages too."""

    reminding: Reminding
    other_time: str
    autonomy: Autonomy
    tells_bookings: bool


@cache
def shipped() -> Reminding:
    return reminding.shipped(_text("reminders"))


@cache
def exemption() -> Exemption:
    return reminding.exemption(_text("texting"))


def of(practice: Practice) -> Chosen:
    values: dict[str, Any] = practice.visit_messages
    own = autonomy.of(practice, PLAYBOOK)
    own_hours = reminding.chosen(values, shipped())
    return Chosen(own_hours, values.get("other_time", ASK), own, bool(values.get("tells_bookings", True)))


@transaction.atomic
def change(*, practice_id: UUID, values: dict[str, Any], by: Actor, at: datetime) -> Practice:
    """Keep `hours` (kind to hours before), `other_time`, `tells_bookings`, and the autonomy of PLAYBOOK.

    Raises StepsError, ValueError for another choice that does not exist.
    """
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    if values["other_time"] not in OTHER_TIMES:
        raise ValueError(f"no way to ask for another time: {values['other_time']!r}")
    read = reminding.chosen(values, shipped())
    hours = {kind: list(read.hours[kind]) for kind in values["hours"]}
    tells_bookings = bool(values.get("tells_bookings", True))
    kept = {"hours": hours, "other_time": values["other_time"], "tells_bookings": tells_bookings}
    before = {"visit_messages": practice.visit_messages, "autonomy": practice.autonomy}
    practice.visit_messages = kept
    practice.autonomy = {**practice.autonomy, PLAYBOOK: Autonomy(values[PLAYBOOK]).value}
    practice.save(update_fields=["visit_messages", "autonomy"])
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="visit_messages_chosen",
        before=history.plain(before), after={"visit_messages": kept, "autonomy": practice.autonomy}, at=at, by=by.name,
    )  # fmt: skip
    return practice


def _text(name: str) -> str:
    return files("otium.rules.families").joinpath(f"{name}.toml").read_text("utf-8")
