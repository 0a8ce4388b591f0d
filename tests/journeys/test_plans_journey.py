"""A therapist is called sick and the repair accepted; next month is looked at with one more therapist."""

from datetime import date, datetime, time

import pytest
from playwright.sync_api import Page, expect

from otium.desk import acting
from otium.desk.planning import solving
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, EASTERN, Cast
from tests.journeys.sight import assert_fits_and_reads
from tests.journeys.test_wires_journey import cast, page

__all__ = ["cast", "page"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = date(2026, 11, 30)


@pytest.fixture
def sick(cast: Cast) -> models.Therapist:
    """She has three visits on Tuesday; her colleague is taken at ten."""
    sick, colleague = cast.therapists["treating"], cast.therapists["other_therapist"]
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        for name, hour in (("Cora", 9), ("Finn", 10), ("Iris", 11)):
            patient = people.patient(cast.a, name, "Ashe")
            build.visit(patient, datetime(2026, 11, 24, hour, tzinfo=EASTERN), therapist=sick)
        taken = people.patient(cast.a, "Odd", "Hale")
        build.visit(taken, datetime(2026, 11, 24, 10, tzinfo=EASTERN), therapist=colleague)
    return sick


def worked_out(cast: Cast, *, waiting: int = 1) -> None:
    """What the worker does meanwhile."""
    with acting.acting_for(cast.a.pk):
        keys = list(models.SchedulePlan.objects.filter(state="asked").values_list("pk", flat=True))
    assert len(keys) == waiting
    for key in keys:
        solving.solve(cast.a.pk, key, at=AT)


def test_a_therapist_is_called_sick_and_the_repair_is_accepted(page: Page, cast: Cast, sick: models.Therapist) -> None:
    page.goto(f"/schedule/?week=2026-11-23&therapist={sick.pk}")
    page.get_by_role("link", name=f"Call {sick.name} sick").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep visits while a therapist is away")
    assert_fits_and_reads(page, "plan-new")
    page.get_by_label("First day").fill("nov 24")
    page.get_by_label("Last day").fill("nov 24")
    page.get_by_role("button", name="See what can be kept").click()
    expect(page.get_by_text("Getting ready")).to_be_visible()

    worked_out(cast)
    expect(page.get_by_role("heading", name="3 of 3 visits can be kept")).to_be_visible()
    assert_fits_and_reads(page, "plan-repair")
    page.get_by_role("button", name="Keep this: Cora Ashe").click()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.get_by_role("button", name="Move 3 visits").click()

    expect(page.get_by_text("3 visits are in the calendar as planned.")).to_be_visible()
    with acting.acting_for(cast.a.pk):
        moved = models.Appointment.objects.filter(patient__last_name="Ashe")
        assert not moved.filter(therapist=sick, starts_at__date=date(2026, 11, 24)).exists()
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.filter(patient__last_name="Ashe", therapist=sick).count() == 3


def test_next_month_is_looked_at_with_one_more_therapist(page: Page, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        for who in cast.therapists.values():
            models.WorkingHours.objects.create(
                practice=cast.a, therapist=who, weekdays=["0"], starts_at=time(9), ends_at=time(10),
                starts_on=MONDAY, ends_on=MONDAY,
            )  # fmt: skip
        for name in ("Una", "Vic", "Wes"):
            waiting = people.patient(cast.a, name, "Byrne")
            models.WaitlistEntry.objects.create(
                practice=cast.a, patient=waiting, need="evaluation", asked_on=AT.date(), weekdays=["0"],
                since=time(9), until=time(10),
            )  # fmt: skip

    page.goto("/schedule/plans/")
    assert_fits_and_reads(page, "plans")
    page.get_by_role("link", name="What if we had one more").click()
    page.get_by_label("One more", exact=True).select_option("One more therapist")
    assert_fits_and_reads(page, "plan-what-if-new")
    page.get_by_role("button", name="See what it would bring").click()
    expect(page.get_by_text("Getting ready")).to_be_visible()

    worked_out(cast)
    expect(page.get_by_role("heading", name="1 more visit finds a place")).to_be_visible()
    expect(page.get_by_text("This looks only. Nothing is booked.")).to_be_visible()
    expect(page.get_by_role("button", name="Book")).to_have_count(0)
    assert_fits_and_reads(page, "plan-what-if")
