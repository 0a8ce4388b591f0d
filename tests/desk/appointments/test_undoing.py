"""A move is taken back whole, or not at all."""

from datetime import time, timedelta

import pytest

from otium.desk import appointments
from otium.desk.appointments import Scope, Slot, Taken, series, undoing
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments import sessions
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db
MOVED_AT, LATER = AT + timedelta(minutes=1), AT + timedelta(minutes=5)


def slot(visit: models.Appointment, hour: int) -> Slot:
    return Slot(visit.therapist_id, TUESDAY, time(hour), 60)


def move(visit: models.Appointment, hour: int, scope: Scope = Scope.THIS) -> None:
    series.move(appointment_id=visit.pk, to=slot(visit, hour), scope=scope, by=BY, at=MOVED_AT, is_sure=True)


def undo(visit: models.Appointment) -> list[str]:
    done = undoing.undo_move(appointment_id=visit.pk, by=BY, at=LATER).visits
    return [sessions.hour(each.starts_at) for each in done]


def test_a_visit_is_back_where_it_was_and_holds_its_time(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    move(visit, 11)

    assert undo(visit) == ["Tue 09:00"]

    period = models.AppointmentParticipant.objects.get(appointment=visit, actor_type="therapist").period
    assert sessions.hour(period.lower) == "Tue 09:00"
    assert models.History.objects.filter(focus_id=visit.pk, event="move_undone").exists()


def test_what_the_family_confirmed_is_confirmed_again(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    appointments.confirm(appointment_id=visit.pk, by=BY, at=AT)
    series.move(appointment_id=visit.pk, to=slot(visit, 11), scope=Scope.THIS, by=BY, at=MOVED_AT)

    undo(visit)

    visit.refresh_from_db()
    assert visit.confirmed_at == AT


def test_a_series_moved_by_a_week_comes_back_through_itself(practice: models.Practice) -> None:
    visits = sessions.book(practice, visits=3)
    a_week_later = Slot(visits[0].therapist_id, TUESDAY + timedelta(days=7), time(9), 60)
    series.move(appointment_id=visits[0].pk, to=a_week_later, scope=Scope.ALL, by=BY, at=MOVED_AT, is_sure=True)

    done = undoing.undo_move(appointment_id=visits[1].pk, by=BY, at=LATER).visits

    assert sorted(each.starts_at for each in done) == [each.starts_at for each in visits]


def test_a_co_treatment_comes_back_with_both_therapists(practice: models.Practice) -> None:
    who = build.patient(practice)
    beside = sessions.pt(practice, who)
    visits = sessions.book(practice, patient=who, also_therapists=(beside.pk,))
    move(visits[0], 11)

    assert undo(visits[0]) == ["Tue 09:00", "Tue 09:00"]


def test_nothing_comes_back_where_somebody_has_the_hour_by_now(practice: models.Practice) -> None:
    treating = build.therapist(practice)
    (visit,) = sessions.book(practice, therapist=treating)
    move(visit, 11)
    sessions.book(practice, therapist=treating)

    with pytest.raises(Taken):
        undo(visit)

    visit.refresh_from_db()
    assert sessions.hour(visit.starts_at) == "Tue 11:00"


def test_a_move_after_which_something_happened_is_not_taken_back(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    move(visit, 11)
    appointments.confirm(appointment_id=visit.pk, by=BY, at=MOVED_AT + timedelta(minutes=1))

    with pytest.raises(Invalid):
        undo(visit)
    assert undoing.last_move(visit) is None


def test_a_move_is_taken_back_once(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    move(visit, 11)
    undo(visit)

    with pytest.raises(Invalid):
        undoing.undo_move(appointment_id=visit.pk, by=BY, at=LATER + timedelta(minutes=1))


def test_the_last_move_says_where_it_was_and_how_many_it_moved(practice: models.Practice) -> None:
    visits = sessions.book(practice, visits=3)
    move(visits[0], 11, Scope.ALL)
    visits[0].refresh_from_db()

    last = undoing.last_move(visits[0])

    assert last is not None
    assert (sessions.hour(last.starts_at), last.visits, last.at) == ("Tue 09:00", 3, MOVED_AT)


def test_a_move_that_nobody_entered_elsewhere_needs_no_entry_once_undone(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    models.Practice.objects.filter(pk=practice.pk).update(calendar_master="emr")
    move(visit, 11)
    undo(visit)

    visit.refresh_from_db()
    assert not visit.to_enter_in_emr


def test_a_move_that_was_entered_elsewhere_must_be_put_back_there(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    models.Practice.objects.filter(pk=practice.pk).update(calendar_master="emr")
    move(visit, 11)
    appointments.entered_in_emr(appointment_id=visit.pk, by=BY, at=LATER)
    undo(visit)

    visit.refresh_from_db()
    assert visit.to_enter_in_emr


def test_a_wait_that_went_on_by_a_cancellation_is_over_again_when_it_is_undone(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    entry = models.WaitlistEntry.objects.create(
        practice=practice, patient_id=visit.patient_id, need="earlier", asked_on=TUESDAY, visit=visit, ended_on=TUESDAY
    )
    appointments.cancel(appointment_id=visit.pk, reason="family", by=BY, at=AT)
    entry.refresh_from_db()
    went_on = entry.ended_on

    series.restore(appointment_id=visit.pk, by=BY, at=LATER)

    entry.refresh_from_db()
    assert (went_on, entry.ended_on, entry.visit_id) == (None, TUESDAY, visit.pk)
