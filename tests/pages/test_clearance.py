"""Clearance: the ledger of a patient's visits, the strip, a what-if, and what a booking meets before it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Appointment, Patient
from tests import cast as people
from tests.cast import ON, Cast
from tests.pages.test_patients import queries_of
from tests.pages.test_schedule import book, local, visits

MOST_QUERIES = 40


@pytest.fixture
def theo(cast: Cast) -> Patient:
    """Told on Nov 22: 5 of 30 visits are left, shared with PT and SLP. One visit is booked, on Nov 24."""
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    pooled(people.coverage(patient, "commercial"), remaining=5)
    people.visit(patient, ON + timedelta(days=1), cast.therapists["treating"])
    return patient


def pooled(cover: models.Coverage, *, remaining: int) -> None:
    with acting.acting_for(cover.practice_id):
        check = models.BenefitCheck.objects.create(
            practice_id=cover.practice_id, coverage=cover, patient_id=cover.patient_id, status="active",
            answered_at=people.AT - timedelta(days=1), channel="call",
        )  # fmt: skip
        for kind, amount in (("visit_limit", 30), ("visits_remaining", remaining)):
            models.Benefit.objects.create(
                practice_id=cover.practice_id, check_row=check, kind=kind, amount=amount, period="calendar_year",
                pooled_with=["PT", "SLP"],
            )  # fmt: skip
        models.Benefit.objects.create(
            practice_id=cover.practice_id, check_row=check, kind="authorization_required", flag=False
        )


def page(client: Client, patient: Patient, **query: Any) -> Any:
    return client.get(reverse("clearance", args=[patient.pk]), query)


def more_visits(cast: Cast, patient: Patient, weeks: int) -> None:
    for week in range(1, weeks + 1):
        people.visit(patient, ON + timedelta(days=1, weeks=week), cast.therapists["treating"])


def test_within_the_limits_no_limit_is_named(client: Client, theo: Patient) -> None:
    table = page(client, theo).context["table"]

    assert [limit.check for limit in table.limits if limit.check == "Visit limit"] == []
    assert len(table.rows) == 1


def test_the_first_visit_beyond_a_pooled_limit_is_named_with_what_is_lost(
    client: Client, cast: Cast, theo: Patient
) -> None:
    more_visits(cast, theo, 5)  # to Dec 29: the sixth is beyond

    response = page(client, theo)

    limit = next(each for each in response.context["table"].limits if each.check == "Visit limit")
    assert (limit.from_day, limit.visits, limit.money) == ("Tue, Dec 29", "1 visit", "")
    assert "OT" in limit.sentence
    assert "dollars unknown" in response.content.decode()


def test_an_act_leads_to_the_task_that_stands_for_it(client: Client, cast: Cast, theo: Patient) -> None:
    more_visits(cast, theo, 5)
    people.settled(cast.a)

    limits = page(client, theo).context["table"].limits

    limit = next(each for each in limits if each.check == "Visit limit")
    with acting.acting_for(cast.a.pk):
        kinds = set(models.Task.objects.filter(patient=theo, state="open").values_list("kind", flat=True))
    assert "tell_benefit_limit" not in kinds or limit.act_url.startswith("/desk/tasks/")


def test_a_what_if_names_the_visit_that_would_fail_and_saves_nothing(client: Client, cast: Cast, theo: Patient) -> None:
    response = page(client, theo, add_on="dec 1", add_visits="5")

    tried = response.context["tried"]
    worst = [line.after.day for line in tried.lines if line.after and line.after.strip.first == "Visit limit"]
    assert tried.changed == 5
    assert worst == ["Tue, Dec 29"]
    assert len(visits(cast)) == 1
    assert response.context["book_url"].endswith("?on=Tue%2C+Dec+1%2C+2026&visits=5")


def test_a_dropped_visit_makes_room(client: Client, cast: Cast, theo: Patient) -> None:
    more_visits(cast, theo, 5)
    first = str(visits(cast)[0].pk)

    tried = page(client, theo, drop=first).context["tried"]

    assert [line.word for line in tried.lines] == ["Dropped", "", "", "", "", "Better"]


def test_a_moved_visit_stands_on_its_new_day(client: Client, cast: Cast, theo: Patient) -> None:
    (visit,) = visits(cast)

    tried = page(client, theo, move=str(visit.pk), move_on="dec 3").context["tried"]

    assert [(line.before.day, line.after.day, line.word) for line in tried.lines] == [
        ("Tue, Nov 24", "Thu, Dec 3", "Moved")
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"add_on": "soonish"}, "add_on"),
        ({"add_on": "nov 20"}, "add_on"),
        ({"add_on": "12/31/9999"}, "add_on"),
        ({"add_on": "dec 1", "add_visits": "0"}, "add_visits"),
        ({"add_on": "dec 1", "add_visits": "21"}, "add_visits"),
        ({"add_on": "dec 1", "add_visits": "many"}, "add_visits"),
    ],
)
def test_what_cannot_be_tried_is_said_beside_its_field(
    client: Client, theo: Patient, query: dict[str, str], field: str
) -> None:
    context = page(client, theo, **query).context

    assert list(context["wanted"].problem_of) == [field]
    assert context["tried"] is None


@pytest.mark.parametrize("key", ["x", "5b8d1a52-5a1c-4a8e-9a46-1f0f6f6b3f10"])
def test_visits_of_nobody_are_neither_moved_nor_dropped(client: Client, theo: Patient, key: str) -> None:
    context = page(client, theo, move=key, move_on="dec 3", drop=key).context

    assert (context["tried"], context["wanted"].problems) == (None, ())


def test_the_page_costs_as_many_queries_with_one_visit_as_with_twenty(
    client: Client, cast: Cast, theo: Patient
) -> None:
    url = reverse("clearance", args=[theo.pk])
    few = queries_of(client, url)
    more_visits(cast, theo, 20)

    assert queries_of(client, url) == few
    assert few <= MOST_QUERIES


def test_a_patient_without_visits_may_still_try(client: Client, cast: Cast) -> None:
    body = page(client, people.patient(cast.a, "Ada", "Lindqvist")).content.decode()

    assert "No visit to come" in body
    assert "Show what would change" in body


def test_a_patient_who_left_has_no_ledger(client: Client, cast: Cast, theo: Patient) -> None:
    with acting.acting_for(cast.a.pk):
        Patient.objects.filter(pk=theo.pk).update(is_active=False)

    assert page(client, theo).context["table"].rows == ()


def test_the_export_has_a_line_for_each_check_of_each_visit(client: Client, theo: Patient) -> None:
    body = client.get(reverse("clearance_export", args=[theo.pk])).content.decode("utf-8-sig").splitlines()

    assert body[0] == "visit_on,state,check,result,found,what_clears_it,dollars"
    assert len(body) == 1 + 12
    assert all(line.startswith("2026-11-24,") for line in body[1:])


def test_the_print_has_the_ledger_and_no_form(client: Client, theo: Patient) -> None:
    body = client.get(reverse("clearance_print", args=[theo.pk])).content.decode()

    assert "Tue, Nov 24" in body
    assert "try-add_on" not in body


def test_a_visit_shows_its_strip_to_a_page_that_asks_and_leads_a_person_to_the_ledger(
    client: Client, cast: Cast, theo: Patient
) -> None:
    (visit,) = visits(cast)
    url = reverse("visit_clearance", args=[visit.pk])

    asked = client.get(url, headers={"HX-Request": "true"}).content.decode()
    followed = client.get(url)

    assert "Visit limit" in asked
    assert followed["Location"] == reverse("clearance", args=[theo.pk]) + f"#visit-{visit.pk}"


def test_the_patients_page_asks_for_the_strips_by_itself(client: Client, theo: Patient) -> None:
    url = reverse("clearance", args=[theo.pk])

    strips = client.get(url, headers={"HX-Request": "true", "HX-Target": "strips"}).content.decode()

    assert f'hx-get="{url}"' in client.get(reverse("patient", args=[theo.pk])).content.decode()
    assert strips.startswith('<div id="strips">')
    assert "Tue, Nov 24" in strips


def test_the_visits_own_page_shows_its_strip(client: Client, cast: Cast, theo: Patient) -> None:
    (visit,) = visits(cast)

    strip = client.get(reverse("visit", args=[visit.pk])).context["strip"]

    assert {mark.check: mark.word for mark in strip.marks}["Visit limit"] == "Clear"


def test_a_visit_that_is_over_has_no_strip(client: Client, cast: Cast, theo: Patient) -> None:
    made = people.visit(theo, ON - timedelta(days=7), cast.therapists["treating"])

    assert client.get(reverse("visit", args=[made.pk])).context["strip"] is None


def test_the_week_shows_strips_when_they_are_asked_for(client: Client, cast: Cast, theo: Patient) -> None:
    plain = client.get(reverse("schedule"))
    asked = client.get(reverse("schedule"), {"clearance": "1"})

    (strip,) = [s for lane in asked.context["week"].lanes for square in lane.days for s in square.strips]
    assert 'hx-trigger="load"' in plain.content.decode()
    assert 'hx-trigger="load"' not in asked.content.decode()
    assert strip is not None
    assert f"visit--{strip.icon}" in asked.content.decode()


def test_the_week_with_strips_costs_as_many_queries_with_one_patient_as_with_ten(
    client: Client, cast: Cast, theo: Patient
) -> None:
    url = reverse("schedule") + "?clearance=1"
    few = queries_of(client, url)
    for n in range(10):
        people.visit(people.patient(cast.a, f"Ada{n}", "Lindqvist"), ON + timedelta(days=2))

    assert queries_of(client, url) == few


def test_the_panel_of_a_task_with_a_visit_asks_for_its_strip(client: Client, cast: Cast, theo: Patient) -> None:
    (visit,) = visits(cast)
    with_visit, without = people.task(theo, appointment_id=visit.pk), people.task(theo, "verify_coverage")
    url = reverse("visit_clearance", args=[visit.pk])

    assert url in client.get(reverse("desk_task", args=[with_visit.pk])).content.decode()
    assert "/clearance/" not in client.get(reverse("desk_task", args=[without.pk])).content.decode()


@pytest.fixture
def own_calendar(cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")


@pytest.mark.usefixtures("own_calendar")
def test_ten_visits_past_a_pooled_limit_are_held_and_the_first_failing_one_named(
    client: Client, cast: Cast, theo: Patient
) -> None:
    response = book(client, cast, theo, on="dec 1", visits="10", anyway="")

    preview = response.context["preview"]
    assert preview.failing.startswith("Visit limit fails first on Tue, Dec 29:")
    assert len(preview.lines) == 10
    assert len(visits(cast)) == 1


@pytest.mark.usefixtures("own_calendar")
def test_ten_visits_past_a_limit_are_booked_when_the_person_goes_on(client: Client, cast: Cast, theo: Patient) -> None:
    response = book(client, cast, theo, on="dec 1", visits="10", anyway="on")

    assert response.status_code == 302
    assert len(visits(cast)) == 11


@pytest.mark.usefixtures("own_calendar")
def test_a_booking_that_no_limit_stops_is_one_click(client: Client, cast: Cast, theo: Patient) -> None:
    referral_on_file(theo)

    response = book(client, cast, theo, on="dec 1", visits="2", anyway="")

    assert response.status_code == 302, response.context["preview"]
    assert len(visits(cast)) == 3


@pytest.mark.usefixtures("own_calendar")
def test_a_look_books_nothing(client: Client, cast: Cast, theo: Patient) -> None:
    response = book(client, cast, theo, on="dec 1", visits="2", check="on")

    assert [line.day for line in response.context["preview"].lines] == ["Tue, Dec 1", "Tue, Dec 8"]
    assert len(visits(cast)) == 1
    with acting.acting_for(cast.a.pk):
        assert not models.Series.objects.exists()


@pytest.mark.usefixtures("own_calendar")
def test_who_is_taken_is_said_before_any_limit(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, people.patient(cast.a, "Ada", "Lindqvist"), on="dec 1")

    response = book(client, cast, theo, on="dec 1", visits="10", anyway="")

    assert "The therapist has another visit on Tue, Dec 1" in response.context["refusal"].words
    assert response.context.get("preview") is None


@pytest.mark.usefixtures("own_calendar")
def test_a_visit_booked_before_that_a_new_one_pushes_beyond_the_limit_is_named(
    client: Client, cast: Cast, theo: Patient
) -> None:
    referral_on_file(theo)
    more_visits(cast, theo, 4)  # five of five

    response = book(client, cast, theo, on="nov 25", anyway="")

    preview = response.context["preview"]
    assert preview.failing.startswith("Visit limit fails first on Tue, Dec 22:")
    assert [(line.day, bool(line.word)) for line in preview.lines] == [("Wed, Nov 25", False), ("Tue, Dec 22", True)]


@pytest.mark.usefixtures("own_calendar")
def test_a_move_that_fails_a_limit_is_held_until_the_person_goes_on(client: Client, cast: Cast, theo: Patient) -> None:
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(patient=theo).update(ends_on=ON + timedelta(days=7))
    (visit,) = visits(cast)
    sent = {
        "move-therapist": str(visit.therapist_id), "move-on": "dec 8", "move-starts_at": "10", "move-minutes": "45",
    }  # fmt: skip
    url = reverse("visit_move", args=[visit.pk])

    held = client.post(url, sent)
    before = local(visits(cast)[0])
    client.post(url, {**sent, "anyway": "on"})

    assert held.context["preview"].failing.startswith("Coverage fails first on Tue, Dec 8:")
    assert (before, local(visits(cast)[0])) == ("11-24 15:00", "12-08 10:00")


def test_the_booking_form_begins_with_what_was_tried(client: Client, theo: Patient) -> None:
    query = {"on": "Tue, Dec 1, 2026", "visits": "5", "note": "x"}

    form = client.get(reverse("visit_book", args=[theo.pk]), query).context["form"]

    assert (form["on"].value(), form["visits"].value(), form["note"].value()) == ("Tue, Dec 1, 2026", "5", None)


def referral_on_file(patient: Patient) -> None:
    with acting.acting_for(patient.practice_id):
        models.Referral.objects.create(
            practice_id=patient.practice_id, patient=patient, written_on=ON - timedelta(days=9),
            expires_on=ON + timedelta(days=300),
        )  # fmt: skip


def test_every_appointment_shown_is_to_come(client: Client, cast: Cast, theo: Patient) -> None:
    people.visit(theo, ON - timedelta(days=1), cast.therapists["treating"])

    with acting.acting_for(cast.a.pk):
        assert Appointment.objects.count() == 2
    assert [row.day for row in page(client, theo).context["table"].rows] == ["Tue, Nov 24"]
