"""What a door asks of who enters: an action, roles, and for which patients."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    READ = "read"
    CHANGE = "change"
    PRINT = "print"
    EXPORT = "export"


class Audience(StrEnum):
    """`PUBLIC`: anybody. `SIGNED_IN`: any staff, without patient data. `ROLES`: staff whose role has a row."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ROLES = "roles"


class Relation(StrEnum):
    """To which patients of the practice a role's entry extends."""

    PRACTICE = "practice"
    TREATS = "treats"


OFFICE = ("owner", "assistant", "biller", "firm_manager")
EVERYONE = ("owner", "therapist", "assistant", "biller", "firm_manager", "auditor")


@dataclass(frozen=True, slots=True)
class Door:
    """`roles` maps each role that may enter to the patients it may do so for."""

    action: Action
    audience: Audience = Audience.ROLES
    roles: tuple[tuple[str, Relation], ...] = ()
    patient_data: bool = True
    is_background: bool = False  # asked by a page on its own: does not count as a person's activity


def only(*roles: str) -> tuple[tuple[str, Relation], ...]:
    return tuple((role, Relation.PRACTICE) for role in roles)


PUBLIC = Door(Action.READ, Audience.PUBLIC, patient_data=False)
SIGNED_IN = Door(Action.READ, Audience.SIGNED_IN, patient_data=False)
READ = Door(Action.READ, roles=only(*EVERYONE))
OFFICE_CHANGES = Door(Action.CHANGE, roles=only(*OFFICE))
DESK_WORK = Door(Action.CHANGE, roles=only(*OFFICE, "therapist"))
CARE_CHANGES = Door(Action.CHANGE, roles=(*only("owner", "assistant"), ("therapist", Relation.TREATS)))
CARE_AND_OFFICE = Door(Action.CHANGE, roles=(*only(*OFFICE), ("therapist", Relation.TREATS)))
CHART_CHANGES = Door(Action.CHANGE, roles=(*only("owner"), ("therapist", Relation.TREATS)))
SIGNING = Door(Action.CHANGE, roles=(*only("owner"), ("therapist", Relation.TREATS)))
PAPERS_KEPT = Door(Action.CHANGE, roles=(*OFFICE_CHANGES.roles, ("therapist", Relation.TREATS)))
MONEY_CHANGES = Door(Action.CHANGE, roles=only("owner", "biller", "firm_manager"))
HOUSE_CHANGES = Door(Action.CHANGE, roles=only("owner", "firm_manager"), patient_data=False)
IMPORTS_READ = Door(Action.READ, roles=only(*OFFICE, "auditor"))
AUDIT_READ = Door(Action.READ, roles=only("owner", "firm_manager", "auditor"))
EXPORT = Door(Action.EXPORT, roles=only("owner", "assistant", "biller", "firm_manager", "auditor"))
EXPORT_OF_CARE = Door(Action.EXPORT, roles=(*EXPORT.roles, ("therapist", Relation.TREATS)))
AUDIT_EXPORT = Door(Action.EXPORT, roles=AUDIT_READ.roles)
HOUSE_READ = Door(Action.READ, roles=only(*OFFICE), patient_data=False)
HOUSE_OFFICE = Door(Action.CHANGE, roles=only(*OFFICE), patient_data=False)
HOUSE_MONEY = Door(Action.CHANGE, roles=MONEY_CHANGES.roles, patient_data=False)
FILE_ROUTING = Door(Action.CHANGE, roles=HOUSE_CHANGES.roles)
PRINT = Door(Action.PRINT, roles=only(*EVERYONE))
BACKGROUND = Door(Action.READ, roles=only(*EVERYONE), is_background=True)


def records(door: Door, *kinds: str, withdrawn: bool = True) -> dict[str, Door]:
    """One row for each form of these kinds of record: add, change, and take out of the record and back."""
    moves = ("add", "change", "withdraw", "restore") if withdrawn else ("add", "change")
    return {f"{kind}_{move}": door for kind in kinds for move in moves}
