"""Visits, series and free times where clocks change, where they do not, and on a leap day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, appointments, waitlist
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Scope, Slot, Taken, series
from otium.desk.waitlist import FreedHour
from otium.records import models
from tests import build

BY = Actor("test")
EASTERN, PHOENIX, ISLAND, HONOLULU = "America/New_York", "America/Phoenix", "America/Puerto_Rico", "Pacific/Honolulu"
ZONES = (EASTERN, PHOENIX, ISLAND, HONOLULU)
FORWARD, BACK = date(2027, 3, 9), date(2027, 11, 2)  # the Tuesdays before clocks change in most states
WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db


@contextmanager
def practice_in(zone: str, on: date = date(2027, 2, 1)) -> Iterator[models.Practice]:
    """At ten in the morning of that day."""
    made = build.open_practice(morning(zone, on), calendar_master="otium", time_zone=zone)
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


def morning(zone: str, on: date = date(2027, 2, 1)) -> datetime:
    return datetime.combine(on, time(10), ZoneInfo(zone))


def book(
    practice: models.Practice, on: date, at: time = time(9), *, minutes: int = 60, visits: int = 1, **more: object
) -> list[models.Appointment]:
    """With a therapist and a patient of its own, unless they are given; warnings are accepted."""
    therapist, patient = more.pop("therapist", None), more.pop("patient", None)
    therapist_id = (therapist or build.therapist(practice)).pk
    patient_id = (patient or build.patient(practice)).pk
    wanted = Booking(patient_id, Slot(therapist_id, on, at, minutes), visits=visits, is_sure=True)
    return list(
        appointments.book(wanted, practice_id=practice.pk, by=BY, at=morning(practice.time_zone, min(on, BACK))).visits
    )


def stands(visits: list[models.Appointment], zone: str) -> list[str]:
    rows = [models.Appointment.objects.get(pk=visit.pk) for visit in visits]
    return [row.starts_at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") for row in rows]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("first", "shift"), [(FORWARD, -1), (BACK, 1)])
def test_a_series_keeps_its_hour_of_the_wall_over_both_changes(zone: str, first: date, shift: int) -> None:
    with practice_in(zone) as practice:
        visits = book(practice, first, time(16), visits=3)

        apart = visits[1].starts_at - visits[0].starts_at
        assert stands(visits, zone) == [f"{first + n * WEEK:%m-%d} 16:00" for n in range(3)]
        assert apart == WEEK + timedelta(hours=shift if zone == EASTERN else 0)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [FORWARD, BACK])
def test_a_series_that_moves_over_a_change_comes_to_the_same_hour_everywhere(zone: str, first: date) -> None:
    with practice_in(zone) as practice:
        visits = book(practice, first, visits=3)

        to = Slot(visits[0].therapist_id, first + timedelta(days=1), time(15, 30), 60)
        at = morning(zone, first - WEEK)
        series.move(appointment_id=visits[0].pk, to=to, scope=Scope.ALL, is_sure=True, by=BY, at=at)

        assert stands(visits, zone) == [f"{first + timedelta(days=1) + n * WEEK:%m-%d} 15:30" for n in range(3)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("friday", "next_open"), [(date(2027, 3, 12), "03-15"), (date(2027, 11, 5), "11-08")])
def test_the_next_free_time_after_the_change_is_the_morning_of_the_wall(
    zone: str, friday: date, next_open: str
) -> None:
    with practice_in(zone) as practice:
        therapist = build.therapist(practice)
        book(practice, friday, time(16), therapist=therapist)

        with pytest.raises(Taken) as caught:
            book(practice, friday, time(16), therapist=therapist)

        free = [at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") for at in caught.value.free]
        assert free == [f"{next_open} 08:00", f"{next_open} 08:15", f"{next_open} 08:30"]


@pytest.mark.parametrize(
    ("zone", "on", "other", "is_taken"),
    [
        (EASTERN, date(2027, 3, 14), time(3), True),  # 01:30 and an hour is 03:30: the hour between does not exist
        (EASTERN, date(2027, 3, 14), time(3, 30), False),
        (PHOENIX, date(2027, 3, 14), time(3), False),
        (EASTERN, date(2027, 11, 7), time(2), False),  # 01:30 and an hour is 01:30 again; two o'clock is an hour later
        (ISLAND, date(2027, 11, 7), time(2), True),
        (ISLAND, date(2027, 11, 7), time(2, 30), False),
    ],
)
def test_on_a_day_of_23_or_25_hours_an_hour_is_an_hour(zone: str, on: date, other: time, is_taken: bool) -> None:
    with practice_in(zone) as practice:
        therapist = build.therapist(practice)
        (first,) = book(practice, on, time(1, 30), therapist=therapist)

        try:
            book(practice, on, other, therapist=therapist)
        except Taken:
            assert is_taken
        else:
            assert not is_taken
        assert first.ends_at - first.starts_at == timedelta(hours=1)


@pytest.mark.parametrize("zone", ZONES)
def test_a_leap_day_is_a_day_like_another(zone: str) -> None:
    with practice_in(zone, date(2027, 11, 2)) as practice:
        visits = book(practice, date(2028, 2, 22), visits=3)
        assert stands(visits, zone) == ["02-22 09:00", "02-29 09:00", "03-07 09:00"]

        to = Slot(visits[0].therapist_id, date(2028, 2, 28), time(9), 60)
        series.move(appointment_id=visits[0].pk, to=to, scope=Scope.THIS, by=BY, at=morning(zone, BACK))
        to = Slot(visits[1].therapist_id, date(2028, 2, 29), time(14), 60)
        series.move(appointment_id=visits[1].pk, to=to, scope=Scope.FOLLOWING, by=BY, at=morning(zone, BACK))

        assert stands(visits, zone) == ["02-28 09:00", "02-29 14:00", "03-07 14:00"]


def test_a_pause_ends_with_the_leap_day() -> None:
    with practice_in(EASTERN, date(2027, 11, 2)) as practice:
        visits = book(practice, date(2028, 2, 22), visits=3)

        series.cancel(
            appointment_id=visits[0].pk, reason="away", scope=Scope.FOLLOWING, until=date(2028, 2, 29), by=BY,
            at=morning(EASTERN, BACK),
        )  # fmt: skip

        rows = [models.Appointment.objects.get(pk=visit.pk).status for visit in visits]
        assert rows == ["cancelled", "cancelled", "booked"]


@pytest.mark.parametrize("zone", ZONES)
def test_an_evening_hour_is_offered_to_those_who_can_come_that_weekday(zone: str) -> None:
    """Five in the afternoon of Honolulu is the next day in UTC."""
    with practice_in(zone) as practice:
        (freed,) = book(practice, FORWARD, time(17))
        appointments.cancel(appointment_id=freed.pk, reason="ill", by=BY, at=morning(zone, FORWARD))
        fits, does_not = (_waiting(practice, weekday) for weekday in (1, 2))

        found = waitlist.candidates(FreedHour(models.Appointment.objects.get(pk=freed.pk)), at=morning(zone, FORWARD))

        assert (found.opening.on, found.opening.starts_at, found.opening.hours_ahead) == (FORWARD, time(17), 7)
        assert [c.entry.pk for c in found.fitting] == [fits.pk]
        assert [(entry.pk, why.value) for entry, why in found.passed] == [(does_not.pk, "weekday")]


def _waiting(practice: models.Practice, weekday: int) -> models.WaitlistEntry:
    return models.WaitlistEntry.objects.create(
        practice=practice, patient=build.patient(practice), need="make_up", asked_on=FORWARD - WEEK, weekdays=[weekday]
    )


@pytest.mark.parametrize(("first", "hours"), [(date(2027, 3, 12), 71), (date(2027, 11, 5), 73)])
def test_hours_of_notice_are_counted_over_the_change(first: date, hours: int) -> None:
    with practice_in(EASTERN) as practice:
        (freed,) = book(practice, first + timedelta(days=3), time(10))
        appointments.cancel(appointment_id=freed.pk, reason="ill", by=BY, at=morning(EASTERN, first))

        found = waitlist.candidates(FreedHour(models.Appointment.objects.get(pk=freed.pk)), at=morning(EASTERN, first))

        assert found.opening.hours_ahead == hours


def test_a_practice_that_moves_to_another_zone_keeps_its_instants_and_books_by_the_new_wall() -> None:
    """Who was booked for ten in New York is expected at the same instant, nine in Chicago, until it is moved."""
    with practice_in(EASTERN) as practice:
        therapist = build.therapist(practice)
        visits = book(practice, FORWARD, time(10), visits=2, therapist=therapist)
        before = [visit.starts_at for visit in visits]
        models.Practice.objects.filter(pk=practice.pk).update(time_zone="America/Chicago")
        practice.refresh_from_db()

        assert [models.Appointment.objects.get(pk=v.pk).starts_at for v in visits] == before
        assert stands(visits, "America/Chicago") == ["03-09 09:00", "03-16 09:00"]
        with pytest.raises(Taken):
            book(practice, FORWARD, time(9, 30), therapist=therapist)
        (later,) = book(practice, FORWARD, time(10), therapist=therapist)
        assert later.starts_at.astimezone(UTC).hour == 16

        to = Slot(therapist.pk, FORWARD, time(13), 60)
        at = morning("America/Chicago", FORWARD - WEEK)
        series.move(appointment_id=visits[0].pk, to=to, scope=Scope.ALL, is_sure=True, by=BY, at=at)
        assert stands(visits, "America/Chicago") == ["03-09 13:00", "03-16 13:00"]
