"""What a booking, a move or a cancellation does besides itself, found before it is kept."""

from datetime import time
from typing import Any

import pytest

from otium.desk import appointments
from otium.desk.appointments import Booking, Scope, Slot, cleared, series
from otium.desk.appointments.cleared import Held
from otium.desk.mend import Invalid
from otium.records import models
from otium.terms.effects import About
from tests import build
from tests.desk.appointments import sessions
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db


def told(held: Held) -> dict[str, dict[str, Any]]:
    """By code, what is told of all but clearance and what pays."""
    of_money = (About.CLEARANCE, About.AUTHORIZATION, About.LIMIT)
    return {e.code: dict(e.params) for e in held.seen.effects if e.about not in of_money}


def look(act: Any) -> dict[str, dict[str, Any]]:
    with pytest.raises(Held) as held:
        act()
    return told(held.value)


def moved(visit: models.Appointment, hour: int) -> dict[str, dict[str, Any]]:
    to = Slot(visit.therapist_id, TUESDAY, time(hour), 60)
    return look(lambda: cleared.move(visit, to, by=BY, at=AT, is_look=True))


def cancelled(visit: models.Appointment, *, everyone: bool = False) -> dict[str, dict[str, Any]]:
    def act() -> series.Changed:
        return series.cancel(
            appointment_id=visit.pk, reason="family", scope=Scope.THIS, everyone=everyone, by=BY, at=AT
        )

    return look(lambda: cleared.cancel(visit, act, scope=Scope.THIS, at=AT, is_look=True))


@pytest.fixture
def pair(practice: models.Practice) -> list[models.Appointment]:
    """A co-treatment of an OT and a PT."""
    who = build.patient(practice)
    beside = sessions.pt(practice, who)
    models.Therapist.objects.filter(pk=beside.pk).update(name="Pat PT")
    treating = build.therapist(practice, name="Olive OT")
    return sessions.book(practice, patient=who, therapist=treating, also_therapists=(beside.pk,))


def test_a_move_names_the_colleague_who_moves_along_whichever_visit_is_moved(pair: list[models.Appointment]) -> None:
    found = {moved(visit, 11)["colleague_moves"]["names"] for visit in pair}

    assert found == {"Pat PT", "Olive OT"}


def test_a_cancellation_names_the_colleague_who_stays_alone(pair: list[models.Appointment]) -> None:
    first = next(visit for visit in pair if models.Therapist.objects.get(pk=visit.therapist_id).name == "Olive OT")

    assert cancelled(first)["colleague_stays"] == {"names": "Pat PT"}
    assert "colleague_stays" not in cancelled(first, everyone=True)


def test_a_look_keeps_nothing(pair: list[models.Appointment]) -> None:
    before = {v.pk: (v.starts_at, v.status) for v in models.Appointment.objects.all()}

    moved(pair[0], 11)
    cancelled(pair[0])

    assert {v.pk: (v.starts_at, v.status) for v in models.Appointment.objects.all()} == before
    assert not models.History.objects.filter(event__in=["moved", "cancel"]).exists()


def test_a_wait_that_the_visit_had_ended_goes_on(practice: models.Practice) -> None:
    (visit,) = sessions.book(practice)
    models.WaitlistEntry.objects.create(
        practice=practice, patient_id=visit.patient_id, need="earlier", asked_on=TUESDAY, visit=visit, ended_on=TUESDAY
    )

    assert cancelled(visit)["waits_again"] == {"waiting": 1}


def test_a_booking_tells_the_room_and_that_the_patient_still_waits(
    practice: models.Practice, place: models.Location
) -> None:
    gym, who = sessions.room(place), build.patient(practice)
    models.WaitlistEntry.objects.create(practice=practice, patient=who, need="make_up", asked_on=TUESDAY)
    wanted = Booking(
        who.pk, Slot(build.therapist(practice).pk, TUESDAY, time(9), 45), location_id=place.pk, room_id=gym.pk
    )

    found = look(lambda: cleared.book(wanted, practice=practice, by=BY, at=AT, is_look=True))

    assert found["room_given"] == {"room": "Gym"}
    assert found["waits_still"] == {"waiting": 1}
    assert "hours_unknown" in found


def test_a_series_of_which_no_day_can_be_is_refused(practice: models.Practice) -> None:
    """The therapist is away until the end of the year."""
    away = build.therapist(practice)
    models.TimeOff.objects.create(
        practice=practice, therapist=away, starts_on=TUESDAY, ends_on=TUESDAY.replace(month=12, day=31)
    )
    wanted = Booking(build.patient(practice).pk, Slot(away.pk, TUESDAY, time(9), 45), visits=3, is_sure=True)

    with pytest.raises(Invalid) as refused:
        appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT)

    assert [p.field for p in refused.value.problems] == ["visits"]


def test_who_waits_for_the_hour_of_a_cancelled_visit_is_counted_as_the_waitlist_will_rank(
    practice: models.Practice,
) -> None:
    """By the discipline and skills of its therapist: nobody else could be given the hour."""
    who = build.patient(practice)
    beside = sessions.pt(practice, who)
    models.Therapist.objects.filter(pk=beside.pk).update(skills=["Vestibular"])
    (visit,) = sessions.book(practice, patient=who, therapist=beside)
    for wish in ({"discipline": "PT"}, {"discipline": "PT", "skill": "vestibular"}, {"discipline": "OT"}):
        models.WaitlistEntry.objects.create(
            practice=practice, patient=build.patient(practice), need="make_up", asked_on=AT.date(), **wish
        )

    assert cancelled(visit)["waits_for_hour"]["waiting"] == 2
