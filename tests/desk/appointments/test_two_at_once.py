"""Two people book one therapist at the same moment: the database lets one in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from otium.desk import acting, appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, Taken
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.django_db(transaction=True)
def test_of_two_bookings_at_once_one_is_told_the_free_times() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        therapist = build.therapist(practice)
        patients = [build.patient(practice) for _ in range(2)]
    both_ready = Barrier(2)

    def book(patient: models.Patient) -> str:
        slot = Slot(therapist.pk, date(2026, 11, 24), time(15), 60)
        try:
            with acting.acting_for(practice.pk):
                both_ready.wait()
                appointments.book(Booking(patient.pk, slot), practice_id=practice.pk, by=Actor("test"), at=AT)
            return "booked"
        except Taken as taken:
            return f"offered {len(taken.free)}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(book, patients))

    assert outcomes == ["booked", "offered 3"]
