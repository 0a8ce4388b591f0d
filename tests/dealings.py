"""What happened between a practice and one of its payers, made straight into the records. Inside `acting_for`."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from otium.records import models
from tests import build

_number = count(1)


def asked(of: models.Coverage, sent_at: datetime, *seconds: int | None) -> None:
    """Inquiries that left then, each answered so many seconds later; None: not answered yet."""
    for took in seconds:
        blob, sending = _sent(of, "270", sent_at)
        answer = None if took is None else _file(of, blob, sent_at + timedelta(seconds=took))
        models.Parcel.objects.create(
            practice=of.practice, key=f"test {next(_number)}", kind="270", body=blob, state="packed", answer=answer,
            transmission=sending, not_before_at=sent_at, made_at=sent_at, by="test", focus_type="coverage",
            focus_id=of.pk, payer_id="EVG01",
        )  # fmt: skip


def answered(of: models.Coverage, at: datetime, *reject_codes: str) -> None:
    """Answers by wire; an empty code is one that was no reject."""
    for code in reject_codes:
        status = "rejected" if code else "active"
        row = build.check(of, at, status, reject_code=code, trace=f"T{next(_number)}")
        models.BenefitCheck.objects.filter(pk=row.pk).update(channel="x12")


def called(of: models.Coverage, at: datetime, *minutes: int | None) -> None:
    for held in minutes:
        models.Call.objects.create(
            practice=of.practice, payer=of.payer, coverage=of, patient_id=of.patient_id, called_at=at,
            hold_minutes=held, outcome="reached",
        )  # fmt: skip


def decided(of: models.Coverage, heard_at: datetime, days: int, *, denied_for: str = "") -> models.Claim:
    """A claim that left so many days before its remittance came: paid, or denied for a CARC."""
    standing = "denied" if denied_for else "paid"
    left_at = heard_at - timedelta(days=days)
    blob, sending = _sent(of, "837P", left_at)
    claim = models.Claim.objects.create(
        practice=of.practice, number=f"C{next(_number)}", patient_id=of.patient_id, coverage=of, standing=standing,
        standing_at=heard_at, starts_on=left_at.date(), ends_on=left_at.date(), made_at=left_at,
    )  # fmt: skip
    parcel = models.Parcel.objects.create(
        practice=of.practice, key=f"test {next(_number)}", kind="837P", body=blob, state="packed",
        transmission=sending, not_before_at=left_at, made_at=left_at, by="test", focus_type="claim",
        focus_id=claim.pk,
    )  # fmt: skip
    models.ClaimVersion.objects.create(
        practice=of.practice, claim=claim, number=1, control=claim.number, parcel=parcel, made_at=left_at, by="test"
    )
    paid = Decimal(0) if denied_for else Decimal(80)
    remittance = models.Remittance.objects.create(
        practice=of.practice, inbound_file=_file(of, blob, heard_at), segment=3, trace=f"R{next(_number)}",
        paid_on=heard_at.date(), amount=paid, received_at=heard_at,
    )  # fmt: skip
    models.RemittedClaim.objects.create(
        practice=of.practice, remittance=remittance, position=14, claim=claim, number=claim.number, status="1",
        charge=Decimal(100), paid=paid,
        adjustments=[{"group": "CO", "carc": "45", "amount": "20.00"}],
        lines=[{"adjustments": [{"group": "CO", "carc": denied_for, "amount": "80.00"}]}] if denied_for else [],
    )  # fmt: skip
    return claim


def _sent(of: models.Coverage, kind: str, at: datetime) -> tuple[models.Blob, models.Transmission]:
    road = models.Connection.objects.filter(practice=of.practice).first() or build.connection(of.practice)
    blob = models.Blob.objects.create(practice=of.practice, size=1, digest=uuid4().hex)
    sending = models.Transmission.objects.create(
        practice=of.practice, connection=road, kind=kind, payload_id=uuid4(), name="test", blob=blob, state="sent",
        made_at=at, sent_at=at,
    )  # fmt: skip
    return blob, sending


def _file(of: models.Coverage, blob: models.Blob, at: datetime) -> models.InboundFile:
    return models.InboundFile.objects.create(
        practice=of.practice, digest=uuid4().hex, blob=blob, state="applied", received_at=at
    )
