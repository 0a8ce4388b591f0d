"""An appeal: begun at the level that is open, its points prepared, changed and let go."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import books, loading, moving, preparing, sendings, standing, terms
from otium.records.models import Appeal, AuthorizationRequest, RequestPacket
from otium.rules.appeals import answers, choosing, clocks
from otium.rules.prior_auth.reviews import is_disputable
from otium.terms.prior_auth import AppealOutcome, AppealState, AppealTrack
from otium.terms.reviews import AppealEvent, AppealLevel, Filer, Minimum, Until

AT_HOME = (AppealState.DRAFT.value, AppealState.READY.value)
LONGEST = 4_000


@transaction.atomic
def open_appeal(*, request_id: UUID, by: Actor, at: datetime) -> Appeal:
    """Begin the level that is open: the first, or the one after the last that was decided; where one is at home, or was
    not filed in time, that one. Raises Refused where nothing is to be disputed or no level is open."""
    request = loading.request(request_id)
    on = loading.day(request, at)
    newest = newest_of(request)
    if newest is not None and newest.state in (*AT_HOME, AppealState.EXPIRED):
        return newest  # over: filed late, or let go
    if newest is not None and newest.state != AppealState.DECIDED:
        raise Refused("", "appeal_runs")
    if newest is None:
        if not is_disputable(terms.fact_of(request)):
            raise Refused("", "nothing_to_dispute")
        track, state = terms.track_of(request, on)
        level = terms.level_of(track, 1, on, state)
        notice_on = request.decided_on
    else:
        level, notice_on = next_of(newest, on), newest.decided_on
    if level is None:
        raise Refused("", "no_level_left")
    row = begin(request, level, notice_on, by, at, points=newest.points if newest else None)
    loading.settled(request, by, at, "appeal opened")
    return row


def begin(
    request: AuthorizationRequest, level: AppealLevel, notice_on: date | None, by: Actor, at: datetime,
    *, points: list[dict[str, Any]] | None = None,
) -> Appeal:  # fmt: skip
    """A level, with its last day. What the payer must send on by itself is begun as filed. The caller settles."""
    on = loading.day(request, at)
    is_sent_on = level.filer is Filer.PAYER
    filed_on = (notice_on or on) if is_sent_on else None
    until = clocks.file_by(level, terms.rules_of(request, on), notice_on=notice_on)
    row = Appeal.objects.create(
        practice=request.practice,
        request=request,
        track=level.track.value,
        level=level.level,
        state=(AppealState.FILED if is_sent_on else AppealState.DRAFT).value,
        opened_on=on,
        notice_on=notice_on,
        file_by=until.on,
        filed_on=filed_on,
        decide_by=clocks.decide_by(level, filed_on=filed_on) if filed_on else None,
        points=points if points is not None else preparing.points(request.reason),
    )
    moving.note(row, "opened", by, at, after={"level": row.level, "file_by": row.file_by, "state": row.state})
    return row


def newest_of(request: AuthorizationRequest) -> Appeal | None:
    rows = Appeal.objects.filter(request=request).exclude(state=AppealState.WITHDRAWN.value)
    return rows.order_by("-level").first()


def level_of(row: Appeal, on: date) -> AppealLevel | None:
    """The level of an appeal as the data say it; of the day it was opened where it is not in force any more."""
    track = AppealTrack(row.track)
    state = terms.state_of(row.request, track)
    return terms.level_of(track, row.level, on, state) or terms.level_of(track, row.level, row.opened_on, state)


def next_of(row: Appeal, on: date) -> AppealLevel | None:
    """The level that is open after a decided one; None: the denial was overturned, or nothing comes after."""
    level = level_of(row, on)
    if level is None or not row.outcome:
        return None
    found = standing.disputed(row.practice, [row.request.patient_id], on=on).get(row.request_id, standing.NOTHING)
    return choosing.next_level(books.levels(), level, AppealOutcome(row.outcome), on=on, amount=found.at_risk.amount)


def until_of(row: Appeal, on: date) -> Until | None:
    """Its last day anew, with what it rests on and the day to keep."""
    level = level_of(row, on)
    return clocks.file_by(level, terms.rules_of(row.request, on), notice_on=row.notice_on) if level else None


@dataclass(frozen=True, slots=True)
class Ahead:
    """Which level is open of a request, until when. `newest`: the appeal that was begun last; `level` None: none."""

    track: AppealTrack
    level: AppealLevel | None
    until: Until | None
    newest: Appeal | None


def ahead(request: AuthorizationRequest, on: date) -> Ahead:
    newest = newest_of(request)
    track, state = terms.track_of(request, on)
    if newest is not None and newest.state == AppealState.DECIDED:
        level, notice_on = next_of(newest, on), newest.decided_on
    else:
        level, notice_on = terms.level_of(track, 1, on, state), request.decided_on
    until = clocks.file_by(level, terms.rules_of(request, on), notice_on=notice_on) if level else None
    return Ahead(track, level, until, newest)


def least_of(level: AppealLevel, on: date) -> Minimum | None:
    """The least amount in dispute at which it is open."""
    return clocks.minimum(level, on)


def continue_by(row: Appeal, level: AppealLevel) -> date | None:
    """The last day on which the family may ask that care goes on."""
    return clocks.continue_by(level, notice_on=row.notice_on)


@transaction.atomic
def answer_point(*, appeal_id: UUID, place: int, said: str, reply: str, by: Actor, at: datetime) -> Appeal:
    """What the payer said, and our answer, in a person's words. A signed letter is opened again and its signature
    counts no more."""
    row = _at_home(appeal_id)
    if not 0 <= place <= len(row.points):
        raise Refused("", "point_unknown")
    if not reply.strip():
        raise Refused(f"reply-{place}", "reply_missing")
    if len(reply) > LONGEST or len(said) > LONGEST:
        raise Refused(f"reply-{place}", "text_too_long")
    points = list(row.points)
    point = preparing.point(said.strip(), answers.UNREAD) if place == len(points) else dict(points[place])
    point |= {"said": said.strip() or point["said"], "reply": reply.strip(), "is_ours": True}
    points[place : place + 1] = [point]
    _change(row, by, at, points=points)
    return row


@transaction.atomic
def say_urgency(*, appeal_id: UUID, statement: str, by: Actor, at: datetime) -> Appeal:
    """How waiting would harm the patient, as a clinician says it; empty: the standard time is enough."""
    row = _at_home(appeal_id)
    if len(statement) > LONGEST:
        raise Refused("statement", "text_too_long")
    statement = statement.strip()
    if statement:
        level = level_of(row, loading.day(row.request, at))
        if level is None or level.expedited_hours is None:
            raise Refused("statement", "no_fast_road")
    _change(row, by, at, urgency=statement, is_expedited=bool(statement))
    return row


@transaction.atomic
def withdraw(*, appeal_id: UUID, why: str, by: Actor, at: datetime) -> Appeal:
    """It is not filed, or no longer pursued. The decision stands and is worked again."""
    row = loading.appeal(appeal_id)
    if not why.strip():
        raise Refused("why", "reason_missing")
    loading.move_appeal(row, AppealEvent.WITHDRAW, by, at, why.strip())
    sendings.withdraw_waiting(row, by, at, why.strip())
    loading.settled(row.request, by, at, "appeal withdrawn")
    return row


def _at_home(appeal_id: UUID) -> Appeal:
    row = loading.appeal(appeal_id)
    if row.state not in AT_HOME:
        raise Refused("", "appeal_left")
    return row


def _change(row: Appeal, by: Actor, at: datetime, **values: Any) -> None:
    """A change after signing opens the letter again: a signature is about the words it was put under."""
    if row.state == AppealState.READY:
        for kept in RequestPacket.objects.filter(practice=row.practice, appeal=row, withdrawn_at=None):
            moving.write(kept, "signature_withdrawn", by, at, "changed after it was signed", withdrawn_at=at)
        loading.move_appeal(row, AppealEvent.REOPEN, by, at, "changed after it was signed", **values)
    else:
        moving.write(row, "changed", by, at, **values)
    loading.settled(row.request, by, at, "appeal changed")
