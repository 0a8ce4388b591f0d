"""Make a connection, or change one. Its secrets go in and never come out again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from otium.desk import ask_soon, clock, history, settle
from otium.desk.actor import Actor
from otium.desk.connections.carriers import limits, seal_secrets, secrets_of
from otium.desk.connections.kinds import CARRIES, REAL_TIME, X12
from otium.desk.inquiries import KIND
from otium.desk.outbox import asking, roads
from otium.records.models import Connection, Practice
from otium.wires.carriers.base import SettingsError
from otium.wires.carriers.making import make

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .&/_-]{0,14}")


class Refused(ValueError):
    """What stands in the way: the draft's field or setting, and why, in words that repeat no value."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All of a connection that a person chooses. `secrets` hold only those that are to be set anew; `removed` go."""

    name: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    removed: frozenset[str] = frozenset()
    carries: tuple[str, ...] = ()
    real_time: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    sender_qualifier: str = "ZZ"
    sender: str = ""
    receiver_qualifier: str = "ZZ"
    receiver: str = ""
    group_sender: str = ""
    group_receiver: str = ""
    is_test: bool = True
    wants_ta1: bool = False
    newline: str = ""
    batch_minutes: int = 0
    window_opens_at: time | None = None
    window_closes_at: time | None = None
    most_in_batch: int = 500
    most_at_once: int = 4
    most_a_minute: int = 60
    fetch_minutes: int = 5
    cost_each: Decimal | None = None  # dollars an inquiry


_SEALED = frozenset({"secrets", "removed"})
LOOKED_AT = ("inbox_url", "status_url")  # settings of providers: where texts came to, what became of a fax
COLUMNS = tuple(each.name for each in fields(Draft) if each.name not in _SEALED)


@transaction.atomic
def create(practice_id: UUID, carrier: str, draft: Draft, *, by: Actor, at: datetime) -> Connection:
    """Raises Refused. Messages that waited for a road take it at once."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    row = Connection(id=uuid4(), practice=practice, carrier=carrier, made_at=at)
    _take(row, draft)
    row.save(force_insert=True)
    after = {
        "carrier": carrier,
        **_columns(row),
        "secrets": sorted(name for name in draft.secrets if draft.secrets[name]),
    }
    history.record(row, "made", by=by, at=at, after=after)
    _open_the_road(row, by=by, at=at)
    return row


@transaction.atomic
def change(connection_id: UUID, draft: Draft, *, by: Actor, at: datetime) -> Connection:
    """Raises Refused. It is tried again at once, whatever went wrong before; nothing else is remembered less."""
    settle.lock_practice_of(Connection, connection_id)
    rows = Connection.objects.select_for_update(of=("self",)).select_related("practice")
    row = rows.get(pk=connection_id)
    before = _columns(row)
    _take(row, draft)
    row.failures, row.rests_until = 0, None
    row.save()
    after = _columns(row)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    told: dict[str, Any] = {name: after[name] for name in changed}
    if draft.secrets or draft.removed:
        told["secrets"] = sorted({*draft.secrets, *draft.removed})
    if told:
        history.record(row, "changed", by=by, at=at, before={name: before[name] for name in changed}, after=told)
    _open_the_road(row, by=by, at=at)
    return row


def _take(row: Connection, draft: Draft) -> None:
    """The draft into the row, checked as a whole. Raises Refused."""
    _check(row, draft)
    secrets = {name: text for name, text in secrets_of(row.practice, row).items() if name not in draft.removed}
    secrets |= {name: text for name, text in draft.secrets.items() if text}
    settings = {name: value for name, value in draft.settings.items() if value not in ("", None)}
    try:
        make(row.carrier, settings, secrets, limits=limits(), now=clock.now)
    except SettingsError as error:
        raise Refused(error.field, error.why) from None  # what follows it in the chain may hold a value
    for name in COLUMNS:
        value = getattr(draft, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    if CARRIES[row.carrier] != X12 and not any(settings.get(name) for name in LOOKED_AT):
        row.fetch_minutes = 0  # mail servers only take, and a provider that says nowhere what came
    if roads.clashing(row):
        raise Refused("carries", "another connection carries it for the same payers; name payers on one, or pause one")
    row.settings = settings
    row.secret = seal_secrets(row.practice, row, secrets)


def _check(row: Connection, draft: Draft) -> None:
    if not draft.name.strip():
        raise Refused("name", "it is missing")
    others = Connection.objects.filter(practice=row.practice, name=draft.name).exclude(pk=row.pk)
    if others.exists():
        raise Refused("name", "another connection of this practice has it")
    if not draft.carries or not set(draft.carries) <= set(CARRIES[row.carrier]):
        raise Refused("carries", "choose at least one")
    if CARRIES[row.carrier] == X12:
        _check_envelope(draft)
    if draft.real_time and row.carrier not in REAL_TIME:
        raise Refused("real_time", "this kind of connection has no answers on the same call")
    if not set(draft.real_time) <= set(draft.carries):
        raise Refused("real_time", "it is among what the connection carries")
    if (draft.window_opens_at is None) != (draft.window_closes_at is None):
        raise Refused("window_opens_at", "give both times, or neither")


def _check_envelope(draft: Draft) -> None:
    for name in ("sender", "receiver"):
        if not _ID.fullmatch(getattr(draft, name)):
            raise Refused(name, "1 to 15 letters and digits, as the partner gave them")
    for name in ("group_sender", "group_receiver"):
        if getattr(draft, name) and not _ID.fullmatch(getattr(draft, name)):
            raise Refused(name, "1 to 15 letters and digits, as the partner gave them, or nothing")


def _columns(row: Connection) -> dict[str, Any]:
    """For the history: nothing secret."""
    return history.plain({name: _as_text(getattr(row, name)) for name in COLUMNS})


def _as_text(value: Any) -> Any:
    """In one order, so that what was only listed otherwise is no change."""
    if isinstance(value, list):
        return sorted(value)
    return value.isoformat() if isinstance(value, time) else value


def _open_the_road(row: Connection, *, by: Actor, at: datetime) -> None:
    """Others' messages that take another road now are looked after within seconds (outbox.tending)."""
    roads.assign_waiting(row.practice)
    asking.ask_delivery(row.practice_id, row.pk)
    if KIND in row.carries:
        ask_soon.ask_soon(row.practice_id)  # what could not be asked without a road
    settle.settle(row.practice, by=by, at=at, patients=[], why="connection changed")
