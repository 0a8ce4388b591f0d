"""The members of a practice: invite somebody, change a role, end a membership."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import acting, history
from otium.desk.actor import Actor
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import ROLES, Membership, Staff

RUNNING_A_PRACTICE = ("owner", "firm_manager")


@dataclass(frozen=True, slots=True)
class Invitation:
    """`uid` and `key` are the two parts of the link by which a new person sets a password, once; both empty for a
    person who has one already: they sign in as always."""

    membership: Membership
    uid: str = ""
    key: str = ""


@transaction.atomic
def invite(*, practice_id: UUID, name: str, email: str, role: str, by: Actor, at: datetime) -> Invitation:
    """Give a person a role; a person not known by this e-mail address gets an account without a password.

    Raises Invalid. The name of a person who is known stays as they wrote it.
    """
    address = email.strip().lower()
    if problems := list(_problems(name, address, role)):
        raise Invalid(problems)
    person = Staff.objects.filter(email=address).first() or Staff.objects.create_user(address, name=name.strip())
    if Membership.objects.filter(practice_id=practice_id, staff=person, ended_at=None).exists():
        raise Invalid([Problem("email", _("This person is a member already. Change their role instead."))])
    membership = Membership.objects.create(practice_id=practice_id, staff=person, role=role)
    history.record(membership, "member_added", by=by, at=at, after={"role": role, "staff_id": person.pk})
    return _invitation(membership, person)


def invite_again(membership_id: UUID) -> Invitation:
    """A fresh link for a person who never set a password; the old one works until either is used. Raises Invalid."""
    membership = Membership.objects.select_related("staff").get(pk=membership_id)
    _check_is_member(membership)
    if membership.staff.has_usable_password():
        raise Invalid([Problem("", _("This person has set a password. They can ask for a new one at sign-in."))])
    return _invitation(membership, membership.staff)


def _check_is_member(membership: Membership) -> None:
    if membership.ended_at is not None:
        raise Invalid([Problem("", _("This membership has ended. Invite the person anew."))])


def _invitation(membership: Membership, person: Staff) -> Invitation:
    """No link for a person with a password or a place elsewhere: it would let one owner into another's practice."""
    if person.has_usable_password() or _works_elsewhere(membership):
        return Invitation(membership)
    return Invitation(membership, user_pk_to_url_str(person), default_token_generator.make_token(person))


def _works_elsewhere(membership: Membership) -> bool:
    """True when the person has, or had, a place in another practice: whoever made that one has their link."""
    with acting.acting_for(*acting.practice_ids()):
        others = Membership.objects.filter(staff_id=membership.staff_id).exclude(practice_id=membership.practice_id)
        return others.exists()


def _problems(name: str, address: str, role: str) -> Iterator[Problem]:
    local, sign, domain = address.rpartition("@")
    if not name.strip():
        yield Problem("name", _("Enter their name."))
    if not (local and sign and "." in domain) or " " in address:
        yield Problem("email", _("Enter an e-mail address like name@example.com."))
    if role not in ROLES:
        yield Problem("role", _("Choose one."))


@transaction.atomic
def change_role(*, membership_id: UUID, role: str, by: Actor, at: datetime) -> Membership:
    """Raises Invalid for an unknown role, for one's own, and when nobody would run the practice any more."""
    membership = _locked(membership_id)
    if role not in ROLES:
        raise Invalid([Problem("role", _("Choose one."))])
    _check_is_member(membership)
    if membership.role == role:
        return membership
    _check_leaving(membership, by, stays_running=role in RUNNING_A_PRACTICE)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    history.record(membership, "role_changed", by=by, at=at, before={"role": before}, after={"role": role})
    return membership


@transaction.atomic
def end(*, membership_id: UUID, by: Actor, at: datetime) -> Membership:
    """The person's last moment in the practice: every session of theirs ends with it. Raises Invalid."""
    membership = _locked(membership_id)
    if membership.ended_at is not None:
        return membership
    _check_leaving(membership, by, stays_running=False)
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    history.record(membership, "member_ended", by=by, at=at, before={"role": membership.role})
    sign_out_everywhere(membership.staff_id, at)
    return membership


def sign_out_everywhere(staff_id: UUID, at: datetime) -> int:
    """Delete the person's sessions; how many. A session names its person inside, so each live one is opened."""
    live = Session.objects.filter(expire_date__gt=at)
    theirs = [s.pk for s in live if s.get_decoded().get("_auth_user_id") == str(staff_id)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _locked(membership_id: UUID) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)


def _check_leaving(membership: Membership, by: Actor, *, stays_running: bool) -> None:
    if membership.staff_id == by.staff_id:
        raise Invalid([Problem("", _("You cannot change your own membership. Ask another owner."))])
    if stays_running or membership.role not in RUNNING_A_PRACTICE:
        return
    others = Membership.objects.select_for_update(of=("self",)).filter(
        practice_id=membership.practice_id, ended_at=None, role__in=RUNNING_A_PRACTICE
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Invalid([Problem("", _("Nobody would run the practice any more. Make somebody else owner first."))])
