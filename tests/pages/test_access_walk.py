"""Every URL as every member of the cast: what `desk/access` says is what happens.

A URL without a row fails, and so does one that asks for an id which `ids.of_a` does not know.
"""

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from otium.desk import access, acting
from otium.desk.access import Audience, Door, Relation
from otium.records.models import AuditEvent
from tests import cast as people
from tests.cast import MEMBERS, ROLE_OF, STRANGERS, Cast
from tests.pages import ids

EVERYBODY = (*MEMBERS, *STRANGERS)
OF_NO_RECORD = {"uidb36": "1", "key": "none-none", "token": "none"}  # links that reset a password, that open a notice
SEEDED = ("Theodora", "Marshfield", "MEMBER-SECRET-1", "M-60342", "Alder Street Therapy")
LET_IN = (200, 204, 302, 405)


def url_names() -> list[str]:
    return sorted(name for name in get_resolver().reverse_dict if isinstance(name, str))


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Practice A with one patient of the treating therapist, a task, an act, and all that addresses name."""
    cast.made = ids.of_a(cast)
    return cast


def address(name: str, made: dict[str, Any]) -> tuple[str, bool]:
    """The URL of a name, and whether it names a record of practice A."""
    parts = url_parts(name)
    known = {**OF_NO_RECORD, **made, "record_id": made.get(name.rpartition("_")[0])}
    unknown = [part for part in parts if known.get(part) is None]
    assert not unknown, f"{name} asks for {unknown}: say in tests/pages/ids.py which records of practice A these are"
    return reverse(name, kwargs={part: known[part] for part in parts}), any(part not in OF_NO_RECORD for part in parts)


def names_a_patient(name: str) -> bool:
    """In the address, or by the request that it names."""
    return "patient_id" in url_parts(name) or name in ("request_change", "request_reopen")


def expected(door: Door, who: str, *, names_a_record: bool, names_a_patient: bool) -> tuple[int, ...]:
    if door.audience is Audience.PUBLIC:
        return (*LET_IN, 404)  # a calendar whose secret opens nothing
    if who == "anonymous":
        return (302,)
    if door.audience is Audience.SIGNED_IN:
        return (*LET_IN, 404)  # allauth's pages about what a person has not set up
    if who == "no_membership":
        return (404,)
    if who == "outsider":
        return (404, 405) if names_a_record else LET_IN
    relation = access.relation_of(door, ROLE_OF[who])
    if relation is None or (relation is Relation.TREATS and who == "other_therapist" and names_a_patient):
        return (404, 405)
    return LET_IN


@pytest.mark.parametrize("name", url_names())
def test_every_url_has_a_row(name: str) -> None:
    assert name in access.DOORS


@pytest.mark.parametrize("name", url_names())
def test_everybody_sees_what_their_row_says_and_no_more(house: Cast, name: str) -> None:
    url, names_a_record = address(name, house.made)
    door = access.DOORS[name]
    for who in EVERYBODY:
        client = people.signed_in(house.people.get(who))
        for method in (client.get, client.post):
            before = audited(house, name)

            response = method(url)

            allowed = expected(door, who, names_a_record=names_a_record, names_a_patient=names_a_patient(name))
            assert response.status_code in allowed, f"{name} as {who}: {response.status_code}, expected {allowed}"
            if who == "anonymous" and door.audience is not Audience.PUBLIC:
                assert response["Location"].startswith(reverse("account_login"))
            if who in STRANGERS:
                assert not (set(SEEDED) & words_in(response)), f"{name} shows {who} something of practice A"
            elif response.status_code == 200 and door.patient_data and "Marshfield" in words_in(response):
                assert audited(house, name) == before + 1, f"{name} showed {who} a patient without an audit row"


def url_parts(name: str) -> list[str]:
    return list(get_resolver().reverse_dict.getlist(name)[0][0][0][1])


def words_in(response: HttpResponse) -> set[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + str(dict(response.items()))
    return {word for word in SEEDED if word in text}


def audited(house: Cast, name: str) -> int:
    with acting.acting_for(house.a.pk):
        events = AuditEvent.objects.filter(practice=house.a, door=name)
        return sum(str(house.made["patient_id"]) in event.patients for event in events)


def test_a_record_that_never_was_and_one_of_another_practice_look_the_same(house: Cast) -> None:
    client = people.signed_in(house.people["outsider"])

    of_a = client.get(reverse("desk_task", args=[house.made["task_id"]]))
    of_nobody = client.get(reverse("desk_task", args=[uuid.uuid4()]))

    assert of_a.status_code == of_nobody.status_code == 404
    assert len(of_a.content) == len(of_nobody.content)
