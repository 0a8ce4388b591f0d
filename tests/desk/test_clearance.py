"""Ledgers out of the records: loaded in a fixed number of queries, and a what-if saves nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import clearance, settle
from otium.desk.acting import acting_for
from otium.records.models import (
    Appointment,
    Benefit,
    EpisodeOfCare,
    GoodFaithEstimate,
    History,
    Patient,
    Practice,
    Task,
)
from otium.terms.clearance import Change, ClearanceCheck, ClearanceLedger, VisitChange
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
ON = date(2026, 11, 23)


@pytest.fixture
def practice() -> Iterator[Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


def limited(practice: Practice, left: int, visits: int, payer_type: str = "commercial", **pool: Any) -> Patient:
    """So many weekly visits from tomorrow on, and so many left of the limit by an answer of today."""
    who = build.patient(practice)
    payer = build.payer(practice, payer_type)
    build.rate(payer, "100.00", date(2026, 1, 1))
    check = build.check(build.coverage(who, payer), AT)
    Benefit.objects.create(practice=practice, check_row=check, kind="visits_remaining", amount=Decimal(left), **pool)
    for n in range(visits):
        build.visit(who, AT + timedelta(days=1 + 7 * n))
    return who


def facts_of(found: ClearanceLedger, check: ClearanceCheck) -> list[str]:
    return [next(f for f in visit.findings if f.check is check).fact for visit in found.visits]


def test_each_active_patient_has_a_ledger_of_the_visits_to_come(practice: Practice) -> None:
    who, other = limited(practice, left=2, visits=3), limited(practice, left=9, visits=1)
    gone = build.patient(practice, is_active=False)

    found = clearance.of_patients(practice, on=ON)

    assert set(found) == {who.pk, other.pk}
    assert gone.pk not in found
    assert facts_of(found[who.pk], ClearanceCheck.BENEFIT_VISITS) == ["limit_within", "limit_within", "limit_beyond"]
    (limit,) = found[who.pk].limits
    assert (limit.on, limit.dollars) == (date(2026, 12, 8), Decimal(100))


def test_only_the_patients_asked_for_are_loaded(practice: Practice) -> None:
    who, _ = limited(practice, left=2, visits=3), limited(practice, left=2, visits=3)

    assert set(clearance.of_patients(practice, on=ON, patients=[who.pk])) == {who.pk}
    assert clearance.of_patients(practice, on=ON, patients=[]) == {}


def test_visits_of_another_discipline_draw_on_a_shared_limit(practice: Practice) -> None:
    who = limited(practice, left=2, visits=2, pooled_with=["PT"])
    physical = EpisodeOfCare.objects.create(practice=practice, patient=who, discipline="PT", starts_on=ON)
    build.visit(who, AT + timedelta(days=3), episode=physical)

    found = clearance.of_patients(practice, on=ON)[who.pk]

    assert facts_of(found, ClearanceCheck.BENEFIT_VISITS) == ["limit_within", "limit_beyond"]


@pytest.mark.parametrize(("said", "fact"), [(None, "telehealth_not_said"), (False, "visit_in_person")])
def test_the_calendar_says_what_is_telehealth(practice: Practice, said: bool | None, fact: str) -> None:
    who = build.patient(practice)
    build.coverage(who, build.payer(practice))
    build.visit(who, AT + timedelta(days=1), is_telehealth=said)

    assert facts_of(clearance.of_patients(practice, on=ON)[who.pk], ClearanceCheck.TELEHEALTH) == [fact]


@pytest.mark.parametrize(
    ("state", "fact"),
    [("issued", "estimate_given"), ("draft", "estimate_drafted"), ("superseded", "estimate_missing")],
)
def test_estimates_given_are_facts(practice: Practice, state: str, fact: str) -> None:
    who = limited(practice, left=9, visits=1, payer_type="self_pay")
    GoodFaithEstimate.objects.create(
        practice=practice, patient=who, version=1, reason="scheduled", asked_at=AT, due_on=ON, starts_on=ON,
        ends_on=ON + timedelta(days=90), total=Decimal(900), digest="0" * 64, state=state,
    )  # fmt: skip

    assert facts_of(clearance.of_patients(practice, on=ON)[who.pk], ClearanceCheck.ESTIMATE) == [fact]


def queries(practice: Practice, patients: list[UUID] | None) -> int:
    with CaptureQueriesContext(connection) as seen:
        clearance.of_patients(practice, on=ON, patients=patients)
    return len(seen.captured_queries)


def test_queries_do_not_depend_on_the_number_of_patients(practice: Practice) -> None:
    who = limited(practice, left=2, visits=3)
    one = queries(practice, None)
    for _ in range(30):
        limited(practice, left=2, visits=3)

    assert (queries(practice, None), queries(practice, [who.pk])) == (one, one)
    assert one <= 3  # a savepoint, and all facts at once
    assert one <= MOST_QUERIES


MOST_QUERIES = 22


def rows(practice: Practice) -> list[Any]:
    tables = (Appointment, Task, History)
    return [sorted(t.objects.filter(practice=practice).values_list("pk", flat=True)) for t in tables]


def test_a_what_if_shows_what_would_change_and_saves_nothing(practice: Practice) -> None:
    who = limited(practice, left=2, visits=2)
    settle.settle(practice, by=build.TEST, at=AT)
    first = Appointment.objects.order_by("starts_at").first()
    assert first is not None
    before = rows(practice)

    found = clearance.what_if(
        practice, patient_id=who.pk, on=ON,
        changes=(VisitChange(None, date(2026, 11, 25)), VisitChange(first.pk, date(2026, 12, 2))),
    )  # fmt: skip

    told = [(d.change, d.after.on, d.after.state.value) for d in found.differences if d.after]
    assert told == [
        (Change.ADDED, date(2026, 11, 25), "unknown"),  # the referral is
        (Change.MOVED, date(2026, 12, 2), "blocked"),  # it is the third now
    ]
    assert len(found.before.visits) == 2
    assert len(found.after.visits) == 3
    assert rows(practice) == before
    assert clearance.of_patients(practice, on=ON)[who.pk] == found.before


def test_a_what_if_of_a_stranger_is_refused(practice: Practice) -> None:
    other = build.open_practice(AT)
    with acting_for(other.pk):
        stranger = build.patient(other)

    for somebody in (stranger.pk, uuid4()):
        with pytest.raises(clearance.NoSuchVisit):
            clearance.what_if(practice, patient_id=somebody, changes=(), on=ON)


def test_a_what_if_of_a_visit_that_is_over_is_refused(practice: Practice) -> None:
    who = limited(practice, left=2, visits=1)
    over = build.visit(who, AT - timedelta(days=1), "done")

    with pytest.raises(clearance.NoSuchVisit):
        clearance.what_if(practice, patient_id=who.pk, changes=(VisitChange(over.pk, None),), on=ON)
