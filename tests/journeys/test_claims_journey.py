"""From a visit to a claim that a payer accepts, in a real browser; every page of claims with what axe finds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from otium.desk import acting, clock, outbox
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.desk.inbox.test_acknowledgements import ack_277ca
from tests.desk.outbox.conftest import Scripted
from tests.journeys.sight import barriers, fits
from tests.journeys.test_records_journey import COVERED, PHONE, WIDE, as_owner
from tests.pages import ids
from tests.pages.billing import able_to_bill, visited

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LATER = AT + timedelta(hours=1)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = people.assemble()
    able_to_bill(cast)
    return cast


@pytest.fixture
def context(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    size = getattr(request, "param", WIDE)
    made = browser.new_context(viewport=size, base_url=live_server.url, reduced_motion="reduce")
    yield made
    made.close()


def test_a_visit_is_billed_leaves_and_is_accepted(house: Cast, context: BrowserContext, live_server: Any) -> None:
    with acting.acting_for(house.a.pk):
        visited(house)
        connection = build.connection(house.a, sender="PRACTICEONE", receiver="PAYERONE")
    page = as_owner(context, live_server, house.people["owner"])

    page.goto(reverse("claims"))
    page.get_by_role("button", name="Build the claim of 1 visit").click()
    page.get_by_role("button", name="Send all that are ready").click()
    page.get_by_role("button", name="Send 1 claim over $206.00").click()
    expect(page.get_by_text("1 claim is on its way.")).to_be_visible()

    partner = Scripted()
    outbox.deliver(house.a.pk, connection.pk, open_carrier=partner, now=lambda: LATER)
    with acting.acting_for(house.a.pk):
        number = models.Claim.objects.get().number
    answer = Arrival("ack.x12", ack_277ca(number).encode())
    receive(answer, by=RECEIVE, at=LATER, practice_id=house.a.pk)
    page.goto(reverse("claims") + "?view=accepted")
    page.get_by_role("link", name=number).click()

    expect(page.get_by_role("heading", name=f"Claim {number}")).to_be_visible()
    expect(page.get_by_text("277CA")).to_be_visible()
    assert number.encode() in partner.received[0].content


@pytest.mark.parametrize("context", [WIDE, PHONE], indirect=True, ids=["1440", "360"])
def test_every_page_of_claims_is_clean_for_axe_and_as_wide_as_the_window(
    house: Cast, context: BrowserContext, live_server: Any
) -> None:
    made = ids.of_a(house)
    with acting.acting_for(house.a.pk):
        visited(house)
    page = as_owner(context, live_server, house.people["owner"])
    urls = [f"{reverse('claims')}?view={view}" for view in ("unbilled", "held", "ready")]
    urls += [reverse("claim", args=[made["claim_id"]]), reverse("remittance", args=[made["remittance_id"]])]
    urls += [reverse(name) for name in ("remittances", "settings_fees", "fee_add")]

    found = {}
    for url in urls:
        response = page.goto(url)
        assert response is not None
        assert (url, response.status) == (url, 200)
        faults = [rule for rule, _ in barriers(page)]
        if not fits(page):
            faults.append("wider than the window")
        found[url] = faults + page.evaluate(COVERED)

    assert {url: faults for url, faults in found.items() if faults} == {}
