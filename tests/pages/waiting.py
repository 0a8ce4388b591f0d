"""A practice that sends texts, an hour that came free, and people who wait: what pages of offers and of the waitlist
are tried with."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import EASTERN, ON, Cast


def signed_in(cast: Cast) -> Client:
    """The assistant of a practice that keeps its own calendar and sends texts."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium", phone="512-555-0142")
        build.connection(cast.a, carries=["text"])
    return people.signed_in(cast.people["assistant"])


def called_off(cast: Cast) -> models.Appointment:
    at = datetime(2026, 11, 24, 15, tzinfo=EASTERN)
    with acting.acting_for(cast.a.pk):
        who = people.patient(cast.a, "Cora", "Ashe")
        return build.visit(who, at, status="cancelled", therapist=cast.therapists["treating"])


def waits(cast: Cast, name: str, days: int, phone: str = "", **fields: Any) -> models.WaitlistEntry:
    patient = people.patient(cast.a, name, "Marshfield")
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=patient.pk).update(phone=phone, birth_on=date(1990, 1, 1))
        build.coverage(patient, build.payer(cast.a, "self_pay"))
        return models.WaitlistEntry.objects.create(
            practice=cast.a, patient=patient, asked_on=ON - timedelta(days=days), **{"need": "make_up", **fields}
        )
