"""A connection rests after failures, longer each time, and goes on when the act that failed goes through again."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zlib import crc32

from django.db.models import Q

from otium.desk import acting, settle
from otium.desk.outbox.packing import WORKER
from otium.records.models import Connection, Parcel, Practice
from otium.rules import parcels as rules
from otium.terms.parcel import PATIENCE, ParcelState, TransmissionState
from otium.wires.carriers.base import CarrierError

PERSON_SECONDS = 900  # after a refusal that only a person can mend: no door is knocked at until it locks
TOLD_AFTER = (1, PATIENCE)  # failures in a row after which the duties are looked at
SETTINGS = "unfit"  # the connection itself is not whole


class Act(StrEnum):
    """What failed. Mail that comes says nothing of whether anything leaves, and the other way round."""

    SEND = "send"
    FETCH = "fetch"


def rest(row: Connection, failure: CarrierError, *, at: datetime, act: Act) -> bool:
    """Let the connection rest; whether its duties are to be looked at. The row must be locked."""
    row.fails_since = at if row.failures == 0 else row.fails_since
    row.failures += 1
    seconds = rules.back_off_seconds(row.failures, jitter=_jitter(row), asked_seconds=failure.retry_after_seconds)
    row.rests_until = at + timedelta(seconds=max(seconds, PERSON_SECONDS if failure.code == "auth" else 0))
    needs_person = failure.needs_person or failure.code == SETTINGS
    row.last_error = {"code": failure.code, "detail": failure.detail, "needs_person": needs_person, "act": act.value}
    row.last_error_at = at
    row.save(update_fields=["failures", "fails_since", "rests_until", "last_error", "last_error_at"])
    return row.failures in TOLD_AFTER


def close(row: Connection, act: Act) -> bool:
    """Let the connection go on after this act went through; whether it had failed at it. The row must be locked."""
    if row.failures == 0 or row.last_error.get("act", act) != act:
        return False
    row.failures, row.rests_until, row.fails_since = 0, None, None
    row.save(update_fields=["failures", "rests_until", "fails_since"])
    return True


def rest_now(practice_id: UUID, connection_id: UUID, failure: CarrierError, *, at: datetime, act: Act) -> None:
    """`rest` in a transaction of its own, with the duties that follow."""
    with acting.acting_for(practice_id):
        settle.lock_practice(practice_id)
        row = Connection.objects.select_for_update().get(pk=connection_id)
        if rest(row, failure, at=at, act=act):
            practice = Practice.objects.get(pk=practice_id)
            settle.settle(practice, by=WORKER, at=at, patients=asked_about(row), why="outbox")


def asked_about(row: Connection) -> list[UUID]:
    """Patients about whom questions wait to leave by it: their tasks come back when it fails, and rest when it goes."""
    rows = Parcel.objects.filter(practice_id=row.practice_id, connection=row, kind="270")
    left = Q(state=ParcelState.WAITING) | Q(transmission__state=TransmissionState.READY)
    return list(rows.filter(left, patient__isnull=False).values_list("patient_id", flat=True).distinct())


def _jitter(row: Connection) -> float:
    """0 to 1, another for each connection and failure, the same each time it is asked for."""
    return crc32(f"{row.pk} {row.failures}".encode()) / 2**32
