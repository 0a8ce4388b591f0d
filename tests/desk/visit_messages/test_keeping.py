"""A family keeps the visits of a link in their own calendar."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from otium.desk import blobs, clock
from otium.desk.autonomy import Autonomy, choose
from otium.desk.families import entering, links, telling
from otium.records import models
from otium.terms.notice import Notice
from tests import build
from tests.desk.visit_messages.conftest import AT, STARTS, booked, left, reminded, texts, token, with_mother

pytestmark = pytest.mark.django_db


def told(practice: models.Practice) -> str:
    """The token of the text that reminds."""
    reminded(practice)
    words = texts(practice)[-1]
    left(practice)
    return token(words)


def kept(link: str, **more: Any) -> list[Any]:
    data = entering.calendar(link, language="", at=more.get("at", AT), is_saving=True)
    return [] if data is None else list(vobject.readOne(data.decode()).vevent_list)


def test_a_link_gives_its_visit_without_a_name(practice, child):
    visit = booked(child)

    (event,) = kept(told(practice))

    assert event.dtstart.value == STARTS
    assert event.summary.value == f"Visit at {practice.name}"
    assert str(visit.pk) in event.uid.value


def test_siblings_come_with_one_file(practice, child):
    booked(child)
    booked(with_mother(practice, "Lucía"), STARTS + timedelta(hours=1))

    assert len(kept(told(practice))) == 2


def test_what_was_cancelled_meanwhile_is_said_to_be(practice, child):
    visit = booked(child)
    link = told(practice)
    models.Appointment.objects.filter(pk=visit.pk).update(status="cancelled")

    assert [event.status.value for event in kept(link)] == ["CANCELLED"]


def test_it_can_be_kept_after_the_answer_too(practice, child):
    booked(child)
    link = told(practice)
    entering.answer(link, {"choice": "confirm"}, language="", at=AT)

    assert len(kept(link)) == 1


@pytest.mark.parametrize("how", ["revoked", "over", "forged"])
def test_a_link_that_opens_nothing_gives_nothing(practice, child, how):
    booked(child)
    link, at = told(practice), AT
    if how == "revoked":
        links.revoke(models.FamilyNotice.objects.get(), at=AT)
    if how == "over":
        at = STARTS + timedelta(days=31)
    if how == "forged":
        link = link[:-1] + ("A" if link[-1] != "A" else "B")

    assert kept(link, at=at) == []


def test_a_letter_gives_no_visits(practice, child):
    booked(child)
    link = told(practice)
    models.FamilyNotice.objects.update(about="threshold")

    assert kept(link) == []


def test_the_page_leads_to_the_file(practice, child, monkeypatch):
    booked(child)
    link = told(practice)
    monkeypatch.setattr(clock, "now", lambda: AT)
    address = reverse("portal", args=[link])

    page = Client().get(address).content.decode()
    file = Client().get(f"{address}visits.ics?lang=es")

    assert 'href="visits.ics?lang=' in page
    assert "Add to my calendar" in page
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Cache-Control"] == "no-store"
    assert "Visita en" in file.content.decode()
    assert file.cookies == {}
    events = models.AuditEvent.objects.filter(door="portal", action="read")
    assert [str(child.pk)] * 2 == [patient for event in events for patient in event.patients]


def test_a_mail_carries_an_invite_and_a_text_does_not(practice):
    visit = booked(with_mother(practice, "Mateo", no_texts_since=AT, email="maria@family.example"))
    booked(with_mother(practice, "Lucía", phone="(312) 555-0199"))
    build.connection(practice, carrier="smtp", carries=["mail"], settings={"from_address": "office@clinic.example"})

    reminded(practice)

    bodies = {
        row.kind: Notice.from_bytes(blobs.load(practice, row.body))
        for row in models.Parcel.objects.select_related("body")
    }
    mail = bodies["mail"]
    event = vobject.readOne(mail.attachment.decode()).vevent
    assert (mail.attachment_name, event.dtstart.value) == ("visit.ics", visit.starts_at)
    assert b"METHOD:REQUEST" in mail.attachment
    assert event.attendee.value == "mailto:maria@family.example"
    assert b"Mateo" not in mail.attachment
    assert bodies["text"].attachment == b""


def test_a_mail_that_a_person_approved_carries_it_too(practice):
    visit = booked(with_mother(practice, "Mateo", no_texts_since=AT, email="maria@family.example"))
    choose({"remind_visits": Autonomy.ASK}, practice_id=practice.pk, by=build.TEST, at=AT)
    build.connection(practice, carrier="smtp", carries=["mail"], settings={"from_address": "office@clinic.example"})
    reminded(practice)

    telling.approve(notice_id=models.FamilyNotice.objects.get().pk, by=build.TEST, at=AT)

    mail = Notice.from_bytes(blobs.load(practice, models.Parcel.objects.get().body))
    assert vobject.readOne(mail.attachment.decode()).vevent.dtstart.value == visit.starts_at
