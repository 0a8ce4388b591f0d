"""Builds a carrier from the settings of a connection."""

from collections.abc import Callable, Mapping
from datetime import datetime

from otium.wires.carriers.base import Carrier
from otium.wires.carriers.core import CoreCarrier
from otium.wires.carriers.folder import FolderCarrier
from otium.wires.carriers.limits import Limits
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
    if kind == "folder":
        return FolderCarrier(values, limits=limits)
    if kind == "sftp":
        return SftpCarrier(values, limits=limits)
    return CoreCarrier(values, limits=limits, now=now)
