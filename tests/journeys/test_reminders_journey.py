"""A visit is near: the text on the sandbox's phone, one tap, and what staff see of it. In a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting
from otium.desk.visit_messages import due
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.journeys.test_families_journey import phone
from tests.journeys.test_wires_journey import cast, page

__all__ = ["cast", "page"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visits(cast: Cast, live_server: Any, settings: Any) -> tuple[models.Appointment, models.Appointment]:
    """Mateo comes in a day, Ann in some hours; both families were reminded."""
    settings.OTIUM_ADDRESS, settings.OTIUM_MODE = live_server.url, "demo"
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(phone="512-555-0142")
        build.connection(cast.a, carries=["text"])
    made = (_booked(cast, "Mateo", "(312) 555-0142", 24), _booked(cast, "Ann", "(312) 555-0143", 5))
    with acting.acting_for(cast.a.pk):
        assert due.remind(cast.a.pk, at=AT) == 2
    return made


def _booked(cast: Cast, name: str, number: str, hours: int) -> models.Appointment:
    child = people.patient(cast.a, name, "Ruiz")
    with acting.acting_for(cast.a.pk):
        models.RelatedPerson.objects.create(
            practice=cast.a, patient=child, first_name="María", last_name="Ruiz", relationship="mother", phone=number,
            may_receive=True, may_consent=True,
        )  # fmt: skip
        starts_at = AT + timedelta(hours=hours)
        return build.visit(child, starts_at, therapist=build.therapist(cast.a))


def open_link(page: Page, browser: Browser, number: str) -> Page:
    """The link in the text on the phone of this number, on a phone without a sign-in."""
    page.goto("/sandbox/")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("region", name=number)).to_be_visible()
    link = page.locator(".bubble a").get_attribute("href")
    assert link
    return phone(browser, link)


def test_a_family_confirms_by_one_tap_and_staff_see_it(
    page: Page, cast: Cast, visits: tuple[models.Appointment, models.Appointment], browser: Browser
) -> None:
    family = open_link(page, browser, "(312) 555-0142")
    assert_fits_and_reads(page, "sandbox-phone")
    expect(family.get_by_role("heading", name="Are you coming?")).to_be_visible()
    heights = [box.bounding_box()["height"] for box in family.locator(".btn, .switch a").all()]
    assert min(heights) >= 52
    family.get_by_role("button", name="Yes, we are coming").click()
    expect(family.get_by_role("heading", name="Thank you. See you then.")).to_be_visible()
    family.context.close()

    page.goto(f"/schedule/{visits[0].pk}/")
    expect(page.get_by_text("the family, by their link")).to_be_visible()
    assert_fits_and_reads(page, "visit-told")


def test_a_family_cancels_at_short_notice_and_a_person_calls(
    page: Page, cast: Cast, visits: tuple[models.Appointment, models.Appointment], browser: Browser
) -> None:
    family = open_link(page, browser, "(312) 555-0143")
    expect(family.get_by_text("If you cancel now, it counts as late.")).to_be_visible()
    family.get_by_role("link", name="Español").click()
    family.get_by_role("button", name="No, no podemos ir").click()
    expect(family.get_by_text("Cuenta como cancelación tardía.")).to_be_visible()
    family.context.close()

    page.goto(f"/schedule/{visits[1].pk}/")
    expect(page.get_by_text("Family cannot come")).to_be_visible()
    expect(page.get_by_role("link", name="Fill this hour from the waitlist")).to_be_visible()
    page.goto("/desk/")
    expect(page.get_by_text("The family cancelled late").first).to_be_visible()


def test_a_reply_typed_on_the_phone_is_read_and_answered(
    page: Page, cast: Cast, visits: tuple[models.Appointment, models.Appointment], browser: Browser
) -> None:
    page.goto("/sandbox/")
    page.get_by_role("link", name="(312) 555-0142").click()
    page.get_by_label("Reply from this phone").fill("yes pls")
    page.get_by_role("button", name="Send the reply").click()

    expect(page.get_by_role("region", name="(312) 555-0142").get_by_text("Thank you. See you: Mateo")).to_be_visible()
    expect(page.locator(".bubble--mine").get_by_text("yes pls")).to_be_visible()
