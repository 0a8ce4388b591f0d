"""The calendar in a real browser: a visit moved by pointer and by keys, a free hour booked, a therapist's day."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, book
from otium.records import models
from tests.cast import AT, EASTERN, ON, Cast
from tests.journeys.calendar_scene import DAY, WEEK, booked, confirm, when, windows
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 1280, "height": 720}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    return booked(monkeypatch)


@pytest.fixture
def window(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Any]:
    yield from windows(browser, live_server.url, cast)


def test_a_visit_is_dragged_to_another_hour_and_therapist(window: Any, cast: Cast) -> None:
    page = window(WIDE)
    page.goto(DAY)
    expect(page.locator("#day[hx-get]")).to_have_count(0)  # its clearance is there
    assert_fits_and_reads(page, "day")
    visit = page.locator(".block", has_text="Theodora")
    other = page.get_by_role("region", name="Other Therapist").locator(".day__grid")
    grid, box = other.bounding_box(), visit.bounding_box()
    assert grid
    assert box
    quarter = grid["height"] / 36  # 8 am to 5 pm

    page.mouse.move(box["x"] + 40, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=3)
    page.mouse.move(grid["x"] + 40, grid["y"] + 8 + 20 * quarter, steps=6)  # five hours after eight
    expect(page.locator("#mover-says")).to_contain_text("Theodora Marshfield to Tue, Nov 24, 2026, 1 pm")
    page.mouse.up()
    confirm(page)

    assert when(cast, "Theodora") == ("Tue 13:00", "Other Therapist")
    assert page.url.endswith("on=2026-11-24")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Back where it was.")).to_be_visible()
    assert when(cast, "Theodora") == ("Tue 09:00", "Treating")


def test_a_visit_is_moved_on_the_day_by_keys_alone(window: Any, cast: Cast) -> None:
    page = window(LAPTOP)
    page.goto(DAY)
    expect(page.locator("#day[hx-get]")).to_have_count(0)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Ben")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#mover-says")).to_contain_text("Picked up: Ben Marshfield")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#mover-says")).to_have_text("Left where it was.")
    expect(page.get_by_role("link", name="Ben")).to_be_focused()
    page.keyboard.press("m")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#mover-says")).to_contain_text("11:15 am")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert when(cast, "Ben") == ("Tue 10:00", "Treating")
    expect(page.get_by_role("link", name="Ben")).to_be_focused()
    page.keyboard.press("m")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    confirm(page)

    assert when(cast, "Ben") == ("Tue 11:15", "Other Therapist")


def test_a_visit_is_moved_in_the_week_by_pointer_and_by_keys(window: Any, cast: Cast) -> None:
    page = window(WIDE)
    page.goto(WEEK)
    expect(page.locator("#week[hx-get]")).to_have_count(0)
    assert_fits_and_reads(page, "week")
    box = page.locator(".visit", has_text="Theodora").bounding_box()
    to = page.get_by_role("row", name="Other Therapist").locator("td[data-on='2026-11-25']").bounding_box()
    assert box
    assert to

    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=3)
    page.mouse.move(to["x"] + 20, to["y"] + 20, steps=6)
    page.mouse.up()
    confirm(page)
    assert when(cast, "Theodora") == ("Wed 09:00", "Other Therapist")

    expect(page.locator("#week[hx-get]")).to_have_count(0)
    page.get_by_role("link", name="Ben").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#mover-says")).to_contain_text("Mon, Nov 23, 10 am")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    confirm(page)
    assert when(cast, "Ben") == ("Wed 10:00", "Other Therapist")


def test_what_cannot_be_moved_there_says_so_and_nothing_moves(window: Any, cast: Cast) -> None:
    page = window(LAPTOP)
    page.goto(DAY)
    expect(page.locator("#day[hx-get]")).to_have_count(0)
    page.get_by_role("link", name="Theodora").focus()
    page.keyboard.press("m")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_contain_text("The therapist has another visit on Tue, Nov 24, 10 am")
    expect(page.get_by_role("dialog")).to_contain_text("All are free at:")
    assert_fits_and_reads(page, "taken")
    assert when(cast, "Theodora") == ("Tue 09:00", "Treating")


def test_keys_lead_through_the_weeks_and_to_today(window: Any, cast: Cast) -> None:
    page = window(LAPTOP)
    page.goto(WEEK)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("week=2026-11-30"))
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("week=2026-11-23"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("week=2026-11-16"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("pick the visit up")


def test_a_free_hour_is_booked_where_it_was_clicked(window: Any, cast: Cast) -> None:
    page = window(WIDE)
    page.goto(DAY)
    expect(page.locator("#day[hx-get]")).to_have_count(0)
    free = page.get_by_role("region", name="Treating").get_by_role("link", name="10:45 am – 5 pm")
    box = free.bounding_box()
    assert box
    page.mouse.click(box["x"] + 30, box["y"] + box["height"] / 25 * 5 + 4)  # 25 quarters; five after 10:45

    expect(page.get_by_role("heading", name="Book a visit")).to_be_visible()
    expect(page.locator(".head")).to_contain_text("Tue, Nov 24, 2026, 12 pm with Treating")
    assert_fits_and_reads(page, "whose")
    page.get_by_label("Whose visit is it?").fill("ben m")
    page.get_by_role("link", name="Ben Marshfield").click()

    expect(page.get_by_label("Time")).to_have_value("12 pm")
    page.get_by_text("Equipment, co-treatment, group").click()
    page.get_by_label("Find by name").fill("theo")
    page.get_by_role("checkbox", name="Marshfield, Theodora").check()
    assert_fits_and_reads(page, "booking")


def weekly(cast: Cast) -> str:
    """A series of five weeks, one of which the clinic leaves out; its page."""
    with acting.acting_for(cast.a.pk):
        who = models.Appointment.objects.get(pk=cast.made["Ben"]).patient_id
        slot = Slot(cast.therapists["treating"].pk, ON.replace(day=25), time(14), 45)
        booking = Booking(who, slot, "treatment", visits=5)
        made = book(booking, practice_id=cast.a.pk, by=Actor("test"), at=AT)
    return f"/patients/{who}/series/{made.visits[0].series_id}/"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_of_the_calendar_fits_and_reads(window: Any, cast: Cast, size: Any) -> None:
    series = weekly(cast)
    for scheme in ("light", "dark"):
        page = window(size, color_scheme=scheme)
        for name, address in (
            ("week", WEEK), ("day", DAY), ("rooms", f"{DAY}&by=room"), ("month", "/schedule/month/"),
            ("failing", f"{WEEK}&only=risk"), ("sheet", "/schedule/sheet/"), ("my-day", "/my-day/"),
            ("series", series),
        ):  # fmt: skip
            page.goto(address)
            expect(page.locator("[hx-trigger=load]")).to_have_count(0)
            assert_fits_and_reads(page, f"{name}-{scheme}")


def test_a_therapist_lands_on_their_day_and_marks_who_came(window: Any, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        start, end = (datetime(2026, 11, 23, *at, tzinfo=EASTERN) for at in ((9, 30), (10, 15)))
        models.Appointment.objects.filter(pk=cast.made["Ben"]).update(starts_at=start, ends_at=end)
    page = window(PHONE, "treating")
    page.goto("/patients/")
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    assert_fits_and_reads(page, "my-day-therapist")
    expect(page.get_by_role("link", name="Call 518-555-0101")).to_have_attribute("href", "tel:5185550101")
    page.get_by_role("button", name="Mark as arrived").click()
    expect(page.get_by_text("Arrived.")).to_be_visible()
    page.get_by_role("button", name="Begin the session").click()
    expect(page.get_by_text("In session.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("One step back.")).to_be_visible()
    page.get_by_role("button", name="Begin the session").click()
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("No visit is left")).to_be_visible()
    page.get_by_role("link", name="Tomorrow").first.click()
    expect(page.get_by_role("heading", name="Theodora Marshfield")).to_be_visible()


def test_without_javascript_the_same_is_done_by_pages(window: Any, cast: Cast) -> None:
    page = window(WIDE, java_script_enabled=False)
    page.goto(DAY)
    page.get_by_role("link", name="Show the clearance of each visit").click()
    page.get_by_role("link", name="Theodora").click()
    page.get_by_role("textbox", name="Time").fill("3pm")
    page.get_by_role("button", name="Move this visit").click()
    anyway = page.get_by_role("button", name="Move anyway")
    if anyway.count():
        anyway.click()

    expect(page.get_by_text("Visit moved.")).to_be_visible()
    assert when(cast, "Theodora")[0] == "Tue 15:00"


def test_who_may_treat_beside_follows_the_therapist_at_once(window: Any, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        patient = models.Appointment.objects.values_list("patient_id", flat=True).get(pk=cast.made["Ben"])
    page = window(LAPTOP)
    page.goto(f"/patients/{patient}/book/")
    page.get_by_text("Equipment, co-treatment").click()
    beside = page.locator("#beside")
    expect(beside).to_contain_text("Treating, OT: chosen above")
    beside.get_by_label("Other Therapist, OT").check()

    therapist = page.locator("#id_therapist")
    key = therapist.locator("option", has_text="Other Therapist").get_attribute("value")
    therapist.select_option(key)

    expect(beside).to_contain_text("Other Therapist, OT: chosen above")
    expect(beside).to_contain_text("Treating, OT: the same discipline")
    expect(beside.get_by_label("Other Therapist, OT")).to_be_checked()
