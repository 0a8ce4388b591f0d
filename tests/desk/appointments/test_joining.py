"""Rows that another calendar keeps for one session are joined by a person who says so, and stay joined."""

from datetime import timedelta

import pytest

from otium.desk.appointments import joining
from otium.desk.mend.problems import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, book, held, pt, room

pytestmark = pytest.mark.django_db


def imported(first: models.Appointment, **fields: object) -> models.Appointment:
    """A row at the first one's time that came over it: it holds nobody."""
    values = {"therapist": first.therapist, "ends_at": first.ends_at, "is_clash": True, "is_imported": True}
    who = fields.pop("patient", None) or build.patient(first.practice)
    return build.visit(who, first.starts_at, **values | fields)


def test_children_with_one_therapist_at_one_time_become_a_group(practice: models.Practice) -> None:
    (first,) = book(practice)
    second, third = imported(first), imported(first)

    joined = joining.join(appointment_id=second.pk, by=BY, at=AT)

    rows = models.Appointment.objects.filter(pk__in=[first.pk, second.pk, third.pk])
    assert len(joined) == 3
    assert len(set(rows.values_list("together_id", flat=True))) == 1
    assert [held(each) for each in rows] == [{"patient", "therapist"}] * 3
    assert not rows.filter(is_clash=True).exists()
    assert models.History.objects.filter(event="joined").count() == 3


def test_therapists_of_two_disciplines_with_one_child_become_a_co_treatment(practice: models.Practice) -> None:
    (first,) = book(practice)
    beside = imported(first, patient=first.patient, therapist=pt(practice, first.patient))

    joining.join(appointment_id=beside.pk, by=BY, at=AT)

    first.refresh_from_db()
    beside.refresh_from_db()
    assert first.together_id == beside.together_id is not None


@pytest.mark.parametrize("minutes", [-15, 15])
def test_a_visit_of_another_length_is_no_part_of_it(practice: models.Practice, minutes: int) -> None:
    (first,) = book(practice)
    second = imported(first, ends_at=first.ends_at + timedelta(minutes=minutes))

    with pytest.raises(Invalid):
        joining.join(appointment_id=second.pk, by=BY, at=AT)

    second.refresh_from_db()
    assert (second.is_clash, second.together_id) == (True, None)


def test_two_therapists_of_one_discipline_with_one_child_are_no_session(practice: models.Practice) -> None:
    (first,) = book(practice)
    second = imported(first, patient=first.patient, therapist=build.therapist(practice))

    assert joining.could_join(second) == []


def test_a_visit_that_is_no_clash_stays_as_it_is(practice: models.Practice) -> None:
    (first,) = book(practice)
    imported(first)

    with pytest.raises(Invalid):
        joining.join(appointment_id=first.pk, by=BY, at=AT)


def test_who_joins_a_group_joins_its_session_and_its_room_stays_one_seat(practice: models.Practice) -> None:
    gym = room(models.Location.objects.create(practice=practice, name="North"))
    ada = build.patient(practice)
    group = book(practice, also_patients=(ada.pk,), room_id=gym.pk, location_id=gym.location_id)
    third = imported(group[0], room=gym, location=gym.location)

    joining.join(appointment_id=third.pk, by=BY, at=AT)

    seats = models.AppointmentParticipant.objects.filter(actor_id=gym.pk, is_held=True)
    assert set(seats.values_list("seat", flat=True)) == {0}
    assert models.Appointment.objects.filter(together_id=group[0].together_id).count() == 3
