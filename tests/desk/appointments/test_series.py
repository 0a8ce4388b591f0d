"""This visit, this and the following, all: moving, cancelling and pausing a series."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Scope, Slot, Taken, series
from otium.desk.mend import Invalid
from otium.records import models
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 30, 10, 0, tzinfo=EASTERN)  # Monday
TUESDAY = date(2026, 12, 1)
BY = Actor("test")
WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def therapist(practice: models.Practice) -> models.Therapist:
    return build.therapist(practice)


@pytest.fixture
def visits(practice: models.Practice, therapist: models.Therapist) -> list[models.Appointment]:
    """Four Tuesdays at nine: December 1, 8, 15, 22."""
    return book(practice, therapist)


def book(
    practice: models.Practice, therapist: models.Therapist, on: date = TUESDAY, at: time = time(9), visits: int = 4
) -> list[models.Appointment]:
    wanted = Booking(build.patient(practice).pk, Slot(therapist.pk, on, at, 60), visits=visits)
    return list(appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits)


def move(
    visit: models.Appointment, on: date, at: time = time(9), scope: Scope = Scope.FOLLOWING, is_sure: bool = False
) -> series.Changed:
    to = Slot(visit.therapist_id, on, at, 60)
    return series.move(appointment_id=visit.pk, to=to, scope=scope, is_sure=is_sure, by=BY, at=AT)


def stands(visits: list[models.Appointment]) -> list[str]:
    rows = [models.Appointment.objects.get(pk=v.pk) for v in visits]
    return [row.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M") for row in rows]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.THIS, ["12-01 09:00", "12-09 14:00", "12-15 09:00", "12-22 09:00"]),
        (Scope.FOLLOWING, ["12-01 09:00", "12-09 14:00", "12-16 14:00", "12-23 14:00"]),
        (Scope.ALL, ["12-02 14:00", "12-09 14:00", "12-16 14:00", "12-23 14:00"]),
    ],
)
def test_the_visits_meant_move_as_many_days_to_the_same_hour(
    visits: list[models.Appointment], scope: Scope, expected: list[str]
) -> None:
    changed = move(visits[1], TUESDAY + WEEK + timedelta(days=1), time(14), scope)

    assert stands(visits) == expected
    assert changed.left == ()


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (1, ["12-01 09:00", "12-15 09:00", "12-22 09:00", "12-29 09:00"]),
        (-1, ["12-01 09:00", "12-01 14:00", "12-08 14:00", "12-15 14:00"]),
    ],
)
def test_a_series_moves_a_whole_week_over_itself(
    visits: list[models.Appointment], weeks: int, expected: list[str]
) -> None:
    """Each lands on the day that its neighbour leaves: going ahead, the last goes first."""
    move(visits[1], TUESDAY + (1 + weeks) * WEEK, time(9) if weeks > 0 else time(14))

    assert stands(visits) == expected


def test_a_day_that_is_closed_or_off_keeps_its_visit(
    practice: models.Practice, therapist: models.Therapist, visits: list[models.Appointment]
) -> None:
    off = TUESDAY + WEEK + timedelta(days=1)
    models.TimeOff.objects.create(practice=practice, therapist=therapist, starts_on=off, ends_on=off)

    changed = move(visits[0], TUESDAY + timedelta(days=3), scope=Scope.ALL)  # Fridays; Christmas is one

    assert stands(visits) == ["12-04 09:00", "12-11 09:00", "12-18 09:00", "12-22 09:00"]
    assert changed.left == (date(2026, 12, 22),)
    changed = move(visits[0], TUESDAY + timedelta(days=1), scope=Scope.ALL)
    assert date(2026, 12, 11) in changed.left


def test_where_one_is_taken_nothing_moves_unless_the_person_is_sure(
    practice: models.Practice, therapist: models.Therapist, visits: list[models.Appointment]
) -> None:
    book(practice, therapist, on=TUESDAY + 2 * WEEK, at=time(14), visits=1)

    with pytest.raises(Taken) as caught:
        move(visits[0], TUESDAY, time(14))
    assert [c.on for c in caught.value.clashes] == [TUESDAY + 2 * WEEK]
    assert stands(visits) == ["12-01 09:00", "12-08 09:00", "12-15 09:00", "12-22 09:00"]

    changed = move(visits[0], TUESDAY, time(14), is_sure=True)
    assert stands(visits) == ["12-01 14:00", "12-08 14:00", "12-15 09:00", "12-22 14:00"]
    assert changed.left == (TUESDAY + 2 * WEEK,)


def test_what_was_made_or_cancelled_is_left_alone(visits: list[models.Appointment]) -> None:
    appointments.cancel(appointment_id=visits[2].pk, reason="ill", by=BY, at=AT)

    move(visits[0], TUESDAY, time(14), Scope.ALL)

    assert stands(visits) == ["12-01 14:00", "12-08 14:00", "12-15 09:00", "12-22 14:00"]


@pytest.mark.parametrize(
    ("scope", "until", "expected"),
    [
        (Scope.THIS, None, ["booked", "cancelled", "booked", "booked"]),
        (Scope.FOLLOWING, None, ["booked", "cancelled", "cancelled", "cancelled"]),
        (Scope.FOLLOWING, date(2026, 12, 15), ["booked", "cancelled", "cancelled", "booked"]),  # a pause
        (Scope.FOLLOWING, date(2026, 12, 14), ["booked", "cancelled", "booked", "booked"]),
        (Scope.ALL, None, ["cancelled"] * 4),
    ],
)
def test_the_visits_meant_are_cancelled(
    visits: list[models.Appointment], scope: Scope, until: date | None, expected: list[str]
) -> None:
    series.cancel(appointment_id=visits[1].pk, reason="holiday", scope=scope, until=until, by=BY, at=AT)

    rows = [models.Appointment.objects.get(pk=v.pk).status for v in visits]
    assert rows == expected


def test_a_cancellation_without_a_reason_cancels_nothing(visits: list[models.Appointment]) -> None:
    with pytest.raises(Invalid):
        series.cancel(appointment_id=visits[0].pk, reason=" ", scope=Scope.ALL, by=BY, at=AT)

    assert {models.Appointment.objects.get(pk=v.pk).status for v in visits} == {"booked"}


def test_a_visit_without_a_series_is_meant_alone(practice: models.Practice, therapist: models.Therapist) -> None:
    (one,) = book(practice, therapist, visits=1)

    assert series.meant(one, Scope.ALL, AT) == [one]


def test_what_one_act_cancelled_is_put_back_together(visits: list[models.Appointment]) -> None:
    appointments.cancel(appointment_id=visits[3].pk, reason="ill", by=BY, at=AT - timedelta(minutes=1))
    series.cancel(appointment_id=visits[1].pk, reason="holiday", scope=Scope.FOLLOWING, by=BY, at=AT)

    restored = series.restore(appointment_id=visits[1].pk, by=BY, at=AT + timedelta(minutes=1))

    assert {v.pk for v in restored.visits} == {visits[1].pk, visits[2].pk}
    rows = [models.Appointment.objects.get(pk=v.pk).status for v in visits]
    assert rows == ["booked", "booked", "booked", "cancelled"]


def test_where_one_of_them_is_taken_nothing_is_put_back(
    practice: models.Practice, therapist: models.Therapist, visits: list[models.Appointment]
) -> None:
    series.cancel(appointment_id=visits[0].pk, reason="holiday", scope=Scope.ALL, by=BY, at=AT)
    book(practice, therapist, on=TUESDAY + 2 * WEEK, visits=1)

    with pytest.raises(Taken):
        series.restore(appointment_id=visits[0].pk, by=BY, at=AT + timedelta(minutes=1))

    assert {models.Appointment.objects.get(pk=v.pk).status for v in visits} == {"cancelled"}


def test_a_session_that_was_cancelled_whole_is_put_back_whole(
    practice: models.Practice, therapist: models.Therapist
) -> None:
    other = build.patient(practice)
    wanted = Booking(
        build.patient(practice).pk, Slot(therapist.pk, TUESDAY, time(9), 60), visits=2, also_patients=(other.pk,)
    )
    booked = appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits
    series.cancel(appointment_id=booked[0].pk, reason="snow", scope=Scope.ALL, everyone=True, by=BY, at=AT)
    assert {models.Appointment.objects.get(pk=v.pk).status for v in booked} == {"cancelled"}

    restored = series.restore(appointment_id=booked[0].pk, by=BY, at=AT + timedelta(minutes=1))

    assert len(restored.visits) == 4
    assert {models.Appointment.objects.get(pk=v.pk).status for v in booked} == {"booked"}
