"""A practice with an adult whose commercial plan denied a renewal, three visits booked that nothing covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import acting, settle
from otium.desk.actor import Actor
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
DECIDED = date(2026, 11, 20)


@dataclass
class Denied:
    practice: models.Practice
    patient: models.Patient
    payer: models.Payer
    coverage: models.Coverage
    therapist: models.Therapist
    signer: Actor
    request: models.AuthorizationRequest

    def tasks(self) -> set[str]:
        return set(models.Task.objects.filter(state="open").values_list("kind", flat=True))


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    with acting.acting_for(row.pk):
        row.refresh_from_db()
        yield row


@pytest.fixture
def denied(practice: models.Practice) -> Denied:
    return denial(practice)


def denial(practice: models.Practice, payer_type: str = "commercial", **fields: object) -> Denied:
    staff = models.Staff.objects.create(email=f"t-{practice.slug}-{payer_type}@alder.example", name="Noor Haddad",
                                        credential="OTR/L")  # fmt: skip
    models.Membership.objects.create(practice=practice, staff=staff, role="therapist")
    therapist = build.therapist(practice, staff=staff, credential="OTR/L", npi="1245319599")
    patient = build.patient(practice)
    payer = build.payer(practice, payer_type, rules_key=fields.pop("rules_key", ""))
    coverage = build.coverage(patient, payer)
    build.rate(payer, "100", date(2026, 1, 1))
    models.EpisodeOfCare.objects.create(
        practice=practice, patient=patient, therapist=therapist, icd10=["S62.501A"], starts_on=date(2026, 8, 25)
    )
    for week in range(3):
        build.visit(patient, AT + timedelta(days=8 + 7 * week), therapist=therapist)
    values = {
        "kind": "renewal", "state": "denied", "submitted_on": date(2026, 11, 10), "decided_on": DECIDED,
        "requested": 12, "reason": "82; plateau since August", "starts_on": date(2026, 11, 30),
        "ends_on": date(2027, 2, 26), **fields,
    }  # fmt: skip
    request = models.AuthorizationRequest.objects.create(
        practice=practice, patient=patient, coverage=coverage, **values
    )
    settle.settle(practice, by=build.TEST, at=AT)
    return Denied(practice, patient, payer, coverage, therapist, Actor.person(staff.pk), request)
