"""Who may what: role x practice x relation x action, one row a door (URL name). No row, no entry.

A request sees only the rows of the practices where the person's role opens that door; row-level security does the
rest, so a record of another practice does not exist for them. `tests/pages/test_access_walk.py` walks every URL as
every member of the cast and fails when a URL has no row here.
"""

from collections.abc import Iterable
from uuid import UUID

from otium.desk.access import frame, house, payers, practice
from otium.desk.access.door import EVERYONE, OFFICE, Action, Audience, Door, Relation
from otium.records.models import Appointment, EpisodeOfCare, Membership

__all__ = [
    "DOORS", "EVERYONE", "OFFICE", "Action", "Audience", "Door", "Relation", "may_enter", "practices_for",
    "relation_of", "treats",
]  # fmt: skip

DOORS: dict[str, Door] = {**frame.DOORS, **practice.DOORS, **payers.DOORS, **house.DOORS}


def relation_of(door: Door, role: str) -> Relation | None:
    """For which patients this role may enter; None when it may not at all."""
    return dict(door.roles).get(role)


def practices_for(door: Door, memberships: Iterable[Membership]) -> tuple[UUID, ...]:
    """The practices in which these memberships open the door."""
    return tuple(m.practice_id for m in memberships if relation_of(door, m.role) is not None)


def treats(staff_id: UUID, patient_id: UUID) -> bool:
    """True when the person treats the patient: an episode or a visit of theirs. Sees only the set practices."""
    of_person = {"patient_id": patient_id, "therapist__staff_id": staff_id}
    return EpisodeOfCare.objects.filter(**of_person).exists() or Appointment.objects.filter(**of_person).exists()


def may_enter(door: Door, membership: Membership, patient_id: UUID | None) -> bool:
    """Role and relation together, for one practice. `patient_id` None: the door speaks of no single patient."""
    relation = relation_of(door, membership.role)
    if relation is Relation.TREATS and patient_id is not None:
        return treats(membership.staff_id, patient_id)
    return relation is not None
