"""A family is told once that visits were booked, and not of what was taken back before."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, change
from otium.desk.families import entering
from otium.desk.families.opening import FAMILY, Found
from otium.desk.visit_messages import delivering
from otium.records import models
from tests import build
from tests.desk.visit_messages.conftest import (
    AT,
    STARTS,
    left,
    matters,
    reminded,
    texted,
    texts,
    token,
    with_mother,
)

pytestmark = pytest.mark.django_db
EASTERN = ZoneInfo("America/New_York")
STAFF = Actor("test")
LATER = AT + timedelta(minutes=10)
NEXT_WEEK = (AT + timedelta(days=8)).astimezone(EASTERN).date()


def book(who: models.Patient, *, visits: int = 1, by: Actor = STAFF, at: datetime = AT, on=NEXT_WEEK, hour: int = 10):
    therapist = build.therapist(who.practice)
    wanted = Booking(who.pk, Slot(therapist.pk, on, time(hour), 45), visits=visits, is_sure=True)
    return appointments.book(wanted, practice_id=who.practice_id, by=by, at=at).visits


def switch(practice: models.Practice, **chosen: object) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(visit_messages=chosen)


def test_a_booking_is_told_once_ten_minutes_later(practice: models.Practice, child: models.Patient) -> None:
    book(child)

    assert reminded(practice, LATER - timedelta(seconds=1)) == 0
    assert [reminded(practice, LATER), reminded(practice, LATER)] == [1, 0]
    (said,) = texts(practice)
    assert "booked: Mateo 10:00 AM, Tue Dec 1" in said
    assert len(said) <= 160


def test_a_series_is_one_message_with_all_of_it_behind_its_link(
    practice: models.Practice, child: models.Patient
) -> None:
    book(child, visits=6)

    assert reminded(practice, LATER) == 1
    (said,) = texts(practice)
    assert "6 visits" in said
    found = entering.look(token(said), language="", at=LATER, is_saving=False)
    assert isinstance(found, Found)
    assert len(found.value.visits) == 6
    data = entering.calendar(token(said), language="", at=LATER, is_saving=False)
    assert data is not None
    assert data.count(b"BEGIN:VEVENT") == 6


def test_siblings_that_are_booked_one_after_the_other_share_a_message(
    practice: models.Practice, child: models.Patient
) -> None:
    book(child)
    book(with_mother(practice, "Lia"), hour=11, at=AT + timedelta(minutes=4))

    assert reminded(practice, LATER) == 0
    assert reminded(practice, LATER + timedelta(minutes=4)) == 1
    assert "2 visits" in texts(practice)[0]


def test_what_is_cancelled_before_is_never_told(practice: models.Practice, child: models.Patient) -> None:
    (visit,) = book(child)
    change.cancel(appointment_id=visit.pk, reason="wrong child", by=STAFF, at=AT + timedelta(minutes=3))

    assert reminded(practice, LATER) == 0
    assert texts(practice) == []


def test_what_is_moved_before_is_told_as_it_stands(practice: models.Practice, child: models.Patient) -> None:
    (visit,) = book(child)
    slot = Slot(visit.therapist_id, NEXT_WEEK, time(14), 45)
    change.move(appointment_id=visit.pk, to=slot, by=STAFF, at=AT + timedelta(minutes=3), is_sure=True)

    reminded(practice, LATER)

    (said,) = texts(practice)
    assert "2:00 PM" in said


def test_one_visit_of_a_series_that_is_cancelled_while_the_text_waits_leaves_the_others_told(
    practice: models.Practice, child: models.Patient
) -> None:
    night = datetime(2026, 11, 23, 22, 30, tzinfo=EASTERN)
    first, *_rest = book(child, visits=3, at=night)
    reminded(practice, night + timedelta(minutes=10))

    change.cancel(appointment_id=first.pk, reason="closed", by=STAFF, at=night + timedelta(minutes=20))
    reminded(practice, night + timedelta(minutes=25))

    (said,) = texts(practice, state="waiting")
    assert "2 visits" in said


def test_a_booking_within_a_reminders_hours_stands_for_that_reminder(
    practice: models.Practice, child: models.Patient
) -> None:
    book(child, on=STARTS.astimezone(EASTERN).date())

    assert reminded(practice, AT + timedelta(minutes=5)) == 0  # it is told a little later, all at once
    assert reminded(practice, LATER) == 1
    assert reminded(practice, LATER + timedelta(hours=1)) == 0
    assert "booked" in texts(practice)[0]
    assert models.VisitMessage.objects.get().step == 24


def test_the_reminders_of_a_visit_that_was_told_come_all_the_same(
    practice: models.Practice, child: models.Patient
) -> None:
    (visit,) = book(child)
    reminded(practice, LATER)

    assert reminded(practice, visit.starts_at - timedelta(hours=72)) == 1
    assert "YES/NO" in texts(practice)[1]


@pytest.mark.parametrize(("chosen", "count"), [({}, 1), ({"tells_bookings": True}, 1), ({"tells_bookings": False}, 0)])
def test_a_practice_says_whether_bookings_are_told(
    practice: models.Practice, child: models.Patient, chosen: dict[str, object], count: int
) -> None:
    switch(practice, **chosen)
    book(child)

    assert reminded(practice, LATER) == count


@pytest.mark.parametrize(("autonomy", "state"), [("ask", "prepared"), ("manual", "")])
def test_bookings_go_as_reminders_go(
    practice: models.Practice, child: models.Patient, autonomy: str, state: str
) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(autonomy={"remind_visits": autonomy})
    book(child)
    reminded(practice, LATER)

    assert texts(practice) == []
    assert [n.state for n in models.FamilyNotice.objects.all()] == ([state] if state else [])


def test_past_and_imported_visits_are_told_to_nobody(practice: models.Practice, child: models.Patient) -> None:
    book(child, on=(AT - timedelta(days=3)).date())
    build.visit(child, AT + timedelta(days=9), therapist=build.therapist(practice), is_imported=True)

    assert reminded(practice, LATER) == 0


def test_who_wants_no_texts_gets_none(practice: models.Practice, child: models.Patient) -> None:
    models.RelatedPerson.objects.all().update(no_texts_since=AT)
    book(child)

    assert reminded(practice, LATER) == 0


def test_a_visit_that_is_moved_by_its_family_is_told_where_it_is_now(
    practice: models.Practice, child: models.Patient
) -> None:
    visit = build.visit(child, AT + timedelta(days=8), therapist=build.therapist(practice))
    slot = Slot(visit.therapist_id, NEXT_WEEK, time(14), 45)
    change.move(appointment_id=visit.pk, to=slot, by=FAMILY, at=AT, is_sure=True)

    assert reminded(practice, LATER) == 1
    assert "2:00 PM" in texts(practice)[0]


def test_a_visit_that_is_moved_after_it_was_told_is_told_anew(practice: models.Practice, child: models.Patient) -> None:
    (visit,) = book(child)
    reminded(practice, LATER)
    left(practice)
    slot = Slot(visit.therapist_id, NEXT_WEEK, time(14), 45)
    change.move(appointment_id=visit.pk, to=slot, by=STAFF, at=LATER, is_sure=True)

    assert sum("new time" in said for said in texts(practice)) == 1
    assert reminded(practice, LATER + timedelta(minutes=20)) == 0


@pytest.mark.parametrize(("words", "noted"), [("Ok thanks", []), ("no", ["nothing_open"])])
def test_a_yes_to_what_asked_nothing_is_no_call(
    practice: models.Practice, child: models.Patient, words: str, noted: list[str]
) -> None:
    book(child, visits=4)
    reminded(practice, LATER)
    left(practice)

    texted(practice, words, at=LATER + timedelta(hours=1))

    assert matters() == noted


def test_a_reminder_that_was_answered_leaves_the_link_of_the_booking_open(
    practice: models.Practice, child: models.Patient
) -> None:
    first, *_rest = book(child, visits=4)
    reminded(practice, LATER)
    booked_link = token(texts(practice)[0])
    near = first.starts_at - timedelta(hours=72)
    reminded(practice, near)
    left(practice)

    texted(practice, "yes", at=near + timedelta(hours=1))

    first.refresh_from_db()
    assert first.confirmed_at is not None
    found = entering.look(booked_link, language="", at=near + timedelta(hours=2), is_saving=False)
    assert isinstance(found, Found)
    assert found.value.state == "open"


def test_a_day_on_the_calendar_says_reminded_of_a_reminder_alone(
    practice: models.Practice, child: models.Patient
) -> None:
    (visit,) = book(child)
    reminded(practice, LATER)
    left(practice)
    rows = models.Appointment.objects.filter(pk=visit.pk)

    assert delivering.mark(delivering.marked(rows).get()) is None
    reminded(practice, visit.starts_at - timedelta(hours=24))
    assert delivering.mark(delivering.marked(rows).get()) is delivering.Reach.WAITS
