"""The facts of a plan as they are now, and their digest: a plan is fresh while it is the same."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from otium.desk import calendar, clock
from otium.desk.appointments.needs import OPENS
from otium.records import planning as records
from otium.records.models import PlanMove, Practice, SchedulePlan
from otium.rules import business_days
from otium.terms.planning import Placed
from otium.terms.plans import Ban, HouseFacts, MoveState, Now, PlanKind, Verdicts

LOOKED_AHEAD = timedelta(days=7)  # where visits of a therapist who is away may go, after the last of her days off


def facts(plan: SchedulePlan) -> HouseFacts:
    """Fixed queries; the plan's practice is loaded."""
    return house(plan.practice, plan.starts_on, reach(plan))


def house(practice: Practice, first: date, last: date) -> HouseFacts:
    known = calendar.business_days(practice, first)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = tuple(day for day in span if business_days.is_open(day, known))
    return records.house(practice, days, span=(first, last), opens=OPENS)


def reach(plan: SchedulePlan) -> date:
    """The last day that the plan looks at."""
    return plan.ends_on + LOOKED_AHEAD if plan.kind == PlanKind.REPAIR.value else plan.ends_on


def digest(found: HouseFacts) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()


def now(at: datetime, practice: Practice) -> Now:
    local = at.astimezone(clock.zone(practice))
    return Now(local.date(), 60 * local.hour + local.minute)


def verdicts(plan: SchedulePlan) -> Verdicts:
    """What people pinned and refused so far."""
    pinned, bans = [], []
    for row in PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan).order_by("id"):
        if row.state == MoveState.PINNED.value:
            pinned.append(placed(row.key, row.placed))
        elif row.state == MoveState.REFUSED.value:
            bans.append((row.key, Ban(row.ban), placed(row.key, row.placed)))
    return Verdicts(tuple(pinned), tuple(bans))


def placed(key: str, kept: dict[str, Any]) -> Placed:
    """As a move keeps it."""
    return Placed(key, date.fromisoformat(kept["day"]), kept["start"], tuple(kept["therapists"]), kept["room"])


def keeps(found: Placed) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(), "start": found.start_minute, "therapists": list(found.therapists),
        "room": found.room,
    }  # fmt: skip


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
