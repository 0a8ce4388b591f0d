"""A freed hour is offered by text on one press; the family's page; what else to do."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, blobs
from otium.desk.appointments import holding
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.pages import waiting
from tests.pages.waiting import waits


@pytest.fixture
def client(cast: Cast) -> Client:
    return waiting.signed_in(cast)


@pytest.fixture
def freed(cast: Cast) -> models.Appointment:
    return waiting.called_off(cast)


def tokens(cast: Cast) -> dict[Any, str]:
    """By patient."""
    with acting.acting_for(cast.a.pk):
        found = {}
        for parcel in models.Parcel.objects.filter(kind="text").order_by("made_at", "id"):
            if token := re.search(r"/portal/([\w-]+)/", blobs.load(cast.a, parcel.body).decode()):
                found[parcel.patient_id] = token[1]
        return found


def test_one_press_offers_the_hour_and_the_page_says_who_can_take_it(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    waits(cast, "Ada", 20, "(312) 555-0110")
    waits(cast, "Theo", 10, "(312) 555-0111")
    page = client.get(reverse("visit_refill", args=[freed.pk]))
    assert "Offer it to the first 2 by text" in page.content.decode()

    done = client.post(reverse("visit_offer", args=[freed.pk]), follow=True)

    assert [str(m) for m in done.context["messages"]] == ["The hour is offered to 2 families."]
    made = done.context["offering"].round
    assert [(one.name, one.state) for one in made.asked] == [
        ("Ada Marshfield", "Text is on its way"), ("Theo Marshfield", "Text is on its way"),
    ]  # fmt: skip
    assert len(tokens(cast)) == 2


def test_the_first_yes_books_and_the_second_family_reads_that_it_is_taken(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    theo = waits(cast, "Theo", 10, "(312) 555-0111")
    client.post(reverse("visit_offer", args=[freed.pk]))
    links = {who: reverse("portal", args=[token]) for who, token in tokens(cast).items()}
    family = Client()

    asked = family.get(links[theo.patient_id]).content.decode()
    yes = family.post(links[theo.patient_id], {"choice": "take"}).content.decode()
    late = family.get(links[ada.patient_id]).content.decode()
    spanish = family.get(links[ada.patient_id] + "?lang=es").content.decode()

    assert "Yes, I take this time" in asked
    assert "Nothing is booked until you tap yes." in asked
    assert "The time is yours: Tue, Nov 24, 3:00 PM" in yes
    assert 'href="visits.ics?lang=en"' in yes
    assert family.get(links[theo.patient_id] + "visits.ics").content.count(b"BEGIN:VEVENT") == 1
    assert b"BEGIN:VEVENT" not in family.get(links[ada.patient_id] + "visits.ics").content
    assert "This time is taken" in late
    assert "Yes, I take this time" not in late
    assert "Esta hora ya está tomada" in spanish
    page = client.get(reverse("visit_refill", args=[freed.pk])).content.decode()
    assert "Took it" in page
    assert "Somebody else was faster" in page
    with acting.acting_for(cast.a.pk):
        visits = models.Appointment.objects.filter(starts_at=freed.starts_at, status="booked")
        assert [visit.patient_id for visit in visits] == [theo.patient_id]


def test_a_get_of_the_link_books_nothing_however_it_is_asked(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    link = reverse("portal", args=[tokens(cast)[ada.patient_id]])

    for address in (link, f"{link}?choice=take", f"{link}?lang=es&choice=take"):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200

    with acting.acting_for(cast.a.pk):
        assert not models.Appointment.objects.filter(starts_at=freed.starts_at, status="booked").exists()


@pytest.mark.parametrize(
    ("choice", "view", "said"),
    [
        ("", "waiting", "Told"),
        ("take", "answered", "Takes the hour"),
        ("decline", "answered", "Does not want the hour"),
    ],
)
def test_an_offer_stands_among_what_families_were_told(
    client: Client, cast: Cast, freed: models.Appointment, choice: str, view: str, said: str
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    if choice:
        Client().post(reverse("portal", args=[tokens(cast)[ada.patient_id]]), {"choice": choice})
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.get(about="offer")

    listed = client.get(reverse("families") + f"?view={view}").content.decode()
    page = client.get(reverse("family_notice", args=[notice.pk])).content.decode()

    assert "Offer of a free hour" in listed
    assert "A time is free: Tue, Nov 24, 3:00 PM" in page
    assert said in page


def test_offers_are_taken_back_by_one_press(client: Client, cast: Cast, freed: models.Appointment) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    link = reverse("portal", args=[tokens(cast)[ada.patient_id]])
    with acting.acting_for(cast.a.pk):
        made = models.OfferRound.objects.get()

    done = client.post(reverse("offer_stop", args=[made.pk]), follow=True)

    assert done.context["offering"].round.state == "Stopped"
    assert "This time is no longer free" in Client().get(link).content.decode()


def test_where_nobody_can_be_asked_the_page_says_what_else_to_do(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    with acting.acting_for(cast.a.pk):
        other = build.therapist(cast.a)
    waits(cast, "Ada", 20, "(312) 555-0110", therapist=other)
    missed = people.patient(cast.a, "Nia", "Marshfield")
    with acting.acting_for(cast.a.pk):
        build.visit(missed, AT - timedelta(days=3), status="no_show", therapist=cast.therapists["treating"])

    page = client.get(reverse("visit_refill", args=[freed.pk]))

    assert [call.name for call in page.context["near"]] == ["Ada Marshfield"]
    assert "Nia Marshfield" in [call.name for call in page.context["make_ups"]]
    (call,) = (each for each in page.context["make_ups"] if each.name == "Nia Marshfield")
    form = client.get(call.book_url).context["form"]
    assert form["starts_at"].value() == "15:00"
    assert str(form["therapist"].value()) == str(freed.therapist_id)
    assert "Call those whom one wish alone keeps away" in page.content.decode()


def test_who_waits_for_an_earlier_time_is_moved_once_its_effects_were_seen(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    entry = waits(cast, "Ada", 20, need="earlier")
    with acting.acting_for(cast.a.pk):
        later = build.visit(entry.patient, freed.starts_at + timedelta(days=2), therapist=freed.therapist)
        assert holding.hold(later) is None
    url = reverse("visit_refill", args=[freed.pk])
    assert "Their visit on Thu, Nov 26, 3 pm, with" in client.get(url).content.decode()

    page = client.post(url, {"entry": entry.pk})

    assert page.context["preview"].effects
    assert 'name="anyway"' in page.content.decode()
    with acting.acting_for(cast.a.pk):
        later.refresh_from_db()
    assert later.starts_at != freed.starts_at

    done = client.post(url, {"entry": entry.pk, "anyway": "on"}, follow=True)

    with acting.acting_for(cast.a.pk):
        later.refresh_from_db()
        left = models.LeftHour.objects.get()
    assert (later.starts_at, left.starts_at) == (freed.starts_at, freed.starts_at + timedelta(days=2))
    assert "The hour that it left is free." in done.content.decode()
    assert reverse("visit_undo_move", args=[later.pk]) in done.content.decode()
    (hour,) = client.get(reverse("waitlist")).context["hours"]
    assert hour.url == reverse("visit_refill", args=[left.pk])
    page = client.get(hour.url)
    assert (page.context["when"], page.context["is_left"]) == ("Thu, Nov 26, 2026, 3 pm", True)
    assert client.post(reverse("visit_offer", args=[left.pk])).status_code == 302

    client.post(reverse("visit_undo_move", args=[later.pk]))

    (hour,) = client.get(reverse("waitlist")).context["hours"]
    assert (hour.url, hour.state) == (url, "Free again")
    (row,) = client.get(reverse("waitlist")).context["rows"]
    assert row.step.words == "Tue, Nov 24, 3 pm suits them"


def test_without_texts_the_hour_is_booked_by_hand(client: Client, cast: Cast, freed: models.Appointment) -> None:
    waits(cast, "Ada", 20, "(312) 555-0110")
    with acting.acting_for(cast.a.pk):
        models.Connection.objects.filter(carries=["text"]).update(carries=["270"])

    page = client.get(reverse("visit_refill", args=[freed.pk])).content.decode()
    done = client.post(reverse("visit_offer", args=[freed.pk]), follow=True)

    assert "No connection carries texts" in page
    assert "Book it for Ada Marshfield" in page
    assert [str(m) for m in done.context["messages"]] == ["Nobody was asked: no connection carries texts."]
