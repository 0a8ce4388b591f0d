"""Groups, co-treatments, rooms and equipment: one session holds the time of all it needs, and nobody else can."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from otium.desk import appointments
from otium.desk.appointments import Taken
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, EASTERN, TUESDAY, book, held, hour, pt, room

pytestmark = pytest.mark.django_db


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

    assert caught.value.problems[0].field == "also_therapists"
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


def test_a_room_that_is_shut_that_day_is_not_booked(practice: models.Practice, place: models.Location) -> None:
    gym, quiet = room(place, "Gym"), room(place, "Quiet", capacity=2)
    models.TimeOff.objects.create(practice=practice, room=gym, starts_on=TUESDAY, ends_on=TUESDAY)

    with pytest.raises(Invalid) as caught:
        book(practice, location_id=place.pk, room_id=gym.pk)
    (visit,) = book(practice, location_id=place.pk, any_room=True)

    assert [p.field for p in caught.value.problems] == ["room"]
    assert visit.room_id == quiet.pk
