"""What people do with a task besides its work: take, give, rest, set aside, note; and seeing each other."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otium.records.models import Task
from tests import cast as people
from tests.cast import ON, Cast
from tests.pages.at_desk import page, post


def test_taking_a_task_shows_its_owner_to_all(cast: Cast, client: Client, renewal: Task) -> None:
    post(client, "desk_claim", renewal)

    seen = page(people.signed_in(cast.people["biller"]), renewal).context["panel"]
    assert (seen.owner, seen.is_mine) == ("Assistant", False)


def test_a_task_that_somebody_has_is_not_taken_from_them(cast: Cast, client: Client, renewal: Task) -> None:
    post(people.signed_in(cast.people["biller"]), "desk_claim", renewal)

    response = post(client, "desk_claim", renewal)

    assert "Biller has this task. Ask them to give it back first." in response.content.decode()


def test_a_task_is_given_to_a_member_and_given_back(cast: Cast, client: Client, renewal: Task) -> None:
    post(client, "desk_assign", renewal, **{"owner-staff": str(cast.people["biller"].pk)})
    given = page(client, renewal).context["panel"].owner
    post(client, "desk_release", renewal)

    assert (given, page(client, renewal).context["panel"].owner) == ("Biller", "")


def test_a_task_is_given_to_no_stranger(cast: Cast, client: Client, renewal: Task) -> None:
    response = post(client, "desk_assign", renewal, **{"owner-staff": str(cast.people["outsider"].pk)})

    assert response.context["panel"].tools.open == "owner"
    assert page(client, renewal).context["panel"].owner == ""


def test_snoozing_hides_it_with_its_reason_and_can_be_undone(cast: Cast, client: Client, renewal: Task) -> None:
    until = renewal.last_safe_on or date.max
    typed = {"snooze-until_on": until.isoformat(), "snooze-reason": "The therapist is away"}
    before = client.get(reverse("desk"), {"work": "prior_auth"}).context["figures"].count

    response = post(client, "desk_snooze", renewal, **typed)

    assert reverse("desk_wake", args=[renewal.pk]) in response.content.decode()
    assert client.get(reverse("desk"), {"work": "prior_auth"}).context["figures"].count == before - 1
    assert "The therapist is away" in page(client, renewal).content.decode()
    post(client, "desk_wake", renewal)
    assert client.get(reverse("desk"), {"work": "prior_auth"}).context["figures"].count == before


@pytest.mark.parametrize(("days", "says"), [(1, "That is after the last safe day"), (-400, "Choose a day after today")])
def test_snoozing_past_the_last_safe_day_or_into_the_past_is_refused(
    client: Client, renewal: Task, days: int, says: str
) -> None:
    until = (renewal.last_safe_on or ON) + timedelta(days=days)

    response = post(client, "desk_snooze", renewal, **{"snooze-until_on": until.isoformat(), "snooze-reason": "later"})

    assert says in response.content.decode()
    assert response.context["panel"].tools.open == "snooze"


def test_dismissing_needs_a_reason_and_can_be_undone(cast: Cast, client: Client, renewal: Task) -> None:
    without = post(client, "desk_dismiss", renewal, **{"dismiss-reason": ""})
    post(client, "desk_dismiss", renewal, **{"dismiss-reason": "Care ends in December"})
    dismissed = page(client, renewal).context["panel"]
    post(client, "desk_restore", renewal)

    assert without.context["panel"].tools.open == "dismiss"
    assert dismissed.state == "dismissed"
    assert page(client, renewal).context["panel"].state == "open"


def test_a_note_stays_for_the_next_person(cast: Cast, client: Client, renewal: Task) -> None:
    post(client, "desk_note", renewal, **{"note-text": "Called, no answer."})

    notes = page(people.signed_in(cast.people["owner"]), renewal).context["panel"].notes
    assert [(note.text, note.by) for note in notes] == [("Called, no answer.", "Assistant")]


def test_two_people_on_one_task_see_each_other(cast: Cast, client: Client, renewal: Task) -> None:
    here = reverse("desk_here", args=[renewal.pk])

    alone = client.get(here).content.decode()
    people.signed_in(cast.people["biller"]).get(here)
    together = client.get(here).content.decode()

    assert "has this task open too" not in alone
    assert "Biller has this task open too." in together
