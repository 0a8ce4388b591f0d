"""The week, booking, one visit."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.pages.time_of_day import read_time
from otium.records import models
from otium.records.models import Appointment, Patient, Practice
from tests import cast as people
from tests.cast import EASTERN, ON, Cast
from tests.pages.test_patients import queries_of

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> Patient:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    return patient


def book(client: Client, cast: Cast, who: Patient, **entries: Any) -> Any:
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": "nov 24", "starts_at": "3pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1", "anyway": "on", **entries,
    }  # fmt: skip
    return client.post(reverse("visit_book", args=[who.pk]), sent)


def visits(cast: Cast) -> list[Appointment]:
    with acting.acting_for(cast.a.pk):
        return list(Appointment.objects.order_by("starts_at"))


def local(visit: Appointment) -> str:
    return visit.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M")


def test_a_visit_is_booked_as_typed(client: Client, cast: Cast, theo: Patient) -> None:
    response = book(client, cast, theo)

    assert [local(v) for v in visits(cast)] == ["11-24 15:00"]
    assert response["Location"].startswith(reverse("patient", args=[theo.pk]))


def test_the_form_begins_with_the_patients_own_therapist(client: Client, cast: Cast, theo: Patient) -> None:
    form = client.get(reverse("visit_book", args=[theo.pk])).context["form"]

    assert form["therapist"].value() == str(cast.therapists["treating"].pk)


def test_who_comes_second_is_told_the_free_times_and_takes_one(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo)
    ada = people.patient(cast.a, "Ada", "Lindqvist")

    refused = book(client, cast, ada, starts_at="3:15 pm")
    free = refused.context["refusal"].free
    book(client, cast, ada, starts_at="3:15 pm", take=free[0].value)

    assert "The therapist has another visit on Tue, Nov 24, 3 pm to 3:45 pm." in refused.context["refusal"].words
    assert free[0].words == "Tue, Nov 24, 3:45 pm"
    assert [local(v) for v in visits(cast)] == ["11-24 15:00", "11-24 15:45"]


def test_a_closed_day_is_asked_about_and_booked_when_the_person_is_sure(
    client: Client, cast: Cast, theo: Patient
) -> None:
    asked = book(client, cast, theo, on="nov 26")
    before = visits(cast)
    book(client, cast, theo, on="nov 26", is_sure="on")

    assert asked.context["form"].asks_to_be_sure
    assert (before, [local(v) for v in visits(cast)]) == ([], ["11-26 15:00"])


def test_a_series_says_which_days_it_left_out(client: Client, cast: Cast, theo: Patient) -> None:
    response = client.post(
        reverse("visit_book", args=[theo.pk]),
        {
            "therapist": str(cast.therapists["treating"].pk), "on": "dec 3", "starts_at": "3pm", "minutes": "45",
            "kind": "treatment", "visits": "5", "every": "2", "anyway": "on",
        },
        follow=True,
    )  # fmt: skip

    (message,) = [str(m) for m in response.context["messages"]]
    assert message == "5 visits booked, the first on Thu, Dec 3, 3 pm."
    assert [local(v)[:5] for v in visits(cast)] == ["12-03", "12-17", "12-31", "01-14", "01-28"]


def test_a_series_is_told_what_fits_its_first_visit_alone(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo)
    ada = people.patient(cast.a, "Ada", "Lindqvist")

    refused = book(client, cast, ada, visits="3").content.decode()

    assert ("The first visit would fit at:" in refused, "All are free at:" in refused) == (True, False)


@pytest.fixture
def visit(client: Client, cast: Cast, theo: Patient) -> Appointment:
    book(client, cast, theo)
    return visits(cast)[0]


def move(client: Client, cast: Cast, visit: Appointment, **entries: Any) -> Any:
    sent = {
        "therapist": str(cast.therapists["treating"].pk),
        "on": "nov 25",
        "starts_at": "10",
        "minutes": "45",
        **entries,
    }
    fields = {f"move-{k}": v for k, v in sent.items()}
    return client.post(reverse("visit_move", args=[visit.pk]), {"anyway": "on", **fields})


def test_a_visit_is_moved(client: Client, cast: Cast, visit: Appointment) -> None:
    move(client, cast, visit)

    assert [local(v) for v in visits(cast)] == ["11-25 10:00"]


def test_a_move_into_a_taken_time_offers_free_ones_and_moves_nothing(
    client: Client, cast: Cast, visit: Appointment
) -> None:
    book(client, cast, people.patient(cast.a, "Ada", "Lindqvist"), on="nov 25", starts_at="10")

    response = move(client, cast, visit)
    taken = response.context["refusal"].free[0].value
    client.post(
        reverse("visit_move", args=[visit.pk]),
        {"take": taken, "anyway": "on", "move-on": "nov 25", "move-starts_at": "10", "move-minutes": "45",
         "move-therapist": str(cast.therapists["treating"].pk)},
    )  # fmt: skip

    assert response.status_code == 200
    assert local(next(v for v in visits(cast) if v.pk == visit.pk)) == "11-25 10:45"


def test_a_cancellation_is_undone_by_its_message(client: Client, cast: Cast, visit: Appointment) -> None:
    response = client.post(reverse("visit_cancel", args=[visit.pk]), {"cancel-reason": "family is ill"}, follow=True)
    undo = next(m.extra_tags for m in response.context["messages"] if m.extra_tags).removeprefix("undo:")
    cancelled = visits(cast)[0].status

    client.post(undo)

    assert (cancelled, visits(cast)[0].status) == ("cancelled", "booked")


def test_a_cancellation_without_a_reason_keeps_the_visit(client: Client, cast: Cast, visit: Appointment) -> None:
    response = client.post(reverse("visit_cancel", args=[visit.pk]), {"cancel-reason": " "})

    assert list(response.context["cancel"].errors) == ["code"]
    assert visits(cast)[0].status == "booked"


def test_only_what_may_follow_now_is_offered(client: Client, cast: Cast, visit: Appointment, now: list[Any]) -> None:
    before = client.get(reverse("visit", args=[visit.pk])).context["visit"].can
    now[0] = visit.starts_at + timedelta(hours=1)
    client = people.signed_in(cast.people["assistant"])

    after = client.get(reverse("visit", args=[visit.pk])).context["visit"].can

    assert set(before) == {"confirm", "cancel"}
    assert set(after) == {"arrive", "start", "finish", "miss", "cancel"}


def test_a_visit_is_marked_and_put_back(client: Client, cast: Cast, visit: Appointment, now: list[Any]) -> None:
    now[0] = visit.starts_at + timedelta(hours=1)
    client = people.signed_in(cast.people["assistant"])
    client.post(reverse("visit_finish", args=[visit.pk]))
    done = visits(cast)[0].status

    client.post(reverse("visit_reopen", args=[visit.pk]))

    assert (done, visits(cast)[0].status) == ("done", "booked")


def test_an_auditor_sees_a_visit_and_no_way_to_change_it(cast: Cast, visit: Appointment) -> None:
    body = people.signed_in(cast.people["auditor"]).get(reverse("visit", args=[visit.pk])).content.decode()

    assert reverse("visit_cancel", args=[visit.pk]) not in body
    assert "Theodora Marshfield" in body


def test_what_stands_only_here_is_marked_until_it_stands_in_the_other_calendar(
    client: Client, cast: Cast, theo: Patient
) -> None:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(calendar_master="emr")
    book(client, cast, theo)
    visit = visits(cast)[0]
    before = client.get(reverse("visit", args=[visit.pk])).context["visit"].to_enter

    client.post(reverse("visit_entered", args=[visit.pk]))

    assert (before, visits(cast)[0].to_enter_in_emr) == (True, False)


def test_the_week_shows_visits_by_therapist_and_day(client: Client, cast: Cast, visit: Appointment) -> None:
    page = client.get(reverse("schedule"), {"week": "2026-11-25"})

    week = page.context["week"]
    (lane,) = week.lanes
    blocks = {square.day.iso: square.block for square in lane.days}
    assert (lane.name, week.count, len(week.days)) == ("Treating", 1, 5)
    assert [v.pk for v in blocks["2026-11-24"].visits] == [visit.pk]
    assert all(text in page.content.decode() for text in ("3 pm", "Theodora Marshfield"))


def test_the_week_before_and_after_are_a_week_away(client: Client, cast: Cast, visit: Appointment) -> None:
    bar = client.get(reverse("schedule")).context["bar"]

    assert ("week=2026-11-16" in bar.before.url, "week=2026-11-30" in bar.after.url) == (True, True)


def test_a_weekend_stands_in_the_week_only_when_somebody_is_booked(client: Client, cast: Cast, theo: Patient) -> None:
    people.visit(theo, ON + timedelta(days=5), cast.therapists["treating"])

    days = client.get(reverse("schedule")).context["week"].days

    assert [d.name[:3] for d in days] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]


def test_the_week_costs_as_many_queries_with_one_visit_as_with_forty(client: Client, cast: Cast, theo: Patient) -> None:
    people.visit(theo, TUESDAY, cast.therapists["treating"])
    few = queries_of(client, reverse("schedule"))
    for _ in range(40):
        people.visit(theo, TUESDAY, cast.therapists["treating"])

    assert queries_of(client, reverse("schedule")) == few


@pytest.mark.parametrize("week", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_week_that_cannot_be_read_is_this_one(client: Client, cast: Cast, week: str) -> None:
    assert client.get(reverse("schedule"), {"week": week}).status_code == 200


@pytest.mark.parametrize("text", ["25", "3:75", "13pm", "noon", "0pm", "", "3 3"])
def test_a_time_that_cannot_be_read_is_none(text: str) -> None:
    assert read_time(text) is None


def test_the_audit_trail_names_everybody_whose_visit_was_shown(client: Client, cast: Cast, visit: Appointment) -> None:
    client.get(reverse("schedule"))

    with acting.acting_for(cast.a.pk):
        (event,) = models.AuditEvent.objects.filter(door="schedule")
    assert event.patients == [str(visit.patient_id)]


@pytest.mark.parametrize("day", ["12/31/9999", "12/31/2099", "nov 20, 2029", "nov 20, 2023", "1/1/1900"])
def test_a_visit_far_from_today_is_neither_booked_nor_moved_there(
    client: Client, cast: Cast, theo: Patient, day: str
) -> None:
    refused = book(client, cast, theo, on=day, is_sure="on")
    book(client, cast, theo)
    (visit,) = visits(cast)
    sent = {"move-therapist": str(visit.therapist_id), "move-on": day, "move-starts_at": "3pm", "move-minutes": "45"}

    moved = client.post(reverse("visit_move", args=[visit.pk]), {**sent, "move-is_sure": "on"})

    assert list(refused.context["form"].errors) == ["on"]
    assert list(moved.context["move"].errors) == ["on"]
    assert [local(v) for v in visits(cast)] == ["11-24 15:00"]


def test_a_series_ends_within_two_years(client: Client, cast: Cast, theo: Patient) -> None:
    refused = book(client, cast, theo, visits="104", every="2")

    assert list(refused.context["form"].errors) == ["visits"]
    assert visits(cast) == []
