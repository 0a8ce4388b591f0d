"""An appeal leaves: by fax out of Otium, or by portal, mail or another machine, which a person records here.

Filed once: the practice's lock is held, the state moves with the sending, and each parcel has the sending's number.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from otium.desk import clock, outbox
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.outbox import roads
from otium.desk.reviews import appeals, faxing, letters, loading, sendings
from otium.records.models import Appeal, RequestSending
from otium.rules import notices
from otium.rules.appeals import clocks
from otium.terms.prior_auth import AppealState, Road
from otium.terms.reviews import AppealEvent

ROADS = (Road.FAX, Road.PORTAL, Road.LETTER)
LEAVES_FROM = (AppealState.READY, AppealState.EXPIRED)  # late, with good cause
WITH_PAYER = (AppealState.FILED, AppealState.ACKNOWLEDGED)


@transaction.atomic
def fax(
    *, appeal_id: UUID, to: str, by: Actor, at: datetime, note: str = "", papers: Sequence[UUID] = ()
) -> RequestSending:
    """Fax cover, letter, packet and these papers of the patient; the sending there is where it left by fax already.

    Raises Refused and posts nothing: without a number or a signature, with a paper that cannot be opened, where no
    connection carries faxes, or late without good cause (`note`).
    """
    row = loading.appeal(appeal_id)
    if row.state in WITH_PAYER:
        return _again(row)
    if row.state not in LEAVES_FROM or letters.kept_of(row) is None:
        raise Refused("", "letter_not_signed" if row.state == AppealState.DRAFT else "does_not_follow")
    if not to.strip():
        raise Refused("destination", "recipient_missing")
    if roads.connection_for(row.practice, faxing.FAX, "") is None:
        raise Refused("", "no_fax_connection")
    filed_on = clock.day(at, row.practice)
    _check_day(row, filed_on, note)
    number = RequestSending.objects.filter(practice=row.practice, appeal=row).count() + 1
    letter = faxing.letter(row, number, to=to.strip(), papers=papers, at=at)
    try:
        parcel = outbox.post_notice(row.practice, letter, by=by, at=at)
    except notices.NoticeRefusedError as refused:
        raise Refused("destination", refused.refusal.value) from None
    _file(row, Road.FAX, at, by, at)
    sending = sendings.write(
        row, Road.FAX.value, by, at, sent_at=at, packet=letters.kept_of(row), parcel=parcel, destination=to.strip(),
        note=note.strip(),
    )  # fmt: skip
    loading.settled(row.request, by, at, "appeal faxed")
    return sending


def _again(row: Appeal) -> RequestSending:
    """The button was pressed twice, or somebody else was faster."""
    known = next((each for each in sendings.standing(row) if each.parcel_id is not None), None)
    if known is None:
        raise Refused("", "appeal_filed")
    return known


@transaction.atomic
def file(
    *, appeal_id: UUID, road: Road, sent_at: datetime, by: Actor, at: datetime, destination: str = "",
    reference: str = "", note: str = "",
) -> Appeal:  # fmt: skip
    """Record that it left, by which road, with what the payer gave for it. Late needs a word of good cause; a fax the
    number that it went to."""
    row = loading.appeal(appeal_id)
    filed_on = clock.day(sent_at, row.practice)
    if road not in ROADS:
        raise Refused("road", "not_an_option")
    if sent_at > at:
        raise Refused("sent_on", "day_ahead")
    if road is Road.FAX and not destination.strip():
        raise Refused("destination", "recipient_missing")
    _check_day(row, filed_on, note)
    _file(row, road, sent_at, by, at)
    sendings.write(
        row, road.value, by, at, sent_at=sent_at, packet=letters.kept_of(row), destination=destination.strip(),
        reference=reference.strip(), note=note.strip(),
    )  # fmt: skip
    loading.settled(row.request, by, at, "appeal filed")
    return row


def _check_day(row: Appeal, filed_on: date, note: str) -> None:
    if row.notice_on and filed_on < row.notice_on:
        raise Refused("sent_on", "before_the_notice")
    if row.file_by and filed_on > row.file_by and not note.strip():
        raise Refused("note", "late_needs_cause")


def _file(row: Appeal, road: Road, sent_at: datetime, by: Actor, at: datetime) -> None:
    values = {"filed_on": clock.day(sent_at, row.practice), "decide_by": _decide_by(row, sent_at)}
    loading.move_appeal(row, AppealEvent.FILE, by, at, road=road.value, **values)


@transaction.atomic
def take_back(*, appeal_id: UUID, why: str, by: Actor, at: datetime) -> Appeal:
    """It did not leave after all. The letter stands as it was signed, or is a draft again.

    Raises Refused("", "packed_already") while a fax of it is on its way: then nothing is taken back.
    """
    row = loading.appeal(appeal_id)
    if not why.strip():
        raise Refused("why", "reason_missing")
    loading.move_appeal(row, AppealEvent.TAKE_BACK, by, at, why.strip(), filed_on=None, decide_by=None, road="")
    if letters.kept_of(row) is None:
        loading.move_appeal(row, AppealEvent.REOPEN, by, at, "was filed without a signature")
    sendings.recall(row, by, at, why.strip())
    loading.settled(row.request, by, at, "appeal taken back")
    return row


@transaction.atomic
def acknowledge(*, appeal_id: UUID, reference: str, by: Actor, at: datetime) -> Appeal:
    """The payer says that it has it."""
    row = loading.appeal(appeal_id)
    loading.move_appeal(row, AppealEvent.ACKNOWLEDGE, by, at, reference=reference.strip() or row.reference)
    sendings.confirm(row, by, at)
    loading.settled(row.request, by, at, "appeal acknowledged")
    return row


def _decide_by(row: Appeal, sent_at: datetime) -> date | None:
    level = appeals.level_of(row, clock.day(sent_at, row.practice))
    if level is None:
        return None
    if row.is_expedited:
        until = clocks.expedited_by(level, filed_at=sent_at)
        return clock.day(until, row.practice) if until else None
    return clocks.decide_by(level, filed_on=clock.day(sent_at, row.practice))
