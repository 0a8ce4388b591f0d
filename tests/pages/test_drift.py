"""A patient who is planned twice a week and booked once: the task opens the booking form, begun."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, settle
from otium.desk.actor import Actor
from otium.records import models
from tests import cast as people
from tests.cast import AT, Cast

ON = AT.date()


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


def drifting(cast: Cast, *, away: bool = False) -> list[models.Task]:
    """Booked on four Tuesdays. `away`: but on Tuesdays the therapist of the episode is away."""
    who = people.patient(cast.a, "Theo", "Marshfield")
    treating = cast.therapists["treating"]
    people.episode(who, treating)
    for week in range(1, 5):
        people.visit(who, ON + timedelta(days=1 + 7 * week), treating)
    with acting.acting_for(cast.a.pk):
        models.PlanOfCare.objects.create(
            practice=cast.a, patient=who, starts_on=ON, frequency_per_week=2, therapist=treating
        )
        if away:
            monday = ON + timedelta(days=7)
            for start, end in ((0, 0), (2, 6)):
                for week in range(4):
                    models.TimeOff.objects.create(
                        practice=cast.a, therapist=treating, starts_on=monday + timedelta(days=7 * week + start),
                        ends_on=monday + timedelta(days=7 * week + end),
                    )  # fmt: skip
        settle.settle(cast.a, by=Actor("test"), at=AT, patients=[who.pk], why="test")
        return list(models.Task.objects.filter(kind="book_planned_visits", state="open"))


def test_the_task_opens_the_booking_form_begun_with_the_first_short_week(client: Client, cast: Cast) -> None:
    (task,) = drifting(cast)

    shown = client.get(reverse("desk_task", args=[task.pk]))
    form = client.get(shown.context["panel"].page.href).context["form"]

    assert shown.context["panel"].page.words == "Book the missing visits"
    assert task.due_on == date(2026, 11, 27)
    assert [str(form[name].value()) for name in ("on", "visits", "therapist")] == [
        "Mon, Nov 30, 2026", "4", str(cast.therapists["treating"].pk)
    ]  # fmt: skip


def test_days_off_of_who_treats_are_no_drift(cast: Cast) -> None:
    assert drifting(cast, away=True) == []


def test_a_reason_why_it_stays_so_ends_the_task(client: Client, cast: Cast) -> None:
    (task,) = drifting(cast)

    client.post(
        reverse("desk_record", args=[task.pk]),
        {"choice": "stays_below_plan", "stays_below_plan-reason": "The family wants once."},
    )

    with acting.acting_for(cast.a.pk):
        task.refresh_from_db()
        assert task.state == "closed"
