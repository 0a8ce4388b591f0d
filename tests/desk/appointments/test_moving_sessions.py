"""Sessions that are moved, cancelled, confirmed and put back: whole where they stay one, apart where not."""

from datetime import time, timedelta

import pytest

from otium.desk import appointments
from otium.desk.appointments import Event, MoveRefused, Place, Slot, Taken
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, TUESDAY, book, held, hour, pt, room

pytestmark = pytest.mark.django_db


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


def test_a_visit_by_video_that_moves_takes_no_room(practice: models.Practice, place: models.Location) -> None:
    room(place)
    (visit,) = book(practice, is_telehealth=True, is_sure=True, location_id=place.pk)
    to = Slot(visit.therapist_id, TUESDAY, time(14), 60)

    moved = appointments.move(appointment_id=visit.pk, to=to, place=Place(any_room=True), is_sure=True, by=BY, at=AT)

    assert (moved.room_id, "room" in held(moved)) == (None, False)
