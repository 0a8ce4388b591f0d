"""Set up a firm, its practices and their people."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import acting, history, keys
from otium.desk.actor import Actor
from otium.records.models import ROLES, Firm, Membership, Practice, Staff


class HouseRefused(Exception):
    """What was asked is not possible; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class NewPractice:
    """What a practice needs to begin; `receiver_ids` are the ISA08/GS03 values payers address it by."""

    slug: str
    name: str
    short: str
    npi: str = ""
    time_zone: str = "America/New_York"
    state: str = ""
    receiver_ids: tuple[str, ...] = ()
    calendar_master: str = "emr"


@transaction.atomic
def found_firm(name: str, *, by: Actor, at: datetime) -> Firm:
    """A firm with its office: the place where files wait that name no practice we know."""
    firm = Firm.objects.create(name=name)
    office = NewPractice(slug=f"office-{firm.pk.hex[:8]}", name=name, short="Firm")
    _open(firm, office, is_firm_office=True, by=by, at=at)
    return firm


@transaction.atomic
def open_practice(firm: Firm, new: NewPractice, *, by: Actor, at: datetime) -> Practice:
    """A practice with its own data key."""
    return _open(firm, new, is_firm_office=False, by=by, at=at)


def _open(firm: Firm, new: NewPractice, *, is_firm_office: bool, by: Actor, at: datetime) -> Practice:
    key = uuid.uuid4()
    with acting.acting_for(key):
        practice = Practice.objects.create(
            id=key,
            firm=firm,
            is_firm_office=is_firm_office,
            data_key=keys.new_data_key(),
            slug=new.slug,
            name=new.name,
            short=new.short,
            npi=new.npi,
            time_zone=new.time_zone,
            state=new.state,
            receiver_ids=list(new.receiver_ids),
            calendar_master=new.calendar_master,
        )
        history.record(_as_row(practice), "opened", by=by, at=at)
    return practice


def _as_row(practice: Practice) -> Any:
    """The practice as something of itself, so that its history stands in its own rows."""
    practice.practice_id = practice.pk  # type: ignore[attr-defined]
    return practice


@transaction.atomic
def add_member(practice_id: UUID, staff: Staff, role: str, *, by: Actor, at: datetime) -> Membership:
    """Give a person a role in a practice. Raises HouseRefused for an unknown role or a second one."""
    if role not in ROLES:
        raise HouseRefused(f"There is no role {role!r}; choose one of {', '.join(ROLES)}.")
    with acting.acting_for(practice_id):
        if Membership.objects.filter(practice_id=practice_id, staff=staff, ended_at=None).exists():
            raise HouseRefused("This person has a role here already. Change that one instead.")
        membership = Membership.objects.create(practice_id=practice_id, staff=staff, role=role)
        history.record(membership, "member_added", by=by, at=at, after={"role": role, "staff_id": staff.pk})
    return membership


def offices(firm: Firm) -> list[UUID]:
    """The firm's office, where unrouted files wait."""
    with acting.acting_for(*acting.practice_ids()):
        return list(Practice.objects.filter(firm=firm, is_firm_office=True).values_list("pk", flat=True))
