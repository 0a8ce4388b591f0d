"""To which practice a file belongs: by what it speaks of, what it acknowledges, and to whom it is addressed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from otium.desk import acting
from otium.desk.inbox.reading import Envelope, Reading
from otium.records.models import Practice, Transmission


class NowhereToHold(Exception):
    """There is no firm office to keep a file that names no practice."""


@dataclass(frozen=True, slots=True)
class Route:
    """The practice that a file is for; without one, why: no_practice_named or several_practices_named."""

    practice_id: UUID | None
    cause: str = ""


NOBODY = Route(None, "no_practice_named")


def route(read: Reading) -> Route:
    """What the file says says more than its envelope: partners put many practices' mail in one box. Sees all of them.

    An id that several practices share names none of them.
    """
    with acting.acting_for(*acting.practice_ids()):
        practices = list(Practice.objects.filter(is_firm_office=False))
        for named in (_owners(practices, read.npis), _senders(read.acknowledges), _owners(practices, read.receivers)):
            if len(named) > 1:
                return Route(None, "several_practices_named")
            if named:
                return Route(named.pop())
    return NOBODY


def is_for(practice: Practice, read: Reading) -> bool:
    """False when the file is another practice's of this installation, or also another's."""
    if practice.is_firm_office:
        return True
    found = route(read)
    return found == NOBODY or found.practice_id == practice.pk


def _owners(practices: Iterable[Practice], ids: frozenset[str]) -> set[UUID]:
    """The practices that have one of these ids to themselves."""
    owners = [{p.pk for p in practices if each in ids_of(p)} for each in ids]
    return {key for those in owners if len(those) == 1 for key in those}


def _senders(envelopes: Iterable[Envelope]) -> set[UUID]:
    """The practices that sent these: a number is given once for each pair of ids, over all practices."""
    wanted = Q()
    for each in envelopes:
        theirs = Q(connection__receiver=each.theirs) | Q(connection__group_receiver=each.theirs)
        wanted |= Q(**{each.kind: each.number}, connection__sender=each.ours) & theirs
    return set(Transmission.objects.filter(wanted).values_list("practice_id", flat=True)) if wanted else set()


def ids_of(practice: Practice) -> set[str]:
    return {i for i in (practice.npi, *practice.receiver_ids) if i}


def office(near: UUID | None = None) -> UUID:
    """Where unrouted files wait: the office of this practice's firm, else of the first. Raises NowhereToHold."""
    with acting.acting_for(*acting.practice_ids()):
        offices = Practice.objects.filter(is_firm_office=True).order_by("slug")
        own = offices.filter(firm_id__in=Practice.objects.filter(pk=near).values("firm_id"))
        found = own.first() or offices.first()
    if found is None:
        raise NowhereToHold("No firm is set up yet. Open a practice first, or name one with --practice.")
    return UUID(str(found.pk))
