"""A practice that can bill, with one patient, one therapist and a visit that was made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from otium.desk import acting
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
YESTERDAY = AT - timedelta(days=1)
LINES = [["97530", 2], ["97110", 1]]


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi="1234567893", state="NY")
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(
            tax_id="123456789", address="12 Palm Way", city="Albany", postal_code="122071234", phone="518-555-0100"
        )
        for code, amount in (("97530", 72), ("97110", 62)):
            models.Fee.objects.create(
                practice=made, code=code, amount=Decimal(amount), starts_on=date(2026, 1, 1), source="test"
            )
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def coverage(practice: models.Practice) -> models.Coverage:
    return covered(practice)


def covered(practice: models.Practice, payer_type: str = "commercial", **of_payer: object) -> models.Coverage:
    patient = build.patient(practice, sex="F", address="7 Coral St", city="Albany", state="NY", postal_code="12207")
    payer = build.payer(practice, payer_type, payer_ids=["ACM01"], **of_payer)
    return build.coverage(patient, payer)


def visited(coverage: models.Coverage, at: datetime = YESTERDAY, **fields: object) -> models.Appointment:
    """A visit that was made and is on no claim."""
    practice = coverage.practice
    therapist = models.Therapist.objects.filter(practice=practice).first() or build.therapist(
        practice, npi="1245319599", credential="OTR/L"
    )
    episode = models.EpisodeOfCare.objects.filter(patient=coverage.patient).first()
    if episode is None:
        episode = models.EpisodeOfCare.objects.create(
            practice=practice, patient=coverage.patient, therapist=therapist, icd10=["M25.641"]
        )
    values = {"therapist": therapist, "episode": episode, "lines": LINES, **fields}
    return build.visit(coverage.patient, at, status="done", **values)
