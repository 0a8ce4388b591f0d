"""An authorization runs out: the draft is there, the therapist signs, an assistant sends it by fax, in a browser."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock, settle
from otium.desk.actor import SWEEP, Actor
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.desk.requests.conftest import signed
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """A child whose visits run out, a payer with a fax number, a fax service."""
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    cast = people.assemble()
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    people.running_out(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893", tax_id="123456789", phone="617-555-0100")
        cast.a.refresh_from_db()
        models.Therapist.objects.update(npi="1245319599")
        models.EpisodeOfCare.objects.update(icd10=["F82"])
        models.Payer.objects.update(name="Harborlight", payer_ids=["HARB1"])
        models.PayerRoad.objects.create(
            practice=cast.a, payer=models.Payer.objects.get(), road="fax", destination="617-555-0142", source="manual"
        )
        build.connection(cast.a, name="Fax", carries=["fax"])
    people.settled(cast.a)
    return cast


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, live_server: Any, cast: Cast, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    session = people.signed_in(cast.people["assistant"]).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def therapist_signs(cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        request = models.AuthorizationRequest.objects.get()
        signed(request, Actor.person(cast.people["treating"].pk), AT)
        settle.settle(cast.a, by=SWEEP, at=AT)


def test_from_the_duty_to_a_fax_that_is_on_its_way(page: Page, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="sign_request", state="open")
    page.goto(f"/desk/tasks/{task.pk}/")
    expect(page.get_by_role("heading", name="Read and sign Theodora Marshfield’s request")).to_be_visible()
    page.goto(f"/prior-auth/{task.focus_id}/")

    expect(page.get_by_role("heading", name="Renewal", exact=True)).to_be_visible()
    expect(page.get_by_text("reads and signs it; then it can be sent.")).to_be_visible()
    assert_fits_and_reads(page, "request-draft")

    therapist_signs(cast)
    page.reload()
    page.locator("header.head").get_by_role("button", name="Send to Harborlight by fax").click()

    expect(page.get_by_text("On its way to Harborlight by fax.")).to_be_visible()
    expect(page.get_by_text("to …0142")).to_be_visible()
    assert_fits_and_reads(page, "request-sent")

    page.goto("/prior-auth/")
    column = page.get_by_role("region", name="With the payer")
    expect(column.get_by_text("Theodora Marshfield")).to_be_visible()
    assert_fits_and_reads(page, "board")


def test_what_was_sent_too_soon_is_taken_back(page: Page, cast: Cast) -> None:
    therapist_signs(cast)
    with acting.acting_for(cast.a.pk):
        request = models.AuthorizationRequest.objects.get()
    page.goto(f"/prior-auth/{request.pk}/")
    page.locator("header.head").get_by_role("button", name="Send to Harborlight by fax").click()

    page.locator("header.head").get_by_role("button", name="Take it back").click()

    expect(page.get_by_text("Taken back. It is not sent.")).to_be_visible()
    expect(page.locator("header.head").get_by_role("button", name="Send to Harborlight by fax")).to_be_visible()


def test_the_worksheet_and_the_script_are_read_on_every_screen(page: Page, cast: Cast) -> None:
    therapist_signs(cast)
    with acting.acting_for(cast.a.pk):
        request = models.AuthorizationRequest.objects.get()

    page.goto(f"/prior-auth/{request.pk}/worksheet/")
    expect(page.get_by_role("button", name="Copy Member ID")).to_be_visible()
    assert_fits_and_reads(page, "worksheet")

    page.goto(f"/prior-auth/{request.pk}/call/")
    expect(page.get_by_role("heading", name="Call Harborlight")).to_be_visible()
    assert_fits_and_reads(page, "script")

    page.goto(f"/prior-auth/{request.pk}/change/")
    expect(page.get_by_role("button", name="Save the request")).to_be_visible()
    assert_fits_and_reads(page, "change")
