"""A child with four visits left and ten booked, and a mother who reads Spanish."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import settle
from otium.desk.acting import acting_for
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
PHONE = "(312) 555-0142"


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    row.phone, row.state = "512-555-0142", "NY"
    with acting_for(row.pk):
        row.save(update_fields=["phone", "state"])
        yield row


@pytest.fixture
def texts(practice: models.Practice) -> models.Connection:
    return build.connection(practice, carries=["text"])


@pytest.fixture
def child(practice: models.Practice) -> models.Patient:
    return near_the_limit(practice)


@pytest.fixture
def mother(child: models.Patient) -> models.RelatedPerson:
    return related(child)


def near_the_limit(practice: models.Practice, *, left: int = 4, booked: int = 10, **fields: object) -> models.Patient:
    """Of 30 visits `left` remain; so many are booked, each Tuesday from tomorrow."""
    who = build.patient(practice, first_name="Mateo", last_name="Ruiz", birth_on=date(2019, 4, 2), **fields)
    payer = build.payer(practice)
    answer = build.check(build.coverage(who, payer), AT - timedelta(days=3))
    for kind, amount in (("visit_limit", 30), ("visits_remaining", left)):
        models.Benefit.objects.create(practice=practice, check_row=answer, kind=kind, amount=amount)
    build.rate(payer, "118.00", date(2026, 1, 1))
    for day in range(booked):
        build.visit(who, AT + timedelta(days=1 + 2 * day))
    return who


def related(child: models.Patient, **fields: object) -> models.RelatedPerson:
    values = {
        "first_name": "María", "last_name": "Ruiz", "relationship": "mother", "phone": PHONE, "language": "es",
        "may_receive": True, "may_consent": True, **fields,
    }  # fmt: skip
    return models.RelatedPerson.objects.create(practice=child.practice, patient=child, **values)


def settled(practice: models.Practice, at: datetime = AT) -> None:
    settle.settle(practice, by=build.TEST, at=at)


def notices(**filters: object) -> list[models.FamilyNotice]:
    return list(models.FamilyNotice.objects.filter(**filters).order_by("prepared_at", "id"))


def task(kind: str = "tell_benefit_limit") -> models.Task | None:
    return models.Task.objects.filter(kind=kind, state="open").first()
