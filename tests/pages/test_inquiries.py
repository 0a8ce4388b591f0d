"""Asking a payer from the patient's page and from the desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def coverage(cast: Cast) -> models.Coverage:
    patient = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893")
        return build.coverage(patient, build.payer(cast.a, payer_ids=["ACM01"]))


def ask(client: Client, coverage: models.Coverage):
    return client.post(reverse("inquiry_ask", args=[coverage.patient_id, coverage.pk]))


def test_asking_says_that_the_answer_is_waited_for(client: Client, coverage: models.Coverage) -> None:
    response = ask(client, coverage)
    page = client.get(response["Location"].partition("#")[0]).content.decode()

    assert response.status_code == 302
    assert "no connection takes it yet" in page
    assert "Ask the payer now" not in page


@pytest.mark.parametrize(
    ("connection", "is_held_up"),
    [({}, False), ({"failures": 1}, True), ({"state": "paused"}, True)],
)
def test_an_inquiry_that_cannot_leave_promises_no_answer(
    cast: Cast, client: Client, coverage: models.Coverage, connection: dict[str, Any], is_held_up: bool
) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a, name="Riverway", **connection)

    page = client.get(ask(client, coverage)["Location"].partition("#")[0]).content.decode()

    assert ("It has not left: Riverway does not get through." in page) is is_held_up
    assert ("The answer lands here by itself." in page) is not is_held_up


def test_what_is_missing_is_said_with_its_place_and_the_form_that_mends_it(
    cast: Cast, client: Client, coverage: models.Coverage
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(pk=coverage.pk).update(member_id="")

    page = ask(client, coverage).content.decode()

    assert "loop 2100C, NM109" in page
    assert reverse("coverage_change", args=[coverage.patient_id, coverage.pk]) in page
    with acting.acting_for(cast.a.pk):
        assert not models.Parcel.objects.exists()


def facts_of_task(cast: Cast, client: Client, coverage: models.Coverage) -> list[tuple[str, str]]:
    """Of the task that wants the coverage checked: what keeps it from being asked, with the page that mends it."""
    task = people.task(coverage.patient, "verify_coverage", focus_type="coverage", focus_id=coverage.pk)
    panel = client.get(reverse("desk_task", args=[task.pk])).context["panel"]
    return [(fact.text, fact.href) for fact in panel.facts if fact.name == "Not asked by wire"]


def test_a_task_says_what_keeps_its_payer_from_being_asked(
    cast: Cast, client: Client, coverage: models.Coverage
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(pk=coverage.pk).update(member_id="")

    found = facts_of_task(cast, client, coverage)

    mends = reverse("coverage_change", args=[coverage.patient_id, coverage.pk])
    assert found == [("Enter the member ID as printed on the card.", mends)]


def test_a_task_says_that_no_connection_takes_its_question(
    cast: Cast, client: Client, coverage: models.Coverage
) -> None:
    assert facts_of_task(cast, client, coverage) == [
        ("No connection takes questions to this payer now.", reverse("connections"))
    ]


def test_a_task_of_a_payer_that_can_be_asked_says_nothing_of_it(
    cast: Cast, client: Client, coverage: models.Coverage
) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a)

    assert facts_of_task(cast, client, coverage) == []
