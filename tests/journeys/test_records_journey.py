"""Records in a real browser: every page at two widths with what axe finds, and a visit booked, taken and cancelled."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from otium.desk import acting, clock
from otium.records.models import Staff
from tests import cast as people
from tests.cast import AT, Cast
from tests.journeys.sight import barriers, fits
from tests.pages import ids

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 780}
OF_THE_HOUSE = (
    "patients", "patient_add", "schedule", "inbox", "imports", "audit", "search", "settings_practice",
    "settings_members",
    "settings_house", "settings_payers", "settings_rates", "settings_rules", "payer_add", "therapist_add",
)  # fmt: skip
OF_A_PATIENT = (
    "patient", "patient_change", "patient_print", "visit_book", "document_add", "coverage_add", "authorization_add",
    "benefit_check_add", "goal_add", "related_person_add",
)  # fmt: skip

# What a person sees and cannot click, because something else lies over its middle.
COVERED = """() => {
  const isCovered = (e) => {
    e.scrollIntoView({block: "center", inline: "center"});
    const r = e.getClientRects()[0];
    if (!r || r.width < 3 || r.height < 3) return false;
    const [x, y] = [r.left + r.width / 2, r.top + r.height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return false;
    const top = document.elementFromPoint(x, y);
    return top && !(e === top || e.contains(top) || top.contains(e) || top.closest("label")?.control === e);
  };
  const all = [...document.querySelectorAll("main :is(a, button:not(.vh), select, input:not([type=hidden]))")];
  const seen = all.filter(e => !e.closest("details:not([open])") && e.checkVisibility({visibilityProperty: true}));
  return seen.filter(isCovered).map(e => "covered: " + e.outerHTML.slice(0, 60));
}"""


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """Practice A with one record of every kind, its queue brought in line."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = people.assemble()
    cast.made = ids.of_a(cast)
    people.settled(cast.a)
    return cast


@pytest.fixture
def context(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    size = getattr(request, "param", WIDE)
    made = browser.new_context(viewport=size, base_url=live_server.url, reduced_motion="reduce")
    yield made
    made.close()


def as_owner(context: BrowserContext, live_server: Any, staff: Staff) -> Page:
    """A page of a browser in which the person passed both steps."""
    key = people.signed_in(staff).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    return context.new_page()


@pytest.mark.parametrize("context", [WIDE, PHONE], indirect=True, ids=["1440", "360"])
def test_every_page_of_records_is_clean_for_axe_and_as_wide_as_the_window(
    house: Cast, context: BrowserContext, live_server: Any
) -> None:
    page = as_owner(context, live_server, house.people["owner"])
    patient = [house.made["patient_id"]]
    urls = [reverse(name) for name in OF_THE_HOUSE] + [reverse(name, args=patient) for name in OF_A_PATIENT]
    urls += [reverse("visit", args=[house.made["appointment_id"]]), reverse("inbox_file", args=[house.made["file_id"]])]

    found = {}
    for url in urls:
        response = page.goto(url)
        assert response is not None
        assert (url, response.status) == (url, 200)
        faults = [rule for rule, _ in barriers(page)]
        if not fits(page):
            faults.append("wider than the window")
        faults += page.evaluate(COVERED)
        found[url] = faults

    assert {url: faults for url, faults in found.items() if faults} == {}


def test_a_visit_is_booked_cancelled_and_its_cancellation_undone(
    house: Cast, context: BrowserContext, live_server: Any
) -> None:
    page = as_owner(context, live_server, house.people["owner"])
    page.goto(reverse("patient", args=[house.made["patient_id"]]))

    page.get_by_role("link", name="Book a visit").click()
    page.get_by_label("Day", exact=True).fill("nov 25")
    page.get_by_label("Time").fill("10")
    page.get_by_role("button", name="Book it").last.click()
    page.get_by_role("button", name="Book anyway").click()
    page.get_by_role("link", name="Treatment at 10 am").click()
    page.get_by_label("Whose doing, and why?").select_option("family_ill")
    page.get_by_role("button", name="Cancel this visit").click()
    expect(page.get_by_role("button", name="Move this visit")).to_have_count(0)
    page.keyboard.press("u")

    expect(page.get_by_role("button", name="Cancel this visit")).to_be_visible()


def test_names_appear_as_they_are_typed_and_the_address_stays_clean(
    house: Cast, context: BrowserContext, live_server: Any
) -> None:
    people.patient(house.a, "Ada", "Lindqvist")
    page = as_owner(context, live_server, house.people["owner"])
    page.goto(reverse("patients"))

    page.get_by_label("Find by name").press_sequentially("lind")

    expect(page.get_by_role("link", name="Marshfield, Theodora")).to_have_count(0)
    expect(page.get_by_role("link", name="Lindqvist, Ada")).to_be_visible()
    assert page.url.endswith(reverse("patients"))
    with acting.acting_for(house.a.pk):
        page.get_by_role("link", name="Lindqvist, Ada").click()
    expect(page.get_by_role("heading", name="Ada Lindqvist")).to_be_visible()
