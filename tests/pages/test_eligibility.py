"""The eligibility board: what it counts, ranks, filters, prints and exports, and asking all that are stale."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Patient, Practice
from otium.terms.coverage_standing import StandingState
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.test_patients import queries_of

TUESDAY = ON + timedelta(days=1)
MOST_QUERIES = 20


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Practice A can ask: it has an NPI."""
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893", tax_id="123456789")
        build.connection(cast.a)
    return cast


def booked(cast: Cast, name: str, payer_type: str = "commercial", on: date = TUESDAY, **more: Any) -> Patient:
    """A patient with a coverage and a visit; `answered` days ago the payer said `status`."""
    answered, status = more.pop("answered", None), more.pop("status", "active")
    reject = more.pop("reject_code", "")
    who = people.patient(cast.a, name, "Marshfield")
    cover = people.coverage(who, payer_type, **more)
    people.visit(who, on, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        models.Payer.objects.filter(pk=cover.payer_id).update(payer_ids=["EVG01"])
        if answered is not None:
            build.check(cover, AT - timedelta(days=answered), status, reject_code=reject)
    return who


@pytest.fixture
def six(house: Cast) -> dict[str, Patient]:
    """One patient in each state a person or Otium works on, the last one without a coverage."""
    made = {
        "verified": booked(house, "Vera", answered=3),
        "stale": booked(house, "Stella"),
        "failed": booked(house, "Fay", answered=1, status="rejected", reject_code="75"),
        "cannot_ask": booked(house, "Cato", "workers_comp"),
        "self_pay": booked(house, "Sol", "self_pay"),
    }
    made["missing"] = people.patient(house.a, "Mina", "Marshfield")
    people.visit(made["missing"], TUESDAY, house.therapists["treating"])
    return made


def board(client: Client, **query: str) -> Any:
    return client.get(reverse("eligibility"), query)


def names(context: Any) -> dict[str, list[str]]:
    return {g.code: sorted(row["name"].partition(" ")[0] for row in g.rows) for g in context["groups"]}


def test_every_booked_visit_is_counted_in_its_state(client: Client, six: dict[str, Patient]) -> None:
    context = board(client).context

    assert {tile.word: tile.count for tile in context["tiles"]} == {
        "Verified": 1, "Being asked": 0, "Stale": 1, "Failed": 1, "Cannot be asked": 1, "No coverage": 1, "Self-pay": 1,
    }  # fmt: skip
    assert (context["count"], context["person"]) == (6, 3)


def test_what_needs_a_person_comes_first(client: Client, six: dict[str, Patient]) -> None:
    groups = names(board(client).context)

    assert list(groups) == ["person", "ask", "verified", "self_pay"]
    assert groups["person"] == ["Cato", "Fay", "Mina"]


def test_a_row_says_why_and_what_to_do(client: Client, six: dict[str, Patient]) -> None:
    rows = {r["name"].partition(" ")[0]: r for g in board(client).context["groups"] for r in g.rows}

    assert {name: row["next"] for name, row in rows.items()} == {
        "Vera": "Nothing to ask", "Stella": "Ask the payer", "Fay": "Correct it and ask again",
        "Cato": "Call the payer", "Sol": "Nobody to ask: the family pays itself", "Mina": "Enter a coverage",
    }  # fmt: skip
    assert rows["Mina"]["why"] == "No coverage on file for the visit Nov 24"
    assert rows["Fay"]["why"].startswith("Rejected: ")
    assert rows["Cato"]["day"] == "Tomorrow"


def test_the_next_visit_of_those_that_need_a_person_comes_first(client: Client, house: Cast) -> None:
    for name, days in (("Late", 9), ("Soon", 1), ("Middle", 4)):
        booked(house, name, "workers_comp", ON + timedelta(days=days))

    (group,) = board(client).context["groups"]

    assert [r["name"].partition(" ")[0] for r in group.rows] == ["Soon", "Middle", "Late"]


def test_visits_of_one_coverage_that_stand_alike_are_one_row(client: Client, house: Cast) -> None:
    who = booked(house, "Stella")
    for week in (1, 9):  # the second is beyond the board
        people.visit(who, TUESDAY + timedelta(weeks=week), house.therapists["treating"])

    context = board(client).context

    ((row,),) = [group.rows for group in context["groups"]]
    assert (context["count"], row["more"]) == (2, "1 more visit")


def test_the_last_day_of_the_board_is_the_fourteenth(client: Client, house: Cast) -> None:
    booked(house, "Inside", on=ON + timedelta(days=13))
    booked(house, "Outside", on=ON + timedelta(days=14))

    assert board(client).context["count"] == 1


def test_records_that_lack_what_is_asked_with_cannot_be_asked(client: Client, house: Cast) -> None:
    booked(house, "Nora", member_id="")

    context = board(client).context

    ((row,),) = [group.rows for group in context["groups"]]
    assert (row["next"], row["why"]) == (
        "Complete the records, then ask",
        "Enter the member ID as printed on the card.",
    )
    assert context["asks"] == 0


@pytest.mark.parametrize(
    ("state", "expected"),
    [("failed", ["Fay"]), ("person", ["Cato", "Fay", "Mina"]), ("verified", ["Vera"]), ("asking", [])],
)
def test_a_state_narrows_the_rows_and_not_the_counts(
    client: Client, six: dict[str, Patient], state: str, expected: list[str]
) -> None:
    context = board(client, state=state).context

    assert sorted(n for found in names(context).values() for n in found) == expected
    assert context["count"] == 6


def test_payer_and_therapist_narrow_counts_and_rows(client: Client, house: Cast, six: dict[str, Patient]) -> None:
    with acting.acting_for(house.a.pk):
        comp = models.Payer.objects.get(payer_type="workers_comp")
    by_payer = board(client, payer=str(comp.pk)).context
    of_other = board(client, therapist=str(house.therapists["other_therapist"].pk)).context

    assert (by_payer["count"], names(by_payer)) == (1, {"person": ["Cato"]})
    assert of_other["count"] == 0


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"payer": "1"}, {"therapist": "'"}, {"rows": "-1"}, {"rows": "9" * 9}]
)
def test_what_an_address_cannot_mean_is_left_out(
    client: Client, six: dict[str, Patient], query: dict[str, str]
) -> None:
    assert board(client, **query).context["count"] == 6


def test_an_empty_board_says_where_visits_come_from(client: Client, house: Cast) -> None:
    body = board(client).content.decode()

    assert "No visits in the next 14 days" in body
    assert "<svg viewBox" not in body


def test_the_board_costs_as_many_queries_with_one_patient_as_with_many(client: Client, house: Cast) -> None:
    booked(house, "One")
    few = queries_of(client, reverse("eligibility"))
    for n in range(12):
        booked(house, f"Many{n}", answered=n * 9)
        booked(house, f"Comp{n}", "workers_comp")

    assert queries_of(client, reverse("eligibility")) == few
    assert few <= MOST_QUERIES


def asked(cast: Cast) -> list[models.Parcel]:
    with acting.acting_for(cast.a.pk):
        return list(models.Parcel.objects.filter(kind="270"))


def test_all_that_are_stale_are_asked_once_and_stand_as_being_asked(
    client: Client, house: Cast, six: dict[str, Patient]
) -> None:
    before = board(client).context["asks"]
    response = client.post(reverse("eligibility_ask"), follow=True)
    client.post(reverse("eligibility_ask"))

    (message,) = [str(m) for m in response.context["messages"]]
    assert (before, message) == (1, "1 coverage is being asked about. The answer lands here by itself.")
    assert [p.patient_id for p in asked(house)] == [six["stale"].pk]
    assert names(response.context)["asking"] == ["Stella"]


def test_a_look_at_the_act_asks_nobody(client: Client, house: Cast, six: dict[str, Patient]) -> None:
    assert client.get(reverse("eligibility_ask")).status_code == 405
    assert asked(house) == []


def test_nothing_stale_says_so(client: Client, house: Cast) -> None:
    response = client.post(reverse("eligibility_ask"), follow=True)

    assert [str(m) for m in response.context["messages"]] == ["Nothing is stale that could be asked now."]


def test_the_patients_asked_about_are_in_the_audit_trail(client: Client, house: Cast, six: dict[str, Patient]) -> None:
    client.post(reverse("eligibility_ask"))

    with acting.acting_for(house.a.pk):
        event = models.AuditEvent.objects.get(door="eligibility_ask")
    assert (event.action, event.patients) == ("change", [str(six["stale"].pk)])


def test_the_print_shows_every_row_and_no_act(client: Client, six: dict[str, Patient]) -> None:
    body = client.get(reverse("eligibility_print")).content.decode()

    assert all(who.first_name in body for who in six.values())
    assert reverse("eligibility_ask") not in body


def test_the_export_has_a_line_a_visit_and_no_formula(client: Client, house: Cast) -> None:
    booked(house, "=HYPERLINK(1)", answered=3)
    booked(house, "Stella", on=ON + timedelta(days=2))

    response = client.get(reverse("eligibility_export"), {"state": ""})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "practice,visit_on,patient,payer,therapist,state,why,what_next,asked_from"
    assert len(lines) == 3
    assert not [cell for line in lines for cell in line.split(",") if cell.strip('"').startswith("=")]
    assert "2026-11-25" in lines[2]


def test_who_may_not_ask_sees_no_button(six: dict[str, Patient], cast: Cast) -> None:
    body = people.signed_in(cast.people["auditor"]).get(reverse("eligibility")).content.decode()

    assert "Stella" in body
    assert reverse("eligibility_ask") not in body


def test_the_picture_counts_each_day_and_shows_weekends_only_when_somebody_is_booked(
    client: Client, house: Cast
) -> None:
    booked(house, "Stella")
    booked(house, "Satur", on=ON + timedelta(days=5), answered=3)

    plot = board(client).context["plot"]

    by_day = {day.day: day.counts for day in plot.days}
    assert by_day["Tue, Nov 24"] == (0, 0, 1, 0, 1)
    assert by_day["Sat, Nov 28"] == (1, 0, 0, 0, 1)
    assert "Sun, Nov 29" not in by_day
    assert len(plot.days) == 11


def test_every_state_has_words() -> None:
    from otium.pages.words.standings import NEXT, STANDINGS

    assert set(STANDINGS) == set(NEXT) == set(StandingState)
