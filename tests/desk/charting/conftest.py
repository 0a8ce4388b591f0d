"""A child with a visit today, charted by the therapist who treats them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from otium.desk import acting, charting
from otium.desk.actor import Actor
from otium.desk.charting import Saved
from otium.records import models
from otium.terms.charting import Entry
from tests import cast as people
from tests.cast import AT, ON


@dataclass
class Scene:
    patient: models.Patient
    by: Actor

    def save(self, entry_id: UUID | None = None, **parts: object) -> Saved:
        entry = Entry(**{"on": ON, **parts})
        return charting.save(
            entry, entry_id=entry_id or uuid4(), practice_id=self.patient.practice_id, patient_id=self.patient.pk,
            by=self.by, at=AT,
        )  # fmt: skip

    def goal(self, **columns: object) -> models.Goal:
        values = {"text": "Ties shoes", "baseline": "0 of 5", "current": "0 of 5", "target": "4 of 5", **columns}
        return models.Goal.objects.create(practice_id=self.patient.practice_id, patient=self.patient, **values)

    def take_back(self, saved: Saved) -> None:
        charting.take_back(entry_id=saved.entry_id, patient_id=self.patient.pk, by=self.by, at=AT)


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    cast = people.assemble()
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        yield Scene(patient, Actor.person(cast.people["treating"].pk))
