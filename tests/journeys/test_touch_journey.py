"""The calendar under a finger: a visit that it rests on is carried, and a finger that moves on scrolls."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.cast import Cast
from tests.journeys.calendar_scene import DAY, WEEK, booked, confirm, when, windows
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TABLET, PHONE = {"width": 1024, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    return booked(monkeypatch)


@pytest.fixture
def window(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Any]:
    yield from windows(browser, live_server.url, cast)


class Finger:
    """One finger on the glass, as the browser is told of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._tell("touchStart", x, y)

    def to(self, x: float, y: float) -> None:
        self._tell("touchMove", x, y)

    def up(self) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _tell(self, what: str, x: float, y: float) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": [{"x": x, "y": y}]})


def opened(window: Any, size: Any, address: str, name: str) -> tuple[Page, Finger]:
    page = window(size, has_touch=True, is_mobile=True)
    page.goto(address)
    expect(page.locator(f"#{name}[hx-get]")).to_have_count(0)  # its clearance is there
    return page, Finger(page)


def middle(page: Page, selector: str, text: str = "") -> tuple[float, float]:
    found = page.locator(selector, has_text=text) if text else page.locator(selector)
    box = found.first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 30)


def test_a_visit_is_carried_to_another_therapist_by_a_finger(window: Any, cast: Cast) -> None:
    page, finger = opened(window, TABLET, DAY, "day")
    assert_fits_and_reads(page, "day-touch")
    x, y = middle(page, ".block", "Theodora")
    other = page.get_by_role("region", name="Other Therapist").locator(".day__grid").bounding_box()
    assert other

    finger.down(x, y)
    expect(page.locator(".is-held")).to_have_count(1)
    finger.to(x + 30, y)
    finger.to(other["x"] + 40, y + 4)
    expect(page.locator("#mover-says")).to_contain_text("9 am, Other Therapist")
    finger.up()
    confirm(page)

    assert when(cast, "Theodora") == ("Tue 09:00", "Other Therapist")


def test_a_finger_that_moves_on_scrolls_and_a_tap_opens(window: Any, cast: Cast) -> None:
    page, finger = opened(window, PHONE, WEEK, "week")
    x, y = middle(page, ".visit", "Theodora")

    finger.down(x, y)
    for n in range(1, 6):
        finger.to(x, y - 20 * n)
    expect(page.locator(".is-held")).to_have_count(0)
    finger.up()
    page.wait_for_timeout(600)  # longer than a finger must rest
    expect(page.locator(".is-held")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Theodora").tap()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Tue, Nov 24, 2026, 9 am")
    assert when(cast, "Theodora") == ("Tue 09:00", "Treating")


def test_on_a_phone_a_visit_of_the_week_is_carried_to_another_day(window: Any, cast: Cast) -> None:
    page, finger = opened(window, PHONE, WEEK, "week")
    x, y = middle(page, ".visit", "Theodora")

    finger.down(x, y)
    expect(page.locator(".is-held")).to_have_count(1)
    finger.to(x, y + 15)
    finger.to(x, PHONE["height"] - 10)  # at the edge it scrolls by itself
    day = page.locator("tr[data-who='Treating'] td[data-on='2026-11-25']")
    expect(day).to_be_in_viewport(ratio=1)
    finger.to(x, PHONE["height"] / 2)
    finger.to(*middle(page, "tr[data-who='Treating'] td[data-on='2026-11-25']"))
    expect(page.locator("#mover-says")).to_contain_text("Wed, Nov 25")
    expect(page.locator("#mover-says")).to_be_visible()
    finger.up()
    confirm(page)

    assert when(cast, "Theodora") == ("Wed 09:00", "Treating")


def test_on_a_phone_a_visit_of_the_day_goes_to_the_free_time_it_is_put_on(window: Any, cast: Cast) -> None:
    page, finger = opened(window, PHONE, DAY, "day")
    x, y = middle(page, ".block", "Theodora")

    finger.down(x, y)
    expect(page.locator(".is-held")).to_have_count(1)
    finger.to(x, y + 15)
    finger.to(*middle(page, "[data-who='Treating'] .opening", "10:45 am"))
    expect(page.locator("#mover-says")).to_contain_text("10:45 am, Treating")
    finger.up()
    confirm(page)

    assert when(cast, "Theodora") == ("Tue 10:45", "Treating")


def test_a_finger_that_rests_and_lets_go_leaves_the_visit_where_it_is(window: Any, cast: Cast) -> None:
    page, finger = opened(window, PHONE, WEEK, "week")

    finger.down(*middle(page, ".visit", "Theodora"))
    expect(page.locator(".is-held")).to_have_count(1)
    finger.up()

    expect(page.locator("#mover-says")).to_have_text("Left where it was.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith(WEEK)
