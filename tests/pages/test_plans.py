"""The pages of the plans: asked, answered, decided, applied, taken back."""

import json
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.planning import solving
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, EASTERN, ON, Cast

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=EASTERN)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def sick(cast: Cast) -> models.Therapist:
    """Who treats, and is the only one with a visit on Tuesday."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
        build.visit(people.patient(cast.a, "Cora", "Ashe"), TUESDAY, therapist=cast.therapists["treating"])
    return cast.therapists["treating"]


def called(client: Client, cast: Cast, sick: models.Therapist) -> models.SchedulePlan:
    """Asked by the form, and solved as the worker does."""
    sent = {"therapist": str(sick.pk), "first": "nov 24", "last": "nov 24", "reason": "sick"}
    went = client.post(reverse("plan_repair"), sent)
    with acting.acting_for(cast.a.pk):
        plan = models.SchedulePlan.objects.get()
    assert went["Location"] == reverse("plan", args=[plan.pk])
    solving.solve(cast.a.pk, plan.pk, at=AT)
    return plan


def test_a_therapist_is_called_sick_and_her_visit_moved_in_two_presses(
    client: Client, cast: Cast, sick: models.Therapist
) -> None:
    plan = called(client, cast, sick)
    page = client.get(reverse("plan", args=[plan.pk]))

    assert page.context["outcome"] == "1 of 1 visit can be kept"
    assert page.context["effect"] == "Move 1 visit"
    ((row,),) = [group.rows for group in page.context["groups"]]
    assert (row.name, row.hour) == ("Cora Ashe", "3 pm")

    client.post(reverse("plan_apply", args=[plan.pk]))

    assert client.get(reverse("plan", args=[plan.pk])).context["state_word"] == "In the calendar"
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.get(patient__first_name="Cora").therapist_id != sick.pk
        assert models.TimeOff.objects.filter(therapist=sick, starts_on=TUESDAY.date()).exists()

    client.post(reverse("plan_undo", args=[plan.pk]))
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.get(patient__first_name="Cora").therapist_id == sick.pk


def test_while_it_is_worked_out_the_page_says_how_far(client: Client, cast: Cast, sick: models.Therapist) -> None:
    client.post(reverse("plan_repair"), {"therapist": str(sick.pk), "first": "nov 24"})
    with acting.acting_for(cast.a.pk):
        plan = models.SchedulePlan.objects.get()

    page = client.get(reverse("plan_progress", args=[plan.pk]))
    assert "Getting ready" in page.content.decode()
    assert "HX-Refresh" not in page

    solving.solve(cast.a.pk, plan.pk, at=AT)
    assert client.get(reverse("plan_progress", args=[plan.pk]))["HX-Refresh"] == "true"


def test_a_move_is_kept_refused_and_taken_back(client: Client, cast: Cast, sick: models.Therapist) -> None:
    plan = called(client, cast, sick)
    page = reverse("plan", args=[plan.pk])
    ((row,),) = [group.rows for group in client.get(page).context["groups"]]

    client.post(reverse("plan_move", args=[row.id]), {"decide": "pin"})
    ((kept,),) = [group.rows for group in client.get(page).context["groups"]]
    assert (kept.state, kept.choices) == ("pinned", (("pin", "Let it go"),))

    client.post(reverse("plan_move", args=[row.id]), {"decide": "therapist"})
    found = client.get(page).context
    assert [r.state_word for r in found["refused"]] == ["Not with this therapist"]
    assert found["groups"] == ()
    assert found["is_undecided"]

    client.post(reverse("plan_move", args=[row.id]), {"decide": "back"})
    assert not client.get(page).context["is_undecided"]


def test_a_stale_plan_says_so_and_cannot_be_applied(client: Client, cast: Cast, sick: models.Therapist) -> None:
    plan = called(client, cast, sick)
    with acting.acting_for(cast.a.pk):
        build.visit(people.patient(cast.a, "Ben", "Otter"), TUESDAY, therapist=cast.therapists["other_therapist"])

    assert "The calendar has changed since" in client.get(reverse("plan", args=[plan.pk])).content.decode()
    client.post(reverse("plan_apply", args=[plan.pk]))

    with acting.acting_for(cast.a.pk):
        assert models.SchedulePlan.objects.get().state == "stale"
        assert models.Appointment.objects.get(patient__first_name="Cora").therapist_id == sick.pk


def test_days_off_that_cannot_be_are_said_beside_their_field(client: Client, sick: models.Therapist) -> None:
    sent = {"therapist": str(sick.pk), "first": "nov 24", "last": "nov 23"}
    assert list(client.post(reverse("plan_repair"), sent).context["form"].errors) == ["last"]
    assert list(client.post(reverse("plan_repair"), {"first": "nov 24"}).context["form"].errors) == ["therapist"]


def test_its_file_names_nobody_and_its_csv_everybody(client: Client, cast: Cast, sick: models.Therapist) -> None:
    plan = called(client, cast, sick)

    file = client.get(reverse("plan_file", args=[plan.pk])).content
    assert json.loads(file)["visits"]
    assert b"Ashe" not in file
    assert b"Cora Ashe" in client.get(reverse("plan_csv", args=[plan.pk])).content


def test_the_list_leads_to_the_forms_and_to_each_plan(client: Client, cast: Cast, sick: models.Therapist) -> None:
    plan = called(client, cast, sick)

    found = client.get(reverse("plans")).context

    assert len(found["ways"]) == 5
    assert [row.url for row in found["rows"]] == [reverse("plan", args=[plan.pk])]
    assert found["rows"][0].outcome == "1 of 1 visit can be kept"


def test_a_therapist_may_read_a_plan_and_change_nothing(cast: Cast, client: Client, sick: models.Therapist) -> None:
    plan = called(client, cast, sick)
    therapist = people.signed_in(cast.people["treating"])

    page = therapist.get(reverse("plan", args=[plan.pk]))

    assert page.status_code == 200
    assert reverse("plan_apply", args=[plan.pk]) not in page.content.decode()
    assert therapist.post(reverse("plan_apply", args=[plan.pk])).status_code == 404


def test_a_chain_is_applied_when_every_family_said_yes_and_limits_are_looked_at(
    client: Client, cast: Cast, sick: models.Therapist
) -> None:
    """Cora has nine o'clock each Monday and could come later; Wren can come at nine alone."""
    with acting.acting_for(cast.a.pk):
        models.Therapist.objects.filter(practice=cast.a).exclude(pk=sick.pk).update(discipline="PT")
        holder, waits = people.patient(cast.a, "Cora", "Hale"), people.patient(cast.a, "Wren", "Byrne")
        for week in range(4):
            build.visit(holder, datetime(2026, 11, 30, 9, tzinfo=EASTERN) + timedelta(weeks=week), therapist=sick)
        stated = {"practice": cast.a, "weekdays": ["0"], "asked_on": ON, "need": "weekly", "since": time(9)}
        models.WaitlistEntry.objects.create(**stated, patient=holder, until=time(12), ended_on=ON)
        entry = models.WaitlistEntry.objects.create(**stated, patient=waits, until=time(9, 45))

    client.post(reverse("plan_chain"), {"entry": str(entry.pk), "first": "2026-11-30", "weeks": "4"})
    with acting.acting_for(cast.a.pk):
        plan = models.SchedulePlan.objects.get()
    solving.solve(cast.a.pk, plan.pk, at=AT)
    address = reverse("plan", args=[plan.pk])

    page = client.get(address)
    assert (page.context["outcome"], page.context["effect"]) == ("An hour was found", "Move 4 visits and book 4")
    assert page.context["asks_families"]
    assert reverse("plan_apply", args=[plan.pk]) not in page.content.decode()

    for group in page.context["groups"]:
        for row in group.rows:
            client.post(reverse("plan_move", args=[row.id]), {"decide": "yes"})
    assert not client.get(address).context["asks_families"]

    held = client.post(reverse("plan_apply", args=[plan.pk]))
    assert {name for name, _day, _strip in held.context["failing"]} == {"Wren Byrne"}
    client.post(reverse("plan_apply", args=[plan.pk]), {"anyway": "on"})

    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.filter(patient=waits).count() == 4
        assert models.SchedulePlan.objects.get().state == "applied"


@pytest.mark.parametrize(
    ("asked", "weekdays", "first"),
    [
        ("", "01234", "2026-11-23"),
        ("2026-11-26", "01234", "2026-11-27"),
        ("", "2", "2026-11-25"),
        ("", "", "2026-11-23"),
    ],
    ids=["works today", "a holiday is passed over", "works on Wednesdays", "works never"],
)
def test_a_sick_call_begins_on_the_next_day_that_the_person_works(
    client: Client, cast: Cast, sick: models.Therapist, asked: str, weekdays: str, first: str
) -> None:
    with acting.acting_for(cast.a.pk):
        models.WorkingHours.objects.create(
            practice=cast.a, therapist=sick, weekdays=list(weekdays), starts_at=time(8), ends_at=time(17)
        )

    form = client.get(reverse("plan_repair"), {"therapist": str(sick.pk), "first": asked}).context["form"]

    assert (form.initial["first"].isoformat(), form.initial["last"].isoformat()) == (first, first)
