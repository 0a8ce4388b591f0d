"""Invented weeks."""

import hashlib

from otium.solver.invented import Wish, invent
from otium.wires.calendar.plans import write_instance


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, other = (write_instance(invent(Wish(therapists=20, patients=300, rooms=14))) for _ in range(2))

    assert one == other
    assert hashlib.sha256(one).hexdigest()[:16] == "bf2362d530e6ef71"


def test_another_seed_gives_another_week() -> None:
    assert invent(Wish(seed=1)).visits != invent(Wish(seed=2)).visits


def test_twenty_therapists_have_about_four_hundred_visits_and_a_tenth_of_them_together() -> None:
    week = invent(Wish(therapists=20, patients=300, rooms=14))

    together = sum(len(visit.roles) == 2 for visit in week.visits)
    assert 380 <= len(week.visits) <= 420
    assert 0.06 <= together / len(week.visits) <= 0.14
    assert len(week.rooms) == 14
    assert {room.location for room in week.rooms} == {"north", "south"}


def test_a_small_practice_can_be_invented() -> None:
    week = invent(Wish(therapists=1, patients=1))

    assert len(week.rooms) == 2
    assert week.visits[0].roles == (("t1",),)
