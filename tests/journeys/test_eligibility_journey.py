"""Eligibility in a real browser: the board, a coverage beside it, and ten visits booked past a pooled limit."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from otium.desk import acting, clock
from otium.records import models
from otium.records.models import Patient
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.journeys.sight import assert_fits_and_reads

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, db: None) -> Cast:
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: AT.replace(microsecond=next(moments)))
    return people.assemble()


@pytest.fixture
def theo(cast: Cast) -> Patient:
    """Five of 30 visits are left, shared with PT and SLP; one is booked for tomorrow."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    cover = people.coverage(patient, "commercial")
    people.visit(patient, ON + timedelta(days=1), cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        for days, remaining in ((9, 7), (1, 5)):
            check = models.BenefitCheck.objects.create(
                practice=cast.a, coverage=cover, patient=patient, status="active", channel="call",
                answered_at=AT - timedelta(days=days),
            )  # fmt: skip
            for kind, amount in (("visit_limit", 30), ("visits_remaining", remaining), ("deductible", 1500)):
                models.Benefit.objects.create(
                    practice=cast.a, check_row=check, kind=kind, amount=amount, period="calendar_year",
                    pooled_with=["PT", "SLP"] if kind != "deductible" else [],
                )  # fmt: skip
    for name in ("Ada", "Bo"):
        people.visit(people.patient(cast.a, name, "Lindqvist"), ON + timedelta(days=2))
    people.settled(cast.a)
    return patient


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, live_server: Any, cast: Cast, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, base_url=live_server.url, reduced_motion="reduce")
    session = people.signed_in(cast.people["owner"]).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def test_ten_visits_past_a_pooled_limit_are_booked_only_after_the_first_failing_one_was_named(
    page: Page, cast: Cast, theo: Patient
) -> None:
    page.goto(reverse("visit_book", args=[theo.pk]))
    page.get_by_label("Day", exact=True).fill("dec 1")
    page.get_by_label("Time").fill("10")
    page.get_by_label("How many visits").fill("10")
    page.get_by_role("button", name="Book it").last.click()

    expect(page.get_by_role("alert")).to_contain_text("Visit limit fails first on Tue, Dec 29")
    assert_fits_and_reads(page, "eligibility-book")
    page.get_by_role("button", name="Book anyway").click()

    expect(page.get_by_text("10 visits booked, the first on Tue, Dec 1, 10 am.")).to_be_visible()
    expect(page.locator("#strips").get_by_text("from Tue, Dec 29")).to_be_visible()
    assert_fits_and_reads(page, "eligibility-patient")
    page.get_by_role("link", name="All visits and checks, what if").click()
    expect(page.get_by_text("fails first, on Tue, Dec 29")).to_be_visible()
    assert_fits_and_reads(page, "eligibility-clearance")


def test_the_board_opens_a_coverage_and_what_is_tried_is_not_saved(page: Page, cast: Cast, theo: Patient) -> None:
    page.goto(reverse("eligibility"), wait_until="networkidle")
    expect(page.get_by_role("heading", name="Needs you 2")).to_be_visible()
    row = page.get_by_role("link", name="Theodora Marshfield Nothing to ask")
    row.click()
    expect(page.get_by_role("heading", name="Counted up")).to_be_visible()
    assert_fits_and_reads(page, "eligibility-coverage")

    page.goto(reverse("eligibility"), wait_until="networkidle")
    assert_fits_and_reads(page, "eligibility-board")
    page.goto(reverse("clearance", args=[theo.pk]))
    page.get_by_label("Add a visit on").fill("dec 1")
    page.get_by_label("Weekly, how many visits").fill("6")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("link", name="Book these")).to_be_visible()
    assert_fits_and_reads(page, "eligibility-tried")

    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.filter(patient=theo).count() == 1


def test_every_print_and_the_week_with_strips_fit_and_read(page: Page, cast: Cast, theo: Patient) -> None:
    with acting.acting_for(cast.a.pk):
        cover = models.Coverage.objects.get(patient=theo)
        visit = models.Appointment.objects.get(patient=theo)
    found = {
        "print": reverse("eligibility_print"),
        "coverage-print": reverse("coverage_print", args=[theo.pk, cover.pk]),
        "clearance-print": reverse("clearance_print", args=[theo.pk]),
        "coverage-page": reverse("coverage", args=[theo.pk, cover.pk]),
        "week": reverse("schedule") + "?clearance=1",
        "visit": reverse("visit", args=[visit.pk]),
    }
    for name, url in found.items():
        page.goto(url, wait_until="networkidle")
        assert_fits_and_reads(page, name)
