"""Booking, moving and cancelling: nobody is in two places at one time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Event, MoveRefused, Slot, Taken
from otium.desk.mend import Invalid
from otium.records import models
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=EASTERN)  # Monday; Thursday is Thanksgiving
TUESDAY = date(2026, 11, 24)
BY = Actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def who(practice: models.Practice) -> models.Patient:
    return build.patient(practice)


@pytest.fixture
def therapist(practice: models.Practice) -> models.Therapist:
    return build.therapist(practice)


def slot(therapist: models.Therapist, on: date = TUESDAY, at: time = time(15), minutes: int = 60) -> Slot:
    return Slot(therapist.pk, on, at, minutes)


def book(who: models.Patient, to: Slot, **more: Any) -> appointments.Booked:
    return appointments.book(Booking(who.pk, to, **more), practice_id=who.practice_id, by=BY, at=AT)


def local(visit: models.Appointment) -> str:
    return visit.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M")


def test_a_visit_holds_the_time_of_patient_and_therapist(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits

    held = models.AppointmentParticipant.objects.filter(appointment=visit, is_held=True)
    assert set(held.values_list("actor_id", flat=True)) == {who.pk, therapist.pk}
    assert local(visit) == "11-24 15:00"
    assert models.History.objects.get(focus_id=visit.pk).event == "booked"


def test_the_second_booking_of_a_therapist_is_offered_the_next_three_free_times(
    who: models.Patient, therapist: models.Therapist
) -> None:
    book(who, slot(therapist, at=time(15)))
    other = build.patient(who.practice)

    with pytest.raises(Taken) as caught:
        book(other, slot(therapist, at=time(15, 30)))

    assert [c.who for c in caught.value.clashes] == ["therapist"]
    assert [free.astimezone(EASTERN).strftime("%a %H:%M") for free in caught.value.free] == [
        "Tue 16:00",
        "Wed 08:00",
        "Wed 08:15",
    ]
    assert models.Appointment.objects.filter(patient=other).count() == 0


def test_a_patient_is_not_booked_with_two_therapists_at_one_time(
    who: models.Patient, therapist: models.Therapist
) -> None:
    book(who, slot(therapist))

    with pytest.raises(Taken) as caught:
        book(who, slot(build.therapist(who.practice), at=time(15, 30)))

    assert [c.who for c in caught.value.clashes] == ["patient"]


def test_one_visit_may_begin_when_another_ends(who: models.Patient, therapist: models.Therapist) -> None:
    book(who, slot(therapist, at=time(15)))

    (visit,) = book(build.patient(who.practice), slot(therapist, at=time(16))).visits

    assert local(visit) == "11-24 16:00"


def test_a_series_keeps_its_hour_when_the_clocks_change(who: models.Patient, therapist: models.Therapist) -> None:
    """Clocks go forward on March 14, 2027."""
    booked = book(who, slot(therapist, on=date(2027, 3, 9)), visits=2)

    assert [local(v) for v in booked.visits] == ["03-09 15:00", "03-16 15:00"]
    assert booked.visits[1].starts_at - booked.visits[0].starts_at == timedelta(days=7, hours=-1)


def test_an_hour_that_the_clocks_skip_cannot_be_booked(who: models.Patient, therapist: models.Therapist) -> None:
    with pytest.raises(Invalid) as caught:
        book(who, slot(therapist, on=date(2027, 3, 14), at=time(2, 30)), is_sure=True)

    assert [p.field for p in caught.value.problems] == ["starts_at"]


def test_an_hour_that_comes_twice_is_the_first_of_the_two(who: models.Patient, therapist: models.Therapist) -> None:
    """Clocks go back in the night to November 7, 2027."""
    (visit,) = book(who, slot(therapist, on=date(2027, 11, 7), at=time(1, 30)), is_sure=True).visits

    assert visit.starts_at.astimezone(UTC).hour == 5


@pytest.mark.parametrize(
    ("on", "at"),
    [
        (date(2026, 11, 26), time(15)),  # Thanksgiving
        (date(2026, 11, 28), time(15)),  # Saturday
        (TUESDAY, time(16, 30)),  # ends at 5:30 pm
        (TUESDAY, time(7, 45)),
        (date(2026, 11, 20), time(15)),  # past
    ],
)
def test_an_unlikely_time_is_booked_only_when_the_person_is_sure(
    who: models.Patient, therapist: models.Therapist, on: date, at: time
) -> None:
    with pytest.raises(Invalid) as caught:
        book(who, slot(therapist, on=on, at=at))

    booked = book(who, slot(therapist, on=on, at=at), is_sure=True)

    assert caught.value.is_only_warnings
    assert len(booked.visits) == 1


def test_a_series_leaves_out_closed_days_and_says_so(who: models.Patient, therapist: models.Therapist) -> None:
    booked = book(who, slot(therapist, on=date(2026, 11, 19)), visits=3, is_sure=True)

    assert [local(v) for v in booked.visits] == ["11-19 15:00", "12-03 15:00"]
    assert booked.skipped == (date(2026, 11, 26),)


def test_a_series_books_nothing_while_one_day_is_taken(who: models.Patient, therapist: models.Therapist) -> None:
    book(build.patient(who.practice), slot(therapist, on=date(2026, 12, 1)))

    with pytest.raises(Taken) as caught:
        book(who, slot(therapist), visits=3)

    assert [c.on for c in caught.value.clashes] == [date(2026, 12, 1)]
    assert not models.Appointment.objects.filter(patient=who).exists()
    assert not models.Series.objects.exists()


@pytest.mark.parametrize(("taken_on", "offered"), [(date(2026, 11, 24), 3), (date(2026, 12, 1), 0)])
def test_a_series_is_offered_another_beginning_only_where_its_first_visit_is_taken(
    who: models.Patient, therapist: models.Therapist, taken_on: date, offered: int
) -> None:
    """A time offered beside a later visit would begin the series there, and leave out the visits before it."""
    book(build.patient(who.practice), slot(therapist, on=taken_on))

    with pytest.raises(Taken) as caught:
        book(who, slot(therapist), visits=3)

    assert len(caught.value.free) == offered


def test_a_series_books_the_free_days_when_the_person_is_sure(who: models.Patient, therapist: models.Therapist) -> None:
    book(build.patient(who.practice), slot(therapist, on=date(2026, 12, 1)))

    booked = book(who, slot(therapist), visits=3, is_sure=True)

    assert [local(v) for v in booked.visits] == ["11-24 15:00", "12-08 15:00"]
    assert booked.skipped == (date(2026, 12, 1),)


def test_moving_frees_the_old_time_and_holds_the_new_one(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits

    appointments.move(appointment_id=visit.pk, to=slot(therapist, at=time(10)), by=BY, at=AT)

    (other,) = book(build.patient(who.practice), slot(therapist)).visits
    assert local(models.Appointment.objects.get(pk=visit.pk)) == "11-24 10:00"
    assert local(other) == "11-24 15:00"


def test_moving_to_another_therapist_frees_the_first(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits
    second = build.therapist(who.practice)

    appointments.move(appointment_id=visit.pk, to=slot(second), by=BY, at=AT)

    held = models.AppointmentParticipant.objects.filter(appointment=visit).values_list("actor_id", flat=True)
    assert set(held) == {who.pk, second.pk}


def test_a_move_into_a_taken_time_leaves_the_visit_where_it_was(
    who: models.Patient, therapist: models.Therapist
) -> None:
    (visit,) = book(who, slot(therapist)).visits
    book(build.patient(who.practice), slot(therapist, at=time(10)))

    with pytest.raises(Taken):
        appointments.move(appointment_id=visit.pk, to=slot(therapist, at=time(10)), by=BY, at=AT)

    assert local(models.Appointment.objects.get(pk=visit.pk)) == "11-24 15:00"


def test_a_cancelled_visit_gives_its_time_back_and_may_take_it_again(
    who: models.Patient, therapist: models.Therapist
) -> None:
    (visit,) = book(who, slot(therapist)).visits
    appointments.cancel(appointment_id=visit.pk, reason="family is ill", by=BY, at=AT)
    freed = not models.AppointmentParticipant.objects.filter(appointment=visit, is_held=True).exists()

    appointments.mark(appointment_id=visit.pk, event=Event.REOPEN, by=BY, at=AT)

    visit.refresh_from_db()
    assert freed
    assert (visit.status, visit.reason) == ("booked", "")


def test_a_cancellation_is_not_undone_into_a_time_given_away(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits
    appointments.cancel(appointment_id=visit.pk, reason="family is ill", by=BY, at=AT)
    book(build.patient(who.practice), slot(therapist))

    with pytest.raises(Taken):
        appointments.mark(appointment_id=visit.pk, event=Event.REOPEN, by=BY, at=AT)

    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_a_cancellation_says_why(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits

    with pytest.raises(Invalid):
        appointments.cancel(appointment_id=visit.pk, reason="  ", by=BY, at=AT)


@pytest.mark.parametrize("event", [Event.ARRIVE, Event.FINISH, Event.MISS])
def test_nothing_became_of_a_visit_that_is_still_to_come(
    who: models.Patient, therapist: models.Therapist, event: Event
) -> None:
    (visit,) = book(who, slot(therapist)).visits

    with pytest.raises(Invalid):
        appointments.mark(appointment_id=visit.pk, event=event, by=BY, at=AT)


def test_a_visit_that_is_done_is_not_cancelled(who: models.Patient, therapist: models.Therapist) -> None:
    (visit,) = book(who, slot(therapist)).visits
    later = AT + timedelta(days=2)
    appointments.mark(appointment_id=visit.pk, event=Event.FINISH, by=BY, at=later)

    with pytest.raises(MoveRefused):
        appointments.cancel(appointment_id=visit.pk, reason="mistake", by=BY, at=later)


def test_what_is_booked_here_is_to_be_entered_where_the_calendar_is_kept(
    practice: models.Practice, who: models.Patient, therapist: models.Therapist
) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(calendar_master="emr")
    (visit,) = book(who, slot(therapist)).visits
    was_to_enter = visit.to_enter_in_emr

    appointments.entered_in_emr(appointment_id=visit.pk, by=BY, at=AT)
    visit.refresh_from_db()
    entered = visit.to_enter_in_emr
    appointments.cancel(appointment_id=visit.pk, reason="family is ill", by=BY, at=AT)

    visit.refresh_from_db()
    assert (was_to_enter, entered, visit.to_enter_in_emr) == (True, False, True)


def test_booking_a_visit_beyond_the_approval_opens_its_task(who: models.Patient, therapist: models.Therapist) -> None:
    coverage = build.coverage(who, build.payer(who.practice))
    build.authorization(
        who, 1, coverage=coverage, starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 31), entered_on=date(2026, 11, 1)
    )

    book(who, slot(therapist), visits=2)

    assert models.Task.objects.filter(patient=who, kind="sign_request", state="open").count() == 1  # drafted


def test_a_therapist_of_another_practice_is_no_choice(who: models.Patient, therapist: models.Therapist) -> None:
    other = build.open_practice(AT)
    with acting.acting_for(other.pk):
        foreign = build.therapist(other)

    with pytest.raises(Invalid) as caught:
        book(who, replace(slot(therapist), therapist_id=foreign.pk))

    assert [p.field for p in caught.value.problems] == ["therapist"]
