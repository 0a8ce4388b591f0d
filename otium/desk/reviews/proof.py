"""That an appeal was filed in time: what was due, when it left, by which road, what came back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import blobs
from otium.desk.requests.arrived import FAX, has_failed
from otium.desk.reviews import appeals
from otium.desk.reviews.heard import cause_of
from otium.records.models import Acknowledgement, Appeal, RequestSending
from otium.terms.notice import Notice
from otium.terms.payers import Ground
from otium.terms.prior_auth import AppealState
from otium.wires.paper import joining

FILED = (AppealState.FILED.value, AppealState.ACKNOWLEDGED.value, AppealState.DECIDED.value)


@dataclass(frozen=True, slots=True)
class Left:
    """One time it left. `digest`: of the signed letter that did.

    Of a fax out of Otium (`is_ours`): `left_at` when the service took it, None while it waits; `delivered_at` and
    `received` what its receipt says; `cause` why it failed. `pages` are counted in what was sent.
    """

    sent_at: datetime
    road: str
    destination: str
    reference: str
    confirmed_at: datetime | None
    taken_back_at: datetime | None
    by: str
    note: str
    digest: str
    is_ours: bool = False
    left_at: datetime | None = None
    delivered_at: datetime | None = None
    pages: int | None = None
    received: int | None = None
    receipt: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """`is_timely` None: the last day is not known, or nothing has left yet. `ground`: what the last day rests on."""

    notice_on: date | None
    file_by: date | None
    ground: Ground | None
    filed_on: date | None
    is_timely: bool | None
    days_to_spare: int | None
    left: tuple[Left, ...]
    has_left: bool


def proof(row: Appeal) -> Proof:
    """A fixed number of queries, and one for each fax. What is due stands as it was when the level was begun."""
    until = appeals.until_of(row, row.opened_on)
    left = _left(row)
    standing = [each for each in left if each.taken_back_at is None]
    has_left = row.state in FILED and (not standing or any(not each.is_ours or each.left_at for each in standing))
    spare = (row.file_by - row.filed_on).days if row.file_by and row.filed_on and has_left else None
    return Proof(
        notice_on=row.notice_on,
        file_by=row.file_by,
        ground=until.ground if until else None,
        filed_on=row.filed_on,
        is_timely=None if spare is None else spare >= 0,
        days_to_spare=spare,
        left=left,
        has_left=has_left,
    )


def _left(row: Appeal) -> tuple[Left, ...]:
    rows = RequestSending.objects.filter(practice=row.practice, appeal=row)
    found = list(rows.select_related("packet", "parcel__transmission", "parcel__body").order_by("sent_at", "id"))
    receipts = _receipts([each.parcel_id for each in found if each.parcel_id])
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
            **(_of_fax(row, each, receipts.get(each.parcel_id, {})) if each.parcel_id else {}),
        )
        for each in found
    )


def _receipts(parcels: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What was said of a fax that was delivered, by parcel. No query without faxes."""
    if not parcels:
        return {}
    rows = Acknowledgement.objects.filter(parcel_id__in=parcels, kind=FAX, verdict="accepted")
    return dict(rows.values_list("parcel_id", "codes"))


def _of_fax(row: Appeal, sending: RequestSending, said: dict[str, Any]) -> dict[str, Any]:
    sent = sending.parcel.transmission
    delivered_at = datetime.fromisoformat(said["at"]) if said.get("at") else sending.confirmed_at
    notice = Notice.from_bytes(blobs.load(row.practice, sending.parcel.body))
    return {
        "is_ours": True,
        "left_at": sent.sent_at if sent else None,
        "delivered_at": delivered_at if said else None,
        "pages": joining.pages(notice.attachment),
        "received": said.get("pages"),
        "receipt": said.get("reference") or (sent.reference if sent else ""),
        "cause": cause_of(sending) if has_failed(sending) else "",
    }
