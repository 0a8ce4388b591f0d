"""Which acts a person may record: an act does what a page of the records does, so the same door lets them in."""

from uuid import UUID

from otium.desk import access
from otium.desk.actor import Actor
from otium.desk.acts.choices import ASK_PAYER, CALL_PAYER, TALK, Choice, choices
from otium.desk.acts.writing import Refused
from otium.records.models import Membership, Task


def offered(task: Task, membership: Membership | None) -> tuple[Choice, ...]:
    """The acts of this task that the member may record, in the order of `choices`.

    A payer that takes no inquiries is not asked by one: it is called.
    """
    by_phone = any(reason["code"] == "ask_by_phone" for reason in task.why)
    found = tuple(choice for choice in choices(task.kind) if not (by_phone and choice is ASK_PAYER))
    if by_phone:
        found = tuple(sorted(found, key=lambda choice: choice is not CALL_PAYER))
    if TALK in found and not any(reason["code"] == "peer_to_peer_until" for reason in task.why):
        found = tuple(sorted(found, key=lambda choice: choice is TALK))  # whether the payer talks is not known
    may = {door: may_act(door, membership, task.patient_id) for door in {choice.door for choice in found}}
    return tuple(choice for choice in found if may[choice.door])


def may_act(door: str, membership: Membership | None, patient_id: UUID | None) -> bool:
    """Role and relation together; nobody without a membership in the practice of the patient may."""
    return membership is not None and access.may_enter(access.DOORS[door], membership, patient_id)


def check(choice: Choice, *, practice_id: UUID, patient_id: UUID | None, by: Actor) -> None:
    """Raises Refused("", "not_allowed") for a person whom the act's door does not let in; automations may all."""
    if by.staff_id is None:
        return
    membership = Membership.objects.filter(practice_id=practice_id, staff_id=by.staff_id, ended_at=None).first()
    if not may_act(choice.door, membership, patient_id):
        raise Refused("", "not_allowed")
