"""The pages of the plans: asked, answered, decided, applied, taken back."""

import json
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, blobs
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
    assert "No message tells families of these moves" in page.content.decode()

    client.post(reverse("plan_apply", args=[plan.pk]))

    done = client.get(reverse("plan", args=[plan.pk]))
    assert done.context["state_word"] == "In the calendar"
    assert "Call these families about their new times" in done.content.decode()
    with acting.acting_for(cast.a.pk):
        assert models.Appointment.objects.get(patient__first_name="Cora").therapist_id != sick.pk
        assert models.TimeOff.objects.filter(therapist=sick, starts_on=TUESDAY.date()).exists()

    client.post(reverse("plan_undo", args=[plan.pk]))
    assert "Call these families" not in client.get(reverse("plan", args=[plan.pk])).content.decode()
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


def chained(client: Client, cast: Cast, sick: models.Therapist) -> tuple[str, models.Patient]:
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
    return reverse("plan", args=[plan.pk]), waits


def test_a_chain_is_applied_when_every_family_said_yes_and_limits_are_looked_at(
    client: Client, cast: Cast, sick: models.Therapist
) -> None:
    address, waits = chained(client, cast, sick)
    page = client.get(address)
    assert (page.context["outcome"], page.context["effect"]) == ("An hour was found", "Move 4 visits and book 4")
    assert page.context["asks_families"]
    assert address + "apply/" not in page.content.decode()

    for group in page.context["groups"]:
        for row in group.rows:
            client.post(reverse("plan_move", args=[row.id]), {"decide": "yes"})
    assert not client.get(address).context["asks_families"]

    held = client.post(address + "apply/")
    assert {name for name, _day, _strip in held.context["failing"]} == {"Wren Byrne"}
    client.post(address + "apply/", {"anyway": "on"})

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


def asked_by_text(cast: Cast) -> None:
    """Their families have phones, and the practice sends texts."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(phone="512-555-0142")
        build.connection(cast.a, carries=["text"])
        for n, name in enumerate(("Cora", "Wren")):
            models.RelatedPerson.objects.create(
                practice=cast.a, patient=models.Patient.objects.get(practice=cast.a, first_name=name, last_name__in=(
                "Hale", "Byrne")), first_name="Ana", last_name="Hale", relationship="mother",
                phone=f"(312) 555-014{n}", may_receive=True, may_consent=True,
            )  # fmt: skip


def links_of(cast: Cast) -> dict[str, str]:
    """Address of each patient's question."""
    with acting.acting_for(cast.a.pk):
        return {
            parcel.patient.first_name: "/portal/" + blobs.load(cast.a, parcel.body).decode().split("/portal/")[1].split(
                "/")[0] + "/"
            for parcel in models.Parcel.objects.filter(practice=cast.a, kind="text").select_related("patient", "body")
        }  # fmt: skip


def test_families_of_a_chain_are_asked_by_one_press_and_answer_by_one_tap(
    client: Client, cast: Cast, sick: models.Therapist
) -> None:
    address, _waits = chained(client, cast, sick)
    asked_by_text(cast)

    assert client.get(address).context["families"].button == "Ask the 2 families"
    client.post(address + "ask/")
    page = client.get(address)
    assert page.context["state_word"] == "Families are asked"
    assert page.context["families"].words.startswith("0 of 2 said yes so far.")
    links = links_of(cast)
    cora = Client().get(links["Cora"]).content.decode()
    assert "Could your visits go at another time?" in cora
    assert "Wren" not in cora
    yes = Client().post(links["Cora"], {"choice": "agree"}).content.decode()
    assert "Nothing has changed yet." in yes
    Client().post(links["Wren"], {"choice": "agree"})

    page = client.get(address)
    assert page.context["families"].words == "Everybody said yes. Put it into the calendar; then they are told."
    assert {row.mark.word for group in page.context["groups"] for row in group.rows} == {"Says yes"}
    board = client.get(reverse("waitlist")).content.decode()
    assert "All families said yes, so that Wren Byrne can start." in board
    assert address in board
    client.post(address + "apply/", {"anyway": "on"})
    settled = Client().get(links["Wren"] + "?lang=es").content.decode()
    assert "Ya es seguro" in settled
    assert "visits.ics" in settled


def test_one_no_is_shown_and_the_other_reads_that_nothing_changes(
    client: Client, cast: Cast, sick: models.Therapist
) -> None:
    address, _waits = chained(client, cast, sick)
    asked_by_text(cast)
    client.post(address + "ask/")
    links = links_of(cast)

    Client().post(links["Wren"], {"choice": "keep"})

    words = client.get(address).context["families"].words
    assert words.startswith("One family said no, so nothing moves.")
    late = Client().post(links["Cora"], {"choice": "agree"}).content.decode()
    assert "Nothing changes" in late
    assert "Your visits stay as they are." in late


def test_without_a_phone_the_families_are_to_be_called(client: Client, cast: Cast, sick: models.Therapist) -> None:
    address, _waits = chained(client, cast, sick)

    shown = client.get(address).context["families"]
    refused = client.post(address + "ask/")

    assert shown.button == ""
    assert shown.call == "No text or mail can go to Wren Byrne and Cora Hale now: call them."
    assert "No text or mail can reach any of these families now." in refused.context["refusal"]
