"""What becomes of the fax of an appeal: delivered, it is with the payer; failed, the appeal is to be filed again.

That a fax service took it proves when it left. That the payer has it is said by the receipt of the other end, or by the
payer itself. A receipt that comes late, twice, or before the service's own answer leads to the same.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.requests.arrived import FAX, has_arrived, has_failed, was_delivered
from otium.desk.reviews import moving
from otium.records.models import Acknowledgement, Appeal, History, RequestSending, Try
from otium.rules.appeals import moves
from otium.terms.parcel import ParcelState
from otium.terms.prior_auth import AppealState
from otium.terms.reviews import AppealEvent

NEVER_LEFT, ARRIVED = "never_left", "arrived_after_all"
LEFT_ON = "left_on"  # the day it really left
WITH_PAYER = (AppealState.FILED.value, AppealState.ACKNOWLEDGED.value)


def settle(sendings: list[RequestSending], *, by: Actor, at: datetime) -> set[UUID]:
    """The patients to settle. No query without sendings; else under the practice's lock, unless nothing failed."""
    patients = set()
    for row in _appeals(sendings):
        mine = [each for each in sendings if each.appeal_id == row.pk]
        for each in mine:
            each.request = row.request
        if _settle(row, mine, by, at):
            patients.add(row.request.patient_id)
    return patients


def _appeals(sendings: list[RequestSending]) -> list[Appeal]:
    keys = {each.appeal_id for each in sendings}
    if not keys:
        return []
    rows = Appeal.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related("practice", "request").order_by("id"))


def _settle(row: Appeal, sendings: list[RequestSending], by: Actor, at: datetime) -> bool:
    """Whether the appeal moved."""
    before = (row.state, row.filed_on)
    for each in sendings:
        if has_arrived(each):
            _arrived(row, each, by, at)
        elif has_failed(each) and each.taken_back_at is None:
            _never_left(row, each, by, at)
    return (row.state, row.filed_on) != before


def _arrived(row: Appeal, sending: RequestSending, by: Actor, at: datetime) -> None:
    was_given_up = sending.taken_back_at is not None
    if was_given_up:
        moving.write(sending, ARRIVED, by, at, taken_back_at=None)
    if was_given_up and row.filed_on is None:
        _move(row, AppealEvent.FILE, by, at, ARRIVED, **_as_filed(row))
    _correct_day(row, by, at)
    if was_delivered(sending) and sending.confirmed_at is None:
        moving.write(sending, "confirmed", by, at, confirmed_at=at)
        _move(row, AppealEvent.ACKNOWLEDGE, by, at, "delivered")


def may_leave_again(sending: RequestSending) -> bool:
    """Whether the same fax may leave once more: nothing else of the appeal stands, and its letter is signed still."""
    row = sending.appeal
    if row.state not in (AppealState.READY, *WITH_PAYER) or (sending.packet and sending.packet.withdrawn_at):
        return False
    others = RequestSending.objects.filter(practice=row.practice, appeal=row, taken_back_at=None).exclude(pk=sending.pk)
    return not others.exists()


def left_again(sending: RequestSending, *, by: Actor, at: datetime) -> None:
    """A person sent it once more: an appeal that came back is filed again, today."""
    row = Appeal.objects.select_for_update(of=("self",)).select_related("practice", "request").get(pk=sending.appeal_id)
    if row.filed_on is None:
        before, today = _as_filed(row), clock.day(at, row.practice)
        later = today - before["filed_on"] if before["filed_on"] else None
        decide_by = before["decide_by"] + later if before["decide_by"] and later is not None else None
        _move(row, AppealEvent.FILE, by, at, "resent", filed_on=today, decide_by=decide_by, road=sending.road)


def _never_left(row: Appeal, sending: RequestSending, by: Actor, at: datetime) -> None:
    """The appeal goes back where nothing else of it is with the payer; one that the payer said it has stays."""
    why = cause_of(sending)
    moving.write(sending, NEVER_LEFT, by, at, why, taken_back_at=at)
    others = RequestSending.objects.filter(practice=row.practice, appeal=row, taken_back_at=None)
    if row.state == AppealState.FILED and not others.exists():
        _move(row, AppealEvent.TAKE_BACK, by, at, NEVER_LEFT, filed_on=None, decide_by=None, road="")


def _move(row: Appeal, event: AppealEvent, by: Actor, at: datetime, why: str, **values: Any) -> None:
    """Nothing where its state does not take the event: somebody was faster."""
    try:
        target = moves.next_appeal_state(AppealState(row.state), event)
    except moves.ReviewRefusedError:
        return
    moving.write(row, event.value, by, at, why, state=target.value, **values)


def _as_filed(row: Appeal) -> dict[str, Any]:
    """Days and road as they stood before it was taken not to have left."""
    rows = History.objects.filter(practice=row.practice, focus_id=row.pk, event=AppealEvent.TAKE_BACK.value)
    before = rows.order_by("-at", "-id").values_list("before", flat=True).first() or {}
    days = {name: date.fromisoformat(before[name]) if before.get(name) else None for name in ("filed_on", "decide_by")}
    return {**days, "road": before.get("road", "")}


def _correct_day(row: Appeal, by: Actor, at: datetime) -> None:
    """A fax that waited for its connection left on a later day than it was ordered: that day counts, with the payer's
    own time from it. Of an appeal that was sent twice the first that arrived counts."""
    if row.state not in WITH_PAYER or row.filed_on is None:
        return
    rows = RequestSending.objects.filter(practice=row.practice, appeal=row, taken_back_at=None)
    left = [_left_at(each) for each in rows.select_related("parcel__transmission")]
    left_on = min((clock.day(each, row.practice) for each in left if each is not None), default=row.filed_on)
    if left_on != row.filed_on:
        decide_by = row.decide_by and row.decide_by + (left_on - row.filed_on)
        moving.write(row, LEFT_ON, by, at, filed_on=left_on, decide_by=decide_by)


def _left_at(sending: RequestSending) -> datetime | None:
    """When a person says, or the service took it; None: it has not left."""
    if sending.parcel is None:
        return sending.sent_at
    sent = sending.parcel.transmission
    return sent.sent_at if sent is not None else None


def cause_of(sending: RequestSending) -> str:
    """What the other end, or the service, said of the failure, as a code; empty: nothing."""
    if sending.parcel.state == ParcelState.WITHDRAWN:
        return "withdrawn"
    rows = Acknowledgement.objects.filter(practice_id=sending.practice_id, parcel_id=sending.parcel_id, kind=FAX)
    said = rows.order_by("-received_at", "id").values_list("codes", flat=True).first()
    if said is not None:
        return str(said.get("cause", ""))
    tries = Try.objects.filter(practice_id=sending.practice_id, transmission_id=sending.parcel.transmission_id)
    return tries.order_by("-number").values_list("code", flat=True).first() or ""
