"""One patient of a Medicaid plan whose twelve visits run out, a therapist who signs, and a road by wire and by fax."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import acting, blobs, packets, settle
from otium.desk.actor import Actor
from otium.desk.packets import keeping
from otium.records import models
from otium.wires.paper.page import one_page
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
SWEEP = Actor("sweep")
PAYER_ID, NPI, FAX = "HARB1", "1234567893", "+16175550142"


@dataclass
class Scene:
    """What the tests speak of."""

    practice: models.Practice
    patient: models.Patient
    payer: models.Payer
    coverage: models.Coverage
    authorization: models.Authorization
    therapist: models.Therapist
    dana: Actor
    alex: Actor

    def settle(self, at: datetime = AT) -> None:
        settle.settle(self.practice, by=SWEEP, at=at)

    def open(self) -> list[str]:
        rows = models.Task.objects.filter(patient=self.patient, state="open")
        return sorted(rows.values_list("kind", flat=True))

    def request(self) -> models.AuthorizationRequest:
        return models.AuthorizationRequest.objects.get(patient=self.patient)

    def sign(self, request: models.AuthorizationRequest, at: datetime = AT) -> models.RequestPacket:
        return signed(request, self.alex, at)


def signed(request: models.AuthorizationRequest, by: Actor, at: datetime = AT) -> models.RequestPacket:
    """The packet of the records, as signing leaves it: what it lacks is not these tests' matter."""
    row = keeping.keep(request, packets.compiled(request.pk, at=at), by=by, at=at)
    row.gaps, row.signed_at, row.signed_by_id = [], at, by.staff_id
    row.signer_name, row.signer_credential, row.signature_hash = "Alex Moreau", "OTR/L", "b" * 64
    row.pdf = blobs.keep(request.practice, one_page(["The packet"]))
    row.save()
    return row


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi=NPI)
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(
            name="Riverside OT", tax_id="123456789", address="1 Main Street", city="Boston", state="MA",
            postal_code="021150001", phone="617-555-0100", fax="617-555-0101",
        )  # fmt: skip
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def scene(practice: models.Practice) -> Scene:
    """Twice a week since October: sixteen visits made or booked, twelve approved, a plan of care for twelve weeks."""
    therapist = build.therapist(practice, npi="1245319599")
    patient = build.patient(practice, sex="F")
    payer = build.payer(practice, "medicaid_mco", name="Harborlight", payer_ids=[PAYER_ID])
    coverage = build.coverage(patient, payer)
    held = build.authorization(
        patient, 12, coverage=coverage, starts_on=date(2026, 10, 20), ends_on=date(2026, 12, 31), number="HB-100"
    )
    models.EpisodeOfCare.objects.create(
        practice=practice, patient=patient, therapist=therapist, icd10=["F82"], starts_on=date(2026, 10, 1)
    )
    models.PlanOfCare.objects.create(
        practice=practice, patient=patient, therapist=therapist, starts_on=date(2026, 10, 20),
        frequency_per_week=2, duration_weeks=12, certified_on=date(2026, 10, 22),
    )  # fmt: skip
    for week in range(8):
        for day in (0, 2):
            at = datetime(2026, 10, 20, 14, tzinfo=UTC) + timedelta(days=7 * week + day)
            build.visit(
                patient, at, "booked" if at > AT else "done", therapist=therapist, lines=[["97530", 2]],
                kind="treatment",
            )  # fmt: skip
    people = [
        models.Staff.objects.create_user(f"{name}-{practice.slug}@example.test", "secret", name=name)
        for name in ("Dana", "Alex")
    ]
    for person, role in zip(people, ("assistant", "therapist"), strict=True):
        models.Membership.objects.create(practice=practice, staff=person, role=role)
    dana, alex = (Actor.person(person.pk) for person in people)
    return Scene(practice, patient, payer, coverage, held, therapist, dana, alex)


@pytest.fixture
def wire(scene: Scene) -> models.Connection:
    return build.connection(scene.practice)


@pytest.fixture
def fax(scene: Scene) -> models.Connection:
    """A fax service, and the payer's number as the practice entered it."""
    models.PayerRoad.objects.create(
        practice=scene.practice, payer=scene.payer, road="fax", destination=FAX, source="payer manual"
    )
    return build.connection(scene.practice, name="Fax", carrier="folder", carries=["fax"])
