"""The letter of an estimate on the pages: the panel of its task, and the family's page behind its link."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.families import telling
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.at_desk import of_a, page
from tests.pages.billing import able_to_bill
from tests.pages.family_link import text, token_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(cast: Cast, patient: models.Patient) -> models.Patient:
    """A child whose mother may be told; two visits at 72 dollars a unit are booked, and nobody else pays."""
    able_to_bill(cast)
    people.coverage(patient, "self_pay")
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=patient.pk).update(birth_on=date(2019, 4, 2))
        models.RelatedPerson.objects.create(
            practice=cast.a, patient=patient, first_name="María", last_name="Marshfield", relationship="Mother",
            phone="(312) 555-0142", language="es", may_receive=True,
        )  # fmt: skip
        build.connection(cast.a, carries=["text"])
    for week in (1, 2):
        people.visit(patient, ON + timedelta(weeks=week), lines=[["97530", 2]])
    return patient


def task_of(cast: Cast) -> models.Task:
    people.settled(cast.a)
    return of_a(cast, models.Task, kind="give_estimate", state="open")[0]


def test_the_panel_shows_the_estimate_as_a_letter_and_one_button(cast: Cast, client: Client, paying: Any) -> None:
    shown = text(page(client, task_of(cast)))

    assert "Practice of everyday movements (97530)" in shown
    assert "Práctica de movimientos diarios (97530)" in shown
    assert "$288.00" in shown
    assert shown.count("btn--primary") == 1
    assert "mother" in shown
    assert "family was told" not in shown


def test_approving_on_the_desk_gives_the_estimate(cast: Cast, client: Client, paying: Any) -> None:
    task = task_of(cast)
    [notice] = of_a(cast, models.FamilyNotice, about="estimate")

    client.post(reverse("family_notice_approve", args=[notice.pk]), {"road": "text", "back": "desk"}, follow=True)

    [row] = of_a(cast, models.GoodFaithEstimate)
    assert (row.state, row.notice_id) == ("issued", notice.pk)
    assert of_a(cast, models.Task, pk=task.pk)[0].state == "closed"
    assert "Record as given" not in text(client.get(reverse("patient_estimate", args=[paying.pk, row.pk])))


@pytest.mark.parametrize(
    ("gone", "says", "door"),
    [
        ("fee", "a price for each booked visit", "settings_fees"),
        ("tax_id", "the practice’s tax ID", "settings_practice"),
    ],
)
def test_the_panel_says_what_is_missing_and_where_to_enter_it(
    cast: Cast, client: Client, paying: Any, gone: str, says: str, door: str
) -> None:
    with acting.acting_for(cast.a.pk):
        if gone == "fee":
            models.Fee.objects.all().delete()
        else:
            models.Practice.objects.filter(pk=cast.a.pk).update(tax_id="")

    shown = text(page(client, task_of(cast)))

    assert of_a(cast, models.FamilyNotice) == []
    assert says in shown
    assert reverse(door) in shown


def test_the_link_shows_the_items_with_the_law_and_takes_one_answer(cast: Cast, paying: Any) -> None:
    task_of(cast)
    [notice] = of_a(cast, models.FamilyNotice, about="estimate")
    with acting.acting_for(cast.a.pk):
        telling.approve(notice_id=notice.pk, by=build.TEST, at=AT)
        token = token_of(cast.a)
    family = Client()

    shown = text(family.get(url(token, "en")))
    spanish = text(family.get(url(token)))
    thanks = family.post(url(token, "en"), {"choice": "understood"})

    for each in ("Practice of everyday movements (97530)", "2 × $72.00", "$288.00", "1-800-985-3059", "$400"):
        assert each in shown
    assert "Práctica de movimientos diarios (97530)" in spanish
    assert "I read this and understand" in shown
    assert "Please call me" in shown
    assert thanks.status_code == 200
    assert of_a(cast, models.FamilyNotice, pk=notice.pk)[0].answer["choice"] == "understood"
    assert "97530" not in text(family.get(url(token, "en")))
