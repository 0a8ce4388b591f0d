"""A visit is cancelled at short notice: its hour is offered by text, taken on a phone, gone for the other family."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, blobs
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import EASTERN, ON, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.journeys.test_families_journey import phone
from tests.journeys.test_wires_journey import PHONE, cast, page

__all__ = ["cast", "page"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def booked(cast: Cast, live_server: Any, settings: Any) -> models.Appointment:
    """A visit tomorrow at three, and two families who would take its hour."""
    settings.OTIUM_ADDRESS, settings.OTIUM_MODE = live_server.url, "demo"
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium", phone="512-555-0142")
        build.connection(cast.a, carries=["text"])
    who = people.patient(cast.a, "Cora", "Ashe")
    for n, name in enumerate(("Ada", "Theo")):
        waits(cast, name, 20 - n, f"(312) 555-011{n}")
    with acting.acting_for(cast.a.pk):
        at = datetime(2026, 11, 24, 15, tzinfo=EASTERN)
        return build.visit(who, at, therapist=cast.therapists["treating"])


def waits(cast: Cast, name: str, days: int, number: str) -> None:
    patient = people.patient(cast.a, name, "Marshfield")
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=patient.pk).update(phone=number, birth_on=date(1990, 1, 1))
        build.coverage(patient, build.payer(cast.a, "self_pay"))
        models.WaitlistEntry.objects.create(
            practice=cast.a, patient=patient, need="make_up", asked_on=ON - timedelta(days=days)
        )


def links(cast: Cast) -> dict[str, str]:
    """By first name."""
    with acting.acting_for(cast.a.pk):
        found = {}
        for parcel in models.Parcel.objects.filter(kind="text").order_by("made_at", "id"):
            match = re.search(r"http://[^ ]+/portal/[^ ]+/", blobs.load(cast.a, parcel.body).decode())
            name = models.Patient.objects.get(pk=parcel.patient_id).first_name
            if match:
                found[name] = match[0]
        return found


def looked_at(browser: Browser, url: str, name: str) -> None:
    """With JavaScript, which the test of what stands in the way of a reader needs."""
    context = browser.new_context(viewport=PHONE)
    found = context.new_page()
    found.goto(url)
    assert_fits_and_reads(found, name)
    context.close()


def test_a_cancelled_hour_is_offered_taken_and_gone(
    page: Page, cast: Cast, booked: models.Appointment, browser: Browser
) -> None:
    page.goto(reverse("visit", args=[booked.pk]))
    page.locator("[name=cancel-code]").select_option("family_ill")
    page.get_by_role("button", name="Cancel this visit").click()
    expect(page.get_by_role("link", name="Fill this hour from the waitlist")).to_be_visible()
    page.goto("/waitlist/")
    expect(page.get_by_role("heading", name="1 hour came free")).to_be_visible()
    assert_fits_and_reads(page, "waitlist")
    page.get_by_role("link", name="Fill it").click()
    expect(page.get_by_role("heading", name="Fill a free hour")).to_be_visible()
    assert_fits_and_reads(page, "refill")
    page.get_by_role("button", name="Offer it to the first 2 by text").click()
    expect(page.get_by_text("The hour is offered to 2 families.")).to_be_visible()

    sent = links(cast)
    theo, ada = phone(browser, sent["Theo"]), phone(browser, sent["Ada"])
    expect(ada.get_by_role("button", name="Yes, I take this time")).to_be_visible()
    looked_at(browser, sent["Theo"], "offer-open")
    theo.get_by_role("button", name="Yes, I take this time").click()
    expect(theo.get_by_role("heading", level=1)).to_contain_text("The time is yours")
    ada.get_by_role("button", name="Yes, I take this time").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("This time is taken")
    looked_at(browser, sent["Ada"], "offer-gone")

    page.reload()
    expect(page.get_by_text("Took it")).to_be_visible()
    expect(page.get_by_text("Somebody else was faster")).to_be_visible()
    with acting.acting_for(cast.a.pk):
        visits = models.Appointment.objects.filter(starts_at=booked.starts_at, status="booked")
        assert [visit.patient.first_name for visit in visits] == ["Theo"]
    page.goto("/waitlist/measures/")
    expect(page.get_by_role("heading", name="How soon patients are seen")).to_be_visible()
    assert_fits_and_reads(page, "waitlist-measures")
