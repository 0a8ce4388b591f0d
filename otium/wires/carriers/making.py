"""Builds a carrier from the settings of a connection."""

from collections.abc import Callable, Mapping
from datetime import datetime

from otium.wires.carriers.base import Carrier
from otium.wires.carriers.core import CoreCarrier
from otium.wires.carriers.folder import FolderCarrier
from otium.wires.carriers.json_api import JsonCarrier
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.mail import MailCarrier
from otium.wires.carriers.provider import ProviderCarrier
from otium.wires.carriers.sftp import SftpCarrier
from otium.wires.carriers.values import Values


def make(
    kind: str,
    settings: Mapping[str, object],
    secret: Mapping[str, object],
    *,
    limits: Limits,
    now: Callable[[], datetime],
) -> Carrier:
    """A carrier that has not connected yet. Raises SettingsError naming the setting, by `settings.SETTINGS`.

    `now` is asked only for what stands on an envelope that no `Sending` gives a time to, and for dates in answers.
    """
    values = Values(kind, settings, secret)
    match kind:
        case "folder":
            return FolderCarrier(values, limits=limits)
        case "sftp":
            return SftpCarrier(values, limits=limits)
        case "core":
            return CoreCarrier(values, limits=limits, now=now)
        case "json":
            return JsonCarrier(values, limits=limits, now=now)
        case "sms":
            return ProviderCarrier("text", values, limits=limits, now=now)
        case "fax_rest":
            return ProviderCarrier("fax", values, limits=limits, now=now)
        case _:
            return MailCarrier(values, limits=limits, gateway=values.text("gateway") if kind == "fax_mail" else "")
