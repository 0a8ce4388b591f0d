"""The times an appeal left: written, confirmed and taken back, each with its history."""

from datetime import datetime
from typing import Any

from otium.desk import outbox
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import moving
from otium.records.models import Appeal, Parcel, RequestSending

APPEAL = "appeal"


def standing(row: Appeal) -> list[RequestSending]:
    """Those that were not taken back, locked, newest first."""
    rows = RequestSending.objects.select_for_update(of=("self",)).filter(
        practice=row.practice, appeal=row, taken_back_at=None
    )
    return list(rows.select_related("request", "parcel__transmission").order_by("-sent_at", "id"))


def write(row: Appeal, road: str, by: Actor, at: datetime, *, sent_at: datetime, **more: Any) -> RequestSending:
    """It left at `sent_at`. `packet`: the letter as it was signed, None for one that nobody signed here."""
    made = RequestSending.objects.create(
        practice=row.practice, request=row.request, appeal=row, about=APPEAL, road=road,
        sent_at=sent_at, sent_by=by.name, **more,
    )  # fmt: skip
    parcel = more.get("parcel")
    told = {"about": APPEAL, "road": road, "kind": parcel.kind if isinstance(parcel, Parcel) else ""}
    moving.note(made, "sent", by, at, after=told)
    return made


def confirm(row: Appeal, by: Actor, at: datetime) -> None:
    """The payer says that it has it."""
    for sending in standing(row):
        if sending.confirmed_at is None:
            moving.write(sending, "confirmed", by, at, confirmed_at=at)


def recall(row: Appeal, by: Actor, at: datetime, why: str) -> None:
    """Nothing of it leaves any more. Raises Refused("", "packed_already") where a fax of it is on its way."""
    for sending in standing(row):
        moving.write(sending, "taken_back", by, at, why, taken_back_at=at)
        if sending.parcel_id is not None:
            try:
                outbox.recall(sending.parcel_id, why=why, by=by, at=at)
            except outbox.NotNow:
                raise Refused("", "packed_already") from None


def withdraw_waiting(row: Appeal, by: Actor, at: datetime, why: str) -> None:
    """What has not left stays here; what has is the payer's to be told of."""
    for sending in standing(row):
        if Parcel.objects.filter(pk=sending.parcel_id, state="waiting").exists():
            moving.write(sending, "taken_back", by, at, why, taken_back_at=at)
            outbox.recall(sending.parcel_id, why=why, by=by, at=at)
