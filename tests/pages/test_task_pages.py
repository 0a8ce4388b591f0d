"""Tasks whose first step is a form: the field that a payer refused, the coverage that it named."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, settle
from otium.records.models import Benefit, BenefitCheck, Coverage, Payer, Task
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.pages.at_desk import page


@pytest.fixture
def covered(cast: Cast, patient: Any) -> Coverage:
    with acting.acting_for(cast.a.pk):
        build.visit(patient, AT + timedelta(days=14))
    return people.coverage(patient, "medicare_b")


def told(covered: Coverage, kind: str, task: str, **benefit: Any) -> Task:
    with acting.acting_for(covered.practice_id):
        check = answered(covered, status="active")
        Benefit.objects.create(practice=covered.practice, check_row=check, kind=kind, **benefit)
        settle.settle(covered.practice, by=build.TEST, at=AT)
        return Task.objects.get(kind=task, state="open")


def answered(covered: Coverage, **fields: Any) -> BenefitCheck:
    return BenefitCheck.objects.create(
        practice=covered.practice, coverage=covered, patient_id=covered.patient_id, answered_at=AT, channel="x12",
        **fields,
    )  # fmt: skip


def refused(covered: Coverage, code: str) -> Task:
    with acting.acting_for(covered.practice_id):
        answered(covered, status="rejected", reject_code=code, follow_up="C")
        settle.settle(covered.practice, by=build.TEST, at=AT)
        return Task.objects.get(kind="fix_inquiry", state="open")


@pytest.mark.parametrize(
    ("code", "address", "words"),
    [
        ("72", "coverage_change", "Correct the member ID"),
        ("71", "patient_change", "Correct the birth date"),
        ("T4", "payer_change", "Correct the payer’s ID"),
        ("78", "coverage_change", "Add the new coverage"),
    ],
)
def test_a_refused_inquiry_opens_the_form_of_the_field(
    client: Client, covered: Coverage, code: str, address: str, words: str
) -> None:
    panel = page(client, refused(covered, code)).context["panel"]

    keys = {"coverage_change": [covered.patient_id, covered.pk], "patient_change": [covered.patient_id],
            "payer_change": [covered.payer_id]}  # fmt: skip
    expected = (
        reverse("coverage_add", args=[covered.patient_id]) if code == "78" else reverse(address, args=keys[address])
    )
    assert panel.page.words == words
    assert panel.page.href.partition("#")[0] == expected
    assert client.get(panel.page.href).status_code == 200
    assert panel.primary is None
    assert "What helps" in panel.lead


def test_a_form_the_member_may_not_open_is_no_first_step(client: Client, covered: Coverage) -> None:
    """The assistant may not change the practice; its NPI is the owner's to correct."""
    panel = page(client, refused(covered, "51")).context["panel"]

    assert panel.page is None
    assert panel.primary.code == "ask_payer"


@pytest.mark.parametrize(("code", "first"), [("62", "ask_payer"), ("76", "coverage_checked")])
def test_a_cure_that_is_an_act_is_the_first_one(client: Client, covered: Coverage, code: str, first: str) -> None:
    panel = page(client, refused(covered, code)).context["panel"]

    assert (panel.page, panel.primary.code) == (None, first)


class TestAPayerThatWasFound:
    def test_is_added_as_coverage_with_the_payer_chosen(self, cast: Cast, client: Client, covered: Coverage) -> None:
        with acting.acting_for(cast.a.pk):
            known = Payer.objects.create(
                practice=cast.a, name="Baylight", payer_type="medicare_advantage", payer_ids=["BAY65"]
            )
        told_as = {"channel": "x12", "payer_id": "BAY65", "insurance_type": "HN"}
        task = told(covered, "managed_care", "settle_finding", text="BAYLIGHT ADVANTAGE", provenance={"value": told_as})

        shown = page(client, task)

        panel = shown.context["panel"]
        assert panel.page.words == "Add Baylight as coverage"
        form = client.get(panel.page.href).context["form"]
        assert str(form["payer"].value()) == str(known.pk)
        assert "Medicare Advantage HMO" in shown.content.decode()

    def test_that_is_not_on_file_is_added_as_payer_first(self, client: Client, covered: Coverage) -> None:
        task = told(covered, "other_payer", "settle_finding", text="Unheard Of Mutual")

        panel = page(client, task).context["panel"]

        assert panel.page.words == "Add Unheard Of Mutual as a payer"
        assert client.get(panel.page.href).context["form"]["name"].value() == "Unheard Of Mutual"

    def test_without_a_name_is_looked_for_by_a_person(self, client: Client, covered: Coverage) -> None:
        told_as = {"value": {"insurance_type": "15"}}
        shown = page(client, told(covered, "medicare_secondary", "settle_finding", provenance=told_as))

        assert shown.context["panel"].page.words == "Add the coverage"
        assert "workers’ compensation" in shown.content.decode()

    @pytest.mark.parametrize(("kind", "said"), [("qmb", {"flag": True}), ("spend_down", {"amount": 85})])
    def test_that_owes_or_spares_the_family_something_is_seen_to(
        self, client: Client, covered: Coverage, kind: str, said: dict[str, Any]
    ) -> None:
        panel = page(client, told(covered, kind, "settle_finding", **said)).context["panel"]

        assert (panel.page, panel.primary.code) == (None, "seen_to")


def test_no_text_but_a_payers_name_is_taken_from_an_address(client: Client, patient: Any) -> None:
    shown = client.get(reverse("coverage_add", args=[patient.pk]) + "?member_id=SECRET&order=2")

    form = shown.context["form"]
    assert (form["member_id"].value() or "", form["order"].value()) == ("", "2")
