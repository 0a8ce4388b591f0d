"""Fees, and who holds a policy that is not the patient's own."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
BY = Actor("test")
FEE = {"code": "97530", "amount": Decimal(62), "starts_on": date(2026, 1, 1), "source": "Fee schedule"}


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


def add(kind: str, practice: models.Practice, patient: models.Patient | None = None, **values: Any) -> Any:
    key = patient.pk if patient else None
    return mend.add(kind, Entered(values), practice_id=practice.pk, patient_id=key, by=BY, at=AT)


def test_a_fee_is_kept_by_code_and_first_day(practice: models.Practice) -> None:
    add("fee", practice, **FEE)
    add("fee", practice, **{**FEE, "starts_on": date(2027, 1, 1), "amount": Decimal(64)})

    fees = models.Fee.objects.filter(practice=practice).order_by("starts_on")
    assert [(fee.code, fee.amount) for fee in fees] == [("97530", Decimal(62)), ("97530", Decimal(64))]


@pytest.mark.parametrize(("name", "wrong"), [("code", "9753"), ("starts_on", FEE["starts_on"]), ("amount", None)])
def test_a_fee_of_no_code_or_of_a_day_that_is_taken_is_refused(
    practice: models.Practice, name: str, wrong: object
) -> None:
    add("fee", practice, **FEE)

    with pytest.raises(mend.Invalid) as caught:
        add("fee", practice, **{**FEE, "starts_on": date(2026, 2, 1), name: wrong})

    assert [problem.field for problem in caught.value.problems] == [name]


def test_a_policy_of_the_patient_has_no_other_holder(practice: models.Practice) -> None:
    patient, payer = build.patient(practice), build.payer(practice)

    with pytest.raises(mend.Invalid) as caught:
        add("coverage", practice, patient, payer=payer.pk, order="1", relationship="self", subscriber_first_name="Pat")

    assert [problem.field for problem in caught.value.problems] == ["relationship"]


@pytest.mark.parametrize("relationship", ["child", "spouse", "other"])
def test_a_policy_of_somebody_else_says_whose_it_is(practice: models.Practice, relationship: str) -> None:
    patient, payer = build.patient(practice), build.payer(practice)
    holder = {"subscriber_first_name": "Pat", "subscriber_last_name": "Doe", "subscriber_birth_on": date(1988, 5, 4)}

    row = add("coverage", practice, patient, payer=payer.pk, order="1", relationship=relationship, **holder)

    assert (row.subscriber_first_name, row.subscriber_last_name) == ("Pat", "Doe")
    assert row.subscriber_birth_on == date(1988, 5, 4)


PAYER = {"name": "Prairie", "payer_type": "medicaid_ffs", "payer_ids": []}


def test_a_payer_takes_rules_that_ship_for_its_type(practice: models.Practice) -> None:
    row = add("payer", practice, **PAYER, rules_key="medicaid_ne")

    assert models.Payer.objects.get(pk=row.pk).rules_key == "medicaid_ne"


@pytest.mark.parametrize("key", ["medicaid_zz", "uhc_commercial"])
def test_rules_that_nobody_ships_for_the_type_are_refused_and_those_that_do_are_named(
    practice: models.Practice, key: str
) -> None:
    with pytest.raises(mend.Invalid) as caught:
        add("payer", practice, **PAYER, rules_key=key)

    (problem,) = caught.value.problems
    assert problem.field == "rules_key"
    assert "medicaid_ia, medicaid_ks, medicaid_ne" in str(problem.words)


def test_rules_that_came_with_an_import_stay_as_they_are(practice: models.Practice) -> None:
    row = build.payer(practice, "medicaid_ffs", name="Prairie", rules_key="own_of_prairie")
    version = mend.version_of(mend.KINDS["payer"], row)
    entered = Entered({**PAYER, "rules_key": "own_of_prairie", "phone": "518-555-0100"}, version)

    mend.change("payer", entered, record_id=row.pk, by=BY, at=AT)

    assert models.Payer.objects.get(pk=row.pk).phone == "518-555-0100"
