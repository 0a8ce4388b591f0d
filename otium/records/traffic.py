"""Facts of what leaves and comes: transmissions, parcels and connections that wait for a person."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.terms.parcel import (
    ConnectionFact,
    ConnectionState,
    ParcelState,
    RoadlessFact,
    SendingFact,
    TrafficFacts,
    TransmissionState,
)

Day = Callable[[datetime], date]


def facts(practice_id: UUID, day: Day) -> TrafficFacts:
    """Three queries, however much traffic there is."""
    return TrafficFacts(
        sendings=_sendings(practice_id, day), roadless=_roadless(practice_id, day),
        connections=_connections(practice_id, day),
    )  # fmt: skip


def _sendings(practice_id: UUID, day: Day) -> tuple[SendingFact, ...]:
    """Refused ones, and unsure ones about which the partner could not say more; what was asked anew is in neither."""
    return tuple(
        SendingFact(key, TransmissionState(state), kind, parcels, day(at), code or "")
        for key, state, kind, parcels, at, code in prepared.rows(_waiting, practice_id)
    )


def _waiting(practice_id: UUID) -> Rows:
    newest = models.Try.objects.filter(practice_id=practice_id, transmission=OuterRef("pk")).order_by("-number")
    waits = Q(state=TransmissionState.FAILED) | Q(state=TransmissionState.UNSURE, next_try_at=None)
    holds = Exists(models.Parcel.objects.filter(practice_id=practice_id, transmission=OuterRef("pk")))
    rows = models.Transmission.objects.filter(waits, holds, practice_id=practice_id)
    rows = rows.annotate(code=Subquery(newest.values("code")[:1])).order_by("made_at", "id")
    return rows.values_list("id", "state", "kind", "parcels", "made_at", "code")


def _roadless(practice_id: UUID, day: Day) -> tuple[RoadlessFact, ...]:
    return tuple(RoadlessFact(kind, count, day(since)) for kind, count, since in prepared.rows(_unsent, practice_id))


def _unsent(practice_id: UUID) -> Rows:
    rows = models.Parcel.objects.filter(practice_id=practice_id, connection=None, state=ParcelState.WAITING)
    return rows.order_by("kind").values_list("kind").annotate(Count("id"), Min("made_at"))


def _connections(practice_id: UUID, day: Day) -> tuple[ConnectionFact, ...]:
    return tuple(_connection(row, day) for row in prepared.rows(_troubled, practice_id))


def _troubled(practice_id: UUID) -> Rows:
    waiting = Count("parcel_rows", filter=Q(parcel_rows__state=ParcelState.WAITING))
    rows = models.Connection.objects.filter(practice_id=practice_id).annotate(waiting=waiting)
    rows = rows.filter(Q(failures__gt=0) | Q(state=ConnectionState.PAUSED) | Q(last_error__code="left"))
    return rows.order_by("name").values_list(
        "id", "name", "state", "failures", "fails_since", "last_error_at", "made_at", "last_error", "waiting"
    )


def _connection(row: tuple[Any, ...], day: Day) -> ConnectionFact:
    key, name, state, failures, fails_since, last_error_at, made_at, error, waiting = row
    return ConnectionFact(
        id=key,
        name=name,
        state=ConnectionState(state),
        failures=failures,
        since_on=day(fails_since or last_error_at or made_at),
        cause=error.get("code", ""),
        needs_person=bool(error.get("needs_person")),
        left=error.get("files", 0) if error.get("code") == "left" else 0,
        waiting=waiting,
    )


OF_PRACTICE = (_waiting, _unsent, _troubled)  # what records/facts asks together
