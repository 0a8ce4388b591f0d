"""A practice with a person who calls, and words of tests about calls."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from otium.desk import acts, calls, settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.desk.calls import Said
from otium.records.models import Call, Coverage, Practice, Staff, Task
from tests import build

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
CALLED = AT - timedelta(minutes=20)
HEALTH = {
    "active": "yes", "covered_from": "2026-01-01", "visit_limit": "30", "limit_period": "calendar_year",
    "visits_used": "12", "pooled_with": "PT, SLP", "copay": "$25", "coinsurance": "20", "deductible": "1,500",
    "deductible_remaining": "0", "authorization_required": "no", "referral_required": "yes", "telehealth": "no",
    "claims_address": "Payer ID EVG01",
}  # fmt: skip
INJURY = {
    "claim_number": "WC-7731", "injured_on": "2026-09-14", "active": "yes", "accepted_parts": "left wrist, left hand",
    "treats_accepted_part": "yes", "adjuster_name": "Rosa Delgado", "adjuster_phone": "(512) 555-0134",
    "authorized_visits": "12", "authorized_starts_on": "2026-11-01", "authorized_ends_on": "2026-12-31",
    "employer": "Northgate Packing",
}  # fmt: skip


def said(learned: dict[str, str] | None = None, **more: Any) -> Said:
    usual: dict[str, Any] = {
        "called_at": CALLED, "outcome": "reached", "number": "(800) 555-0100", "representative": "Marcus T.",
        "reference": "I-20931", "hold_minutes": 14, "learned": learned or {},
    }  # fmt: skip
    return Said(**{**usual, **more})


@pytest.fixture
def practice() -> Iterator[Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


@pytest.fixture
def person(practice: Practice) -> Actor:
    staff = Staff.objects.create_user("one@otium.test", name="One")
    staff.memberships.create(practice=practice, role="assistant")
    return Actor.person(staff.pk)


def cover(practice: Practice, payer_type: str = "commercial", **fields: Any) -> Coverage:
    who = build.patient(practice)
    build.visit(who, AT + timedelta(days=6))
    row = build.coverage(who, build.payer(practice, payer_type), **fields)
    settle_now(practice)
    return row


def settle_now(practice: Practice) -> None:
    settle.settle(practice, by=build.TEST, at=AT)


def record(row: Coverage, told: Said, by: Actor, **more: Any) -> Call:
    return calls.record_call(coverage_id=row.pk, said=told, by=by, at=AT, **more)


def kinds(state: str = "open") -> set[str]:
    return set(Task.objects.filter(state=state).values_list("kind", flat=True))


def refused(call: Any, *args: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(acts.Refused) as caught:
        call(*args, **arguments)
    return caught.value.entry, caught.value.code
