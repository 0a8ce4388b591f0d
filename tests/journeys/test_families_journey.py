"""A limit comes near: the letter is there in Spanish, is approved, opened on a phone, answered. In a real browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, blobs
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.journeys.test_wires_journey import PHONE, cast, page

__all__ = ["cast", "page"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def near(cast: Cast, live_server: Any, settings: Any) -> models.Patient:
    """Mateo has four visits left and eight booked; his mother reads Spanish and has a phone."""
    settings.OTIUM_ADDRESS, settings.OTIUM_MODE = live_server.url, "demo"
    child = people.patient(cast.a, "Mateo", "Ruiz", language="es")
    cover = people.coverage(child, "commercial")
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(phone="512-555-0142")
        answer = build.check(cover, AT - timedelta(days=3))
        for kind, amount in (("visit_limit", 30), ("visits_remaining", 4)):
            models.Benefit.objects.create(practice=cast.a, check_row=answer, kind=kind, amount=amount)
        models.RelatedPerson.objects.create(
            practice=cast.a, patient=child, first_name="María", last_name="Ruiz", relationship="mother",
            phone="(312) 555-0142", may_receive=True,
        )  # fmt: skip
        build.connection(cast.a, carries=["text"])
    for day in range(8):
        people.visit(child, ON + timedelta(days=1 + 2 * day))
    people.settled(cast.a)
    return child


def phone(browser: Browser, url: str) -> Page:
    """Somebody's phone, without JavaScript and without a sign-in."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    found = context.new_page()
    found.goto(url)
    return found


def link_in_the_text(cast: Cast) -> str:
    with acting.acting_for(cast.a.pk):
        words = blobs.load(cast.a, models.Parcel.objects.get(kind="text").body).decode()
    found = re.search(r"http://[^ ]+/portal/[^ ]+/", words)
    assert found
    return found[0]


def test_a_family_is_told_in_spanish_and_answers_from_a_phone(
    page: Page, cast: Cast, near: models.Patient, browser: Browser
) -> None:
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="tell_benefit_limit")
    page.goto(f"/desk/tasks/{task.pk}/")
    expect(page.get_by_text("Su plan cubre 30 visitas al año.")).to_be_visible()
    assert_fits_and_reads(page, "family-task")
    page.get_by_role("button", name="Text Mateo’s mother").click()
    expect(page.get_by_text("Leaving to María Ruiz, mother.")).to_be_visible()

    page.goto("/families/?view=waiting")
    expect(page.get_by_role("link", name="Mateo Ruiz")).to_be_visible()
    assert_fits_and_reads(page, "families-waiting")

    with_her = phone(browser, link_in_the_text(cast))
    expect(with_her.get_by_role("heading", level=1)).to_contain_text("Su plan cubre 30 visitas al año.")
    heights = [box.bounding_box()["height"] for box in with_her.locator(".btn, .pick, .switch a").all()]
    assert min(heights) >= 52
    with_her.get_by_role("link", name="English").click()
    expect(with_her.get_by_role("heading", level=1)).to_contain_text("Your plan covers 30 visits a year.")
    with_her.get_by_role("link", name="Español").click()
    with_her.get_by_role("button", name="Enviar mi respuesta").click()
    expect(with_her.get_by_text("Primero elija una respuesta.")).to_be_visible()
    with_her.get_by_label("Seguir con las visitas.").check()
    with_her.get_by_role("button", name="Enviar mi respuesta").click()
    expect(with_her.get_by_role("heading", name="Gracias.")).to_be_visible()
    with_her.goto(link_in_the_text(cast))
    expect(with_her.get_by_role("heading", level=1)).to_contain_text("does not work any more")
    with_her.context.close()

    page.goto("/families/?view=answered")
    expect(page.get_by_text("Keeps the visits and pays")).to_be_visible()
    page.get_by_role("link", name="Mateo Ruiz").click()
    assert_fits_and_reads(page, "family-notice")
    with acting.acting_for(cast.a.pk):
        assert not models.Task.objects.filter(kind="tell_benefit_limit", state="open").exists()


def test_the_page_of_a_family_reads_well_in_both_languages(
    page: Page, cast: Cast, near: models.Patient, browser: Browser
) -> None:
    page.goto("/families/")
    assert_fits_and_reads(page, "families-to-approve")
    page.get_by_role("button", name="Tell the family shown").click()
    expect(page.get_by_text("1 family told.")).to_be_visible()
    page.goto("/sandbox/")
    assert_fits_and_reads(page, "sandbox")

    page.goto(link_in_the_text(cast))
    assert_fits_and_reads(page, "portal-es")
    page.get_by_role("link", name="English").click()
    assert_fits_and_reads(page, "portal-en")
    page.get_by_label("I am not sure. Please call me.").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you. We will call you.")).to_be_visible()
    assert_fits_and_reads(page, "portal-thanks")
    page.goto(link_in_the_text(cast))
    assert_fits_and_reads(page, "portal-over")

    page.goto("/desk/")
    expect(page.get_by_text("The family asks for a call").first).to_be_visible()
