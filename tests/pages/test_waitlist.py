"""The waitlist and the page that fills a freed hour."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import EASTERN, ON, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def freed(cast: Cast) -> models.Appointment:
    at = datetime(2026, 11, 24, 15, tzinfo=EASTERN)
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        who = people.patient(cast.a, "Cora", "Ashe")
        return build.visit(who, at, status="cancelled", therapist=cast.therapists["treating"])


def waits(cast: Cast, name: str, days: int) -> models.WaitlistEntry:
    patient = people.patient(cast.a, name, "Marshfield")
    with acting.acting_for(cast.a.pk):
        build.coverage(patient, build.payer(cast.a, "self_pay"))
        return models.WaitlistEntry.objects.create(
            practice=cast.a, patient=patient, need="make_up", asked_on=ON - timedelta(days=days)
        )


def test_a_patient_is_put_on_the_waitlist_and_stands_there(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    sent = {
        "need": "weekly", "minutes": "45", "urgency": "1", "asked_on": "nov 2", "weekdays": ["1", "3"],
        "since": "3pm", "notice_hours": "4",
    }  # fmt: skip

    client.post(reverse("waitlist_entry_add", args=[theo.pk]), sent)

    row = client.get(reverse("waitlist")).context["rows"][0].row
    assert (row.name, row.need, row.urgency, row.waited) == (
        "Theo Marshfield", "A standing weekly hour", "Urgent", "21 days",
    )  # fmt: skip
    assert row.wishes == "45 minutes, Tuesday and Thursday, from 3 pm, 4 hours’ notice"


def test_an_end_before_the_beginning_is_said_beside_its_field(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    sent = {"need": "weekly", "minutes": "45", "urgency": "1", "asked_on": "nov 2", "since": "3pm", "until": "3pm"}

    form = client.post(reverse("waitlist_entry_add", args=[theo.pk]), sent).context["form"]

    assert list(form.errors) == ["until"]


def test_notice_that_is_left_empty_is_none_at_all(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    sent = {"need": "weekly", "minutes": "45", "urgency": "1", "asked_on": "nov 2", "notice_hours": ""}

    assert client.post(reverse("waitlist_entry_add", args=[theo.pk]), sent).status_code == 302

    with acting.acting_for(cast.a.pk):
        assert models.WaitlistEntry.objects.get().notice_hours == 0


def test_a_cancelled_visit_leads_to_who_could_take_it(client: Client, cast: Cast, freed: models.Appointment) -> None:
    entry = waits(cast, "Theo", 10)
    address = reverse("visit_refill", args=[freed.pk])

    page = client.get(reverse("visit", args=[freed.pk])).content.decode()
    done = client.post(address, {"entry": str(entry.pk)}, follow=True)

    assert address in page
    assert [str(m) for m in done.context["messages"]] == ["The hour is filled."]
    assert done.context["visit"].patient == "Theo Marshfield"
    assert client.get(reverse("waitlist")).context["rows"] == []


def test_without_anybody_waiting_the_hour_says_so(client: Client, cast: Cast, freed: models.Appointment) -> None:
    page = client.get(reverse("visit_refill", args=[freed.pk])).content.decode()

    assert "The waitlist is empty." in page
    assert "Below is why" not in page


def test_passing_somebody_over_asks_why(client: Client, cast: Cast, freed: models.Appointment) -> None:
    waits(cast, "Ada", 20)
    second = waits(cast, "Theo", 10)
    address = reverse("visit_refill", args=[freed.pk])

    asked = client.post(address, {"entry": str(second.pk)})
    done = client.post(address, {"entry": str(second.pk), f"why-{second.pk}": "no answer"})

    assert "Say why those before are passed over" in asked.context["refusal"]
    assert [one.is_next for one in asked.context["asked"]] == [True, False]
    assert done.status_code == 302


def test_an_hour_filled_meanwhile_is_said(client: Client, cast: Cast, freed: models.Appointment) -> None:
    first, second = waits(cast, "Ada", 20), waits(cast, "Theo", 10)
    address = reverse("visit_refill", args=[freed.pk])
    client.post(address, {"entry": str(first.pk)})

    late = client.post(address, {"entry": str(second.pk)})

    assert late.context["is_filled"]
    assert "Nobody needs to be called" in late.content.decode()
    assert client.get(address).context["is_over"]


def test_an_hour_that_is_filled_is_offered_to_nobody_else(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    first, _second = waits(cast, "Ada", 20), waits(cast, "Theo", 10)
    address = reverse("visit_refill", args=[freed.pk])
    client.post(address, {"entry": str(first.pk)})

    later = client.get(address)

    assert later.context["is_over"]
    assert "Theo" not in later.content.decode()


def test_a_visit_that_stands_is_not_given_away(client: Client, cast: Cast, freed: models.Appointment) -> None:
    with acting.acting_for(cast.a.pk):
        models.Appointment.objects.filter(pk=freed.pk).update(status="booked")

    assert client.get(reverse("visit_refill", args=[freed.pk])).context["is_over"]


def test_the_audit_trail_names_everybody_who_was_shown(client: Client, cast: Cast, freed: models.Appointment) -> None:
    entry = waits(cast, "Theo", 10)
    client.get(reverse("visit_refill", args=[freed.pk]))

    with acting.acting_for(cast.a.pk):
        (event,) = models.AuditEvent.objects.filter(door="visit_refill")
    assert event.patients == [str(entry.patient_id)]


def test_an_hour_outside_the_practices_hours_is_asked_about_and_filled(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(closes_at="15:00")
    first, second = waits(cast, "Ada", 20), waits(cast, "Theo", 10)
    address = reverse("visit_refill", args=[freed.pk])
    sent = {"entry": str(second.pk), f"why-{second.pk}": "no answer"}

    asked = client.post(address, sent)
    page = asked.content.decode()

    assert "outside the practice’s hours" in asked.context["refusal"]
    assert (page.count('name="sure"'), page.count('value="no answer"')) == (1, 1)
    assert client.post(address, {**sent, "sure": "on"}).status_code == 302
    with acting.acting_for(cast.a.pk):
        assert models.WaitlistEntry.objects.get(ended_on=None) == first


@pytest.mark.parametrize("entry", ["", "nobody"])
def test_a_press_that_names_nobody_shows_the_list_again(
    client: Client, cast: Cast, freed: models.Appointment, entry: str
) -> None:
    waits(cast, "Theo", 10)

    page = client.post(reverse("visit_refill", args=[freed.pk]), {"entry": entry})

    assert page.context["refusal"] == "Choose who takes the hour."
    assert len(page.context["asked"]) == 1
