"""An hour that came free is given to somebody who waits."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import acting, appointments, waitlist
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.desk.mend import Invalid
from otium.desk.waitlist import FreedHour
from otium.records import models
from otium.terms.waitlist import Passed
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 30, 10, 0, tzinfo=EASTERN)  # Monday
TUESDAY = date(2026, 12, 1)
BY = Actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def freed(practice: models.Practice) -> models.Appointment:
    """Tuesday at three, cancelled."""
    return cancelled(practice)


def cancelled(practice: models.Practice, at: time = time(15)) -> models.Appointment:
    wanted = Booking(build.patient(practice).pk, Slot(build.therapist(practice).pk, TUESDAY, at, 45))
    (visit,) = appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT)
    return models.Appointment.objects.select_related("practice").get(pk=visit.pk)


def waits(practice: models.Practice, days: int = 10, **fields: Any) -> models.WaitlistEntry:
    patient = fields.pop("patient", None) or paying(practice)
    values = {"need": "make_up", "asked_on": AT.date() - timedelta(days=days), **fields}
    return models.WaitlistEntry.objects.create(practice=practice, patient=patient, **values)


def paying(practice: models.Practice) -> models.Patient:
    """Who pays themselves: nothing is to be verified or authorized."""
    patient = build.patient(practice)
    build.coverage(patient, build.payer(practice, "self_pay"))
    return patient


def blocked(practice: models.Practice) -> models.Patient:
    """Whose coverage is over."""
    patient = build.patient(practice)
    payer = build.payer(practice, "medicaid_mco")
    build.coverage(patient, payer, ends_on=AT.date() - timedelta(days=1))
    return patient


def fitting(visit: models.Appointment) -> list[models.WaitlistEntry]:
    return [c.entry for c in waitlist.candidates(FreedHour(visit), at=AT).fitting]


def test_those_who_fit_are_in_order_and_the_rest_have_a_reason(
    practice: models.Practice, freed: models.Appointment
) -> None:
    late, early = waits(practice, days=1), waits(practice, days=20)
    picky = waits(practice, weekdays=["0"])
    gone = waits(practice, ended_on=AT.date())
    wrong = waits(practice, entered_in_error=True)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert [c.entry for c in found.fitting] == [early, late]
    assert found.passed == ((picky, Passed.WEEKDAY),)
    assert {gone, wrong}.isdisjoint({c.entry for c in found.fitting})


def test_who_has_a_visit_then_or_that_day_is_passed(practice: models.Practice, freed: models.Appointment) -> None:
    busy, that_day, earlier = (build.patient(practice) for _ in range(3))
    for patient, at in ((busy, time(15, 30)), (that_day, time(9)), (earlier, time(16))):
        wanted = Booking(patient.pk, Slot(build.therapist(practice).pk, TUESDAY, at, 45))
        appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT)
    first = waits(practice, patient=earlier, need="earlier")
    second, third = waits(practice, patient=busy), waits(practice, patient=that_day)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert [c.entry for c in found.fitting] == [first]
    assert dict(found.passed) == {second: Passed.BUSY, third: Passed.SAME_DAY}


def test_who_is_not_ready_comes_after_those_who_are(practice: models.Practice, freed: models.Appointment) -> None:
    unready = waits(practice, days=30, patient=blocked(practice))
    ready = waits(practice, days=1)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert [(c.entry, c.is_ready) for c in found.fitting] == [(ready, True), (unready, False)]
    assert found.first is not None
    assert found.first.entry == ready


def test_the_hour_is_booked_and_the_wait_is_over(practice: models.Practice, freed: models.Appointment) -> None:
    entry = waits(practice, need="evaluation", minutes=30)

    booked = waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT)

    entry.refresh_from_db()
    assert (booked.starts_at, booked.ends_at - booked.starts_at) == (freed.starts_at, timedelta(minutes=30))
    assert (booked.kind, booked.therapist_id) == ("evaluation", freed.therapist_id)
    assert (entry.visit_id, entry.ended_on) == (booked.pk, AT.date())
    assert models.History.objects.get(focus_id=entry.pk).event == "placed"


def test_one_visit_does_not_end_the_wait_for_a_standing_hour(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice, need="weekly")

    waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT)

    entry.refresh_from_db()
    assert entry.ended_on is None


def test_nobody_is_passed_over_without_a_reason(practice: models.Practice, freed: models.Appointment) -> None:
    first, second = waits(practice, days=20), waits(practice, days=1)

    with pytest.raises(Invalid) as caught:
        waitlist.place(entry_id=second.pk, hour_id=freed.pk, by=BY, at=AT)
    assert [p.field for p in caught.value.problems] == ["why"]
    assert not models.Appointment.objects.filter(patient=second.patient).exists()

    waitlist.place(entry_id=second.pk, hour_id=freed.pk, by=BY, at=AT, why="no answer")
    history = models.History.objects.get(focus_id=first.pk)
    assert (history.event, history.why) == ("passed_over", "no answer")


def test_who_is_not_ready_may_be_passed_without_one(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice, days=30, patient=blocked(practice))
    ready = waits(practice, days=1)

    assert waitlist.place(entry_id=ready.pk, hour_id=freed.pk, by=BY, at=AT)


def test_the_second_who_takes_the_hour_is_told_that_it_is_taken(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=1)
    waitlist.place(entry_id=first.pk, hour_id=freed.pk, by=BY, at=AT)

    with pytest.raises(waitlist.Filled):
        waitlist.place(entry_id=second.pk, hour_id=freed.pk, by=BY, at=AT)

    second.refresh_from_db()
    assert second.ended_on is None


def book(practice: models.Practice, therapist_id: Any, at: time) -> models.Appointment:
    wanted = Booking(build.patient(practice).pk, Slot(therapist_id, TUESDAY, at, 45))
    return appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits[0]


@pytest.mark.parametrize("at", [time(14, 30), time(15)])
def test_nobody_is_called_for_an_hour_whose_therapist_is_taken(
    practice: models.Practice, freed: models.Appointment, at: time
) -> None:
    waits(practice)
    book(practice, freed.therapist_id, at)

    with pytest.raises(waitlist.Filled):
        waitlist.candidates(FreedHour(freed), at=AT)


def test_what_begins_within_the_hour_makes_it_shorter(practice: models.Practice, freed: models.Appointment) -> None:
    long, short = waits(practice), waits(practice, minutes=30)
    book(practice, freed.therapist_id, time(15, 30))

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert found.opening.minutes == 30
    assert [c.entry for c in found.fitting] == [short]
    assert found.passed == ((long, Passed.TOO_SHORT),)


def test_the_hours_of_a_therapist_who_is_away_are_not_given_away(
    practice: models.Practice, freed: models.Appointment
) -> None:
    waits(practice)
    off = models.TimeOff.objects.create(
        practice=practice, therapist=freed.therapist, starts_on=TUESDAY, ends_on=TUESDAY
    )

    with pytest.raises(waitlist.Filled):
        waitlist.candidates(FreedHour(freed), at=AT)

    models.TimeOff.objects.filter(pk=off.pk).update(entered_in_error=True)
    assert len(fitting(freed)) == 1


def test_a_patient_who_waits_twice_is_not_passed_over_by_themselves(
    practice: models.Practice, freed: models.Appointment
) -> None:
    patient = paying(practice)
    waits(practice, days=20, patient=patient, need="weekly")
    once = waits(practice, days=1, patient=patient)

    assert waitlist.place(entry_id=once.pk, hour_id=freed.pk, by=BY, at=AT)
    assert not models.History.objects.filter(event="passed_over").exists()


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_only_a_freed_hour_to_come_is_given_away(practice: models.Practice, minutes: int) -> None:
    visit = cancelled(practice)
    now = visit.starts_at + timedelta(minutes=minutes)

    if minutes < 0:
        assert waitlist.candidates(FreedHour(visit), at=now)
    else:
        with pytest.raises(waitlist.NotFree):
            waitlist.candidates(FreedHour(visit), at=now)


def test_a_visit_that_stands_gives_nothing_away(practice: models.Practice, freed: models.Appointment) -> None:
    models.Appointment.objects.filter(pk=freed.pk).update(status="booked")
    freed.refresh_from_db()

    with pytest.raises(waitlist.NotFree):
        waitlist.candidates(FreedHour(freed), at=AT)


def test_the_candidates_cost_as_many_queries_for_one_as_for_forty(
    practice: models.Practice, freed: models.Appointment
) -> None:
    waits(practice)
    with CaptureQueriesContext(
        connection,
    ) as few:
        fitting(freed)
    for _ in range(40):
        waits(practice)

    with CaptureQueriesContext(connection) as many:
        assert len(fitting(freed)) == 41
    assert len(many) == len(few)


def test_who_cancels_what_they_were_given_waits_again(practice: models.Practice, freed: models.Appointment) -> None:
    entry = waits(practice)
    booked = waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT)

    appointments.cancel(appointment_id=booked.pk, reason="ill", by=BY, at=AT)

    entry.refresh_from_db()
    assert (entry.visit_id, entry.ended_on) == (None, None)
    assert "waits_again" in models.History.objects.filter(focus_id=entry.pk).values_list("event", flat=True)


def test_who_cancelled_the_hour_is_not_asked_to_take_it(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice, patient=freed.patient)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert (found.fitting, found.passed) == ((), ())


@pytest.mark.parametrize(("after", "fits"), [(time(15, 45), False), (time(16), True), (None, True)])
def test_an_evaluation_fits_where_its_notes_meet_no_other_visit(
    practice: models.Practice, freed: models.Appointment, after: time | None, fits: bool
) -> None:
    """Notes take its therapist fifteen minutes more than the 45 of the hour; what fits can be booked."""
    entry = waits(practice, need="evaluation", minutes=45)
    if after:
        wanted = Booking(build.patient(practice).pk, Slot(freed.therapist_id, TUESDAY, after, 45))
        appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert ([c.entry for c in found.fitting], list(found.passed)) == (
        ([entry], []) if fits else ([], [(entry, Passed.TOO_SHORT)])
    )
    if fits:
        booked = waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT, is_sure=True)
        assert booked.documentation_minutes == 15


def test_travel_to_a_visit_before_the_hour_meets_no_other_visit(
    practice: models.Practice, freed: models.Appointment
) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(visit_kinds={"evaluation": {"travel_minutes": 20}})
    before = Booking(build.patient(practice).pk, Slot(freed.therapist_id, TUESDAY, time(14), 45))
    appointments.book(before, practice_id=practice.pk, by=BY, at=AT)
    entry = waits(practice, need="evaluation", minutes=45)

    visit = models.Appointment.objects.select_related("practice").get(pk=freed.pk)
    assert waitlist.candidates(FreedHour(visit), at=AT).passed == ((entry, Passed.TOO_SHORT),)
