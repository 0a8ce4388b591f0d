"""A covered patient with a visit, and what was asked of payers."""

from datetime import UTC, datetime, timedelta
from typing import Any

from otium.desk import settle, verifying
from otium.desk.actor import Actor
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
SOON, LATER = AT + timedelta(days=1), AT + timedelta(days=4)
BY = Actor("test")
HOUR = timedelta(hours=1)


def covered(practice: models.Practice, visit_at: datetime | None = LATER, **fields: Any) -> models.Coverage:
    """Of a patient with a visit, never asked about."""
    patient = build.patient(practice, sex="F")
    if visit_at is not None:
        build.visit(patient, visit_at)
    payer = models.Payer.objects.filter(practice=practice).first() or build.payer(practice, payer_ids=["ACM01"])
    return build.coverage(patient, payer, **fields)


def settled(practice: models.Practice, at: datetime = AT) -> verifying.Asked:
    settle.settle(practice, by=BY, at=at)
    return verifying.ask(practice, at=at)


def parcels() -> list[models.Parcel]:
    return list(models.Parcel.objects.order_by("made_at", "id"))


def open_kinds() -> list[str]:
    return sorted(models.Task.objects.filter(state="open").values_list("kind", flat=True))


def answered(coverage: models.Coverage, at: datetime, status: str = "active", reject_code: str = "") -> None:
    trace = models.Parcel.objects.filter(focus_id=coverage.pk).order_by("-made_at").values_list("trace", flat=True)[0]
    build.check(coverage, at, status, trace=trace, reject_code=reject_code)
