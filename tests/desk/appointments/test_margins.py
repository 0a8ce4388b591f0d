"""Notes, travel and turnover are held in the database beside the visit, and by nobody else's time."""

from datetime import time

import pytest

from otium.desk import appointments
from otium.desk.appointments import Event, Slot, Taken, kinds
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments import sessions
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db


def choose(practice: models.Practice, **values: object) -> None:
    kinds.choose({"treatment": values}, practice_id=practice.pk, by=BY, at=AT)


def until(visit: models.Appointment, actor: str) -> tuple[str, str]:
    period = models.AppointmentParticipant.objects.get(appointment=visit, actor_type=actor).period
    return sessions.hour(period.lower), sessions.hour(period.upper)


def test_notes_take_the_therapist_and_turnover_the_room(practice: models.Practice, place: models.Location) -> None:
    choose(practice, documentation_minutes=15, turnover_minutes=5)
    gym = sessions.room(place)

    (visit,) = sessions.book(practice, location_id=place.pk, room_id=gym.pk)

    assert until(visit, "therapist") == ("Tue 09:00", "Tue 10:15")
    assert until(visit, "room") == ("Tue 09:00", "Tue 10:05")
    assert until(visit, "patient") == ("Tue 09:00", "Tue 10:00")


def test_a_visit_into_the_notes_of_another_is_refused_with_times_that_are_free(practice: models.Practice) -> None:
    choose(practice, documentation_minutes=15)
    treating = build.therapist(practice)
    sessions.book(practice, therapist=treating)

    with pytest.raises(Taken) as refused:
        sessions.book(practice, therapist=treating, at=time(10))

    assert refused.value.clashes[0].is_beside
    assert sessions.hour(refused.value.free[0]) == "Tue 10:15"


def test_the_next_patient_may_come_when_the_notes_are_written(practice: models.Practice) -> None:
    choose(practice, documentation_minutes=15)
    treating = build.therapist(practice)
    sessions.book(practice, therapist=treating)

    sessions.book(practice, therapist=treating, at=time(10, 15))

    assert models.Appointment.objects.count() == 2


def test_a_patient_may_see_another_therapist_while_notes_are_written(practice: models.Practice) -> None:
    choose(practice, documentation_minutes=15)
    who = build.patient(practice)
    sessions.book(practice, patient=who)

    sessions.book(practice, patient=who, at=time(10))

    assert models.Appointment.objects.filter(patient=who).count() == 2


def test_a_home_visit_holds_the_way_there_and_back_and_no_room(
    practice: models.Practice, place: models.Location
) -> None:
    sessions.room(place)

    (visit,) = sessions.book(practice, kind="home_visit", location_id=place.pk, any_room=True)

    assert until(visit, "therapist") == ("Tue 08:40", "Tue 10:20")
    assert visit.room_id is None


def test_a_visit_from_before_holds_no_more_until_it_is_moved(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    choose(practice, documentation_minutes=15)

    appointments.mark(appointment_id=visit.pk, event=Event.ARRIVE, by=BY, at=AT.replace(day=24))
    before = until(visit, "therapist")
    appointments.mark(appointment_id=visit.pk, event=Event.REOPEN, by=BY, at=AT.replace(day=24))
    assert visit.therapist_id
    appointments.move(appointment_id=visit.pk, to=Slot(visit.therapist_id, TUESDAY, time(11), 60), by=BY, at=AT)

    assert before == ("Tue 09:00", "Tue 10:00")
    assert until(visit, "therapist") == ("Tue 11:00", "Tue 12:15")


def test_a_cancelled_visit_gives_its_notes_back_too(practice: models.Practice) -> None:
    choose(practice, documentation_minutes=15)
    treating = build.therapist(practice)
    (visit,) = sessions.book(practice, therapist=treating)

    appointments.cancel(appointment_id=visit.pk, reason="family", by=BY, at=AT)
    sessions.book(practice, therapist=treating, at=time(10))

    assert models.Appointment.objects.filter(status="booked").count() == 1


def test_what_is_as_shipped_is_not_kept(practice: models.Practice) -> None:
    choose(practice, minutes=45, documentation_minutes=10)
    choose(practice, minutes=45, documentation_minutes=0)

    practice.refresh_from_db()
    assert practice.visit_kinds == {}
    assert models.History.objects.filter(event="visit_kinds_chosen").count() == 2


def test_minutes_that_cannot_be_are_refused_by_name(practice: models.Practice) -> None:
    with pytest.raises(Invalid) as refused:
        choose(practice, minutes=3)

    assert [p.field for p in refused.value.problems] == ["treatment-minutes"]


def test_a_capacity_evaluation_goes_on_the_next_day_as_one_series(practice: models.Practice) -> None:
    kit = models.Equipment.objects.create(practice=practice, name="Lift station")

    visits = sessions.book(practice, kind="fce", second_on=TUESDAY.replace(day=25), equipment=(kit.pk,), is_sure=True)

    assert [sessions.hour(visit.starts_at) for visit in visits] == ["Tue 09:00", "Wed 09:00"]
    assert len({visit.series_id for visit in visits}) == 1


def test_a_capacity_evaluation_is_booked_on_both_days_or_on_none(practice: models.Practice) -> None:
    treating = build.therapist(practice)
    sessions.book(practice, therapist=treating, on=TUESDAY.replace(day=25))

    with pytest.raises(Taken):
        sessions.book(practice, therapist=treating, kind="fce", second_on=TUESDAY.replace(day=25), is_sure=True)

    assert models.Appointment.objects.count() == 1


def test_a_capacity_evaluation_asks_about_its_length_and_equipment(practice: models.Practice) -> None:
    with pytest.raises(Invalid) as asked:
        sessions.book(practice, kind="fce")

    assert asked.value.is_only_warnings
    assert {p.field for p in asked.value.problems} >= {"minutes", "equipment"}


def test_only_a_capacity_evaluation_takes_a_second_day(practice: models.Practice) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.book(practice, second_on=TUESDAY.replace(day=25), is_sure=True)

    assert [p.field for p in refused.value.problems] == ["second_on"]
