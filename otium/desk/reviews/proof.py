"""That an appeal was filed in time: what was due, when it left, by which road, what came back."""

from dataclasses import dataclass
from datetime import date, datetime

from otium.desk.reviews import appeals
from otium.records.models import Appeal, RequestSending
from otium.terms.payers import Ground


@dataclass(frozen=True, slots=True)
class Left:
    """One time it left. `parcel_state`: of what Otium sent itself; empty: a person sent it. `digest`: of what left."""

    sent_at: datetime
    road: str
    destination: str
    reference: str
    confirmed_at: datetime | None
    taken_back_at: datetime | None
    by: str
    note: str
    digest: str
    parcel_state: str


@dataclass(frozen=True, slots=True)
class Proof:
    """`is_timely` None: the last day is not known. `ground`: what the last day rests on."""

    notice_on: date | None
    file_by: date | None
    ground: Ground | None
    filed_on: date | None
    is_timely: bool | None
    days_to_spare: int | None
    left: tuple[Left, ...]


def proof(row: Appeal) -> Proof:
    """A fixed number of queries. What is due stands as it was worked out when the level was begun."""
    until = appeals.until_of(row, row.opened_on)
    spare = (row.file_by - row.filed_on).days if row.file_by and row.filed_on else None
    return Proof(
        notice_on=row.notice_on,
        file_by=row.file_by,
        ground=until.ground if until else None,
        filed_on=row.filed_on,
        is_timely=None if spare is None else spare >= 0,
        days_to_spare=spare,
        left=_left(row),
    )


def _left(row: Appeal) -> tuple[Left, ...]:
    rows = RequestSending.objects.filter(practice=row.practice, appeal=row).select_related("packet", "parcel")
    return tuple(
        Left(
            sent_at=each.sent_at,
            road=each.road,
            destination=each.destination,
            reference=each.reference,
            confirmed_at=each.confirmed_at,
            taken_back_at=each.taken_back_at,
            by=each.sent_by,
            note=each.note,
            digest=each.packet.digest if each.packet else "",
            parcel_state=each.parcel.state if each.parcel else "",
        )
        for each in rows.order_by("sent_at", "id")
    )
