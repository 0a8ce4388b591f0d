"""Cancelled in time or late, and why; in session; who missed and why is said at once or afterwards."""

from datetime import datetime, time, timedelta

import pytest

from otium.desk import appointments
from otium.desk.appointments import Booking, Event, MoveRefused, Slot, series
from otium.desk.appointments.series import Scope
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY

pytestmark = pytest.mark.django_db
TOMORROW = AT + timedelta(days=1)


@pytest.fixture
def visit(practice: models.Practice) -> models.Appointment:
    return build.visit(build.patient(practice), TOMORROW, therapist=build.therapist(practice))


def cancel(visit: models.Appointment, code: str, at: datetime = AT, **more: object) -> models.Appointment:
    return appointments.cancel(appointment_id=visit.pk, reason="", code=code, by=BY, at=at, **more)


@pytest.mark.parametrize(
    ("code", "minutes", "status"),
    [
        ("family_time", 0, "cancelled"),  # 24 hours before
        ("family_time", 1, "late_cancel"),
        ("practice_ill", 60, "cancelled"),
        ("weather", 60, "cancelled"),
    ],
)
def test_a_family_cancels_late_within_the_hours_of_the_policy(
    visit: models.Appointment, code: str, minutes: int, status: str
) -> None:
    done = cancel(visit, code, AT + timedelta(minutes=minutes))

    assert (done.status, done.reason_code) == (status, code)
    assert not models.AppointmentParticipant.objects.filter(appointment=visit, is_held=True).exists()


def test_what_counts_is_when_they_said_so_not_when_it_was_entered(visit: models.Appointment) -> None:
    done = cancel(visit, "family_time", AT + timedelta(hours=3), told_at=AT - timedelta(hours=2))

    assert done.status == "cancelled"


def test_a_practice_may_ask_for_more_notice(practice: models.Practice, visit: models.Appointment) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(attendance_policy={"notice_hours": 48})

    assert cancel(visit, "family_time").status == "late_cancel"


def test_words_alone_never_make_it_late(visit: models.Appointment) -> None:
    done = appointments.cancel(appointment_id=visit.pk, reason="the family", by=BY, at=TOMORROW - timedelta(minutes=5))

    assert (done.status, done.reason, done.reason_code) == ("cancelled", "the family", "")


def test_a_reason_that_is_none_is_refused(visit: models.Appointment) -> None:
    with pytest.raises(Invalid):
        cancel(visit, "made_up")
    with pytest.raises(Invalid):
        cancel(visit, "")


def test_late_cancellations_of_a_series_are_put_back_together(practice: models.Practice) -> None:
    who, therapist = build.patient(practice), build.therapist(practice)
    slot = Slot(therapist.pk, TOMORROW.date(), time(15), 45)
    booked = appointments.book(Booking(who.pk, slot, visits=2), practice_id=practice.pk, by=BY, at=AT)
    first = booked.visits[0]
    at = first.starts_at - timedelta(hours=1)

    done = series.cancel(appointment_id=first.pk, reason="", code="family_ill", scope=Scope.FOLLOWING, by=BY, at=at)
    assert [v.status for v in done.visits] == ["late_cancel", "cancelled"]
    series.restore(appointment_id=first.pk, by=BY, at=at)

    rows = models.Appointment.objects.filter(patient=who)
    assert set(rows.values_list("status", "reason_code")) == {("booked", "")}


def test_a_visit_in_session_holds_its_time_and_can_be_done(visit: models.Appointment) -> None:
    appointments.mark(appointment_id=visit.pk, event=Event.ARRIVE, by=BY, at=TOMORROW)

    done = appointments.mark(appointment_id=visit.pk, event=Event.START, by=BY, at=TOMORROW)

    assert done.status == "in_session"
    assert appointments.mark(appointment_id=visit.pk, event=Event.FINISH, by=BY, at=TOMORROW).status == "done"


def test_a_session_does_not_begin_on_another_day(visit: models.Appointment) -> None:
    with pytest.raises(Invalid):
        appointments.mark(appointment_id=visit.pk, event=Event.START, by=BY, at=AT)


def test_why_nobody_came_is_said_afterwards_too(visit: models.Appointment) -> None:
    appointments.mark(appointment_id=visit.pk, event=Event.MISS, by=BY, at=TOMORROW + timedelta(hours=1))

    done = appointments.say_why(appointment_id=visit.pk, reason="", code="family_forgot", by=BY, at=TOMORROW)

    assert (done.status, done.reason_code) == ("no_show", "family_forgot")
    assert models.History.objects.filter(focus_id=visit.pk, event="reason_said").count() == 1


def test_only_a_missed_visit_has_a_reason(visit: models.Appointment) -> None:
    with pytest.raises(MoveRefused):
        appointments.say_why(appointment_id=visit.pk, reason="", code="weather", by=BY, at=AT)
