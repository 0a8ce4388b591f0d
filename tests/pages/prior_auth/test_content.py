"""What a request asks for, on its page: made by hand, changed, cancelled."""

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.requests import life as requests
from otium.records import models
from otium.records.models import Task
from tests import cast as people
from tests.cast import Cast
from tests.pages import at_desk
from tests.pages.prior_auth.asking import post, state_of


def test_a_renewal_that_is_drafted_is_opened_from_the_ledger_and_not_drafted_again(
    client: Client, asked: models.AuthorizationRequest
) -> None:
    text = client.get(reverse("patient_authorizations", args=[asked.patient_id])).content.decode()

    assert "Open its renewal" in text
    assert "Draft its renewal" not in text


def test_what_it_asks_for_is_changed_and_somebody_elses_change_is_not_overwritten(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    seen = requests.version_of(asked)
    fields = {
        "version": seen, "coverage": str(asked.coverage_id), "authorization": str(asked.authorization_id),
        "starts_on": "12/1/2026", "ends_on": "1/31/2027", "per_week": "2", "weeks": "8", "codes_1": "97530",
        "quantity_1": "16", "basis_1": "visits",
    }  # fmt: skip

    first = client.post(reverse("request_change", args=[asked.pk]), fields)
    second = client.post(reverse("request_change", args=[asked.pk]), fields | {"quantity_1": "20"})

    assert first.status_code == 302
    assert "Somebody changed this request meanwhile." in second.content.decode()
    with acting.acting_for(cast.a.pk):
        asked.refresh_from_db()
    assert (asked.requested, asked.codes, asked.weeks) == (16, ["97530"], 8)


def test_a_request_is_made_by_hand_from_the_patient(cast: Cast, client: Client, renewal: Task) -> None:
    with acting.acting_for(cast.a.pk):
        coverage = models.Coverage.objects.get(patient_id=renewal.patient_id)

    response = client.post(
        reverse("request_new", args=[renewal.patient_id]),
        {"kind": "amendment", "coverage": str(coverage.pk)},
        follow=True,
    )

    assert "More than approved" in response.content.decode()
    assert len(at_desk.of_a(cast, models.AuthorizationRequest, kind="amendment")) == 1


def test_a_renewal_by_hand_says_what_it_renews(cast: Cast, client: Client, renewal: Task) -> None:
    with acting.acting_for(cast.a.pk):
        coverage = models.Coverage.objects.get(patient_id=renewal.patient_id)

    response = client.post(
        reverse("request_new", args=[renewal.patient_id]), {"kind": "renewal", "coverage": str(coverage.pk)}
    )

    assert "Enter this." in response.content.decode()


def test_a_cancelled_request_keeps_why(cast: Cast, client: Client, asked: models.AuthorizationRequest) -> None:
    refused = post(client, "request_cancel", asked, reason=" ").content.decode()
    text = post(client, "request_cancel", asked, reason="The family moves").content.decode()

    assert "Enter this." in refused
    assert "The family moves" in text
    assert state_of(cast, asked) == "cancelled"


@pytest.mark.parametrize("name", ["request_change", "request_reopen"])
def test_a_therapist_of_other_patients_takes_back_no_signature(
    cast: Cast, signed: models.AuthorizationRequest, name: str
) -> None:
    other = people.signed_in(cast.people["other_therapist"])

    found = other.post(reverse(name, args=[signed.pk]), {})

    assert found.status_code == 404
    with acting.acting_for(cast.a.pk):
        assert models.AuthorizationRequest.objects.get(pk=signed.pk).state == "ready"
        assert not models.RequestPacket.objects.exclude(withdrawn_at=None).exists()
