"""How far a message about a visit went; one that did not arrive is a call to the family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from otium.desk import blobs, settle
from otium.desk.actor import Actor
from otium.desk.families import links
from otium.desk.visit_messages import matters, wording
from otium.desk.visit_messages.matters import Matter
from otium.records.models import Acknowledgement, Appointment, FamilyNotice, History, Practice, Staff, VisitMessage
from otium.terms.family import ABOUT_VISITS, MatterKind, NoticeAbout, NoticeState
from otium.terms.notice import Notice
from otium.terms.parcel import ParcelState, TransmissionState, Verdict
from otium.terms.schedule import VisitStatus

WHY = "a message did not arrive"
LATELY = timedelta(days=14)


def failed(path: str) -> Q:
    """Of rows that lead to a parcel by that path: it did not arrive."""
    refused = Q(**{f"{path}__transmission__state": TransmissionState.FAILED.value})
    return (refused | Q(**{f"{path}__verdict": Verdict.REJECTED.value})) & ~Q(
        **{f"{path}__verdict": Verdict.ACCEPTED.value}
    )


class Reach(StrEnum):
    """How far a message went."""

    WAITS = "waits"  # for its hour, or a connection
    SENT = "sent"  # the service took it
    DELIVERED = "delivered"  # the service says that it arrived
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


def reach(parcel_state: str | None, sending_state: str | None, verdict: str | None) -> Reach | None:
    """Of a parcel's state, its transmission's and what was heard of it; None where there is no parcel."""
    if parcel_state is None:
        return None
    if parcel_state == ParcelState.WITHDRAWN.value:
        return Reach.TAKEN_BACK
    if sending_state == TransmissionState.FAILED.value or verdict == Verdict.REJECTED.value:
        return Reach.FAILED
    if verdict:
        return Reach.DELIVERED
    return Reach.SENT if sending_state == TransmissionState.SENT.value else Reach.WAITS


def of_notice(notice: FamilyNotice) -> Reach | None:
    """Its parcel and transmission are loaded. No query."""
    parcel = notice.parcel
    if parcel is None:
        return None
    return reach(parcel.state, parcel.transmission.state if parcel.transmission else None, parcel.verdict)


def cause_of(notice: FamilyNotice) -> str:
    """The service's code of why it did not arrive; empty where none was said. One query."""
    rows = Acknowledgement.objects.filter(
        practice=notice.practice, parcel=notice.parcel_id, verdict=Verdict.REJECTED.value
    )
    said = rows.order_by("received_at", "id").values_list("codes", flat=True).first() if notice.parcel_id else None
    return str(said.get("cause", "")) if said else ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message about a visit, of a kind `about`. `at`: when it leaves or left."""

    notice_id: UUID
    about: str
    is_cancelled: bool
    road: str
    at: datetime
    reach: Reach | None
    choice: str
    answered_at: datetime | None


def of_visit(visit: Appointment) -> list[Said]:
    """All that was said of it, oldest first. One query."""
    rows = VisitMessage.objects.filter(practice_id=visit.practice_id, appointment=visit)
    rows = rows.select_related("notice__parcel__transmission").order_by("notice__prepared_at", "id")
    return [_said(row, visit) for row in rows]


def _said(row: VisitMessage, visit: Appointment) -> Said:
    notice = row.notice
    parcel = notice.parcel
    sending = parcel.transmission if parcel else None
    left_at = sending.sent_at if sending and sending.sent_at else parcel.not_before_at if parcel else notice.prepared_at
    return Said(
        notice_id=notice.pk,
        about=notice.about,
        is_cancelled=row.is_cancelled,
        road=notice.road,
        at=left_at,
        reach=of_notice(notice),
        choice=notice.answer.get("choices", {}).get(str(visit.pk), ""),
        answered_at=notice.acknowledged_at,
    )


def words_of(notice: FamilyNotice) -> str:
    """What was sent, or would be: without what opens its link. Two queries where it was sent."""
    if notice.parcel is None:
        return wording.of_notice(notice, links.address("…"))
    body = Notice.from_bytes(blobs.load(notice.practice, notice.parcel.body))
    return links.without_tokens(body.text)


def confirmed_by(visit: Appointment) -> str:
    """Who said that they come: a person's name, or the name of an automation; empty where nobody did. Two queries."""
    if visit.confirmed_at is None:
        return ""
    rows = History.objects.filter(practice_id=visit.practice_id, focus_id=visit.pk, event="confirmed")
    by = rows.order_by("-at", "-id").values_list("by", flat=True).first() or ""
    staff = Staff.objects.filter(pk=by).first() if len(by) == len(str(visit.pk)) else None
    return staff.name if staff else by


def marked(visits: QuerySet[Appointment]) -> QuerySet[Any]:
    """The same visits with what became of the last message for the time they have: `told_parcel`, `told_sending`,
    `told_verdict`, for `mark`. That it was booked is no reminder, unless it stood for one. No further query."""
    rows = (
        VisitMessage.objects.filter(
            practice=OuterRef("practice"),
            appointment=OuterRef("pk"),
            starts_at=OuterRef("starts_at"),
            is_cancelled=False,
        )
        .exclude(notice__about=NoticeAbout.VISIT_BOOKED.value, step=0)
        .order_by("-notice__prepared_at", "-id")
    )

    def last(path: str) -> Subquery:
        return Subquery(rows.values(path)[:1])

    return visits.annotate(
        told_parcel=last("notice__parcel__state"),
        told_sending=last("notice__parcel__transmission__state"),
        told_verdict=last("notice__parcel__verdict"),
    )


def mark(visit: Any) -> Reach | None:
    """How far the last message about a visit of `marked` went; None where nothing was said, or nobody asked."""
    if getattr(visit, "told_parcel", None) is None:
        return None
    return reach(visit.told_parcel, visit.told_sending, visit.told_verdict)


def note_failed(practice: Practice, *, by: Actor, at: datetime) -> None:
    """A matter for each visit to come whose message did not arrive, and for each letter or question that did not, once.

    Three queries where there is none. An offer needs none: its hour goes to the next.
    """
    rows = VisitMessage.objects.filter(
        failed("notice__parcel"), practice=practice, appointment__status=VisitStatus.BOOKED.value,
        appointment__starts_at__gt=at, starts_at=F("appointment__starts_at"),
    )  # fmt: skip
    visits: Iterable[Any] = rows.order_by("id").values_list("appointment__patient_id", "appointment_id", "notice_id")
    letters = FamilyNotice.objects.filter(
        failed("parcel"), practice=practice, state=NoticeState.TOLD.value, told_at__gt=at - LATELY
    ).exclude(about__in=(*ABOUT_VISITS, NoticeAbout.OFFER.value))
    others: Iterable[Any] = letters.order_by("id").values_list("patient_id", "pk")
    found = [Matter(MatterKind.NOT_DELIVERED, *ids) for ids in visits]
    found += [Matter(MatterKind.NOT_DELIVERED, patient, None, notice) for patient, notice in others]
    people = matters.note(practice, found, by=by, at=at)
    if people:
        settle.settle(practice, by=by, at=at, patients=people, why=WHY)
