"""A chain of two families that can be asked: who has Monday at nine could come later, who waits can come at nine."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from otium.desk import acting, blobs
from otium.desk.chains import asking
from otium.records import models
from otium.terms.notice import Notice
from tests import build
from tests.desk.planning.house import AT, BY, chained
from tests.desk.visit_messages.conftest import token

HOLDER, WAITS = "(312) 555-0142", "(312) 555-0177"


@dataclass
class Chain:
    plan: models.SchedulePlan
    holder: models.Patient
    waits: models.Patient

    def again(self) -> models.SchedulePlan:
        return models.SchedulePlan.objects.select_related("practice").get(pk=self.plan.pk)

    def ask(self) -> models.SchedulePlan:
        return asking.begin(practice_id=self.plan.practice_id, plan_id=self.plan.pk, by=BY, at=AT)

    def notice(self, who: models.Patient) -> models.FamilyNotice:
        return models.FamilyNotice.objects.filter(patient=who, about="chain").latest("prepared_at")

    def hours(self, who: models.Patient) -> set[str]:
        rows = models.Appointment.objects.filter(patient=who, status="booked").values_list("starts_at", flat=True)
        return {f"{at.astimezone(AT.tzinfo):%a %H:%M}" for at in rows}


def open_practice() -> models.Practice:
    """One that sends texts."""
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(phone="512-555-0142", state="NY")
        row = models.Practice.objects.get(pk=made.pk)
        build.connection(row, carries=["text"])
    return row


def open_chain(practice: models.Practice) -> Chain:
    """Both families can be texted."""
    plan, entry, visit = chained(practice)
    for who, phone in ((visit.patient, HOLDER), (entry.patient, WAITS)):
        models.Patient.objects.filter(pk=who.pk).update(state="NY")
        models.RelatedPerson.objects.create(
            practice=practice, patient=who, first_name="Ana", last_name="Ruiz", relationship="mother", phone=phone,
            may_receive=True, may_consent=True,
        )  # fmt: skip
    return Chain(plan, visit.patient, entry.patient)


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = open_practice()
    with acting.acting_for(made.pk):
        yield made


@pytest.fixture
def chain(practice: models.Practice) -> Chain:
    return open_chain(practice)


def link(practice: models.Practice, who: models.Patient) -> str:
    """The token of the newest text to this patient's family."""
    row = models.Parcel.objects.filter(practice=practice, patient_id=who.pk, kind="text").order_by("-made_at").first()
    assert row is not None
    return token(Notice.from_bytes(blobs.load(practice, row.body)).text)
