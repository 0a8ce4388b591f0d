"""What a family's calendar is given of a visit."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from otium.desk import acting, history
from otium.desk.feeds import invites
from otium.records import models
from otium.terms.feed import Mailbox
from tests import build

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
MOTHER = Mailbox("Ana", "ana@example.test")


@pytest.fixture
def visit() -> Any:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        place = models.Location.objects.create(practice=practice, name="Main", address="4 Oak Street\nAlbany, NY")
        who = build.patient(practice, first_name="Theodora", last_name="Marshfield")
        therapist = build.therapist(practice, location=place)
        found = build.visit(who, AT + timedelta(days=2), location=place, therapist=therapist, kind="evaluation",
                            note="dysphagia")  # fmt: skip
        history.record(found, "booked", by=build.TEST, at=AT)
        build.connection(practice, carrier="smtp", carries=["mail"], settings={"from_address": "office@riverbend.test"})
        yield found


def kept(visits: list[models.Appointment], language: str) -> bytes:
    return invites.load(visits[0].practice, visits).to_keep(visits, language=language)


def mailed(visits: list[models.Appointment], language: str) -> bytes:
    return invites.load(visits[0].practice, visits).attached(visits, to=MOTHER, language=language)


def event(data: bytes) -> Any:
    return vobject.readOne(data.decode()).vevent


def test_a_family_keeps_the_clinic_the_time_and_the_place(visit: models.Appointment) -> None:
    told = event(kept([visit], language="en"))

    assert told.summary.value == f"Visit at {visit.practice.name}"
    assert told.location.value == "Main, 4 Oak Street Albany, NY"
    assert told.dtstart.value.astimezone(UTC) == visit.starts_at


@pytest.mark.parametrize("secret", ["Theodora", "Marshfield", "evaluation", "dysphagia", "OT visit", "Therapist"])
def test_it_says_neither_who_comes_nor_what_for(visit: models.Appointment, secret: str) -> None:
    for data in (
        kept([visit], language="en"), mailed([visit], language="en"),
    ):  # fmt: skip
        assert secret not in data.decode()


def test_it_speaks_the_language_of_the_family(visit: models.Appointment) -> None:
    assert event(kept([visit], language="es")).summary.value == f"Visita en {visit.practice.name}"


def test_a_moved_visit_keeps_its_uid_and_has_a_greater_sequence(visit: models.Appointment) -> None:
    booked = event(mailed([visit], language="en"))
    visit.starts_at, visit.ends_at = visit.starts_at + timedelta(hours=1), visit.ends_at + timedelta(hours=1)
    visit.save()
    history.record(visit, "moved", by=build.TEST, at=AT + timedelta(minutes=5))

    moved = event(mailed([visit], language="en"))

    assert moved.uid.value == booked.uid.value
    assert int(moved.sequence.value) > int(booked.sequence.value)
    assert moved.dtstart.value.astimezone(UTC) == visit.starts_at


@pytest.mark.parametrize(("status", "method"), [("booked", "REQUEST"), ("cancelled", "CANCEL"), ("no_show", "REQUEST")])
def test_a_cancelled_visit_is_taken_back(visit: models.Appointment, status: str, method: str) -> None:
    visit.status = status
    visit.save()

    data = mailed([visit], language="en").decode()

    assert f"METHOD:{method}\r\n" in data


def test_a_visit_without_a_place_has_none(visit: models.Appointment) -> None:
    visit.location = None
    visit.save()

    assert not hasattr(event(kept([visit], language="en")), "location")


def test_two_visits_are_a_file_to_keep_because_one_message_invites_to_one_thing(visit: models.Appointment) -> None:
    sibling = build.visit(build.patient(visit.practice), visit.starts_at + timedelta(hours=1))

    data = mailed([visit, sibling], language="en").decode()

    assert "METHOD:PUBLISH\r\n" in data
    assert "ATTENDEE" not in data
    assert len(vobject.readOne(data).vevent_list) == 2


def test_a_practice_that_sends_no_mail_invites_nobody(visit: models.Appointment) -> None:
    models.Connection.objects.update(state="paused")

    assert "METHOD:PUBLISH\r\n" in mailed([visit], language="en").decode()


def test_a_co_treatment_is_one_hour_of_its_patient(visit: models.Appointment) -> None:
    beside = build.visit(visit.patient, visit.starts_at, therapist=build.therapist(visit.practice, discipline="PT"))

    one, other = mailed([visit, beside], language="en"), mailed([beside, visit], language="en")

    assert b"METHOD:REQUEST" in one
    assert one == other


def test_many_visits_take_as_many_queries_as_one(visit: models.Appointment, django_assert_num_queries: Any) -> None:
    more = [build.visit(build.patient(visit.practice), visit.starts_at) for _n in range(4)]

    with django_assert_num_queries(3):
        found = invites.load(visit.practice, [visit, *more])
        found.to_keep([visit, *more], language="en")
