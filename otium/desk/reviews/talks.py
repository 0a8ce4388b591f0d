"""A peer-to-peer from its beginning to what came of it. Refusals name entry and sentence (pages/words/reviews)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import calls, clock
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.calls import Said
from otium.desk.reviews import loading, moving, overturning, slots, terms
from otium.desk.reviews.overturning import Granted, Ground
from otium.records.models import AuthorizationRequest, Call, EpisodeOfCare, PeerToPeer, Practice, Therapist
from otium.rules.peer_to_peer.statistics import TalkCount, TalkFact, counts
from otium.rules.prior_auth.reviews import is_disputable
from otium.terms.calls import CallOutcome
from otium.terms.prior_auth import PeerToPeerOutcome, PeerToPeerState, RequestState, Road
from otium.terms.reviews import PeerToPeerEvent

RUNS = (PeerToPeerState.OPEN.value, PeerToPeerState.ASKED.value, PeerToPeerState.SCHEDULED.value,
        PeerToPeerState.MISSED.value)  # fmt: skip
WON = (PeerToPeerOutcome.OVERTURNED, PeerToPeerOutcome.PARTLY)
LONGEST_SLOT = 120
USUAL_NOTE = "Peer-to-peer"


@dataclass(frozen=True, slots=True)
class Spoken:
    """How one call about a talk went. `result`: a CallOutcome."""

    result: str
    at: datetime
    number: str = ""
    representative: str = ""
    reference: str = ""
    hold_minutes: int | None = None
    talk_minutes: int | None = None
    note: str = ""


@transaction.atomic
def open_talk(*, request_id: UUID, by: Actor, at: datetime) -> PeerToPeer:
    """Begin one about a denied, cut or pended request; the one that runs already where there is one.

    Raises Refused where the payer's terms do not allow it any more.
    """
    request = loading.request(request_id)
    running = PeerToPeer.objects.filter(request=request, state__in=RUNS).first()
    if running:
        return running
    if request.state != RequestState.PENDED and not is_disputable(terms.fact_of(request)):
        raise Refused("", "nothing_to_dispute")
    window = terms.talk_window(request, at)
    if window.is_open is False:
        raise Refused("", f"talk_{window.why}")
    row = PeerToPeer.objects.create(
        practice=request.practice,
        request=request,
        state=PeerToPeerState.OPEN.value,
        opened_on=loading.day(request, at),
        until_on=window.until_on,
        therapist=request.therapist or _treating(request),
    )
    moving.note(row, "opened", by, at, after={"until_on": window.until_on, "until_at": window.until_at})
    loading.settled(request, by, at, "peer-to-peer opened")
    return row


@transaction.atomic
def record_try(*, talk_id: UUID, spoken: Spoken, by: Actor, at: datetime) -> PeerToPeer:
    """A call for a time, or one that reached nobody. The call is kept among the calls with this payer."""
    row = loading.talk(talk_id)
    call = _call(row, spoken, by, at)
    tries = [*row.attempts, _tried(spoken, call, by)]
    loading.move_talk(row, PeerToPeerEvent.ASK, by, at, attempts=tries, asked_on=row.asked_on or _on(row, spoken.at))
    loading.settled(row.request, by, at, "peer-to-peer tried")
    return row


@transaction.atomic
def schedule(
    *, talk_id: UUID, slot_at: datetime, minutes: int, therapist_id: UUID, by: Actor, at: datetime, sure: bool = False
) -> PeerToPeer:
    """Set the time, which is then the therapist's on their calendar. `sure`: although they have a visit then."""
    row = loading.talk(talk_id)
    if not 0 < minutes <= LONGEST_SLOT:
        raise Refused("minutes", "minutes_out_of_range")
    if slot_at <= at:
        raise Refused("slot", "slot_passed")
    if row.until_on and clock.day(slot_at, row.practice) > row.until_on and not sure:
        raise Refused("slot", "slot_after_last_day")
    if not Therapist.objects.filter(pk=therapist_id, practice=row.practice).exists():
        raise Refused("therapist", "not_an_option")
    if not sure and not slots.is_free(therapist_id, row.practice, slot_at, minutes, but=row.pk):
        raise Refused("slot", "slot_taken")
    loading.move_talk(
        row, PeerToPeerEvent.SCHEDULE, by, at, slot_at=slot_at, slot_minutes=minutes, therapist_id=therapist_id,
        asked_on=row.asked_on or loading.day(row.request, at), may_overlap=sure,
    )  # fmt: skip
    loading.settled(row.request, by, at, "peer-to-peer scheduled")
    return row


@transaction.atomic
def miss(*, talk_id: UUID, why: str, by: Actor, at: datetime) -> PeerToPeer:
    """The slot passed without a talk: the payer did not call, or nobody took the call."""
    row = loading.talk(talk_id)
    tried = {"at": at.isoformat(), "by": by.name, "result": "missed", "note": why.strip()}
    loading.move_talk(row, PeerToPeerEvent.MISS, by, at, attempts=[*row.attempts, tried], slot_at=None)
    loading.settled(row.request, by, at, "peer-to-peer missed")
    return row


@transaction.atomic
def hold(
    *, talk_id: UUID, spoken: Spoken, outcome: PeerToPeerOutcome, by: Actor, at: datetime,
    granted: Granted | None = None,
) -> PeerToPeer:  # fmt: skip
    """The talk took place. An overturned decision moves the request; without a number the approval is still to come."""
    row = loading.talk(talk_id)
    if not spoken.representative.strip():
        raise Refused("representative", "who_was_spoken_with")
    held_on = _on(row, spoken.at)
    if spoken.at > at:
        raise Refused("held_on", "day_ahead")
    call = _call(row, spoken, by, at)
    loading.move_talk(
        row, PeerToPeerEvent.HOLD, by, at, held_on=held_on, outcome=outcome.value, call_id=call.pk if call else None,
        reviewer=spoken.representative.strip(), reference=spoken.reference.strip(), note=spoken.note.strip(),
        attempts=[*row.attempts, _tried(spoken, call, by)],
    )  # fmt: skip
    _follow(row, outcome, granted, held_on, by, at)
    return row


@transaction.atomic
def learn(
    *, talk_id: UUID, outcome: PeerToPeerOutcome, note: str, by: Actor, at: datetime, granted: Granted | None = None
) -> PeerToPeer:
    """What the payer said afterwards of a talk that was held, or the approval that it had promised."""
    row = loading.talk(talk_id)
    note = "\n".join(part for part in (row.note, note.strip()) if part)
    loading.move_talk(row, PeerToPeerEvent.LEARN, by, at, outcome=outcome.value, note=note)
    _follow(row, outcome, granted, loading.day(row.request, at), by, at)
    return row


@transaction.atomic
def withdraw(*, talk_id: UUID, why: str, by: Actor, at: datetime) -> PeerToPeer:
    """It is not held. The decision stands, and is worked again."""
    row = loading.talk(talk_id)
    if not why.strip():
        raise Refused("why", "reason_missing")
    loading.move_talk(row, PeerToPeerEvent.WITHDRAW, by, at, note=why.strip())
    loading.settled(row.request, by, at, "peer-to-peer withdrawn")
    return row


def _follow(
    row: PeerToPeer, outcome: PeerToPeerOutcome, granted: Granted | None, on: date, by: Actor, at: datetime
) -> None:
    if outcome in WON and granted is not None:
        ground = Ground("peer-to-peer", on, Road.CALL, ", ".join(filter(None, (row.reviewer, row.reference))))
        overturning.overturn(row.request_id, granted, ground, by=by, at=at)
    loading.settled(row.request, by, at, f"peer-to-peer {outcome}")


def _call(row: PeerToPeer, spoken: Spoken, by: Actor, at: datetime) -> Call | None:
    """None where the request names no coverage: nobody knows whom the call was with."""
    if row.request.coverage_id is None:
        return None
    if spoken.result not in set(CallOutcome):
        raise Refused("result", "not_an_option")
    said = Said(
        called_at=spoken.at, outcome=spoken.result, number=spoken.number, representative=spoken.representative,
        reference=spoken.reference, hold_minutes=spoken.hold_minutes, talk_minutes=spoken.talk_minutes,
        note=spoken.note or USUAL_NOTE,
    )  # fmt: skip
    return calls.record_call(coverage_id=row.request.coverage_id, said=said, by=by, at=at)


def _tried(spoken: Spoken, call: Call | None, by: Actor) -> dict[str, Any]:
    return {
        "at": spoken.at.isoformat(), "by": by.name, "result": spoken.result, "note": spoken.note.strip(),
        "call": str(call.pk) if call else None,
    }  # fmt: skip


def _on(row: PeerToPeer, moment: datetime) -> date:
    return clock.day(moment, row.practice)


def _treating(request: AuthorizationRequest) -> Therapist | None:
    """Of the active episode of care, else of the newest."""
    rows = EpisodeOfCare.objects.filter(patient_id=request.patient_id, therapist__isnull=False, discipline="OT")
    newest = rows.select_related("therapist").order_by("-is_active", "-starts_on", "id").first()
    return newest.therapist if newest else None


def counted(places: Iterable[Practice]) -> list[tuple[str, TalkCount]]:
    """What came of talks, by the payer's name, most talks first; empty for a payer that is not known. One query."""
    rows = PeerToPeer.objects.filter(practice__in=list(places)).values_list(
        "request__coverage__payer_id", "request__coverage__payer__name", "state", "outcome"
    )
    names: dict[UUID | None, str] = {}
    facts = []
    for payer, name, state, outcome in rows:
        names[payer] = name or ""
        facts.append(TalkFact(payer, PeerToPeerState(state), PeerToPeerOutcome(outcome) if outcome else None))
    found = sorted(counts(facts).items(), key=lambda pair: (-pair[1].offered, names[pair[0]]))
    return [(names[payer], count) for payer, count in found]
