"""Pause a connection, let it go on, look for mail now."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.outbox import asking, circuit, roads
from otium.records.models import Connection
from otium.terms.parcel import ConnectionState


class NotNow(Exception):
    """It cannot be done from where the connection stands; `code` names the sentence (pages.staff.connections.words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def pause(connection_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Nothing leaves by it and nothing is fetched; what it carries waits. Raises NotNow."""
    row = _locked(connection_id)
    if not why.strip():
        raise NotNow("reason_missing")
    if row.state == ConnectionState.PAUSED:
        raise NotNow("paused_already")
    row.state = ConnectionState.PAUSED.value
    row.save(update_fields=["state"])
    history.record(row, "paused", by=by, at=at, why=why.strip())
    settle.settle(row.practice, by=by, at=at, patients=circuit.asked_about(row), why="connection paused")


@transaction.atomic
def resume(connection_id: UUID, *, by: Actor, at: datetime) -> None:
    """It goes on at once, whatever went wrong before. Raises NotNow."""
    row = _locked(connection_id)
    if row.state != ConnectionState.PAUSED:
        raise NotNow("not_paused")
    row.state, row.failures, row.rests_until = ConnectionState.ACTIVE.value, 0, None
    if roads.clashing(row):
        raise NotNow("road_taken")
    row.save(update_fields=["state", "failures", "rests_until"])
    history.record(row, "resumed", by=by, at=at)
    asking.ask_delivery(row.practice_id, row.pk)
    settle.settle(row.practice, by=by, at=at, patients=circuit.asked_about(row), why="connection resumed")


@transaction.atomic
def look_for_mail(connection_id: UUID) -> None:
    """Ask a worker to fetch what lies there. Raises NotNow."""
    row = Connection.objects.get(pk=connection_id)
    if row.state == ConnectionState.PAUSED:
        raise NotNow("paused")
    asking.ask_fetch(row.practice_id, row.pk)


def _locked(connection_id: UUID) -> Connection:
    settle.lock_practice_of(Connection, connection_id)
    return Connection.objects.select_for_update(of=("self",)).select_related("practice").get(pk=connection_id)
