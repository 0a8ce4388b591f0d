"""Good-faith estimates on the pages: asked for, drafted, corrected, given; the paper in English and Spanish."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, estimates
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.billing import able_to_bill


@pytest.fixture
def paying(cast: Cast, patient: models.Patient) -> models.Patient:
    """Two visits at 72 dollars a unit are booked, and nobody else pays."""
    able_to_bill(cast)
    people.coverage(patient, "self_pay")
    for week in (1, 2):
        people.visit(patient, ON + timedelta(weeks=week), lines=[["97530", 2]])
    return patient


NAMES = ("code", "units", "visits", "each")


def act(client: Client, name: str, patient: Any, *more: Any, **fields: Any) -> Any:
    return client.post(reverse(f"patient_estimate_{name}", args=[patient.pk, *more]), fields, follow=True)


def only(cast: Cast) -> models.GoodFaithEstimate:
    """The first version; where the bookings still ask for another, its draft stands beside it."""
    with acting.acting_for(cast.a.pk):
        return models.GoodFaithEstimate.objects.get(practice=cast.a, version=1)


def items(*lines: tuple[str, str, str, str]) -> dict[str, str]:
    found = {"line-TOTAL_FORMS": str(len(lines)), "line-INITIAL_FORMS": "0", "diagnoses": "M25.641"}
    for at, line in enumerate(lines):
        found |= {f"line-{at}-{name}": value for name, value in zip(NAMES, line, strict=True)}
    return found


def test_the_costs_page_offers_a_draft_and_lists_it(cast: Cast, client: Client, paying: Any) -> None:
    costs = client.get(reverse("patient_costs", args=[paying.pk])).content.decode()
    assert "Draft from the bookings" in costs
    assert "They asked for an estimate" in costs

    response = act(client, "draft", paying)

    assert "$288.00" in response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("patient_estimate", args=[paying.pk, only(cast).pk])
    assert "Version 1" in client.get(reverse("patient_costs", args=[paying.pk])).content.decode()


def test_asking_records_the_day_it_is_due(cast: Cast, client: Client, paying: Any) -> None:
    response = act(client, "ask", paying)

    assert "The estimate is due Fri, Nov 27." in response.content.decode()  # over Thanksgiving
    assert only(cast).reason == "requested"


def test_the_paper_reads_in_english_and_spanish(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)
    url = reverse("patient_estimate", args=[paying.pk, only(cast).pk])

    english, spanish = client.get(url), client.get(url, {"language": "es"})

    assert "You do not have to get these services from us." in english.content.decode()
    assert 'lang="es"' in spanish.content.decode()
    assert "Práctica de movimientos diarios" in spanish.content.decode()
    assert "April 2, 2019" in english.content.decode()


def test_a_spanish_speaking_family_sees_its_paper_in_spanish_first(cast: Cast, client: Client, paying: Any) -> None:
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=paying.pk).update(language="es")
    act(client, "draft", paying)

    assert (
        "Estimación de buena fe"
        in client.get(reverse("patient_estimate", args=[paying.pk, only(cast).pk])).content.decode()
    )


def test_items_are_corrected_and_the_estimate_given(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)
    row = only(cast)

    act(
        client, "change", paying, row.pk, **items(("97166", "1", "1", "215.00"), ("", "", "2", "120"), ("", "", "", ""))
    )
    row = only(cast)
    assert (row.total, row.diagnoses, len(row.lines)) == (Decimal("455.00"), ["M25.641"], 2)

    response = act(client, "issue", paying, row.pk)

    assert only(cast).state == "issued"
    assert "Save the items" not in response.content.decode()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("97530", "2", "", "72"), "On how many visits?"),
        (("97530", "", "3", "72"), "How many units each visit?"),
        (("97530", "2", "3", ""), "Enter the price."),
        (("9753", "2", "3", "72"), "A code has five characters, like 97530."),
        (("97530", "0", "3", "72"), "greater than or equal to 1"),
    ],
)
def test_an_item_that_is_not_whole_is_said_beside_what_was_typed(
    cast: Cast, client: Client, paying: Any, line: Any, says: str
) -> None:
    act(client, "draft", paying)

    response = act(client, "change", paying, only(cast).pk, **items(line))

    text = response.content.decode()
    assert says in text
    assert f'value="{line[3] or line[2]}"' in text
    assert only(cast).total == 288


def test_a_diagnosis_that_is_none_is_refused(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)

    response = act(client, "change", paying, only(cast).pk, **items(("97530", "2", "3", "72")) | {"diagnoses": "hand"})

    assert "HAND is not written as an ICD-10-CM code" in response.content.decode()


def test_giving_it_twice_and_without_items_says_so_and_changes_nothing(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)
    row = only(cast)
    act(client, "change", paying, row.pk, **items(("", "", "", "")))

    empty = act(client, "issue", paying, row.pk)
    act(client, "change", paying, row.pk, **items(("97530", "2", "3", "72")))
    act(client, "issue", paying, row.pk)
    twice = act(client, "issue", paying, row.pk)

    assert "Still missing: items: enter at least one" in empty.content.decode()
    assert "This estimate is no draft any more" in twice.content.decode()


def test_withdrawing_needs_a_reason(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "ask", paying)
    row = only(cast)

    silent = act(client, "withdraw", paying, row.pk)
    assert "Say why it is withdrawn" in silent.content.decode()
    assert only(cast).state == "draft"

    act(client, "withdraw", paying, row.pk, why="They have a plan")
    assert only(cast).state == "withdrawn"


def test_an_estimate_given_says_how_the_bill_stands_against_it(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)
    row = only(cast)
    with acting.acting_for(cast.a.pk):
        estimates.issue(estimate_id=row.pk, by=build.TEST, at=AT)

    standing = client.get(reverse("patient_estimate", args=[paying.pk, row.pk])).context["standing"]

    assert standing == {"billed": "$0.00", "expected": "$288.00", "limit": "$688.00", "state": "clear"}


def test_an_estimate_of_another_patient_is_not_found(cast: Cast, client: Client, paying: Any) -> None:
    act(client, "draft", paying)
    other = people.patient(cast.a, "Otto", "Else")

    assert client.get(reverse("patient_estimate", args=[other.pk, only(cast).pk])).status_code == 404
    assert client.get(reverse("patient_estimate", args=[paying.pk, uuid4()])).status_code == 404
