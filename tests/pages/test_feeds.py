"""A person's own page of calendar feeds."""

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import cast as people
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get(reverse("calendar_feeds")).content.decode()


def post(client: Client, cast: Cast, **more: str) -> str:
    values = {"of": str(cast.a.pk), "whose": "own", "do": "make", **more}
    return client.post(reverse("calendar_feeds"), values, follow=True).content.decode()


def test_the_address_is_told_once(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])

    made = post(client, cast)

    assert "/calendar/" in made
    assert "webcal://" in made
    assert ".ics" not in page(client)
    assert "On, with nothing of any patient." in page(client)


def test_initials_are_a_choice(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])

    post(client, cast, initials="1")

    assert "On, with the initials of patients." in page(client)


def test_an_ended_address_is_off(cast: Cast) -> None:
    client = people.signed_in(cast.people["treating"])
    post(client, cast)

    ended = post(client, cast, do="revoke")

    assert "That address opens nothing any more." in ended
    assert "Off. A calendar would see the visits of the next half year" in page(client)
    with acting.acting_for(cast.a.pk):
        assert models.CalendarFeed.objects.get().revoked_at == AT


@pytest.mark.parametrize(
    ("who", "has_own", "has_all"),
    [("treating", True, False), ("owner", False, True), ("assistant", False, False), ("biller", False, False)],
)
def test_therapists_see_their_own_owners_all(cast: Cast, who: str, has_own: bool, has_all: bool) -> None:
    found = page(people.signed_in(cast.people[who]))

    assert ("My visits, Alder Street Therapy" in found) is has_own
    assert ("All visits, Alder Street Therapy" in found) is has_all
    assert ("You have no visits to subscribe to" in found) is not (has_own or has_all)


@pytest.mark.parametrize("named", ["practice of another", "nobody", "whose"])
def test_nobody_subscribes_to_what_is_not_theirs(cast: Cast, named: str) -> None:
    client = people.signed_in(cast.people["treating"])
    wrong = {"practice of another": {"of": str(cast.b.pk)}, "nobody": {"of": ""}, "whose": {"whose": "practice"}}
    values = {"of": str(cast.a.pk), "whose": "own", "do": "make", **wrong[named]}

    response = client.post(reverse("calendar_feeds"), values)

    assert response.status_code == 404
    with acting.acting_for(cast.a.pk):
        assert not models.CalendarFeed.objects.exists()
