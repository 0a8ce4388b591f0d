"""Two people take one therapist's time at the same moment, for visits or a talk: the database lets one in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from otium.desk import acting, appointments, waitlist
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.appointments import Booking, Slot, Taken
from otium.desk.reviews import talks
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


@pytest.mark.django_db(transaction=True)
def test_of_three_sessions_at_once_a_room_for_two_takes_two() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        place = models.Location.objects.create(practice=practice, name="Main Street")
        gym = models.Room.objects.create(practice=practice, location=place, name="Gym", capacity=2)
        pairs = [(build.patient(practice), build.therapist(practice)) for _ in range(3)]
    all_ready = Barrier(3)

    def book(pair: tuple[models.Patient, models.Therapist]) -> str:
        slot = Slot(pair[1].pk, date(2026, 11, 24), time(15), 60)
        wanted = Booking(pair[0].pk, slot, location_id=place.pk, room_id=gym.pk)
        try:
            with acting.acting_for(practice.pk):
                all_ready.wait()
                appointments.book(wanted, practice_id=practice.pk, by=Actor("test"), at=AT)
            return "booked"
        except Taken as taken:
            return taken.clashes[0].who
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(book, pairs))

    assert outcomes == ["booked", "booked", "room"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_away_one_hour_at_once_one_is_told_that_it_is_filled() -> None:
    practice = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(practice.pk):
        who, therapist = build.patient(practice), build.therapist(practice)
        freed = build.visit(who, AT.replace(day=24), status="cancelled", therapist=therapist)
        entries = []
        for _ in range(2):
            patient = build.patient(practice)
            build.coverage(patient, build.payer(practice, "self_pay"))
            entries.append(
                models.WaitlistEntry.objects.create(
                    practice=practice, patient=patient, need="make_up", asked_on=AT.date()
                )
            )
    both_ready = Barrier(2)

    def place(entry: models.WaitlistEntry) -> str:
        try:
            with acting.acting_for(practice.pk):
                both_ready.wait()
                waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=Actor("test"), at=AT, why="no answer")
            return "booked"
        except waitlist.Filled:
            return "filled"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(place, entries))

    assert outcomes == ["booked", "filled"]
    with acting.acting_for(practice.pk):
        assert models.WaitlistEntry.objects.filter(ended_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_visit_and_a_talk_at_once_one_is_told_that_the_therapist_is_taken() -> None:
    practice = build.open_practice(AT)
    slot_at = datetime(2026, 11, 24, 15, 15, tzinfo=AT.tzinfo)
    with acting.acting_for(practice.pk):
        therapist, patient = build.therapist(practice), build.patient(practice)
        denied = models.AuthorizationRequest.objects.create(
            practice=practice, patient=patient, coverage=build.coverage(patient, build.payer(practice, "commercial")),
            kind="renewal", state="denied", decided_on=AT.date(), requested=12,
        )  # fmt: skip
        talk = talks.open_talk(request_id=denied.pk, by=Actor("test"), at=AT)
    both_ready = Barrier(2)

    def visit() -> str:
        booking = Booking(patient.pk, Slot(therapist.pk, date(2026, 11, 24), time(15), 60))
        try:
            appointments.book(booking, practice_id=practice.pk, by=Actor("test"), at=AT)
        except Taken as taken:
            return f"told of a {taken.clashes[0].who}"
        return "booked"

    def call() -> str:
        given = {"slot_at": slot_at, "minutes": 15, "therapist_id": therapist.pk, "by": Actor("test"), "at": AT}
        try:
            talks.schedule(talk_id=talk.pk, **given)
        except Refused as refused:
            return refused.code
        return "set"

    def at_once(what: Callable[[], str]) -> str:
        try:
            with acting.acting_for(practice.pk):
                both_ready.wait()
                return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(at_once, (visit, call)))

    assert outcomes in (["booked", "slot_taken"], ["set", "told of a talk"])
