"""Groups, co-treatments, rooms and equipment: one session holds the time of all it needs, and nobody else can."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from otium.desk import acting, appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Event, MoveRefused, Place, Slot, Taken
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
def place(practice: models.Practice) -> models.Location:
    return models.Location.objects.create(practice=practice, name="Main Street")


def room(place: models.Location, name: str = "Gym", **fields: Any) -> models.Room:
    return models.Room.objects.create(practice=place.practice, location=place, name=name, **fields)


def book(practice: models.Practice, *, at: time = time(9), on: date = TUESDAY, **more: Any) -> list[models.Appointment]:
    """A visit of a new patient with a new therapist, unless they are given."""
    patient = more.pop("patient", None) or build.patient(practice)
    therapist = more.pop("therapist", None) or build.therapist(practice)
    wanted = Booking(patient.pk, Slot(therapist.pk, on, at, 60), **more)
    return list(appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits)


def held(visit: models.Appointment) -> set[str]:
    rows = models.AppointmentParticipant.objects.filter(appointment=visit, is_held=True)
    return set(rows.values_list("actor_type", flat=True))


def pt(practice: models.Practice, patient: models.Patient) -> models.Therapist:
    """A physical therapist whose care of the patient is open."""
    models.EpisodeOfCare.objects.create(practice=practice, patient=patient, discipline="PT", starts_on=TUESDAY)
    return build.therapist(practice, discipline="PT")


def hour(at: datetime) -> str:
    return at.astimezone(EASTERN).strftime("%a %H:%M")


def test_a_room_takes_one_session_at_a_time(practice: models.Practice, place: models.Location) -> None:
    gym = room(place)
    (visit,) = book(practice, location_id=place.pk, room_id=gym.pk)
    assert held(visit) == {"patient", "therapist", "room"}

    with pytest.raises(Taken) as caught:
        book(practice, at=time(9, 30), location_id=place.pk, room_id=gym.pk)

    assert [c.who for c in caught.value.clashes] == ["room"]
    assert [hour(t) for t in caught.value.free] == ["Tue 10:00", "Tue 10:15", "Tue 10:30"]


def test_a_room_for_two_takes_two_sessions_and_refuses_the_third(
    practice: models.Practice, place: models.Location
) -> None:
    gym = room(place, capacity=2)
    for _ in range(2):
        book(practice, location_id=place.pk, room_id=gym.pk)

    with pytest.raises(Taken) as caught:
        book(practice, location_id=place.pk, room_id=gym.pk)

    assert [c.who for c in caught.value.clashes] == ["room"]
    assert hour(caught.value.free[0]) == "Tue 10:00"


def test_any_room_is_the_first_that_is_free_and_the_smallest_first(
    practice: models.Practice, place: models.Location
) -> None:
    gym, quiet = room(place, "Gym", capacity=2), room(place, "Quiet")
    old = room(place, "Attic", ended_on=TUESDAY - timedelta(days=1))

    taken = [book(practice, location_id=place.pk, any_room=True)[0].room_id for _ in range(3)]

    assert taken == [quiet.pk, gym.pk, gym.pk]
    assert old.pk not in taken
    with pytest.raises(Taken) as caught:
        book(practice, location_id=place.pk, any_room=True)
    assert [c.who for c in caught.value.clashes] == ["room"]


def test_a_location_without_rooms_on_file_needs_none(practice: models.Practice, place: models.Location) -> None:
    (visit,) = book(practice, location_id=place.pk, any_room=True)

    assert visit.room_id is None
    assert held(visit) == {"patient", "therapist"}


def test_one_piece_of_equipment_is_in_one_session(practice: models.Practice, place: models.Location) -> None:
    bench = models.Equipment.objects.create(practice=practice, name="Hand dynamometer")
    (visit,) = book(practice, equipment=(bench.pk,))
    assert held(visit) == {"patient", "therapist", "equipment"}

    with pytest.raises(Taken) as caught:
        book(practice, equipment=(bench.pk,))

    assert [c.who for c in caught.value.clashes] == ["equipment"]
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT)
    assert book(practice, equipment=(bench.pk,))


def test_a_group_is_a_visit_for_each_patient_in_one_room_with_one_therapist(
    practice: models.Practice, place: models.Location
) -> None:
    gym, others = room(place), [build.patient(practice) for _ in range(2)]

    visits = book(practice, location_id=place.pk, room_id=gym.pk, also_patients=tuple(p.pk for p in others))

    assert len({v.patient_id for v in visits}) == len(visits) == 3
    assert {(v.therapist_id, v.room_id, v.together_id) for v in visits} == {
        (visits[0].therapist_id, gym.pk, visits[0].together_id)
    }
    assert visits[0].together_id is not None


def test_a_co_treatment_is_a_visit_for_each_discipline_under_its_own_episode(practice: models.Practice) -> None:
    child = build.patient(practice)
    ot = models.EpisodeOfCare.objects.create(practice=practice, patient=child, starts_on=TUESDAY)
    physical = pt(practice, child)

    visits = book(practice, patient=child, also_therapists=(physical.pk,))

    assert [(v.episode_id == ot.pk, v.therapist_id == physical.pk) for v in visits] == [(True, False), (False, True)]
    assert visits[1].episode.discipline == "PT"


def test_a_co_treatment_of_one_discipline_is_refused(practice: models.Practice) -> None:
    with pytest.raises(Invalid) as caught:
        book(practice, also_therapists=(build.therapist(practice).pk,))

    assert [p.field for p in caught.value.problems] == ["also_therapists"]


def test_a_therapist_of_another_discipline_needs_an_episode_of_it(practice: models.Practice) -> None:
    """Without one the visit would count as OT."""
    with pytest.raises(Invalid) as caught:
        book(practice, also_therapists=(build.therapist(practice, discipline="SLP").pk,))

    assert "there is no open SLP episode" in caught.value.problems[0].words


def test_nobody_of_a_session_is_free_for_another(practice: models.Practice) -> None:
    child, other = build.patient(practice), build.patient(practice)
    physical = pt(practice, child)
    book(practice, patient=child, also_therapists=(physical.pk,))
    models.EpisodeOfCare.objects.create(practice=practice, patient=other, discipline="PT", starts_on=TUESDAY)

    with pytest.raises(Taken) as caught:
        book(practice, patient=other, therapist=physical, at=time(9, 45))

    assert [c.who for c in caught.value.clashes] == ["therapist"]


def test_where_one_of_a_session_is_taken_nothing_of_it_is_booked(practice: models.Practice) -> None:
    busy = build.patient(practice)
    book(practice, patient=busy)

    with pytest.raises(Taken):
        book(practice, also_patients=(busy.pk,))

    assert models.Appointment.objects.count() == 1


def test_a_session_moves_together(practice: models.Practice, place: models.Location) -> None:
    gym, child = room(place), build.patient(practice)
    visits = book(
        practice, patient=child, location_id=place.pk, room_id=gym.pk, also_therapists=(pt(practice, child).pk,)
    )

    to = Slot(visits[0].therapist_id, TUESDAY, time(9, 30), 60)
    appointments.move(appointment_id=visits[0].pk, to=to, by=BY, at=AT)

    moved = [models.Appointment.objects.get(pk=v.pk) for v in visits]
    assert {hour(v.starts_at) for v in moved} == {"Tue 09:30"}
    assert [v.therapist_id for v in moved] == [v.therapist_id for v in visits]
    assert all("room" in held(v) for v in moved)
    assert models.History.objects.filter(event="moved").count() == 2


def test_a_move_where_the_second_therapist_is_taken_moves_nobody(practice: models.Practice) -> None:
    child, other = build.patient(practice), build.patient(practice)
    physical = pt(practice, child)
    visits = book(practice, patient=child, also_therapists=(physical.pk,))
    models.EpisodeOfCare.objects.create(practice=practice, patient=other, discipline="PT", starts_on=TUESDAY)
    book(practice, patient=other, therapist=physical, at=time(11))

    to = Slot(visits[0].therapist_id, TUESDAY, time(10, 30), 60)
    with pytest.raises(Taken) as caught:
        appointments.move(appointment_id=visits[0].pk, to=to, by=BY, at=AT)

    assert [c.who for c in caught.value.clashes] == ["therapist"]
    assert hour(caught.value.free[0]) == "Tue 12:00"
    assert {hour(v.starts_at) for v in models.Appointment.objects.filter(patient=child)} == {"Tue 09:00"}


def test_a_move_may_take_whichever_room_is_free(practice: models.Practice, place: models.Location) -> None:
    gym, quiet = room(place, "Gym"), room(place, "Quiet")
    (visit,) = book(practice, location_id=place.pk, room_id=gym.pk)
    book(practice, at=time(11), location_id=place.pk, room_id=gym.pk)
    to = Slot(visit.therapist_id, TUESDAY, time(11), 60)

    with pytest.raises(Taken):
        appointments.move(appointment_id=visit.pk, to=to, by=BY, at=AT)
    moved = appointments.move(appointment_id=visit.pk, to=to, place=Place(any_room=True), by=BY, at=AT)

    assert moved.room_id == quiet.pk


def test_one_child_of_a_group_may_be_cancelled_or_the_whole_group(practice: models.Practice) -> None:
    others = [build.patient(practice) for _ in range(2)]
    visits = book(practice, also_patients=tuple(p.pk for p in others))

    appointments.cancel(appointment_id=visits[0].pk, reason="ill", by=BY, at=AT)
    assert sorted(models.Appointment.objects.values_list("status", flat=True)) == ["booked", "booked", "cancelled"]

    appointments.cancel(appointment_id=visits[1].pk, reason="snow", everyone=True, by=BY, at=AT)
    assert set(models.Appointment.objects.values_list("status", flat=True)) == {"cancelled"}


def test_a_confirmed_visit_that_is_moved_must_be_confirmed_anew(practice: models.Practice) -> None:
    (visit,) = book(practice)
    appointments.confirm(appointment_id=visit.pk, by=BY, at=AT)
    appointments.confirm(appointment_id=visit.pk, by=BY, at=AT)  # a second tap changes nothing
    assert models.Appointment.objects.get(pk=visit.pk).confirmed_at == AT
    assert models.History.objects.filter(event="confirmed").count() == 1

    appointments.move(appointment_id=visit.pk, to=Slot(visit.therapist_id, TUESDAY, time(14), 60), by=BY, at=AT)
    assert models.Appointment.objects.get(pk=visit.pk).confirmed_at is None


def test_a_cancelled_visit_is_not_confirmed(practice: models.Practice) -> None:
    (visit,) = book(practice)
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT)

    with pytest.raises(MoveRefused):
        appointments.confirm(appointment_id=visit.pk, by=BY, at=AT)


def test_hours_on_file_are_asked_about_and_free_times_keep_to_them(
    practice: models.Practice, place: models.Location
) -> None:
    therapist = build.therapist(practice)
    models.WorkingHours.objects.create(
        practice=practice, therapist=therapist, weekdays=["1", "2"], starts_at=time(13), ends_at=time(18)
    )

    with pytest.raises(Invalid) as caught:
        book(practice, therapist=therapist)
    assert [p.words for p in caught.value.problems] == [f"{therapist.name} does not work then."]
    assert book(practice, therapist=therapist, is_sure=True)

    book(practice, therapist=therapist, at=time(13))
    with pytest.raises(Taken) as taken:
        book(practice, therapist=therapist, at=time(13))
    assert [hour(t) for t in taken.value.free] == ["Tue 14:00", "Tue 14:15", "Tue 14:30"]


def test_a_day_off_is_asked_about_and_left_out_of_a_series(practice: models.Practice) -> None:
    therapist, second = build.therapist(practice), TUESDAY + timedelta(days=7)
    models.TimeOff.objects.create(practice=practice, therapist=therapist, starts_on=second, ends_on=second)

    with pytest.raises(Invalid) as caught:
        book(practice, therapist=therapist, on=second)
    assert "is away on" in caught.value.problems[0].words

    visits = book(practice, therapist=therapist, visits=3)
    assert [v.starts_at.astimezone(EASTERN).date() for v in visits] == [TUESDAY, TUESDAY + timedelta(days=14)]


def test_a_room_of_another_location_is_refused(practice: models.Practice, place: models.Location) -> None:
    elsewhere = models.Location.objects.create(practice=practice, name="Elm Street")

    with pytest.raises(Invalid) as caught:
        book(practice, location_id=place.pk, room_id=room(elsewhere).pk)

    assert [p.field for p in caught.value.problems] == ["room"]


def test_the_database_itself_refuses_a_room_twice_and_allows_one_session(
    practice: models.Practice, place: models.Location
) -> None:
    gym = room(place)
    (first,), (second,) = book(practice), book(practice)
    period = (first.starts_at, first.ends_at)
    part = {"practice": practice, "actor_type": "room", "actor_id": gym.pk, "period": period}
    together = uuid4()
    models.AppointmentParticipant.objects.create(appointment=first, together=together, **part)

    with pytest.raises(IntegrityError, match="participant_one_place_at_a_time"), transaction.atomic():
        models.AppointmentParticipant.objects.create(appointment=second, together=uuid4(), **part)

    models.AppointmentParticipant.objects.create(appointment=second, together=together, **part)


def test_a_visit_put_back_takes_its_room_again_or_says_who_has_it(
    practice: models.Practice, place: models.Location
) -> None:
    gym = room(place)
    (visit,) = book(practice, location_id=place.pk, room_id=gym.pk)
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT)
    book(practice, location_id=place.pk, room_id=gym.pk)

    with pytest.raises(Taken) as caught:
        appointments.mark(appointment_id=visit.pk, event=Event.REOPEN, by=BY, at=AT)

    assert [c.who for c in caught.value.clashes] == ["room"]
    assert models.Appointment.objects.get(pk=visit.pk).status == "cancelled"


def test_the_equipment_of_a_group_stays_when_one_child_of_it_is_cancelled(practice: models.Practice) -> None:
    swing, other = models.Equipment.objects.create(practice=practice, name="Swing"), build.patient(practice)
    visits = book(practice, equipment=(swing.pk,), also_patients=(other.pk,))
    appointments.cancel(appointment_id=visits[0].pk, reason="ill", by=BY, at=AT)

    with pytest.raises(Taken) as caught:
        book(practice, equipment=(swing.pk,))

    assert [c.who for c in caught.value.clashes] == ["equipment"]


def test_a_visit_put_back_meets_the_session_that_moved_on_without_it(practice: models.Practice) -> None:
    other = build.patient(practice)
    stays, leaves = book(practice, also_patients=(other.pk,))
    appointments.cancel(appointment_id=leaves.pk, reason="ill", by=BY, at=AT)
    appointments.move(appointment_id=stays.pk, to=Slot(stays.therapist_id, TUESDAY, time(9, 30), 60), by=BY, at=AT)

    with pytest.raises(Taken) as caught:
        appointments.mark(appointment_id=leaves.pk, event=Event.REOPEN, by=BY, at=AT)
    assert [c.who for c in caught.value.clashes] == ["therapist"]

    appointments.move(appointment_id=stays.pk, to=Slot(stays.therapist_id, TUESDAY, time(11), 60), by=BY, at=AT)
    alone = appointments.mark(appointment_id=leaves.pk, event=Event.REOPEN, by=BY, at=AT)
    assert (alone.together_id, appointments.session(alone)) == (None, [alone])


def test_a_visit_put_back_where_its_session_is_belongs_to_it(practice: models.Practice) -> None:
    stays, leaves = book(practice, also_patients=(build.patient(practice).pk,))
    appointments.cancel(appointment_id=leaves.pk, reason="ill", by=BY, at=AT)

    back = appointments.mark(appointment_id=leaves.pk, event=Event.REOPEN, by=BY, at=AT)

    assert back.together_id == stays.together_id


def test_a_visit_does_not_move_into_a_room_or_with_equipment_out_of_use(
    practice: models.Practice, place: models.Location
) -> None:
    gym = room(place)
    swing = models.Equipment.objects.create(practice=practice, name="Swing", ended_on=TUESDAY)
    (visit,) = book(practice, location_id=place.pk, room_id=gym.pk, equipment=(swing.pk,))
    models.Room.objects.filter(pk=gym.pk).update(ended_on=TUESDAY)

    to = Slot(visit.therapist_id, TUESDAY + timedelta(days=1), time(9), 60)
    for chosen in (None, Place(gym.pk)):
        with pytest.raises(Invalid) as caught:
            appointments.move(appointment_id=visit.pk, to=to, place=chosen, by=BY, at=AT, is_sure=True)
        assert {p.field for p in caught.value.problems} == {"room", "equipment"}
    with pytest.raises(Invalid):
        book(practice, on=TUESDAY + timedelta(days=1), equipment=(swing.pk,))


def test_a_room_that_is_shut_that_day_is_not_booked(practice: models.Practice, place: models.Location) -> None:
    gym, quiet = room(place, "Gym"), room(place, "Quiet", capacity=2)
    models.TimeOff.objects.create(practice=practice, room=gym, starts_on=TUESDAY, ends_on=TUESDAY)

    with pytest.raises(Invalid) as caught:
        book(practice, location_id=place.pk, room_id=gym.pk)
    (visit,) = book(practice, location_id=place.pk, any_room=True)

    assert [p.field for p in caught.value.problems] == ["room"]
    assert visit.room_id == quiet.pk


def test_the_rest_of_a_group_does_not_move_over_the_child_who_has_come(practice: models.Practice) -> None:
    others = tuple(build.patient(practice).pk for _ in range(2))
    came, *rest = book(practice, also_patients=others)
    now = came.starts_at
    appointments.mark(appointment_id=came.pk, event=Event.ARRIVE, by=BY, at=now)
    to = Slot(came.therapist_id, TUESDAY, time(9, 30), 60)

    with pytest.raises(Taken) as caught:
        appointments.move(appointment_id=rest[0].pk, to=to, by=BY, at=now, is_sure=True)
    assert [c.who for c in caught.value.clashes] == ["therapist"]

    later = Slot(came.therapist_id, TUESDAY, time(10), 60)
    moved = appointments.move(appointment_id=rest[0].pk, to=later, by=BY, at=now)
    assert {v.pk for v in appointments.session(moved)} == {v.pk for v in rest}
