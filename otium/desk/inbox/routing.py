"""To which practice a file belongs: by the receiver ids and NPIs it names."""

from collections.abc import Iterable
from uuid import UUID

from otium.desk import acting
from otium.records.models import Practice


class NowhereToHold(Exception):
    """There is no firm office to keep a file that names no practice."""


def practice_for(addresses: Iterable[str]) -> UUID | None:
    """The one practice that these ids name; None when they name none, or more than one. Sees every practice."""
    named = set(addresses)
    with acting.acting_for(*acting.practice_ids()):
        practices = Practice.objects.filter(is_firm_office=False)
        found = [p.pk for p in practices if named & ids_of(p)]
    return found[0] if len(found) == 1 else None


def is_for(practice: Practice, addresses: Iterable[str]) -> bool:
    """False when the file names another practice of this installation and not this one."""
    named = set(addresses)
    if named & ids_of(practice):
        return True
    return practice_for(named) is None


def ids_of(practice: Practice) -> set[str]:
    return {i for i in (practice.npi, *practice.receiver_ids) if i}


def office() -> UUID:
    """Where unrouted files wait: the office of the only firm, or of the first. Raises NowhereToHold without one."""
    with acting.acting_for(*acting.practice_ids()):
        found = Practice.objects.filter(is_firm_office=True).order_by("slug").values_list("pk", flat=True).first()
    if found is None:
        raise NowhereToHold("No firm is set up yet. Open a practice first, or name one with --practice.")
    return found
