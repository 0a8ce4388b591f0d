"""The carrier of a connection: its settings, its secrets opened, and how far the operator lets it go."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from otium.desk import clock, keys
from otium.records.models import Connection, Practice
from otium.wires.carriers.base import Carrier
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.making import make

CarrierOf = Callable[[Practice, Connection], Carrier]


def carrier_of(practice: Practice, connection: Connection) -> Carrier:
    """One that has not connected yet. Raises carriers.SettingsError where a setting does not fit."""
    return _made(practice, connection, limits())


def quick_carrier_of(practice: Practice, connection: Connection) -> Carrier:
    """The same with less patience: for while a person waits. Raises carriers.SettingsError."""
    return _made(practice, connection, replace(limits(), connect_seconds=5, read_seconds=10, total_seconds=20))


def _made(practice: Practice, connection: Connection, within: Limits) -> Carrier:
    secrets = secrets_of(practice, connection)
    return make(connection.carrier, connection.settings, secrets, limits=within, now=clock.now)


def secrets_of(practice: Practice, connection: Connection) -> dict[str, str]:
    if not connection.secret:
        return {}
    opened: dict[str, str] = json.loads(keys.unseal(practice, bytes(connection.secret), _bound_to(connection)))
    return opened


def seal_secrets(practice: Practice, connection: Connection, secrets: Mapping[str, str]) -> bytes | None:
    """What `Connection.secret` holds; None for no secrets."""
    kept = {name: value for name, value in secrets.items() if value}
    return keys.seal(practice, json.dumps(kept).encode(), _bound_to(connection)) if kept else None


def limits() -> Limits:
    """The operator's: private addresses and folders are out of bounds unless named in the installation's settings."""
    return Limits(
        private_hosts=frozenset(settings.OTIUM_PRIVATE_HOSTS),
        folder_roots=tuple(Path(root) for root in settings.OTIUM_FOLDER_ROOTS),
    )


def _bound_to(connection: Connection) -> str:
    return f"connection {connection.pk}"
