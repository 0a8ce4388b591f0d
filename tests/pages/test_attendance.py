"""Late cancellations and their reasons on the visit's page; the policy in the settings; the figure of a patient."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records.models import Appointment, Patient, Practice
from tests import build
from tests import cast as people
from tests.cast import AT, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> Patient:
    return people.patient(cast.a)


def visit(cast: Cast, who: Patient, hours: float, status: str = "booked", **fields: Any) -> Appointment:
    with acting.acting_for(cast.a.pk):
        return build.visit(who, AT + timedelta(hours=hours), status, **fields)


def stands(cast: Cast, of: Appointment) -> Appointment:
    with acting.acting_for(cast.a.pk):
        return Appointment.objects.get(pk=of.pk)


@pytest.mark.parametrize(
    ("more", "status"), [({}, "late_cancel"), ({"cancel-in_time": "on"}, "cancelled")], ids=["late", "in time"]
)
def test_a_cancellation_of_today_is_late_unless_the_family_said_so_before(
    client: Client, cast: Cast, theo: Patient, more: dict[str, str], status: str
) -> None:
    made = visit(cast, theo, 3)
    page = client.get(reverse("visit", args=[made.pk]))

    client.post(reverse("visit_cancel", args=[made.pk]), {"cancel-code": "family_ride", **more})

    assert b"The family said so in time" in page.content
    assert (stands(cast, made).status, stands(cast, made).reason_code) == (status, "family_ride")


def test_a_visit_days_ahead_asks_nothing_about_time(client: Client, cast: Cast, theo: Patient) -> None:
    page = client.get(reverse("visit", args=[visit(cast, theo, 72).pk]))

    assert b"said so in time" not in page.content


def test_why_nobody_came_is_asked_and_kept(client: Client, cast: Cast, theo: Patient) -> None:
    made = visit(cast, theo, -3, "no_show")
    asked = client.get(reverse("visit", args=[made.pk]))

    after = client.post(
        reverse("visit_reason", args=[made.pk]), {"why-code": "weather", "why-reason": "Snow"}, follow=True
    )

    assert b"Why was it missed?" in asked.content
    assert after.context["visit"].reason == "Bad weather. Snow"


def test_a_reason_must_be_chosen(client: Client, cast: Cast, theo: Patient) -> None:
    made = visit(cast, theo, -3, "no_show")

    page = client.post(reverse("visit_reason", args=[made.pk]), {"why-code": ""})

    assert list(page.context["why"].errors) == ["code"]


def test_the_patients_page_says_how_regularly_they_came(client: Client, cast: Cast, theo: Patient) -> None:
    for days, status in ((3, "done"), (10, "done"), (17, "no_show")):
        visit(cast, theo, -24 * days, status)

    page = client.get(reverse("patient", args=[theo.pk]))

    assert page.context["attendance"].said == "Came to 2 of 3 visits in 8 weeks (66 %)"


def test_nothing_is_said_where_nothing_counts(client: Client, cast: Cast, theo: Patient) -> None:
    assert client.get(reverse("patient", args=[theo.pk])).context["attendance"] is None


def test_an_owner_switches_the_policy_on(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])
    sent = {"is_on": "on", "percent": "80", "weeks": "6", "least_visits": "3", "notice_hours": "48"}

    page = owner.get(reverse("settings_attendance"))
    owner.post(reverse("settings_attendance"), sent)

    with acting.acting_for(cast.a.pk):
        kept = Practice.objects.get(pk=cast.a.pk).attendance_policy
    assert b"Nobody set this yet" in page.content
    assert kept == {
        "percent": 80, "weeks": 6, "least_visits": 3, "notice_hours": 48, "illness_counts": False, "is_on": True,
    }  # fmt: skip


def test_a_percent_over_a_hundred_is_refused(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])
    sent = {"percent": "101", "weeks": "6", "least_visits": "3", "notice_hours": "48"}

    page = owner.post(reverse("settings_attendance"), sent)

    assert list(page.context["form"].errors) == ["percent"]
