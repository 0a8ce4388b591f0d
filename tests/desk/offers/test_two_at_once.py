"""Families tap yes in the same instant: one has the hour, and nothing is doubled. On real PostgreSQL, by threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from otium.desk import acting
from otium.desk.families import entering
from otium.desk.offers import rounds, tending
from otium.records import models
from tests.desk.offers import house
from tests.desk.offers.house import AT, BY

TAPS = 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_families_who_tap_at_once_exactly_one_has_the_hour(turn: int) -> None:
    practice = house.practice_with_texts()
    with acting.acting_for(practice.pk):
        freed = house.cancelled(practice)
        for _ in range(TAPS):
            house.waits(practice)
        made = rounds.begin(hour_id=freed.pk, by=BY, at=AT)
        tokens = [house.token(practice, offer) for offer in house.offers(made).values()]
    ready = Barrier(2 * TAPS + 1)

    def tap(token: str) -> str:
        try:
            ready.wait()
            found = entering.answer(token, {"choice": "take"}, language="", at=AT + timedelta(minutes=1))
            assert isinstance(found, entering.Found)
            return str(found.value.standing)
        finally:
            connection.close()

    def tend() -> str:
        try:
            ready.wait()
            tending.tend(practice.pk, at=AT + timedelta(minutes=1))
            return "tended"
        finally:
            connection.close()

    with ThreadPoolExecutor(2 * TAPS + 1) as pool:
        worker = pool.submit(tend)
        outcomes = list(pool.map(tap, tokens * 2))  # each family taps twice
        assert worker.result() == "tended"

    assert sorted(outcomes) == ["gone"] * 4 + ["taken"] * 2
    with acting.acting_for(practice.pk):
        visits = models.Appointment.objects.filter(therapist=freed.therapist, status="booked")
        assert visits.count() == 1
        assert models.WaitlistEntry.objects.exclude(ended_on=None).count() == 1
        assert sorted(house.standing(made).values()) == ["gone", "gone", "taken"]
        told = models.Parcel.objects.filter(kind="text")
        assert sum("just taken" in house.text_of(practice, parcel) for parcel in told) == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_begin_one_round_with_one_text_each() -> None:
    practice = house.practice_with_texts()
    with acting.acting_for(practice.pk):
        freed = house.cancelled(practice)
        house.waits(practice)
    ready = Barrier(2)

    def press(_n: int) -> object:
        try:
            with acting.acting_for(practice.pk):
                ready.wait()
                return rounds.begin(hour_id=freed.pk, by=BY, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(press, range(2)))

    with acting.acting_for(practice.pk):
        assert len(made) == 1
        assert models.Parcel.objects.filter(kind="text").count() == 1
