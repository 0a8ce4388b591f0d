"""An export taken over in a real browser: dropped, looked at, applied, reported. At two widths, with what axe finds."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from otium.desk.imports import runs
from otium.records.models import Membership
from tests import cast as people
from tests.cast import AT, Cast
from tests.desk.imports.scene import PEOPLE, rows, text
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 780}
FOLDER = (*PEOPLE, rows("authorization", {"case_id": 99}), rows("appointment"))


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    return people.assemble()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, live_server: Any, cast: Cast, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    session = people.signed_in(cast.people["assistant"]).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def test_an_export_is_dropped_looked_at_and_taken_over(page: Page, cast: Cast, tmp_path: Path) -> None:
    for name, table in FOLDER:
        (tmp_path / name).write_text(text(table))

    page.goto("/import/")
    assert_fits_and_reads(page, "import-drop")
    page.get_by_label("A whole folder").set_input_files(tmp_path)
    page.get_by_role("button", name="Look at these files").click()
    expect(page.get_by_text("Waiting for a free worker")).to_be_visible()
    assert_fits_and_reads(page, "import-working")
    run_id = UUID(page.url.rstrip("/").rpartition("/")[2])

    runs.preview(cast.a.pk, run_id, at=AT)
    apply = page.get_by_role("button", name="Take these changes over")
    expect(apply).to_be_visible()  # the page came anew by itself
    assert_fits_and_reads(page, "import-preview")
    apply.click()
    expect(page.get_by_text("You may leave this page")).to_be_visible()

    runs.apply(cast.a.pk, run_id, at=AT)
    expect(page.get_by_text("1 row was held back.")).to_be_visible()
    assert_fits_and_reads(page, "import-report")


def test_the_mapping_reads_well_at_both_widths(page: Page, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        Membership.objects.filter(staff=cast.people["assistant"]).update(role="owner")

    page.goto("/import/mapping/")
    page.get_by_label("Your own mapping").fill("[colums]")
    page.get_by_role("button", name="Keep this mapping").click()

    expect(page.get_by_role("alert")).to_contain_text("colums")
    assert_fits_and_reads(page, "import-mapping")
