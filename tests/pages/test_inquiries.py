"""Asking a payer from the patient's page and from the desk."""

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
