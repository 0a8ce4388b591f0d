"""A full disk as a person meets it: a page with its banner, a change that is refused, and all as before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from otium.desk import clock
from otium.desk.saving import standing
from otium.desk.saving.standing import Who
from tests import cast as people
from tests.cast import AT, Cast
from tests.journeys.sight import barriers, fits
from tests.journeys.test_records_journey import PHONE, WIDE, as_owner

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BANNER = "Otium can be read but saves nothing at the moment"


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, db: None, settings: Any, tmp_path: Path) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: AT)
    settings.OTIUM_VAR = tmp_path
    standing.make()
    return people.assemble()


@pytest.fixture
def context(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    size = getattr(request, "param", WIDE)
    made = browser.new_context(viewport=size, base_url=live_server.url, reduced_motion="reduce")
    yield made
    made.close()


@pytest.mark.parametrize("context", [WIDE, PHONE], indirect=True)
def test_a_full_disk_is_said_where_it_is_read_and_where_it_is_written(
    house: Cast, context: BrowserContext, live_server: Any
) -> None:
    task = people.task(people.patient(house.a))
    page = as_owner(context, live_server, house.people["owner"])
    standing.switch_off(Who.WRITE)

    page.goto(reverse("desk_task", args=[task.pk]))
    expect(page.get_by_text(BANNER)).to_be_visible()
    assert barriers(page) == []
    assert fits(page)

    taking = f'form[action="{reverse("desk_claim", args=[task.pk])}"]'
    page.locator(f"details:has({taking}) > summary").click()
    page.locator(f"{taking} button").click()
    expect(page.get_by_role("heading", name="This was not saved")).to_be_visible()
    assert barriers(page) == []
    assert fits(page)

    standing.switch_on(Who.WRITE)
    page.get_by_role("link", name="Go to the desk").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(BANNER)).to_have_count(0)
