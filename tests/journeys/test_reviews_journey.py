"""From denial to approval in a browser: a peer-to-peer upheld, an appeal signed and filed, the denial overturned."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from otium.desk import acting, clock
from otium.desk import settle as settling
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """A denied renewal of the treating therapist's patient, with a visit booked that nothing covers."""
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    cast = people.assemble()
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        for model, key in (
            (models.Staff, cast.people["treating"].pk),
            (models.Therapist, cast.therapists["treating"].pk),
        ):
            model.objects.filter(pk=key).update(credential="OTR/L")
        payer = build.payer(cast.a, name="Northline", phone="(800) 555-0100")
        coverage = build.coverage(patient, payer, member_id="NL-1")
        build.rate(payer, "100", date(2026, 1, 1))
        build.visit(patient, AT + timedelta(days=9), therapist=cast.therapists["treating"])
        models.Finding.objects.create(
            practice=cast.a, patient=patient, kind="deficit", text="Cannot button a shirt", found_on=ON
        )
        cast.made["request"] = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient=patient, coverage=coverage, kind="renewal", state="denied", requested=12,
            submitted_on=ON - timedelta(days=12), decided_on=ON - timedelta(days=3), reason="82; plateau since August",
        )  # fmt: skip
        settling.settle(cast.a, by=build.TEST, at=AT)
    return cast


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def context(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    yield context
    context.close()


def page_of(context: BrowserContext, live_server: Any, person: models.Staff) -> Page:
    session = people.signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return context.new_page()


def test_a_denial_is_talked_about_appealed_and_overturned(
    context: BrowserContext, live_server: Any, cast: Cast
) -> None:
    page = page_of(context, live_server, cast.people["assistant"])
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="work_denial")
    page.goto(f"/desk/tasks/{task.pk}/")
    page.get_by_role("link", name="Ask for a peer-to-peer").click()
    expect(page.get_by_text("The payer talks after its decision.")).to_be_visible()
    assert_fits_and_reads(page, "talk-begin")
    page.get_by_role("button", name="Begin the peer-to-peer").click()

    expect(page.get_by_text("Cannot button a shirt").first).to_be_visible()
    assert_fits_and_reads(page, "talk")
    page.get_by_role("group", name="Free times").get_by_role("radio").first.check()
    page.get_by_role("button", name="Set the time").first.click()
    expect(page.get_by_text("Time set. The brief is ready to print.")).to_be_visible()
    page.locator("#hold").get_by_label("Who did you speak with?").fill("Dr. Ames, MD")
    page.locator("#hold").get_by_label("What did they decide?").select_option("upheld")
    page.get_by_role("button", name="Record the talk").first.click()
    expect(page.get_by_text("Talk recorded.")).to_be_visible()
    assert_fits_and_reads(page, "talk-held")
    page.goto("/peer-to-peer/")
    expect(page.get_by_role("heading", name="What came of them")).to_be_visible()
    assert_fits_and_reads(page, "talks")

    page.goto(f"/prior-auth/{cast.made['request'].pk}/appeal/")
    page.get_by_role("button", name="Begin the appeal").click()
    expect(page.get_by_role("heading", name="1. Not medically necessary")).to_be_visible()
    assert_fits_and_reads(page, "appeal")
    page.goto("/appeals/")
    expect(page.get_by_role("row", name="Theodora Marshfield")).to_contain_text("to file")
    assert_fits_and_reads(page, "appeals")

    signer = page_of(context, live_server, cast.people["treating"])
    with acting.acting_for(cast.a.pk):
        appeal = models.Appeal.objects.get()
    signer.goto(f"/appeals/{appeal.pk}/")
    signer.get_by_role("button", name="Sign the letter").click()
    expect(signer.get_by_text("Signed. It is ready to be filed.")).to_be_visible()
    signer.locator("#file").get_by_label("Number or address").fill("518-555-0177")
    signer.locator("#file").get_by_label("Confirmation number").fill("F-20931")
    signer.get_by_role("button", name="Record that it was filed").first.click()
    expect(signer.get_by_text("Recorded as filed.")).to_be_visible()
    signer.get_by_role("link", name="Proof of filing").click()
    expect(signer.get_by_text("Filed in time")).to_be_visible()
    assert_fits_and_reads(signer, "proof")

    signer.goto(f"/appeals/{appeal.pk}/")
    form = signer.locator("#decide")
    form.get_by_label("What did they decide?").select_option("overturned")
    form.get_by_label("Authorization number").fill("A-900")
    form.get_by_label("From").fill("today")
    form.get_by_label("Until").fill("+12w")
    form.get_by_label("Visits approved").fill("12")
    signer.get_by_role("button", name="Record the decision").click()
    expect(signer.get_by_text("Decision recorded.")).to_be_visible()
    assert_fits_and_reads(signer, "appeal-decided")
    with acting.acting_for(cast.a.pk):
        request = models.AuthorizationRequest.objects.get(pk=cast.made["request"].pk)
        open_kinds = set(models.Task.objects.filter(state="open").values_list("kind", flat=True))
    assert (request.state, request.approved) == ("approved", 12)
    assert not open_kinds & {"work_denial", "hold_peer_to_peer", "file_appeal", "chase_appeal"}
