"""A therapist charts a visit in a real browser, on a desk and on a phone; a print is read; nothing typed is lost."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from otium.records import models
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.wires.paper.test_reading import pdf

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PRINT = """Patient: Marshfield, Theodora
Date of evaluation: 11/09/2026
BOT-2 Manual Dexterity: 9
Functional deficits: Cannot fasten buttons."""


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """A child with a goal and a score of spring."""
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    cast = people.assemble()
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    of_patient = {"practice_id": cast.a.pk, "patient": patient}
    with acting.acting_for(cast.a.pk):
        models.Goal.objects.create(
            **of_patient, text="Ties both shoes", baseline="0 of 5", current="1 of 5", target="4 of 5"
        )
        models.Measure.objects.create(
            **of_patient, instrument="BOT-2", part="Fine Manual Control", unit="standard score", score=30,
            taken_on=ON - timedelta(days=200),
        )  # fmt: skip
    cast.made["patient"] = patient
    return cast


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, live_server: Any, cast: Cast, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    session = people.signed_in(cast.people["treating"]).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_a_visit_is_charted_and_what_was_typed_survives_leaving_the_page(page: Page, cast: Cast) -> None:
    address = f"/patients/{cast.made['patient'].pk}/chart/"
    page.goto(address)
    assert_fits_and_reads(page, "chart")
    goal = page.get_by_role("group", name="Ties both shoes")
    goal.get_by_label("Partly met").check()
    goal.get_by_label("Now").fill("3 of 5")
    page.get_by_role("group", name="BOT-2, Fine Manual Control").get_by_label("Score").fill("95")

    page.goto("/patients/")
    page.goto(address)
    expect(goal.get_by_label("Partly met")).to_be_checked()
    expect(goal.get_by_label("Now")).to_have_value("3 of 5")
    page.get_by_role("button", name="Keep this visit’s chart").click()

    expect(page.get_by_role("alert")).to_contain_text("20 to 80")
    page.get_by_role("group", name="BOT-2, Fine Manual Control").get_by_label("Score").fill("38")
    page.get_by_role("button", name="Keep this visit’s chart").click()

    expect(page.get_by_text("Chart kept.")).to_be_visible()
    expect(page.locator("#scores")).to_contain_text("Improved")
    expect(page.locator("#goals")).to_contain_text("3 of 5")
    expect(goal.get_by_label("Now")).to_have_value("")
    assert_fits_and_reads(page, "charted")
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Taken back: the chart is as it was before.")).to_be_visible()
    expect(page.locator("#goals")).not_to_contain_text("3 of 5")


def test_a_print_is_read_into_the_chart_line_by_line(page: Page, cast: Cast, tmp_path: Path) -> None:
    paper = tmp_path / "evaluation.pdf"
    paper.write_bytes(pdf(PRINT))
    page.goto(f"/patients/{cast.made['patient'].pk}/chart/")
    page.get_by_role("link", name="Read a paper, CSV or FHIR file").click()
    page.get_by_label("File").set_input_files(paper)
    page.get_by_label("What is it?").fill("Evaluation")
    page.get_by_label("Kind").select_option("evaluation")
    page.get_by_role("button", name="Keep this paper").click()

    expect(page.get_by_role("heading", name="Read into the chart")).to_be_visible()
    assert_fits_and_reads(page, "read")
    page.get_by_label("Cannot fasten buttons").check()
    page.get_by_role("button", name="Take the ticked lines into the chart").click()

    expect(page.get_by_text("Taken into the chart.")).to_be_visible()
    expect(page.locator("#findings")).to_contain_text("Cannot fasten buttons.")
    expect(page.locator("#scores")).not_to_contain_text("Manual Dexterity")
