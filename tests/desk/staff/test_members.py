"""Members of a practice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from allauth.account.forms import default_token_generator
from django.conf import settings
from django.contrib.sessions.models import Session

from otium.desk import acting, staff
from otium.desk.actor import Actor
from otium.desk.mend import Invalid
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
BY = Actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


def member(practice: models.Practice, role: str, email: str) -> models.Membership:
    person = models.Staff.objects.create_user(email, "quiet-harbor-lantern-9", name=email.split("@")[0])
    return models.Membership.objects.create(practice=practice, staff=person, role=role)


def invite(practice: models.Practice, email: str, role: str = "assistant", name: str = "Ines Vale") -> staff.Invitation:
    return staff.invite(practice_id=practice.pk, name=name, email=email, role=role, by=BY, at=AT)


def test_a_new_person_gets_a_link_that_sets_a_password_once(practice: models.Practice) -> None:
    invitation = invite(practice, " Ines@Alder.Example ")

    person = invitation.membership.staff
    assert (person.email, person.has_usable_password()) == ("ines@alder.example", False)
    assert default_token_generator.check_token(person, invitation.key)
    person.set_password("quiet-harbor-lantern-9")
    person.save()
    assert not default_token_generator.check_token(person, invitation.key)


def test_a_person_of_another_practice_keeps_password_and_name_and_gets_no_link(practice: models.Practice) -> None:
    person = models.Staff.objects.create_user("ines@alder.example", "quiet-harbor-lantern-9", name="Ines V.")

    invitation = invite(practice, "ines@alder.example", name="Somebody Else")

    person.refresh_from_db()
    assert (invitation.uid, invitation.key) == ("", "")
    assert invitation.membership.staff_id == person.pk
    assert (person.name, person.check_password("quiet-harbor-lantern-9")) == ("Ines V.", True)


def test_a_person_who_was_invited_elsewhere_first_gets_no_second_link(practice: models.Practice) -> None:
    elsewhere = build.open_practice(AT)
    with acting.acting_for(elsewhere.pk):
        first = invite(elsewhere, "wanted@alder.example")

    second = invite(practice, "wanted@alder.example")

    assert first.key
    assert (second.uid, second.key) == ("", "")


def test_a_member_is_not_invited_twice(practice: models.Practice) -> None:
    invite(practice, "ines@alder.example")

    with pytest.raises(Invalid) as caught:
        invite(practice, "INES@alder.example")

    assert [p.field for p in caught.value.problems] == ["email"]


@pytest.mark.parametrize(
    ("email", "role", "name", "field"),
    [
        ("ines", "assistant", "Ines", "email"),
        ("ines@alder.example", "king", "Ines", "role"),
        ("ines@alder.example", "assistant", " ", "name"),
    ],
)
def test_an_invitation_that_cannot_work_is_refused(
    practice: models.Practice, email: str, role: str, name: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        invite(practice, email, role, name)

    assert [p.field for p in caught.value.problems] == [field]
    assert not models.Staff.objects.exists()


def test_a_changed_role_is_kept_in_history(practice: models.Practice) -> None:
    membership = member(practice, "assistant", "ines@alder.example")

    staff.change_role(membership_id=membership.pk, role="biller", by=BY, at=AT)

    row = models.History.objects.get(focus_id=membership.pk, event="role_changed")
    assert (row.before, row.after) == ({"role": "assistant"}, {"role": "biller"})


LEAVING = {
    "end": lambda key: staff.end(membership_id=key, by=BY, at=AT),
    "role": lambda key: staff.change_role(membership_id=key, role="assistant", by=BY, at=AT),
}


@pytest.mark.parametrize("leave", LEAVING)
def test_the_last_person_who_runs_the_practice_stays(practice: models.Practice, leave: str) -> None:
    membership = member(practice, "owner", "ines@alder.example")
    member(practice, "assistant", "dana@alder.example")

    with pytest.raises(Invalid):
        LEAVING[leave](membership.pk)

    membership.refresh_from_db()
    assert (membership.role, membership.ended_at) == ("owner", None)


def test_nobody_changes_their_own_membership(practice: models.Practice) -> None:
    membership = member(practice, "owner", "ines@alder.example")
    member(practice, "owner", "dana@alder.example")

    with pytest.raises(Invalid):
        staff.end(membership_id=membership.pk, by=Actor.person(membership.staff_id), at=AT)


def test_ending_a_membership_ends_every_session_of_that_person_and_no_other(practice: models.Practice) -> None:
    leaving, staying = (member(practice, "assistant", f"{n}@alder.example") for n in ("ines", "dana"))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = {}
    for membership in (leaving, leaving, staying):
        session = store()
        session["_auth_user_id"] = str(membership.staff_id)
        session.create()
        keys[session.session_key] = membership
    Session.objects.update(expire_date=AT + timedelta(hours=1))

    staff.end(membership_id=leaving.pk, by=BY, at=AT)

    left = Session.objects.values_list("pk", flat=True)
    assert {keys[key] for key in left} == {staying}
    leaving.refresh_from_db()
    assert leaving.ended_at == AT


def test_an_ended_membership_is_not_changed_any_more(practice: models.Practice) -> None:
    membership = member(practice, "assistant", "ines@alder.example")
    staff.end(membership_id=membership.pk, by=BY, at=AT)

    with pytest.raises(Invalid):
        staff.change_role(membership_id=membership.pk, role="owner", by=BY, at=AT)
    with pytest.raises(Invalid):
        staff.invite_again(membership.pk)


def test_a_fresh_link_is_made_only_for_who_never_set_a_password(practice: models.Practice) -> None:
    invited = invite(practice, "ines@alder.example").membership
    ready = member(practice, "assistant", "dana@alder.example")

    again = staff.invite_again(invited.pk)

    assert default_token_generator.check_token(invited.staff, again.key)
    with pytest.raises(Invalid):
        staff.invite_again(ready.pk)
