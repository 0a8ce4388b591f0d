"""What the family owes, as staff see it: each number with how it was computed, what is missing, print and export."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast

TOMORROW = ON + timedelta(days=1)


def insured(cast: Cast, patient: models.Patient, **amounts: Any) -> models.Coverage:
    """A commercial plan at 100 dollars a visit, answered this morning."""
    cover = people.coverage(patient, "commercial")
    with acting.acting_for(cast.a.pk):
        build.rate(cover.payer, "100.00", date(2026, 1, 1))
        check = build.check(cover, AT)
        for kind, amount in amounts.items():
            models.Benefit.objects.create(
                practice=cast.a, check_row=check, kind=kind, amount=amount, level="IND", in_network=True
            )
    return cover


def page(client: Client, patient: models.Patient, name: str = "patient_costs") -> Any:
    return client.get(reverse(name, args=[patient.pk]))


def test_each_visit_says_what_is_owed_and_how_it_was_computed(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40", deductible="1500", deductible_remaining="250")
    for week in range(4):
        people.visit(patient, TOMORROW + timedelta(weeks=week))

    response = page(client, patient)

    rows = response.context["rows"]
    assert [row.owed for row in rows] == ["$100.00", "$100.00", "$90.00", "$40.00"]
    assert rows[-1].total == "$330.00"
    text = response.content.decode()
    assert "Deductible: $50.00 was left before this visit" in text
    assert "Copay, as answered Nov 23" in text
    assert "By Tue, Dec 15 the family will have owed $330.00 for 4 booked visits." in text
    (sum_,) = response.context["sums"]
    assert [(p.word, p.count) for p in sum_.key] == [
        ("met", "$1,250.00"), ("by booked visits", "$250.00"), ("left after them", "$0.00"),
    ]  # fmt: skip


def test_what_is_unknown_is_said_with_what_to_do(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40")
    people.visit(patient, TOMORROW)

    response = page(client, patient)

    (gap,) = response.context["gaps"]
    assert (gap.what, gap.count, gap.act) == ("What is left of the deductible", 1, "Ask the payer, or type its answer")
    assert gap.href == reverse("patient", args=[patient.pk]) + "#coverage"
    assert response.context["total"] == ""
    assert "one visit is not known" in response.content.decode()


def test_with_nothing_booked_the_page_says_so(client: Client, patient: Any) -> None:
    assert "No visit is booked" in page(client, patient).content.decode()


def test_the_print_opens_every_computation(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40", deductible="0")
    people.visit(patient, TOMORROW)

    assert "<details open>" in page(client, patient, "patient_costs_print").content.decode()


def test_the_export_has_numbers_and_leaves_unknown_empty(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40", deductible="0")
    people.visit(patient, TOMORROW)
    people.visit(patient, date(2027, 1, 5), kind="evaluation")
    with acting.acting_for(cast.a.pk):
        models.ExpectedRate.objects.update(visit_type="treatment")

    response = page(client, patient, "patient_costs_export")

    first, second = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (first["day"], Decimal(first["family_owes"]), Decimal(first["allowed"])) == ("2026-11-24", 40, 100)
    assert (Decimal(second["family_owes"]), second["allowed"]) == (40, "")
    assert str(patient.pk) in response["Content-Disposition"]
    assert "Marshfield" not in response["Content-Disposition"]


@pytest.mark.parametrize("visits", [1, 30])
def test_the_page_asks_a_fixed_number_of_queries(
    cast: Cast, client: Client, patient: Any, visits: int, django_assert_max_num_queries: Any
) -> None:
    insured(cast, patient, copay="40", deductible="0")
    for day in range(visits):
        people.visit(patient, TOMORROW + timedelta(days=day))

    with django_assert_max_num_queries(54):
        page(client, patient)


def test_the_patients_page_leads_here(client: Client, patient: Any) -> None:
    assert reverse("patient_costs", args=[patient.pk]) in page(client, patient, "patient").content.decode()


def letter(client: Client, patient: models.Patient) -> Any:
    return client.post(reverse("patient_costs_letter", args=[patient.pk]), follow=True)


def told(cast: Cast, **filters: Any) -> list[models.FamilyNotice]:
    with acting.acting_for(cast.a.pk):
        return list(models.FamilyNotice.objects.filter(about="cost", **filters).order_by("prepared_at", "id"))


def family_of(cast: Cast, patient: models.Patient) -> None:
    with acting.acting_for(cast.a.pk):
        models.RelatedPerson.objects.create(
            practice=cast.a, patient=patient, first_name="María", last_name="Marshfield", relationship="Mother",
            phone="(312) 555-0142", language="es", may_receive=True,
        )  # fmt: skip


def test_a_letter_about_costs_is_prepared_once_and_approved_like_others(
    cast: Cast, client: Client, patient: Any
) -> None:
    insured(cast, patient, copay="40", deductible="0", deductible_remaining="0")
    family_of(cast, patient)
    for week in range(3):
        people.visit(patient, TOMORROW + timedelta(weeks=week))
    assert "Prepare a letter about costs" in page(client, patient).content.decode()

    shown = letter(client, patient).content.decode()
    letter(client, patient)

    [notice] = told(cast)
    assert "Each visit costs you about $40." in shown
    assert "We expect you to pay about $120 for 3 visits." in shown
    assert "Creemos que usted va a pagar unos $120 por 3 visitas." in shown
    client.post(reverse("family_notice_approve", args=[notice.pk]), {"road": "letter"})
    assert told(cast)[0].state == "told"


def test_what_is_not_known_is_said_in_the_letter_and_in_no_sum(cast: Cast, client: Client, patient: Any) -> None:
    people.coverage(patient, "commercial")
    family_of(cast, patient)
    people.visit(patient, TOMORROW)

    shown = letter(client, patient).content.decode()

    [notice] = told(cast)
    assert (notice.facts["owed"], notice.facts["unknown"]) == (None, 1)
    assert "We do not know yet what 1 of your visits will cost." in shown
    assert "We expect you to pay" not in shown


def test_a_letter_whose_figures_changed_is_not_sent_but_prepared_anew(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40", deductible="0", deductible_remaining="0")
    family_of(cast, patient)
    people.visit(patient, TOMORROW)
    letter(client, patient)
    people.visit(patient, TOMORROW + timedelta(weeks=1))
    [old] = told(cast)

    refused = client.post(reverse("family_notice_approve", args=[old.pk]), {"road": "letter"}, follow=True)
    letter(client, patient)

    assert "What they owe has changed since." in refused.content.decode()
    assert sorted(n.state for n in told(cast)) == ["prepared", "withdrawn"]
    [new] = told(cast, state="prepared")
    assert new.facts["owed"] == "80.00"


def test_without_somebody_who_may_receive_it_no_letter_is_prepared(cast: Cast, client: Client, patient: Any) -> None:
    insured(cast, patient, copay="40")
    people.visit(patient, TOMORROW)

    assert "Nobody on file may receive this." in letter(client, patient).content.decode()
    assert told(cast) == []
