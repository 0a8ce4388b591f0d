"""A make-up is tied to the visit it makes up for; the hours of a co-treatment are billed once."""

from datetime import date, time, timedelta

import pytest

from otium.desk import appointments, waitlist
from otium.desk.appointments import Booking, Event, Slot, cobilling, makeups
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db


def booked(
    who: models.Patient, therapist: models.Therapist, on: date = TUESDAY, **more: object
) -> list[models.Appointment]:
    wanted = Booking(who.pk, Slot(therapist.pk, on, time(15), 45), **more)
    return list(appointments.book(wanted, practice_id=who.practice_id, by=BY, at=AT).visits)


@pytest.fixture
def who(practice: models.Practice) -> models.Patient:
    return build.patient(practice)


@pytest.fixture
def therapist(practice: models.Practice) -> models.Therapist:
    return build.therapist(practice)


@pytest.fixture
def missed(who: models.Patient, therapist: models.Therapist) -> models.Appointment:
    return build.visit(who, AT - timedelta(days=3), "no_show", therapist=therapist)


def test_only_the_first_visit_of_a_series_makes_up(
    who: models.Patient, therapist: models.Therapist, missed: models.Appointment
) -> None:
    visits = booked(who, therapist, visits=3, makes_up_id=missed.pk)

    assert [v.makes_up_id for v in visits] == [missed.pk, None, None]


@pytest.mark.parametrize("status", ["booked", "done"])
def test_what_was_not_missed_is_not_made_up(who: models.Patient, therapist: models.Therapist, status: str) -> None:
    stands = build.visit(who, AT - timedelta(days=3), status)

    with pytest.raises(Invalid):
        booked(who, therapist, makes_up_id=stands.pk)


def test_a_missed_visit_of_somebody_else_is_not_made_up(
    practice: models.Practice, therapist: models.Therapist, missed: models.Appointment
) -> None:
    with pytest.raises(Invalid):
        booked(build.patient(practice), therapist, makes_up_id=missed.pk)


def test_a_make_up_that_is_cancelled_may_be_booked_again_and_does_not_return_beside_it(
    who: models.Patient, therapist: models.Therapist, missed: models.Appointment
) -> None:
    (first,) = booked(who, therapist, makes_up_id=missed.pk)
    appointments.cancel(appointment_id=first.pk, reason="", code="family_ill", by=BY, at=AT)
    (second,) = booked(who, therapist, on=TUESDAY + timedelta(days=7), makes_up_id=missed.pk)

    back = appointments.mark(appointment_id=first.pk, event=Event.REOPEN, by=BY, at=AT)

    assert (second.makes_up_id, back.status, back.makes_up_id) == (missed.pk, "booked", None)


def test_an_hour_from_the_waitlist_makes_up_for_what_was_waited_for(
    practice: models.Practice, who: models.Patient, therapist: models.Therapist, missed: models.Appointment
) -> None:
    build.coverage(who, build.payer(practice, "self_pay"))
    entry = makeups.wait(appointment_id=missed.pk, by=BY, at=AT)
    freed = build.visit(build.patient(practice), AT + timedelta(days=1), "late_cancel", therapist=therapist)

    taken = waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT)

    assert taken.makes_up_id == missed.pk
    assert makeups.waiting_for(missed) is None


def physio(who: models.Patient) -> models.Therapist:
    models.EpisodeOfCare.objects.create(
        practice=who.practice, patient=who, discipline="PT", starts_on=date(2026, 1, 1), is_active=True
    )
    return models.Therapist.objects.create(practice=who.practice, name="Pat Moore", discipline="PT")


def together(who: models.Patient, therapist: models.Therapist, choice: str = "divided") -> list[models.Appointment]:
    return booked(who, therapist, also_therapists=(physio(who).pk,), co_billing=choice, is_sure=True)


@pytest.mark.parametrize(
    ("choice", "minutes"),
    [("divided", [23, 22]), ("main", [45, 0]), ("other", [0, 45]), ("each", [45, 45]), ("", [None, None])],
)
def test_each_visit_of_a_co_treatment_keeps_the_minutes_it_bills(
    who: models.Patient, therapist: models.Therapist, choice: str, minutes: list[int | None]
) -> None:
    assert [v.billed_minutes for v in together(who, therapist, choice)] == minutes


def test_a_session_of_other_length_must_be_said_anew(who: models.Patient, therapist: models.Therapist) -> None:
    visits = together(who, therapist)

    appointments.move(appointment_id=visits[0].pk, to=Slot(therapist.pk, TUESDAY, time(15), 60), by=BY, at=AT)

    rows = models.Appointment.objects.filter(together_id=visits[0].together_id)
    assert list(rows.values_list("billed_minutes", flat=True)) == [None, None]


def test_moved_to_another_hour_the_minutes_stay(who: models.Patient, therapist: models.Therapist) -> None:
    visits = together(who, therapist)

    moved = appointments.move(appointment_id=visits[0].pk, to=Slot(therapist.pk, TUESDAY, time(16), 45), by=BY, at=AT)

    assert moved.billed_minutes == 23


def test_medicare_pays_the_minutes_once(
    practice: models.Practice, who: models.Patient, therapist: models.Therapist
) -> None:
    build.coverage(who, build.payer(practice, "medicare_b"))
    visits = together(who, therapist, "divided")

    with pytest.raises(Invalid):
        cobilling.choose(appointment_id=visits[0].pk, bills=None, is_each=True, is_sure=True, by=BY, at=AT)
    with pytest.raises(Invalid):
        booked(who, therapist, on=TUESDAY + timedelta(days=7), also_therapists=(visits[1].therapist_id,),
               co_billing="each", is_sure=True)  # fmt: skip


def test_what_is_said_twice_is_written_once(who: models.Patient, therapist: models.Therapist) -> None:
    visits = together(who, therapist)
    for _time in range(2):
        cobilling.choose(appointment_id=visits[1].pk, bills=visits[1].pk, is_each=False, is_sure=False, by=BY, at=AT)

    rows = {v.pk: v.billed_minutes for v in models.Appointment.objects.filter(together_id=visits[0].together_id)}
    assert rows == {visits[0].pk: 0, visits[1].pk: 45}
    assert models.History.objects.filter(event="minutes_said").count() == 2


def test_a_visit_alone_has_no_minutes_to_share(who: models.Patient, therapist: models.Therapist) -> None:
    (alone,) = booked(who, therapist)

    with pytest.raises(Invalid):
        cobilling.choose(appointment_id=alone.pk, bills=alone.pk, is_each=False, is_sure=True, by=BY, at=AT)
