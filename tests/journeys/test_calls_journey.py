"""The clearinghouse is down: an assistant works a verification by call, in a real browser, on a desk and on a phone."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """A patient never checked, whose payer takes inquiries by a connection that fails."""
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    cast = people.assemble()
    patient = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        payer = build.payer(cast.a, name="Evergreen Health", payer_ids=["EVG01"], phone="(800) 555-0142")
        cast.made["coverage"] = build.coverage(patient, payer, member_id="EV-88120")
        build.connection(cast.a, failures=9, state="paused")
    people.visit(patient, ON)
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


def test_with_the_clearinghouse_down_a_verification_is_worked_by_call(page: Page, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="verify_coverage", focus_id=cast.made["coverage"].pk)
    page.goto(f"/desk/tasks/{task.pk}/")
    page.locator(".act__others").get_by_role("link", name="Call", exact=True).click()

    expect(page.get_by_role("heading", name="Call Evergreen Health")).to_be_visible()
    expect(page.get_by_role("link", name="(800) 555-0142")).to_have_attribute("href", "tel:(800) 555-0142")
    expect(page.get_by_text("EV-88120")).to_be_visible()
    assert_fits_and_reads(page, "call")
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="Somebody answers").click()
    page.get_by_label("Minutes on hold").fill("17")
    page.get_by_label("Who did you speak with?").fill("Marcus T.")
    page.get_by_role("group", name="Is the coverage active today").get_by_label("Yes").check()
    page.get_by_label("How many visits are allowed?").fill("thirty")
    page.get_by_role("button", name="Record the call").last.click()

    expect(page.get_by_role("alert")).to_contain_text("Type a whole number")
    page.get_by_label("How many visits are allowed?").fill("30")
    page.get_by_label("How many of them are used").fill("4")
    page.get_by_label("Reference of the call").fill("I-20931")
    page.get_by_label("What did they promise?").fill("Mails the benefit letter")
    page.get_by_label("By when?").fill("+1w")
    page.get_by_role("button", name="Record the call").last.click()

    expect(page.get_by_text("Call recorded.")).to_be_visible()
    with acting.acting_for(cast.a.pk):
        call = models.Call.objects.get()
        assert (call.hold_minutes, call.learned["visit_limit"], call.promised_on is not None) == (17, "30", True)
        assert models.BenefitCheck.objects.get().said_by == "Marcus T."
        task.refresh_from_db()
    assert task.state == "closed"
    page.goto("/calls/")
    assert_fits_and_reads(page, "call")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_text("Mails the benefit letter")).to_be_visible()
    assert_fits_and_reads(page, "call")
