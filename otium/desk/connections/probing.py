"""Try a connection out, step by step, and pin the key that a partner's server shows."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.connections.carriers import CarrierOf, quick_carrier_of
from otium.desk.connections.editing import Refused
from otium.records.models import Connection
from otium.wires.carriers.base import Probe, SettingsError

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


def probe(connection_id: UUID, *, by: Actor, at: datetime, open_carrier: CarrierOf = quick_carrier_of) -> Probe:
    """Connects and signs in, sends nothing. A test that goes through lets a resting connection go on.

    Raises Refused where a setting does not fit any more.
    """
    row = Connection.objects.select_related("practice").get(pk=connection_id)
    try:
        found = open_carrier(row.practice, row).probe()
    except SettingsError as error:
        raise Refused(error.field, error.why) from None
    if found.is_ok:
        Connection.objects.filter(pk=row.pk).update(failures=0, rests_until=None)
    codes = {step.name: step.code for step in found.steps}
    history.record(row, "tested", by=by, at=at, after={"steps": codes})
    return found


@transaction.atomic
def pin(connection_id: UUID, fingerprint: str, *, by: Actor, at: datetime) -> None:
    """From now on the server must show this key and no other. Raises Refused."""
    row = Connection.objects.select_for_update().get(pk=connection_id)
    if row.carrier != "sftp" or not _FINGERPRINT.fullmatch(fingerprint):
        raise Refused("host_key", "it is no SHA256 fingerprint of a server's key")
    before = row.settings.get("host_key", "")
    row.settings = {**row.settings, "host_key": fingerprint}
    row.failures, row.rests_until = 0, None
    row.save(update_fields=["settings", "failures", "rests_until"])
    history.record(row, "key_pinned", by=by, at=at, before={"host_key": before}, after={"host_key": fingerprint})
