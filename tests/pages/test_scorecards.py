"""How payers decide: the list, one payer with its pictures and parts, and both as CSV."""

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
from otium.pages.staff.scorecards import plots
from otium.records import models
from otium.rules import measured
from otium.terms.scorecard import Outcome
from tests import build
from tests import cast as people
from tests.cast import ON, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


@pytest.fixture
def cover(cast: Cast) -> models.Coverage:
    return covered(cast, "Evergreen Health")


def covered(cast: Cast, name: str, payer_type: str = "commercial") -> models.Coverage:
    with acting.acting_for(cast.a.pk):
        payer = build.payer(cast.a, payer_type, name=name)
        plan = models.Plan.objects.create(practice=cast.a, payer=payer, name=f"{name} Gold")
        return build.coverage(build.patient(cast.a), payer, plan=plan)


def ask(of: models.Coverage, state: str, n: int = 1, *, days: int | None = 7, sent: int = 30, **fields: Any) -> None:
    """`n` requests sent so many days ago, decided so many days later."""
    sent_on = ON - timedelta(days=sent)
    decided_on = None if days is None else sent_on + timedelta(days=days)
    values: dict[str, Any] = {"requested": 12, "codes": ["97530"]} | fields
    with acting.acting_for(of.practice_id):
        for _ in range(n):
            models.AuthorizationRequest.objects.create(
                practice_id=of.practice_id, patient_id=of.patient_id, coverage=of, kind="renewal", state=state,
                submitted_on=sent_on, decided_on=decided_on, **values,
            )  # fmt: skip


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_list_says_how_each_payer_decides(client: Client, cast: Cast, cover: models.Coverage) -> None:
    ask(cover, "approved", 4, approved=12)
    ask(cover, "modified", 3, approved=6)
    ask(cover, "denied", 1)
    ask(cover, "submitted", 2, days=None)
    other = covered(cast, "Harbor Health")
    ask(other, "approved", 4, approved=12)
    covered(cast, "Never Asked")

    page = client.get(reverse("scorecards"))

    first, second = page.context["rows"]
    assert (first.name, first.sent, first.waiting) == ("Evergreen Health", 10, 2)
    assert (first.approved, first.cut, first.denied) == ("50 %", "38 %", "13 %")
    assert first.granted == "66 of 96 visits"
    assert first.turnaround == "5 business days"
    assert (second.name, second.approved, second.turnaround) == ("Harbor Health", "", "")


def test_it_opens_on_the_first_practice_that_asked_a_payer(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.b.pk):
        models.Membership.objects.create(practice=cast.b, staff=cast.people["owner"], role="owner")
        cover = build.coverage(build.patient(cast.b), build.payer(cast.b, name="Beacon Health"))
    assert client.get(reverse("scorecards")).context["practice"] == cast.a

    ask(cover, "denied")

    page = client.get(reverse("scorecards"))
    assert (page.context["practice"], [row.name for row in page.context["rows"]]) == (cast.b, ["Beacon Health"])
    named = client.get(reverse("scorecards"), {"practice": cast.a.slug})
    assert named.context["practice"] == cast.a


@pytest.mark.parametrize(("sent", "count"), [(365, 1), (366, 0)])
def test_a_year_is_counted(client: Client, cover: models.Coverage, sent: int, count: int) -> None:
    ask(cover, "denied", sent=sent)

    assert len(client.get(reverse("scorecards")).context["rows"]) == count


def test_without_requests_both_pages_say_what_comes(client: Client, cover: models.Coverage) -> None:
    assert "No payer was asked yet" in client.get(reverse("scorecards")).content.decode()
    one = client.get(reverse("scorecard", args=[cover.payer_id])).content.decode()
    assert "Nothing was asked of it in the last year" in one
    assert "<svg viewBox" not in one


def test_one_payer_is_told_by_plan_code_and_therapist(client: Client, cast: Cast, cover: models.Coverage) -> None:
    ask(cover, "approved", 5, approved=12, therapist=cast.therapists["treating"])
    ask(cover, "denied", 1, codes=[], lines=[{"codes": ["97535", "97110"], "basis": "visits", "quantity": 12}])
    ask(cover, "cancelled", 3)

    page = client.get(reverse("scorecard", args=[cover.payer_id]))

    groups = {group.head: {row.name: row.sent for row in group.rows} for group in page.context["groups"]}
    name = cast.therapists["treating"].name
    assert groups == {
        "Plan": {"Evergreen Health Gold": 6},
        "Code": {"97530": 5, "97110": 1, "97535": 1},
        "Therapist": {name: 5, "Nobody named": 1},
    }
    figures = {figure.name: figure.value for figure in page.context["figures"]}
    assert (figures["Approved in full"], figures["Denied"]) == ("83 % (5)", "17 % (1)")
    assert len(page.context["requests"]) == 6
    words = page.content.decode()
    assert words.count("<svg viewBox") == 2
    assert "The same as a table" in words


def test_too_few_are_counted_and_not_judged(client: Client, cover: models.Coverage) -> None:
    ask(cover, "denied", 4)

    page = client.get(reverse("scorecard", args=[cover.payer_id]))

    assert page.content.decode().count("too few to say") >= 3
    assert page.context["turnaround"] is None
    assert page.context["months"] is not None


def test_no_patient_is_named(client: Client, cast: Cast, cover: models.Coverage) -> None:
    ask(cover, "denied", 6)
    with acting.acting_for(cast.a.pk):
        name = models.Patient.objects.get(pk=cover.patient_id).last_name

    assert name not in client.get(reverse("scorecard", args=[cover.payer_id])).content.decode()


def test_both_exports_hold_numbers(client: Client, cover: models.Coverage) -> None:
    ask(cover, "approved", 5, approved=10)
    lines = [{"codes": ["97530"], "basis": "units", "quantity": 48}]
    ask(cover, "modified", 1, requested=48, approved=24, lines=lines)

    (row,) = rows_of(client.get(reverse("scorecards_export")))
    parts = rows_of(client.get(reverse("scorecard_export", args=[cover.payer_id])))

    assert (row["payer"], row["sent"], row["approved"], row["cut"], row["cut_percent"]) == (
        "Evergreen Health", "6", "0", "6", "100",
    )  # fmt: skip
    assert (row["visits_asked"], row["visits_granted"], row["units_asked"], row["units_granted"]) == (
        "60", "50", "48", "24",
    )  # fmt: skip
    assert (row["business_days_p50"], row["business_days_p90"]) == ("5", "5")
    assert [(part["by"], part["name"], part["sent"]) for part in parts] == [
        ("all", "", "6"), ("plan", "Evergreen Health Gold", "6"), ("code", "97530", "6"), ("therapist", "", "6"),
    ]  # fmt: skip


def test_pages_take_as_many_queries_for_many_requests_as_for_few(
    client: Client, cast: Cast, cover: models.Coverage
) -> None:
    ask(cover, "approved", 5, approved=12)
    urls = [reverse("scorecards"), reverse("scorecard", args=[cover.payer_id])]
    client.get(urls[0])  # the first request of a session writes it
    few = [queries(client, url) for url in urls]
    ask(cover, "denied", 120)
    for n in range(4):
        ask(covered(cast, f"Payer {n}"), "denied", 3)

    assert [queries(client, url) for url in urls] == few


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_a_plot_of_days_names_the_usual_and_the_slow() -> None:
    taken = [1, 2, 2, 3, 3, 3, 4, 9, 10, 44]

    found = plots.by_day(taken, measured.spread(taken))

    assert found is not None
    assert sum(column.total for column in found.columns) == 10
    assert (found.columns[-1].label, found.columns[-1].total) == ("30+", 1)
    assert [line.text for line in found.lines] == ["half within 3 business days", "nine in ten within 10"]


def test_a_plot_of_months_stacks_what_was_decided(cover: models.Coverage) -> None:
    months = {ON.replace(day=1): {Outcome.APPROVED: 2, Outcome.CUT: 1, Outcome.DENIED: 1}}

    found = plots.by_month(months)

    assert found is not None
    (column,) = found.columns
    assert [part.kind for part in column.parts] == ["approved", "cut", "denied"]
    assert [float(part.height) for part in column.parts] == [38.0, 19.0, 19.0]
    assert column.counts == (2, 1, 1, 4)
    assert plots.by_month({day: dict.fromkeys(Outcome, 0) for day in months}) is None
