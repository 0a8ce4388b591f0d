"""The cast, on one Monday morning."""

from datetime import datetime

import pytest
from django.test import Client

from otium.desk import acting, clock
from otium.records.models import Patient, Task
from tests import cast as people
from tests.cast import AT, Cast


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The instant that pages take for now; tests move it by replacing its only item."""
    instant = [AT]
    monkeypatch.setattr(clock, "now", lambda: instant[0])
    return instant


@pytest.fixture
def cast(db: None, now: list[datetime]) -> Cast:
    return people.assemble()


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def patient(cast: Cast) -> Patient:
    found = people.patient(cast.a)
    people.episode(found, cast.therapists["treating"])
    return found


@pytest.fixture
def renewal(cast: Cast, patient: Patient) -> Task:
    """A renewal that follows from the records, of a practice that asks Otium to draft nothing."""
    people.drafting_nothing(cast.a)
    people.running_out(patient, cast.therapists["treating"])
    people.settled(cast.a)
    with acting.acting_for(cast.a.pk):
        return Task.objects.get(kind="renew_authorization")


@pytest.fixture
def signature(cast: Cast, patient: Patient) -> Task:
    """The signature that a renewal waits for whose request Otium drafted."""
    people.running_out(patient, cast.therapists["treating"])
    people.settled(cast.a)
    with acting.acting_for(cast.a.pk):
        return Task.objects.get(kind="sign_request", state="open")
