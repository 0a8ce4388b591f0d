"""One coverage's page: how it stands, what is counted up, two answers compared, who pays when, who was asked."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages.test_patients import answer, queries_of

MOST_QUERIES = 32


@pytest.fixture
def cover(cast: Cast) -> models.Coverage:
    """A commercial plan, three visits made and two booked since the payer told of 24 of 30 visits left on Nov 2."""
    who = people.patient(cast.a)
    people.episode(who, cast.therapists["treating"])
    row = people.coverage(who, "commercial")
    for days in (-14, -7, -3, 2, 9):
        people.visit(who, ON + timedelta(days=days), cast.therapists["treating"])
    return row


def told(cover: models.Coverage, days_ago: int = 21, channel: str = "x12", **amounts: str) -> models.BenefitCheck:
    check = answer(cover, channel, ON - timedelta(days=days_ago))
    with acting.acting_for(cover.practice_id):
        for kind, amount in amounts.items():
            models.Benefit.objects.create(
                practice_id=cover.practice_id, check_row=check, kind=kind, amount=Decimal(amount),
                period="calendar_year" if kind == "visit_limit" else "",
            )  # fmt: skip
    return check


def page(client: Client, cover: models.Coverage, query: str = "") -> Any:
    return client.get(reverse("coverage", args=[cover.patient_id, cover.pk]) + query)


def test_visits_are_counted_up_from_the_answer_on(client: Client, cover: models.Coverage) -> None:
    told(cover, visit_limit="30", visits_remaining="24")

    (bar,) = page(client, cover).context["counted"]

    assert bar.meter.words == "9 used, 2 booked, 19 left of 30"
    assert bar.note == "The payer counted 6 when it answered on Mon, Nov 2; 3 made since."
    assert not bar.is_over


def test_more_booked_than_is_left_is_beyond_the_limit(client: Client, cover: models.Coverage) -> None:
    told(cover, visit_limit="30", visits_remaining="4")

    (bar,) = page(client, cover).context["counted"]

    assert bar.is_over
    assert "Beyond the limit" in page(client, cover).content.decode()


def test_a_limit_of_which_the_use_is_not_known_draws_no_bar(client: Client, cover: models.Coverage) -> None:
    told(cover, visit_limit="30")

    (bar,) = page(client, cover).context["counted"]

    assert (bar.meter.limit, bar.note) == (None, "How many are used is not on file.")


def test_no_bar_is_drawn_of_a_limit_that_two_answers_give_differently(client: Client, cover: models.Coverage) -> None:
    told(cover, 21, "portal", visit_limit="30", visits_remaining="24")
    told(cover, 14, "call", visit_limit="20", visits_remaining="14")

    (bar,) = page(client, cover).context["counted"]

    assert (bar.meter.limit, bar.note) == (None, "The answers differ; say which one holds.")


def test_dollars_are_counted_as_the_payer_told_them(client: Client, cover: models.Coverage) -> None:
    told(cover, deductible="1500", deductible_remaining="200", out_of_pocket="4000")

    bars = {bar.title: (bar.meter.words, bar.note) for bar in page(client, cover).context["counted"]}

    assert bars["Deductible"][0] == "$1,300.00 met, $200.00 left of $1,500.00"
    assert bars["Out-of-pocket limit"] == ("", "$4,000.00; how much is met is not on file.")


def test_dollars_used_of_an_amount_that_nobody_told_are_shown(client: Client, cover: models.Coverage) -> None:
    told(cover, dollars_used="1387.77")

    (bar,) = page(client, cover).context["counted"]

    assert bar.meter.limit is None
    assert bar.note == "$1,387.77 when the payer answered on Mon, Nov 2; of how much it did not say."


@pytest.mark.parametrize(("payer", "stands_out"), [("workers_comp", "btn--primary"), ("commercial", "btn--quiet")])
def test_a_payer_can_be_called_from_the_coverage_first_where_nothing_else_helps(
    client: Client, cast: Cast, payer: str, stands_out: str
) -> None:
    who = people.patient(cast.a)
    people.episode(who, cast.therapists["treating"])
    row = people.coverage(who, payer)
    people.visit(who, ON + timedelta(days=2), cast.therapists["treating"])

    shown = page(client, row).content.decode()

    call = reverse("call_add", args=[who.pk, row.pk])
    assert f'<a class="btn {stands_out}" href="{call}">Call the payer</a>' in shown


def test_nobody_is_asked_or_called_where_the_family_pays_itself(client: Client, cast: Cast) -> None:
    who = people.patient(cast.a)
    row = people.coverage(who, "self_pay")

    shown = page(client, row).content.decode()

    assert reverse("call_add", args=[who.pk, row.pk]) not in shown
    assert reverse("inquiry_ask", args=[who.pk, row.pk]) not in shown


def test_the_two_newest_answers_are_compared_until_two_are_chosen(client: Client, cover: models.Coverage) -> None:
    first = told(cover, 60, copay="30")
    told(cover, 30, copay="30")
    last = told(cover, 1, copay="40", visit_limit="30")

    newest = page(client, cover).context["diff"]
    chosen = page(client, cover, f"?before={last.pk}&after={first.pk}").context["diff"]

    assert [(line.name, line.before, line.after) for line in newest.lines if line.is_changed] == [
        ("Visit limit", "", "30 for each calendar year"),
        ("Copay", "$30.00", "$40.00"),
    ]
    assert (chosen.before, chosen.after, chosen.changed) == (str(first.pk), str(last.pk), 2)


@pytest.mark.parametrize("query", ["?before=x&after=y", "?before=00000000-0000-0000-0000-000000000000"])
def test_answers_that_an_address_cannot_mean_are_the_newest(client: Client, cover: models.Coverage, query: str) -> None:
    told(cover, 30)
    told(cover, 1)

    assert len(page(client, cover, query).context["diff"].lines) == 1


def test_it_says_when_the_payer_is_asked_next(client: Client, cover: models.Coverage) -> None:
    with acting.acting_for(cover.practice_id):
        models.Practice.objects.filter(pk=cover.practice_id).update(npi="1234567893")
        models.Payer.objects.filter(pk=cover.payer_id).update(payer_ids=["EVG01"])
    never = page(client, cover).context["stands"]
    told(cover, 1)

    fresh = page(client, cover).context["stands"]

    assert (never.word, never.check) == ("Stale", "Next check by Mon, Nov 23, for the visit on Wed, Nov 25.")
    assert (fresh.word, fresh.check) == ("Verified", "The answer speaks for all 2 visits to come.")


def test_coverages_stand_in_the_order_they_pay(client: Client, cover: models.Coverage) -> None:
    with acting.acting_for(cover.practice_id):
        patient = models.Patient.objects.get(pk=cover.patient_id)
    second = people.coverage(patient, "medicaid_mco", order=2, is_court_ordered=True)
    people.coverage(patient, "tricare", order=1, ends_on=ON - timedelta(days=1))

    ordered = page(client, second).context["ordered"]

    assert [(o.name, o.is_this, o.is_over) for o in ordered] == [
        ("Payer commercial", False, False), ("Payer medicaid_mco", True, False), ("Payer tricare", False, True),
    ]  # fmt: skip
    assert [o.why for o in ordered][:2] == [
        "order as recorded; nobody said why", "a court order puts this parent’s plan first",
    ]  # fmt: skip


def test_calls_and_inquiries_are_told(client: Client, cast: Cast, cover: models.Coverage) -> None:
    with acting.acting_for(cast.a.pk):
        models.Call.objects.create(
            practice=cast.a, coverage=cover, patient_id=cover.patient_id, called_at=AT, outcome="reached",
            representative="Kim", reference="4471", hold_minutes=12, promise="Fax", promised_on=ON,
            by=cast.people["assistant"],
        )  # fmt: skip
        build.connection(cast.a)
        build.parcel(cast.a, AT, patient_id=cover.patient_id, focus=("coverage", cover.pk))

    context = page(client, cover).context

    (call,), (inquiry,) = context["calls"], context["inquiries"]
    assert (call.word, call.minutes, call.promise) == ("Reached", "12 min on hold", "Promised: Fax, Mon, Nov 23")
    assert inquiry.word == "Waiting"


def test_beside_the_board_only_the_panel_is_sent(client: Client, cover: models.Coverage) -> None:
    url = reverse("coverage", args=[cover.patient_id, cover.pk])

    beside = client.get(url, headers={"HX-Request": "true", "HX-Target": "work"}).content.decode()

    assert beside.startswith("<title>")
    assert "<nav" not in beside


def test_a_coverage_of_somebody_else_is_not_found(client: Client, cast: Cast, cover: models.Coverage) -> None:
    other = people.patient(cast.a, "Ada", "Lindqvist")

    assert client.get(reverse("coverage", args=[other.pk, cover.pk])).status_code == 404


def test_the_page_costs_as_many_queries_with_one_answer_as_with_many(client: Client, cover: models.Coverage) -> None:
    told(cover, 1, copay="30")
    url = reverse("coverage", args=[cover.patient_id, cover.pk])
    few = queries_of(client, url)
    for n in range(2, 20):
        told(cover, n, copay="30", visit_limit="30")

    assert queries_of(client, url) == few
    assert few <= MOST_QUERIES


def test_the_export_names_the_source_of_each_answer_and_says_unknown(client: Client, cover: models.Coverage) -> None:
    told(cover, 1, "call", copay="30")
    with acting.acting_for(cover.practice_id):
        models.Coverage.objects.filter(pk=cover.pk).update(group_number="=1+1")

    body = client.get(reverse("coverage_export", args=[cover.patient_id, cover.pk])).content.decode("utf-8-sig")

    rows = [line.split(",") for line in body.splitlines()]
    by_field = {row[0]: row[1:] for row in rows}
    assert by_field["Copay"][:3] == ["$30.00", "Call", "Nov 22"]
    assert by_field["Visit limit"][0] == "unknown"
    assert not by_field["Group"][0].startswith("=")


def test_the_print_has_the_sheet_and_no_form(client: Client, cover: models.Coverage) -> None:
    told(cover, 1, copay="30")

    body = client.get(reverse("coverage_print", args=[cover.patient_id, cover.pk])).content.decode()

    assert "$30.00" in body
    assert reverse("inquiry_ask", args=[cover.patient_id, cover.pk]) not in body
