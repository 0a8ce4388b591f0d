"""The payers: how each is reached, what holds for it, what was measured; as pages and as CSV."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting
from otium.pages.staff.payers import present
from otium.records import models
from tests import build, dealings
from tests import cast as people
from tests.cast import AT, Cast

DAY = timedelta(days=1)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


@pytest.fixture
def cover(cast: Cast) -> models.Coverage:
    return covered(cast, "Evergreen Health", payer_ids=["EVG01"], phone="518-555-0111")


def covered(cast: Cast, name: str, payer_type: str = "commercial", **fields: Any) -> models.Coverage:
    with acting.acting_for(cast.a.pk):
        return build.coverage(build.patient(cast.a), build.payer(cast.a, payer_type, name=name, **fields))


def road(cast: Cast, **fields: Any) -> models.Connection:
    with acting.acting_for(cast.a.pk):
        return build.connection(cast.a, **fields)


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_says_how_each_payer_is_asked_and_which_cannot_be(client: Client, cast: Cast) -> None:
    road(cast, name="Clearinghouse A", payers=["EVG01"])
    covered(cast, "Evergreen Health", payer_ids=["EVG01"])
    covered(cast, "Harbor Health", payer_ids=["HBR01"])
    covered(cast, "Nameless")
    covered(cast, "Harbor Comp", "workers_comp")
    covered(cast, "Family", "self_pay")

    page = client.get(reverse("payers"))

    assert {row.name: row.asked_by for row in page.context["rows"]} == {
        "Evergreen Health": "Clearinghouse A", "Harbor Health": "no connection", "Nameless": "no payer ID on file",
        "Harbor Comp": "by phone", "Family": "nobody to ask",
    }  # fmt: skip
    assert {row.name for row in page.context["unreached"]} == {"Harbor Health", "Nameless"}
    assert "2 payers cannot be asked electronically yet" in page.content.decode()


def test_the_payer_with_most_patients_is_first(client: Client, cast: Cast, cover: models.Coverage) -> None:
    with acting.acting_for(cast.a.pk):
        busy = build.payer(cast.a, name="Zephyr")
        for _ in range(2):
            build.coverage(build.patient(cast.a), busy)

    rows = client.get(reverse("payers")).context["rows"]

    assert [(row.name, row.patients) for row in rows] == [("Zephyr", 2), ("Evergreen Health", 1)]


def test_a_payer_shows_what_was_measured_and_on_how_much_it_rests(
    client: Client, cast: Cast, cover: models.Coverage
) -> None:
    with acting.acting_for(cast.a.pk):
        dealings.asked(cover, AT - DAY, 2, 3, 4, 5, 200, None)
        dealings.answered(cover, AT - DAY, "75", "", "", "", "")
        dealings.called(cover, AT - DAY, 12)
        for carc in ("197", "", "", "", ""):
            dealings.decided(cover, AT - DAY, 12, denied_for=carc)

    figures = client.get(reverse("payer", args=[cover.payer_id])).context["figures"]

    assert [(f.value, f.rests, f.parts) for f in figures] == [
        ("4 s, slow 3 min", "5 of 6 answered, 90 days", []),
        ("20 %", "5 answers, 90 days", ["AAA 75, the member was not found: 1"]),
        ("12 min", "1 call, 90 days", []),
        ("12 days", "5 claims, 180 days", []),
        ("20 %", "5 claims, 180 days", ["authorization: 1"]),
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "under 1 s"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (3599, "60 min"), (3600, "1 h"), (86_399, "24 h"),
        (86_400, "1 day"), (172_800, "2 days"),
    ],
)  # fmt: skip
def test_a_time_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    assert present.duration(seconds) == said


def test_nothing_is_said_of_too_few(client: Client, cast: Cast, cover: models.Coverage) -> None:
    with acting.acting_for(cast.a.pk):
        dealings.asked(cover, AT - DAY, 2, 3, 4, 5)

    page = client.get(reverse("payer", args=[cover.payer_id]))

    assert [(f.value, f.rests) for f in page.context["figures"]][:2] == [
        ("", "4 of 4 answered, 90 days"), ("", "0 answers, 90 days"),
    ]  # fmt: skip
    assert page.content.decode().count("too few to say") == 5


def test_a_payers_rules_stand_with_days_source_and_certainty_and_its_own_values_beside_them(
    client: Client, cast: Cast, cover: models.Coverage
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Payer.objects.filter(pk=cover.payer_id).update(rules_key="uhc_commercial")
    for key, name, value in (("commercial", "appeal_days", "90"), ("uhc_commercial", "filing_days", "60"),
                             ("tricare", "appeal_days", "30")):  # fmt: skip
        sent = {"key": key, "name": name, "value": value, "source": "our contract"}
        client.post(reverse("payer_rule_override"), sent)

    context = client.get(reverse("payer", args=[cover.payer_id])).context

    assert context["kind"] == "Commercial; UnitedHealthcare commercial"
    assert [(own.title, own.shipped, own.value) for own in context["own"]] == [
        ("Commercial: Appeal, days after a denial", "180", "90"),
        ("UnitedHealthcare commercial: First claim within, days of the visit", "90", "60"),
    ]
    values = {value.name: value for value in context["values"]}
    appeal, corrected = values["Appeal, days after a denial"], values["Corrected claim within, months"]
    assert (appeal.value, appeal.certainty, appeal.is_own) == ("90", "your practice’s own rule", True)
    assert (corrected.value, corrected.certainty, corrected.since) == (
        "12", "uncertain: ask the payer", "Wed, Jan 1, 2020",
    )  # fmt: skip


def test_clocks_run_from_today_and_what_is_not_known_is_said(client: Client, cast: Cast) -> None:
    medicare = covered(cast, "Medicare", "medicare_b", payer_ids=["MCRB"])
    plan = covered(cast, "Advantage", "medicare_advantage", payer_ids=["MADV"])

    of_medicare = client.get(reverse("payer", args=[medicare.payer_id])).context
    of_plan = client.get(reverse("payer", args=[plan.payer_id])).context

    assert [(u.name, u.iso) for u in of_medicare["untils"]] == [
        ("First claim", "2027-11-23"), ("Corrected claim", "2027-11-23"), ("Appeal, at the latest", "2027-03-28"),
        ("Appeal, better by", "2027-03-23"),
    ]  # fmt: skip
    assert [(u.name, u.day) for u in of_plan["untils"]] == [
        ("Appeal, at the latest", "Wed, Jan 27"), ("Payer decides a request", "Mon, Nov 30"),
        ("Payer decides an urgent request", "Thu, Nov 26, 10 am"),
        ("Payer decides, if it takes longer", "Mon, Dec 14"),
    ]  # fmt: skip
    assert of_plan["unknown_clocks"] == "first claim and corrected claim"


def test_no_clock_of_requests_runs_where_none_are_made_and_none_at_all_where_the_family_pays(
    client: Client, cast: Cast
) -> None:
    medicare = covered(cast, "Medicare", "medicare_b", payer_ids=["MCRB"])
    family = covered(cast, "Family", "self_pay")

    of_medicare = client.get(reverse("payer", args=[medicare.payer_id])).context
    of_family = client.get(reverse("payer", args=[family.payer_id]))

    assert of_medicare["unknown_clocks"] == ""
    assert (of_family.context["untils"], of_family.context["unknown_clocks"]) == ([], "")
    assert "nobody decides or pays but the family" in of_family.content.decode()


def test_each_kind_of_message_names_its_road(client: Client, cast: Cast, cover: models.Coverage) -> None:
    road(cast, name="Clearinghouse A", carries=["270", "837P"])
    road(cast, name="Portal", carries=["278"], state="paused")

    roads = client.get(reverse("payer", args=[cover.payer_id])).context["roads"]

    assert [(r.name, r.word) for r in roads] == [
        ("Clearinghouse A", "Carried"), ("Portal", "Paused"), ("Clearinghouse A", "Carried"),
        ("", "No connection"), ("", "No connection"),
    ]  # fmt: skip


def test_the_list_and_the_rules_go_out_as_csv(client: Client, cast: Cast, cover: models.Coverage) -> None:
    with acting.acting_for(cast.a.pk):
        dealings.asked(cover, AT - DAY, 2, 3, 4, 5, 200, None)

    (row,) = rows_of(client.get(reverse("payers_export")))
    rules = {r["rule"]: r for r in rows_of(client.get(reverse("payer_export", args=[cover.payer_id])))}

    assert (row["payer"], row["inquiries_sent"], row["answer_seconds_p50"], row["answer_seconds_p90"]) == (
        "Evergreen Health", "6", "4", "200",
    )  # fmt: skip
    assert row["decision_days_p50"] == ""
    assert (rules["appeal_days"]["value"], rules["appeal_days"]["effective_from"]) == ("180", "2020-01-01")


def test_a_page_asks_the_database_as_often_for_ten_payers_as_for_one(
    client: Client, cast: Cast, cover: models.Coverage
) -> None:
    client.get(reverse("payers"))
    one = queries(client, reverse("payers")), queries(client, reverse("payer", args=[cover.payer_id]))
    for n in range(9):
        more = covered(cast, f"Payer of many {n}", payer_ids=[f"P{n}"])
        with acting.acting_for(cast.a.pk):
            dealings.asked(more, AT - DAY, 1, 2, 3)
            dealings.decided(more, AT - DAY, 9, denied_for="197")

    ten = queries(client, reverse("payers")), queries(client, reverse("payer", args=[cover.payer_id]))

    assert ten == one


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_no_patient_is_named_on_a_payers_page(client: Client, cast: Cast, cover: models.Coverage) -> None:
    for url in (reverse("payers"), reverse("payer", args=[cover.payer_id]), reverse("payers_export")):
        text = client.get(url).content.decode()

        assert cover.patient.last_name not in text
        assert cover.member_id not in text
