"""Saving again once the database can: tried by the workers, so that nobody has to restart anything."""

import secrets
from datetime import datetime

from django.contrib.sessions.models import Session

from otium.desk.saving import reserve, standing
from otium.desk.saving.standing import Who

TRIAL = "trial of the disk"  # the key of a session that nobody can have: keys hold no spaces
TRIAL_BYTES = 64 * 1024  # more than what fits into pages that the tables have left


def resume(at: datetime) -> bool:
    """Write on trial, take in the audit entries kept meanwhile, switch saving on. False when all was in order.

    Raises what the database raises while it still cannot.
    """
    if not standing.is_off(Who.WRITE) and not reserve.is_holding():
        return False
    _write_on_trial(at)
    reserve.take_in()
    standing.switch_on(Who.WRITE)
    return True


def _write_on_trial(at: datetime) -> None:
    Session.objects.update_or_create(
        session_key=TRIAL, defaults={"session_data": secrets.token_hex(TRIAL_BYTES // 2), "expire_date": at}
    )
    Session.objects.filter(session_key=TRIAL).delete()
