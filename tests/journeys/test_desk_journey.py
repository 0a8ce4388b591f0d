"""An assistant's morning in a real browser: sign in, move, open, record, undo. With keys alone, at two widths."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from otium.desk import acting, clock
from otium.records.models import Task
from tests import cast as people
from tests.cast import AT, PASSWORD, Cast
from tests.journeys.sight import barriers, fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 780}


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    """Two patients of practice A: one whose approval runs out, one never asked about."""
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(milliseconds=next(moments)))
    cast = people.assemble()
    treating = cast.therapists["treating"]
    first, second = people.patient(cast.a), people.patient(cast.a, "Ada", "Lindqvist")
    for patient in (first, second):
        people.episode(patient, treating)
    people.running_out(first, treating)
    people.coverage(second, "commercial", member_id="M-2")
    people.visit(second, AT.date().replace(day=27), treating)
    people.drafting_nothing(cast.a)
    people.settled(cast.a)
    return cast


@pytest.fixture
def page(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = getattr(request, "param", WIDE)
    context = browser.new_context(viewport=size, base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    yield page
    context.close()
    assert faults == []


def is_fault(message: ConsoleMessage) -> bool:
    """An error of ours; not that htmx tells of a request which a newer one, or leaving the page, cut short."""
    return message.type == "error" and not message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("E-mail address").fill("assistant@alder.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    for _ in range(2):  # a code may run out between reading and sending it
        page.get_by_label("Code").fill(people.code())
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        if "authenticate" not in page.url:
            break
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    page.wait_for_load_state()


def test_a_renewal_is_recorded_and_undone_with_keys_alone(practice: Cast, page: Page) -> None:
    sign_in(page)
    rows = page.locator(".row__title")
    before = rows.count()
    expect(page.locator("#task-h")).to_be_visible()

    page.keyboard.press("j")
    page.keyboard.press("k")
    renewal = rows.filter(has_text="Renew the authorization")
    while "Renew" not in page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#task-h")).to_have_text("Renew Theodora Marshfield’s authorization")
    expect(page.locator(".row[aria-current]")).to_contain_text("Theodora Marshfield")
    assert barriers(page) == []

    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Record that the renewal was sent")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Renewal recorded as sent.")
    expect(rows).to_have_count(before - 1)
    expect(page.get_by_text("1 done today.")).to_be_visible()
    expect(page.locator("#task-h")).to_be_focused()

    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("Undone. The task is back.")
    expect(renewal).to_have_count(1)
    expect(page.locator("#task-h")).to_have_text("Renew Theodora Marshfield’s authorization")


def test_no_page_of_the_day_faults_in_the_console(practice: Cast, page: Page) -> None:
    """The page fixture collects what the console says; the policy of the content forbids styles that htmx writes."""
    sign_in(page)
    page.locator(".row__title").first.click()
    expect(page.locator("#task-h")).to_be_visible()
    page.locator("#task-h a").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()

    page.goto("/import/")

    assert page.evaluate("htmx.config.includeIndicatorStyles") is False
    assert page.locator("style").count() == 0


def test_a_number_is_copied_with_a_click(practice: Cast, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page)
    page.locator(".row__title", has_text="Verify the coverage").first.click()
    expect(page.locator("#task-h")).to_contain_text("coverage")

    page.get_by_role("button", name="Copy: Member ID").click()

    expect(page.locator("[data-copy]", has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(
        "[data-copy]", has_text="Copied"
    ).get_attribute("data-copy")


def test_a_task_is_noted_taken_and_snoozed_with_keys(practice: Cast, page: Page) -> None:
    sign_in(page)
    expect(page.locator("#task-h")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.locator("#id_note-text")).to_be_focused()
    page.keyboard.type("Left a message with the payer.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notes")).to_contain_text("Left a message with the payer.")

    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Take it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("It is yours.")

    page.keyboard.press("s")
    expect(page.locator("#id_snooze-until_on")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#id_snooze-until_on")).to_be_hidden()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_the_task_is_its_own_page(practice: Cast, page: Page) -> None:
    sign_in(page)
    assert fits(page)
    assert barriers(page) == []
    expect(page.locator("#task-h")).to_have_count(0)

    page.locator(".row__title", has_text="Renew the authorization").click()
    expect(page).to_have_url(re.compile("/desk/tasks/"))
    expect(page.locator("#desk-rows")).to_be_hidden()
    assert fits(page)
    assert barriers(page) == []

    page.get_by_role("button", name="Record that the renewal was sent").click()
    expect(page.locator(".toast")).to_contain_text("Renewal recorded as sent.")
    expect(page.locator("#desk-rows")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#task-h")).to_have_text("Renew Theodora Marshfield’s authorization")


def test_the_list_follows_what_others_do_and_keeps_the_focus(practice: Cast, page: Page) -> None:
    sign_in(page)
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.id")
    owner = people.signed_in(practice.people["owner"])
    other = next(key for key in open_tasks(practice) if f"t-{key}" != focused)

    assert owner.post(f"/desk/tasks/{other}/claim/").status_code == 302
    page.evaluate("htmx.trigger('#desk-rows', 'refresh')")

    expect(page.locator(f"li.row:has(#t-{other})")).to_contain_text("O")
    assert page.evaluate("document.activeElement.id") == focused


def open_tasks(practice: Cast) -> list[UUID]:
    with acting.acting_for(practice.a.pk):
        return list(Task.objects.filter(state="open").values_list("id", flat=True))


def test_what_was_typed_is_there_again_after_the_session_ended(practice: Cast, page: Page) -> None:
    sign_in(page)
    page.locator(".row__title", has_text="Renew the authorization").click()
    expect(page.locator("#task-h")).to_have_text("Renew Theodora Marshfield’s authorization")
    page.get_by_label("Reference number").first.fill("FAX-4711")
    page.context.clear_cookies(name="otium_session")

    page.get_by_role("button", name="Record that the renewal was sent").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page)
    page.locator(".row__title", has_text="Renew the authorization").click()

    expect(page.get_by_label("Reference number").first).to_have_value("FAX-4711")


def test_the_desk_works_without_javascript(practice: Cast, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, viewport=WIDE)
    page = context.new_page()
    sign_in(page)

    page.locator(".row__title", has_text="Renew the authorization").click()
    page.get_by_role("button", name="Record that the renewal was sent").click()
    expect(page.locator(".toast")).to_contain_text("Renewal recorded as sent.")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#task-h")).to_have_text("Renew Theodora Marshfield’s authorization")
    context.close()


def test_signing_in_is_clean_for_axe_in_the_dark_too(practice: Cast, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(color_scheme="dark", base_url=live_server.url, viewport=PHONE)
    page = context.new_page()
    page.goto("/accounts/login/")
    assert barriers(page) == []
    assert fits(page)

    sign_in(page)

    assert barriers(page) == []
    context.close()
