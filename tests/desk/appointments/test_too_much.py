"""What is too much at once is refused in one sentence, and nothing is written."""

from datetime import time

import pytest

from otium.desk import appointments
from otium.desk.appointments import Booking, Slot
from otium.desk.appointments.checks import MOST_VISITS
from otium.desk.mend import Invalid
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visits", [-1, 0, MOST_VISITS + 1, 500, 10**9])
def test_a_series_of_too_many_or_no_visits_is_refused_by_one_sentence(practice: models.Practice, visits: int) -> None:
    slot = Slot(build.therapist(practice).pk, TUESDAY, time(9), 45)

    with pytest.raises(Invalid) as caught:
        appointments.book(
            Booking(build.patient(practice).pk, slot, visits=visits, is_sure=True),
            practice_id=practice.pk,
            by=BY,
            at=AT,
        )

    (problem,) = caught.value.problems
    assert (problem.field, str(problem.words)) == ("visits", "Book 1 to 104 visits at once, every 1 to 4 weeks.")
    assert not models.Appointment.objects.exists()
    assert not models.Series.objects.exists()


def test_two_years_of_weekly_visits_are_booked_in_one_act(practice: models.Practice) -> None:
    slot = Slot(build.therapist(practice).pk, TUESDAY, time(9), 45)

    booked = appointments.book(
        Booking(build.patient(practice).pk, slot, visits=MOST_VISITS, is_sure=True),
        practice_id=practice.pk,
        by=BY,
        at=AT,
    )

    assert len(booked.visits) + len(booked.skipped) == MOST_VISITS
    assert len({visit.starts_at for visit in booked.visits}) == len(booked.visits) > 95
