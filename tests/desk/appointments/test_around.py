"""Ledgers before and after an act come out of one reading of facts, and are those that reading twice would give."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.desk import clearance, settle
from otium.desk.appointments import Booking, Scope, Slot, book, cancel, move, series
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db
ON = AT.date()
PAYS_THEMSELVES = "self_pay"


@pytest.fixture
def who(practice: models.Practice) -> models.Patient:
    """Four visits to come, a limit of five and an authorization of four, both answered for."""
    row = build.patient(practice)
    of = build.payer(practice)
    build.rate(of, "100.00", date(2026, 1, 1))
    covered = build.coverage(row, of)
    check = build.check(covered, AT)
    models.Benefit.objects.create(practice=practice, check_row=check, kind="visits_remaining", amount=Decimal(5))
    build.authorization(row, 4, coverage=covered)
    treating = build.therapist(practice)
    for n in range(4):
        booked(row, treating, TUESDAY + timedelta(days=7 * n))
    settle.settle(practice, by=BY, at=AT)
    return row


def booked(who: models.Patient, treating: models.Therapist, on: date, **more: Any) -> models.Appointment:
    booking = Booking(who.pk, Slot(treating.pk, on, time(10), 45), is_sure=True, **more)
    return book(booking, practice_id=who.practice_id, by=BY, at=AT).visits[0]


def first(who: models.Patient) -> models.Appointment:
    return models.Appointment.objects.filter(patient=who, status="booked").order_by("starts_at")[0]


def treating(who: models.Patient) -> models.Therapist:
    return models.Therapist.objects.filter(practice_id=who.practice_id).order_by("name")[0]


def book_another(who: models.Patient) -> None:
    booked(who, treating(who), TUESDAY + timedelta(days=1))


def book_a_series(who: models.Patient) -> None:
    booked(who, treating(who), TUESDAY + timedelta(days=2), visits=4)


def book_into_next_year(who: models.Patient) -> None:
    booked(who, treating(who), TUESDAY + timedelta(days=70))


def move_one(who: models.Patient) -> None:
    to = Slot(treating(who).pk, TUESDAY + timedelta(days=90), time(9), 45)
    move(appointment_id=first(who).pk, to=to, by=BY, at=AT, is_sure=True)


def cancel_one(who: models.Patient) -> None:
    cancel(appointment_id=first(who).pk, reason="family", by=BY, at=AT)


def cancel_all(who: models.Patient) -> None:
    for visit in models.Appointment.objects.filter(patient=who, status="booked").order_by("starts_at"):
        series.cancel(appointment_id=visit.pk, reason="family", scope=Scope.THIS, by=BY, at=AT)


def settle_later(who: models.Patient) -> None:
    """Several acts settled together, after the ledgers are wanted, are not settled yet."""
    with settle.together():
        book_another(who)


def do_nothing(who: models.Patient) -> None:
    pass


ACTS = (
    book_another, book_a_series, book_into_next_year, move_one, cancel_one, cancel_all, settle_later, do_nothing,
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_both_are_what_reading_all_facts_gives(
    practice: models.Practice, who: models.Patient, act: Callable[[models.Patient], None]
) -> None:
    before = clearance.of_patients(practice, on=ON, patients=[who.pk])

    found = clearance.around(lambda: act(who), practice, on=ON, patients=(who.pk,))

    after = clearance.of_patients(practice, on=ON, patients=[who.pk])
    assert found.before == (before[who.pk],)
    assert found.after == (after[who.pk],)
    assert (before == after) is (act is do_nothing)


def test_of_a_group_each_has_theirs_and_who_left_an_empty_one(practice: models.Practice, who: models.Patient) -> None:
    other, gone = build.patient(practice), build.patient(practice, is_active=False)
    people = (other.pk, gone.pk, who.pk)

    found = clearance.around(
        lambda: booked(who, treating(who), TUESDAY + timedelta(days=1), also_patients=(other.pk,)),
        practice, on=ON, patients=people,
    )  # fmt: skip

    after = clearance.of_patients(practice, on=ON, patients=people)
    assert [ledger.patient_id for ledger in found.after] == list(people)
    assert [len(ledger.visits) for ledger in found.before] == [0, 0, 4]
    assert [len(ledger.visits) for ledger in found.after] == [1, 0, 5]
    assert found.after[0] == after[other.pk]
    assert found.after[2] == after[who.pk]


def test_an_estimate_that_the_booking_drafts_is_seen(practice: models.Practice) -> None:
    row = build.patient(practice)
    of = build.payer(practice, PAYS_THEMSELVES)
    build.coverage(row, of)
    models.Fee.objects.create(practice=practice, code="97530", amount=Decimal("90.00"), starts_on=date(2026, 1, 1))
    build.rate(of, "120.00", date(2026, 1, 1))
    build.therapist(practice)

    found = clearance.around(lambda: book_another(row), practice, on=ON, patients=(row.pk,))

    assert found.after == (clearance.of_patients(practice, on=ON, patients=[row.pk])[row.pk],)
    assert {f.fact for f in found.after[0].visits[0].findings} & {"estimate_drafted", "estimate_missing"}


def test_the_facts_are_read_once(practice: models.Practice, who: models.Patient, monkeypatch: Any) -> None:
    read: list[Any] = []
    asked = clearance.patients_facts
    monkeypatch.setattr(clearance, "patients_facts", lambda *args, **kwargs: read.append(1) or asked(*args, **kwargs))

    clearance.around(lambda: book_another(who), practice, on=ON, patients=(who.pk,))

    assert not read
