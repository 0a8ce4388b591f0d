"""Reminders leave once, to one number a household, when they may; what changes is taken back or told anew."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk.appointments import change, times
from otium.desk.autonomy import Autonomy, choose
from otium.desk.families import telling
from otium.desk.visit_messages import due
from otium.records import models
from tests import build
from tests.desk.visit_messages.conftest import (
    AT,
    STARTS,
    booked,
    left,
    matters,
    reminded,
    tasks,
    texts,
    with_mother,
)

pytestmark = pytest.mark.django_db


def test_a_visit_tomorrow_is_told_once_however_often_it_runs(practice, child):
    booked(child)

    assert [reminded(practice), reminded(practice), reminded(practice, AT + timedelta(minutes=5))] == [1, 0, 0]
    (words,) = texts(practice)
    assert words.startswith(f"{practice.name}: Mateo 10:00 AM, Tue Nov 24. ")
    assert "Reply YES or NO" in words or "YES/NO" in words
    assert "STOP" in words
    assert len(words) <= 160
    assert "Ruiz" not in words


def test_three_days_before_and_the_day_before_are_two_messages(practice, child):
    booked(child, AT + timedelta(hours=72))

    said = [reminded(practice, AT + timedelta(hours=hour)) for hour in (0, 24, 48, 60, 71)]

    assert said == [1, 0, 1, 0, 0]


def test_siblings_of_one_day_share_a_message(practice, child):
    sister = with_mother(practice, "Lia")
    booked(child)
    booked(sister, STARTS + timedelta(hours=1))

    assert reminded(practice) == 1
    (words,) = texts(practice)
    assert "Mateo 10:00 AM, Lia 11:00 AM, Tue Nov 24" in words
    assert models.VisitMessage.objects.count() == 2
    assert reminded(practice, AT + timedelta(hours=1)) == 0


def test_a_mother_who_reads_spanish_is_told_in_spanish(practice):
    booked(with_mother(practice, "Mateo", language="es"))

    reminded(practice)

    (words,) = texts(practice)
    assert "Mateo 10:00 a. m., mar 24 nov" in words
    assert words.isascii()  # an accent would halve the room of a text


@pytest.mark.parametrize("status", ["cancelled", "no_show", "done", "arrived"])
def test_only_booked_visits_are_told(practice, child, status):
    booked(child, status=status)

    assert reminded(practice) == 0


def test_who_opted_out_is_mailed_or_not_told(practice):
    booked(with_mother(practice, "Mateo", no_texts_since=AT, email="maria@family.example"))
    assert reminded(practice) == 0

    build.connection(practice, carries=["mail"])
    assert reminded(practice) == 1
    assert texts(practice) == []
    assert models.FamilyNotice.objects.get().road == "mail"


def test_nobody_who_may_not_receive_is_told(practice):
    booked(with_mother(practice, "Mateo", may_receive=False, may_consent=False))

    assert reminded(practice) == 0


def test_a_practice_that_does_not_let_otium_remind_is_left_alone(practice, child):
    booked(child)
    choose({"remind_visits": Autonomy.MANUAL}, practice_id=practice.pk, by=build.TEST, at=AT)

    assert reminded(practice) == 0


def test_at_night_it_waits_for_the_morning_of_its_reader(practice):
    """Arizona keeps no daylight saving: at 9 pm in New York in winter it is 7 pm in Phoenix."""
    here, there = with_mother(practice, "Mateo"), with_mother(practice, "Lia", phone="(602) 555-0143")
    models.Patient.objects.filter(pk=there.pk).update(state="AZ")
    night = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # 9:30 pm in New York, 7:30 pm in Phoenix
    booked(here, night + timedelta(hours=20))
    booked(there, night + timedelta(hours=22))

    assert reminded(practice, night) == 2

    held = dict(models.FamilyNotice.objects.values_list("patient__first_name", "parcel__not_before_at"))
    assert held == {"Mateo": datetime(2026, 11, 24, 13, 0, tzinfo=UTC), "Lia": night}


def test_in_summer_arizona_is_three_hours_behind(practice):
    who = with_mother(practice, "Lia", phone="(602) 555-0143")
    models.Patient.objects.filter(pk=who.pk).update(state="AZ")
    early = datetime(2026, 7, 7, 14, 30, tzinfo=UTC)  # 7:30 am in Phoenix, 8:30 am in Denver
    booked(who, early + timedelta(hours=20))

    reminded(practice, early)

    assert models.FamilyNotice.objects.get().parcel.not_before_at == datetime(2026, 7, 7, 15, 0, tzinfo=UTC)


def test_a_text_that_would_come_after_the_visit_is_not_sent(practice, child):
    night = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 11 pm
    booked(child, datetime(2026, 11, 24, 12, 30, tzinfo=UTC))  # 7:30 am

    assert reminded(practice, night) == 0


def test_one_number_is_texted_once_a_day_and_three_times_in_seven_days(practice, child):
    for day in range(6):
        booked(child, STARTS + timedelta(days=day))

    said = [reminded(practice, AT + timedelta(days=day)) for day in range(5)]

    assert said == [1, 1, 1, 0, 0]


def test_on_the_day_the_clocks_go_back_each_step_is_told_once(practice, child):
    starts_at = datetime(2026, 11, 1, 15, 0, tzinfo=UTC)  # Sunday, 10 am, after 25 hours
    booked(child, starts_at)
    at, count = starts_at - timedelta(hours=30), 0
    while at < starts_at:
        count += reminded(practice, at)
        at += timedelta(minutes=30)

    assert count == 2  # three days before had come already, then the day before


def test_a_move_before_it_leaves_takes_it_back_and_it_is_told_for_the_new_time(practice, child):
    visit = booked(child)
    reminded(practice)

    _move(practice, visit, hour=14)

    assert models.FamilyNotice.objects.get().state == "withdrawn"
    assert models.Parcel.objects.get(kind="text").state == "withdrawn"
    assert reminded(practice, AT + timedelta(hours=4)) == 1
    assert "Mateo 2:00 PM, Tue Nov 24" in texts(practice, state="waiting")[0]


def test_a_move_after_it_left_tells_the_new_time(practice, child):
    visit = booked(child)
    reminded(practice)
    left(practice)

    _move(practice, visit, hour=14)

    (words,) = texts(practice, state="waiting")
    assert "new time" in words
    assert "Mateo 2:00 PM, Tue Nov 24" in words
    assert reminded(practice, AT + timedelta(minutes=5)) == 0  # and is not told twice


def test_a_cancellation_before_it_leaves_takes_it_back_and_a_sibling_is_told_still(practice, child):
    visit = booked(child)
    booked(with_mother(practice, "Lia"), STARTS + timedelta(hours=1))
    reminded(practice)

    change.cancel(appointment_id=visit.pk, reason="therapist ill", by=build.TEST, at=AT)

    assert texts(practice, state="waiting") == []
    assert reminded(practice, AT + timedelta(hours=1)) == 1
    (words,) = texts(practice, state="waiting")
    assert "Lia 11:00 AM" in words
    assert "Mateo" not in words


def test_a_cancellation_by_the_practice_after_it_left_is_told(practice, child):
    visit = booked(child)
    reminded(practice)
    left(practice)

    change.cancel(appointment_id=visit.pk, reason="therapist ill", by=build.TEST, at=AT)

    (words,) = texts(practice, state="waiting")
    assert "cancelled: Mateo 10:00 AM, Tue Nov 24" in words


def test_a_family_that_cannot_be_told_of_the_change_is_called(practice, child):
    visit = booked(child)
    reminded(practice)
    left(practice)
    models.RelatedPerson.objects.update(no_texts_since=AT)

    _move(practice, visit, hour=14)

    assert matters() == ["not_delivered"]
    assert tasks() == ["family_not_delivered"]


def test_it_takes_the_same_number_of_queries_for_many(practice):
    counts = []
    for number in range(12):
        booked(with_mother(practice, f"Child{number}", phone=f"(312) 555-01{number:02}"))
        if number in (1, 11):
            with CaptureQueriesContext(connection) as queries:
                assert reminded(practice) == (2 if number == 1 else 10)
            counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert counts[0] == counts[1]


def _move(practice: models.Practice, visit: models.Appointment, *, hour: int) -> None:
    local = STARTS.replace(hour=hour)
    slot = times.Slot(visit.therapist_id, local.date(), local.time().replace(tzinfo=None), 45)
    change.move(appointment_id=visit.pk, to=slot, by=build.TEST, at=AT, is_sure=True)


def test_where_a_person_approves_it_is_prepared_and_leaves_with_one_click(practice, child):
    visit = booked(child)
    choose({"remind_visits": Autonomy.ASK}, practice_id=practice.pk, by=build.TEST, at=AT)

    assert (reminded(practice), reminded(practice), texts(practice)) == (1, 0, [])
    notice = models.FamilyNotice.objects.get()
    assert notice.state == "prepared"
    telling.approve(notice_id=notice.pk, by=build.TEST, at=AT)

    (words,) = texts(practice)
    assert "Mateo 10:00 AM, Tue Nov 24" in words
    _move(practice, visit, hour=14)
    notice.refresh_from_db()
    assert notice.state == "withdrawn"


def test_what_nobody_approved_is_not_sent_once_the_visit_began(practice, child):
    booked(child)
    choose({"remind_visits": Autonomy.ASK}, practice_id=practice.pk, by=build.TEST, at=AT)
    reminded(practice)
    notice = models.FamilyNotice.objects.get()

    with pytest.raises(telling.Refused, match="visit_begun"):
        telling.approve(notice_id=notice.pk, by=build.TEST, at=STARTS)
    reminded(practice, STARTS + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.state == "withdrawn"


def test_a_text_that_the_service_refused_is_a_call_once(practice, child):
    booked(child)
    reminded(practice)
    left(practice, "failed")

    for _each in range(2):
        reminded(practice, AT + timedelta(minutes=5))

    assert matters() == ["not_delivered"]
    assert tasks() == ["family_not_delivered"]


def test_a_practice_that_cannot_be_reminded_stops_no_other(practice, child, monkeypatch):
    booked(child)
    other = build.open_practice(AT)
    remind, asked = due.remind, []

    def of_one(practice_id, *, at):
        asked.append(practice_id)
        if practice_id == other.pk:
            raise ValueError("broken")
        return remind(practice_id, at=at)

    monkeypatch.setattr(due, "remind", of_one)
    monkeypatch.setattr(due.acting, "practice_ids", lambda: [other.pk, practice.pk])
    with pytest.raises(due.RemindingFailed) as caught:
        due.remind_all(AT)

    assert asked == [other.pk, practice.pk]
    assert [str(error) for error in caught.value.exceptions] == ["broken"]
    assert len(texts(practice)) == 1
