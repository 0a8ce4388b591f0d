"""Send what waits for one connection. Any number of workers may try; each piece of work is one's alone.

Batches go one at a time, messages that are answered on the call several at once, within the connection's limits.
Nothing here holds a transaction while a partner is spoken to; a kill at any point leaves a try without an end, and
the next round asks the partner before it repeats anything that binds somebody.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from otium.desk import (
    acting,
    clock,
    inbox,  # by module: the inbox settles, and what settles posts
)
from otium.desk.actor import RECEIVE
from otium.desk.connections.carriers import CarrierOf, carrier_of
from otium.desk.outbox import circuit, locks, packing, tries
from otium.desk.outbox.circuit import Act
from otium.desk.outbox.tries import Begun, Ended
from otium.records.models import Connection, Practice, Transmission
from otium.rules import parcels as rules
from otium.terms.parcel import ConnectionState
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.parcel import TransmissionState as State
from otium.wires.carriers.base import Carrier, CarrierError, SettingsError

LETS_BY = 3  # tries
ALREADY = "already_received"  # Sent.detail
Now = Callable[[], datetime]


def deliver(
    practice_id: UUID, connection_id: UUID, *, open_carrier: CarrierOf = carrier_of, now: Now = clock.now
) -> int:
    """How many transmissions the partner took. Returns at once where others are at all there is to do."""
    with acting.acting_for(practice_id):
        connection = Connection.objects.get(practice_id=practice_id, pk=connection_id)
        practice = Practice.objects.get(pk=practice_id)
    with ExitStack() as opened:
        try:
            carrier = open_carrier(practice, connection)
        except SettingsError as error:
            circuit.rest_now(
                practice_id, connection_id, CarrierError("unfit", detail=error.field), at=now(), act=Act.SEND
            )
            return 0
        rounds = Rounds(practice_id, connection_id, opened, carrier, now)
        try:
            return rounds.batches() + rounds.real_time(connection.most_at_once)
        except Exception:  # a fault of our own: raised, but not every other second
            circuit.rest_now(practice_id, connection_id, CarrierError("fault"), at=now(), act=Act.SEND)
            raise


class Rounds:
    """One worker's visit to a connection. The carrier connects when something is sent, and once for all of it."""

    def __init__(self, practice_id: UUID, connection_id: UUID, opened: ExitStack, carrier: Carrier, now: Now) -> None:
        self._practice_id, self._connection_id, self._now = practice_id, connection_id, now
        self._carrier, self._opened, self._is_open = carrier, opened, False

    def batches(self) -> int:
        with locks.held(f"batches {self._connection_id}") as is_ours:
            return self._all(is_real_time=False) if is_ours else 0

    def real_time(self, most_at_once: int) -> int:
        """In the first free of so many places."""
        for place in range(most_at_once):
            with locks.held(f"place {place} {self._connection_id}") as is_ours:
                if is_ours:
                    return self._all(is_real_time=True)
        return 0

    def _all(self, *, is_real_time: bool) -> int:
        """Until nothing is left that may leave now, or the connection rests."""
        taken, seen = 0, set[UUID]()
        while (found := self._next(is_real_time, seen)) is not None:
            seen.add(found)
            event = self._try(found)
            taken += event is Event.TAKEN
            if event is Event.NOT_THERE:
                seen.discard(found)  # now it may be sent
        return taken

    def _next(self, is_real_time: bool, seen: set[UUID]) -> UUID | None:
        """What is due and was tried least, the oldest first; else a fresh one of what waits.

        What was tried often lets the fresh ones by: it may be at this one alone that the partner fails.
        """
        at = self._now()
        try:
            with acting.acting_for(self._practice_id):
                connection = Connection.objects.get(pk=self._connection_id)
                if not may_send(connection, at) or (is_real_time and tries.is_minute_full(connection, at)):
                    return None
                due = due_transmissions(connection, at).filter(is_real_time=is_real_time).exclude(pk__in=seen)
                found = due.order_by("tries", "made_at", "id").first()
                if found is None or found.tries >= LETS_BY:
                    return self._packed(connection, is_real_time, at) or (found and found.pk)
                return found.pk
        except packing.CannotPack:
            circuit.rest_now(
                self._practice_id, self._connection_id, CarrierError("unfit", detail="envelope"), at=at, act=Act.SEND
            )
            return None

    def _packed(self, connection: Connection, is_real_time: bool, at: datetime) -> UUID | None:
        practice = Practice.objects.get(pk=self._practice_id)
        made = packing.pack(practice, connection, is_real_time=is_real_time, at=at)
        if made is None:
            return None
        if not is_real_time:
            Connection.objects.filter(pk=connection.pk).update(last_batch_at=at)
        return made.pk

    def _try(self, transmission_id: UUID) -> Event | None:
        with locks.held(f"transmission {transmission_id}") as is_ours:
            begun = tries.begin(self._practice_id, transmission_id, at=self._now()) if is_ours else None
            if begun is None:
                return None
            ended = self._sent(begun) if begun.sending else self._inquired(begun)
            tries.end(self._practice_id, begun, ended, at=self._now())
            return ended.event

    def _sent(self, begun: Begun) -> Ended:
        if begun.sending is None:
            raise ValueError("there is nothing to send")
        try:
            sent = self._ready().send(begun.sending)
        except CarrierError as error:
            return Ended(
                rules.event_of(permanent=error.permanent, may_have_arrived=error.may_have_arrived), failure=error
            )
        if sent.answer is not None:  # kept before the try is closed: cut off here, the partner is asked once more
            arrival = inbox.Arrival(f"answer-{begun.sending.name}", sent.answer, "real_time")
            inbox.receive_for(self._practice_id, arrival, by=RECEIVE, at=self._now())
        elif begun.sending.kind == "x12_realtime" and sent.detail == ALREADY:
            lost = CarrierError("bad_answer", detail=ALREADY, may_have_arrived=True)
            return Ended(Event.ANSWER_LOST, failure=lost)  # an earlier try had arrived, and its answer is lost
        return Ended(Event.TAKEN, reference=sent.reference, is_answered=sent.answer is not None)

    def _inquired(self, begun: Begun) -> Ended:
        try:
            was_received = self._ready().was_received(begun.payload_id)
        except CarrierError as error:
            return Ended(Event.TRY_FAILED, failure=error)
        events = {True: Event.TAKEN, False: Event.NOT_THERE, None: Event.ANSWER_LOST}
        return Ended(events[was_received])

    def _ready(self) -> Carrier:
        if not self._is_open:
            self._opened.enter_context(self._carrier)
            self._is_open = True
        return self._carrier


def may_send(connection: Connection, at: datetime) -> bool:
    is_rested = connection.rests_until is None or connection.rests_until <= at
    return connection.state == ConnectionState.ACTIVE and is_rested


def due_transmissions(connection: Connection, at: datetime) -> QuerySet[Transmission]:
    """Those to be sent, and those to be asked after."""
    is_due = Q(state=State.READY) | Q(state=State.UNSURE, next_try_at__lte=at)
    return Transmission.objects.filter(is_due, practice_id=connection.practice_id, connection=connection)
