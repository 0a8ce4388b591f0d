"""Small records for tests: a practice and what stands in it. Each function makes one thing and returns it.

Everything runs inside `acting_for(practice)`; call `open_practice` first and enter it.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from otium.desk import house
from otium.desk.actor import Actor
from otium.desk.outbox import Letter, post
from otium.records import models
from otium.wires.x12 import kinds
from otium.wires.x12.writing import Body

TEST = Actor("test")
_number = count(1)


def open_practice(at: datetime, slug: str = "", **fields: Any) -> models.Practice:
    """A practice of a firm of its own, in New York, with a data key."""
    n = next(_number)
    firm = house.found_firm(f"Firm {n}", by=TEST, at=at)
    new = house.NewPractice(slug=slug or f"practice-{n}", name=f"Practice {n}", short=f"P{n}"[:4], **fields)
    return house.open_practice(firm, new, by=TEST, at=at)


def patient(practice: models.Practice, **fields: Any) -> models.Patient:
    n = next(_number)
    values = {"first_name": f"Given{n}", "last_name": f"Family{n}", "birth_on": date(1990, 1, 1), **fields}
    return models.Patient.objects.create(practice=practice, **values)


def therapist(practice: models.Practice, **fields: Any) -> models.Therapist:
    return models.Therapist.objects.create(practice=practice, **{"name": f"Therapist {next(_number)}", **fields})


def payer(practice: models.Practice, payer_type: str = "commercial", **fields: Any) -> models.Payer:
    name = fields.pop("name", f"Payer {next(_number)}")
    return models.Payer.objects.create(practice=practice, name=name, payer_type=payer_type, **fields)


def coverage(who: models.Patient, of: models.Payer, **fields: Any) -> models.Coverage:
    values = {"member_id": f"TEST{next(_number):06}", **fields}
    return models.Coverage.objects.create(practice=who.practice, patient=who, payer=of, **values)


def visit(who: models.Patient, at: datetime, status: str = "booked", **fields: Any) -> models.Appointment:
    values = {"ends_at": at + timedelta(minutes=45), "status": status, **fields}
    return models.Appointment.objects.create(practice=who.practice, patient=who, starts_at=at, **values)


def authorization(who: models.Patient, visits: int | None, **fields: Any) -> models.Authorization:
    """An active authorization of pooled visits."""
    values = {"number": f"A{next(_number)}", **fields}
    row = models.Authorization.objects.create(practice=who.practice, patient=who, **values)
    models.AuthorizedService.objects.create(
        practice=who.practice, authorization=row, codes=[], basis="visits", approved=visits
    )
    return row


def check(of: models.Coverage, answered_at: datetime, status: str = "active", **fields: Any) -> models.BenefitCheck:
    return models.BenefitCheck.objects.create(
        practice=of.practice,
        coverage=of,
        patient_id=of.patient_id,
        status=status,
        answered_at=answered_at,
        channel="call",
        **fields,
    )


def rate(of: models.Payer, amount: str, starts_on: date) -> models.ExpectedRate:
    return models.ExpectedRate.objects.create(
        practice=of.practice, payer=of, amount=amount, starts_on=starts_on, source="test"
    )


def connection(practice: models.Practice, **fields: Any) -> models.Connection:
    """An active one over two folders, that carries every kind for every payer."""
    n = next(_number)
    values = {
        "name": f"Clearinghouse {n}", "carrier": "folder", "sender": f"OTIUM{n}", "receiver": "CLEARING",
        "carries": ["270", "276", "278", "275", "837P"], "made_at": datetime(2026, 11, 1, tzinfo=UTC), **fields,
    }  # fmt: skip
    return models.Connection.objects.create(practice=practice, **values)


def parcel(practice: models.Practice, at: datetime, **fields: Any) -> models.Parcel:
    """A 270 (or `kind`) that was decided at that instant; its body is one segment."""
    n = next(_number)
    kind = fields.pop("kind", "270")
    body = Body(kind[:3], kinds.GUIDES.get(kind, ("005010X279A1",))[0], (b"BHT*0022*13*%d*20261125*0900" % n,))
    values = {"payer_id": "EVG01", "trace": f"T{n}", "key": f"test {n}", **fields}
    return post(practice, Letter(kind=kind, body=body, **values), by=TEST, at=at)
