"""How payers are asked: the practice's own roads are added, changed, withdrawn, and come before what ships."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, payer_roads
from otium.records import models
from otium.terms.prior_auth import RequestKind, Road
from otium.terms.roads import Matter
from tests import build
from tests import cast as people
from tests.cast import ON, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def payer(cast: Cast) -> models.Payer:
    with acting.acting_for(cast.a.pk):
        return build.payer(cast.a, "commercial", name="Evergreen Health")


def send(client: Client, url: str, **typed: Any) -> HttpResponse:
    return client.post(url, {"order": "1", "source": "manual of 2026"} | typed)


def add(client: Client, payer: models.Payer, **typed: Any) -> HttpResponse:
    return send(client, reverse("payer_road_add"), payer=str(payer.pk), **typed)


def roads_to(payer: models.Payer, kind: RequestKind = RequestKind.RENEWAL) -> list[tuple[Road, str]]:
    with acting.acting_for(payer.practice_id):
        found = payer_roads.terms_of(payer.practice, payer, Matter(ON, kind))
    return [(road.road, road.destination) for road in found.roads]


def test_a_road_of_ones_own_is_tried_first(client: Client, payer: models.Payer) -> None:
    page = add(client, payer, road="fax", destination="518-555-0111", kind="renewal")

    assert page.status_code == 302
    assert roads_to(payer)[0] == (Road.FAX, "518-555-0111")
    assert roads_to(payer, RequestKind.INITIAL)[0] == (Road.X12, "")
    (asked,) = client.get(reverse("settings_roads")).context["payers"]
    (own,) = asked.own
    assert (own.road, own.destination, own.when) == ("Fax", "518-555-0111", "Renewal")
    assert [way.road for way in asked.shipped] == ["Electronic (278)", "Payer’s portal", "Fax", "Phone call"]


def test_it_is_changed_withdrawn_and_brought_back(client: Client, payer: models.Payer) -> None:
    add(client, payer, road="fax", destination="518-555-0111")
    with acting.acting_for(payer.practice_id):
        key = models.PayerRoad.objects.get().pk
    form = client.get(reverse("payer_road_change", args=[key])).context["form"]
    version = form["version"].value()

    send(client, reverse("payer_road_change", args=[key]), payer=str(payer.pk), road="fax",
         destination="518-555-0122", version=version)  # fmt: skip
    assert roads_to(payer)[0] == (Road.FAX, "518-555-0122")

    client.post(reverse("payer_road_withdraw", args=[key]), {"reason": "old number"})
    assert roads_to(payer)[0] == (Road.X12, "")
    assert client.get(reverse("settings_roads")).context["payers"][0].own == []

    client.post(reverse("payer_road_restore", args=[key]))
    assert roads_to(payer)[0] == (Road.FAX, "518-555-0122")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"road": "fax", "destination": "12345"}, "destination"),
        ({"road": "portal", "destination": "payer.example"}, "destination"),
        ({"road": "fhir"}, "road"),  # it has its place and is not chosen yet
        ({"road": "fax", "order": "0"}, "order"),
        ({"road": "fax", "state": "New York"}, "state"),
        ({"road": "fax", "source": ""}, "source"),
        ({"road": "fax", "starts_on": "11/26/2026", "ends_on": "11/25/2026"}, "ends_on"),
    ],
)
def test_what_nobody_could_use_is_said_beside_its_field(
    client: Client, payer: models.Payer, typed: dict[str, str], field: str
) -> None:
    page = add(client, payer, **typed)

    assert page.status_code == 200
    assert field in page.context["form"].errors
    with acting.acting_for(payer.practice_id):
        assert not models.PayerRoad.objects.exists()


def test_a_road_that_ships_without_its_address_is_taken_with_it(client: Client, payer: models.Payer) -> None:
    assert add(client, payer, road="portal", destination="https://payer.example/pa").status_code == 302
    assert roads_to(payer)[0] == (Road.PORTAL, "https://payer.example/pa")


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ({}, {}, True),
        ({}, {"kind": "renewal"}, False),
        ({"ends_on": "10/31/2026"}, {"starts_on": "11/01/2026"}, False),
        ({"ends_on": "11/01/2026"}, {"starts_on": "11/01/2026"}, True),
        ({"kind": "renewal"}, {"kind": "renewal"}, True),
    ],
)
def test_the_same_road_is_on_file_once_at_a_time(
    client: Client, payer: models.Payer, first: dict[str, str], second: dict[str, str], refused: bool
) -> None:
    add(client, payer, road="fax", destination="518-555-0111", **first)

    page = add(client, payer, road="fax", destination="518-555-0122", **second)

    assert (page.status_code == 200) is refused


def test_payers_that_ask_for_nothing_are_not_listed(client: Client, cast: Cast, payer: models.Payer) -> None:
    with acting.acting_for(cast.a.pk):
        build.payer(cast.a, "self_pay", name="Family")
        build.payer(cast.a, "medicare_b", name="Medicare")

    found = client.get(reverse("settings_roads")).context["payers"]

    assert [asked.name for asked in found] == ["Evergreen Health"]


def test_the_page_takes_as_many_queries_for_many_payers(client: Client, cast: Cast, payer: models.Payer) -> None:
    url = reverse("settings_roads")
    client.get(url)
    few = queries(client, url)
    with acting.acting_for(cast.a.pk):
        for n in range(5):
            more = build.payer(cast.a, "commercial", name=f"Payer {n}")
            models.PayerRoad.objects.create(practice=cast.a, payer=more, road="fax", source="manual")

    assert queries(client, url) == few


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_rows_of_another_practice_are_not_taken(cast: Cast, payer: models.Payer) -> None:
    with acting.acting_for(cast.b.pk):
        other = build.payer(cast.b, "commercial", name="Evergreen Health")
        models.PayerRoad.objects.create(practice=cast.b, payer=other, road="fax", destination="1", source="manual")

    assert roads_to(payer)[0] == (Road.X12, "")
