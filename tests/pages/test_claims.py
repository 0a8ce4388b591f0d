"""Claims and payments on the pages: what may be billed, what holds a claim, sending, what was paid."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, blobs, claims
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.billing import able_to_bill, visited


@pytest.fixture
def practice(cast: Cast) -> models.Practice:
    return able_to_bill(cast)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["biller"])


def built(cast: Cast, **fields: object) -> models.Claim:
    visit = visited(cast, **fields)
    return claims.build(cast.a.pk, visits=[visit.pk], by=build.TEST, at=AT)[0]


def page(client: Client, view: str) -> str:
    return client.get(reverse("claims"), {"view": view}).content.decode()


def test_unbilled_visits_say_whether_they_can_be_billed(cast: Cast, practice: models.Practice, client: Client) -> None:
    with acting.acting_for(practice.pk):
        visited(cast)
        uncovered = visited(cast)
        models.Coverage.objects.filter(patient=uncovered.patient).update(entered_in_error=True)

    text = page(client, "unbilled")

    assert "Ready to be put on a claim" in text
    assert "No coverage is in force on this day" in text
    assert "Build the claim of 1 visit" in text


def test_building_and_sending_asks_once_with_the_sum_and_then_sends(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        visited(cast)
        visited(cast)

    client.post(reverse("claims_build"))
    asked = client.post(reverse("claims_send"))
    with acting.acting_for(practice.pk):
        before = models.Parcel.objects.count()
    keys = asked.context["keys"]
    client.post(reverse("claims_send"), {"sure": "1", "chosen": keys})

    assert "Send 2 claims over $412.00" in asked.content.decode()
    with acting.acting_for(practice.pk):
        assert (before, models.Parcel.objects.count()) == (0, 2)
        assert set(models.Claim.objects.values_list("standing", flat=True)) == {"sending"}


def test_a_held_claim_says_what_is_wrong_where_and_where_to_mend_it(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast, lines=[["97140", 1]])

    listed = page(client, "held")
    text = client.get(reverse("claim", args=[claim.pk])).content.decode()

    assert "Enter your fee for 97140." in listed
    assert "line 1, loop 2400, SV102" in text
    assert reverse("settings_fees") in text
    assert "Send it to" not in text


def test_a_claim_built_again_after_mending_may_be_sent(cast: Cast, practice: models.Practice, client: Client) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast, lines=[["97140", 1]])
        models.Fee.objects.create(practice=practice, code="97140", amount=60, starts_on=ON.replace(month=1), source="t")

    client.post(reverse("claim_rebuild", args=[claim.pk]))
    client.post(reverse("claims_send"), {"claim": claim.pk})

    with acting.acting_for(practice.pk):
        assert models.Claim.objects.get(pk=claim.pk).standing == "sending"


@pytest.mark.parametrize("typed", ["", "not-an-id"])
def test_a_claim_that_is_none_is_not_sent(practice: models.Practice, client: Client, typed: str) -> None:
    response = client.post(reverse("claims_send"), {"claim": typed})

    assert response.status_code in (302, 404)
    with acting.acting_for(practice.pk):
        assert not models.Parcel.objects.exists()


def paid(cast: Cast, claim: models.Claim | None, *, is_balanced: bool = True) -> models.Remittance:
    file = models.InboundFile.objects.create(
        practice=cast.a, digest=uuid4().hex * 2, blob=blobs.keep(cast.a, b"x"), kind="835", state="applied",
        received_at=AT,
    )  # fmt: skip
    findings = [] if is_balanced else [{"code": "x", "segment": 9, "message": "CLP03 150 is not 140."}]
    row = models.Remittance.objects.create(
        practice=cast.a, inbound_file=file, segment=3, payer_name="ACME", trace="EFT1", paid_on=ON,
        amount=Decimal(86), method="ACH", received_at=AT, findings=findings, is_balanced=is_balanced,
        provider_adjustments=[{"code": "WO", "reference": "ICN7", "amount": "10"}],
    )  # fmt: skip
    models.RemittedClaim.objects.create(
        practice=cast.a, remittance=row, position=9, claim=claim, number=claim.number if claim else "STRANGE",
        status="1", charge=Decimal(150), paid=Decimal(96), patient_responsibility=Decimal(24), is_balanced=is_balanced,
        lines=[
            {
                "code": "97530", "modifiers": ["GO"], "units": "2", "charge": "150", "paid": "96", "allowed": "120",
                "adjustments": [{"group": "CO", "carc": "45", "amount": "30"},
                                {"group": "PR", "carc": "2", "amount": "24"}],
                "remarks": ["N130"], "on": "2026-11-20",
            }
        ],
    )  # fmt: skip
    return row


def test_a_decision_is_explained_line_by_line(cast: Cast, practice: models.Practice, client: Client) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast)
        paid(cast, claim)

    text = client.get(reverse("claim", args=[claim.pk])).content.decode()

    assert "Paid <b>$96.00</b> of $150.00" in text
    assert "$30.00 contract: written off" in text
    assert "$24.00" in text
    assert "coinsurance" in text
    assert "$120.00" in text


def test_a_payment_shows_what_it_is_made_of_and_that_nothing_is_posted(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        row = paid(cast, built(cast))

    text = client.get(reverse("remittance", args=[row.pk])).content.decode()

    assert "$96.00" in text
    assert "$10.00 taken off" in text
    assert "Not posted" in text
    assert "Adds up" in text


def test_a_payment_that_does_not_add_up_or_fit_says_where(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        row = paid(cast, None, is_balanced=False)

    listed = client.get(reverse("remittances")).content.decode()
    text = client.get(reverse("remittance", args=[row.pk])).content.decode()

    assert "1 not ours" in listed
    assert "Does not add up" in listed
    assert "CLP03 150 is not 140." in text
    assert "Not ours" in text


def test_an_export_is_safe_to_open_and_holds_the_claims_of_the_view(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast)
        models.Patient.objects.filter(pk=claim.patient_id).update(first_name="=1+1", last_name="=Marsh")

    response = client.get(reverse("claims_export"), {"view": "ready"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Type"].startswith("text/csv")
    assert lines[0].startswith("claim,patient,payer")
    assert claim.number in lines[1]
    assert ",\"'=Marsh" in lines[1]


def test_who_only_reads_is_offered_no_change(cast: Cast, practice: models.Practice) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast)
        visited(cast)
    auditor = people.signed_in(cast.people["auditor"])

    listed = page(auditor, "unbilled") + page(auditor, "ready")
    text = auditor.get(reverse("claim", args=[claim.pk])).content.decode()

    assert reverse("claims_build") not in listed
    assert reverse("claims_send") not in listed + text
    assert auditor.post(reverse("claims_build")).status_code == 404


@pytest.mark.parametrize("view", ["unbilled", "held", "ready", "sending", "accepted", "rejected", "decided", "strange"])
def test_every_view_says_what_is_not_there(practice: models.Practice, client: Client, view: str) -> None:
    response = client.get(reverse("claims"), {"view": view})

    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_the_list_takes_as_many_queries_for_many_claims_as_for_few(
    cast: Cast, practice: models.Practice, client: Client, django_assert_max_num_queries
) -> None:
    def asked(view: str) -> int:
        with django_assert_max_num_queries(40) as captured:
            page(client, view)
        return len(captured.captured_queries)

    with acting.acting_for(practice.pk):
        built(cast)
        visited(cast)
    page(client, "ready")  # the session is made once
    few = asked("ready"), asked("unbilled")
    with acting.acting_for(practice.pk):
        for _ in range(4):
            built(cast)
            visited(cast)

    assert (asked("ready"), asked("unbilled")) == few


def test_a_claim_that_left_may_be_asked_about_and_one_that_did_not_says_so(
    cast: Cast, practice: models.Practice, client: Client
) -> None:
    with acting.acting_for(practice.pk):
        claim = built(cast)
    early = client.post(reverse("claim_ask", args=[claim.pk]), follow=True).content.decode()
    client.post(reverse("claims_send"), {"claim": claim.pk})

    shown = client.get(reverse("claim", args=[claim.pk])).content.decode()
    asked = client.post(reverse("claim_ask", args=[claim.pk]), follow=True).content.decode()

    assert "has not left yet" in early
    assert "where it stands" in shown
    assert "Payer asked" in asked
    with acting.acting_for(practice.pk):
        assert models.Parcel.objects.filter(kind="276", focus_id=claim.pk).count() == 1
