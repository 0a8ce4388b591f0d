"""The board of who waits, an entry, the measures, the settings."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.appointments import holding
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast
from tests.pages import waiting
from tests.pages.waiting import waits


@pytest.fixture
def client(cast: Cast) -> Client:
    return waiting.signed_in(cast)


@pytest.fixture
def freed(cast: Cast) -> models.Appointment:
    return waiting.called_off(cast)


def test_the_board_says_one_next_step_for_each(client: Client, cast: Cast, freed: models.Appointment) -> None:
    waits(cast, "Ada", 20, "(312) 555-0110")
    waits(cast, "Theo", 10, "(312) 555-0111", weekdays=["0"])
    unready = waits(cast, "Una", 5)
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(patient=unready.patient).delete()
        build.coverage(unready.patient, build.payer(cast.a, "medicaid_mco"), ends_on=ON - timedelta(days=1))

    page = client.get(reverse("waitlist"))

    steps = {each.row.name: each.step.words for each in page.context["rows"]}
    assert steps["Ada Marshfield"] == "Tue, Nov 24, 3 pm suits them"
    assert steps["Theo Marshfield"] == "Ready, no cancelled hour suits them yet"
    assert steps["Una Marshfield"].startswith("Not ready: ")
    (hour,) = page.context["hours"]
    assert (hour.when, hour.state) == ("Tue, Nov 24, 3 pm", "Nobody was asked yet")

    client.post(reverse("visit_offer", args=[freed.pk]))
    later = {each.row.name: each for each in client.get(reverse("waitlist")).context["rows"]}
    assert later["Ada Marshfield"].step.words == "Asked about Tue, Nov 24, 3 pm"
    assert later["Theo Marshfield"].passed == "Passed over once: cannot come on that day of the week"


def test_one_free_hour_suits_nobody_who_waits_for_a_weekly_one(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    waits(cast, "Ada", 20, need="weekly", minutes=30)
    with acting.acting_for(cast.a.pk):
        other = people.patient(cast.a, "Bo", "Ashe")
        next_week = build.visit(other, freed.starts_at + timedelta(days=7), therapist=freed.therapist)
        assert holding.hold(next_week) is None

    (row,) = client.get(reverse("waitlist")).context["rows"]
    assert row.step.words == "Ready, no weekly hour came free yet"

    with acting.acting_for(cast.a.pk):
        models.AppointmentParticipant.objects.filter(appointment=next_week).update(is_held=False)
    (row,) = client.get(reverse("waitlist")).context["rows"]
    assert row.step.words == "Tue, Nov 24, 3 pm is free each week from then on"

    form = client.get(row.step.url).context["form"]
    begins = {name: str(form[name].value()) for name in ("on", "starts_at", "therapist", "minutes", "visits")}
    assert begins == {
        "on": "2026-11-24", "starts_at": "15:00", "therapist": str(freed.therapist_id), "minutes": "30", "visits": "8",
    }  # fmt: skip


def test_the_board_is_narrowed(client: Client, cast: Cast) -> None:
    waits(cast, "Ada", 20, urgency="1")
    waits(cast, "Theo", 10, need="weekly")

    def names(query: str) -> list[str]:
        return [each.row.name for each in client.get(reverse("waitlist") + query).context["rows"]]

    assert names("") == ["Ada Marshfield", "Theo Marshfield"]
    assert names("?urgency=1") == ["Ada Marshfield"]
    assert names("?need=weekly") == ["Theo Marshfield"]
    assert names("?need=weekly&urgency=1") == []
    assert "Others wait: show all of them." in client.get(reverse("waitlist") + "?need=earlier").content.decode()


def test_the_board_costs_as_many_queries_for_one_as_for_twenty(
    client: Client, cast: Cast, freed: models.Appointment, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    waits(cast, "Ada", 20, "(312) 555-0110")
    client.get(reverse("waitlist"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("waitlist"))
    for n in range(20):
        waits(cast, f"Name{n}", n)

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("waitlist"))

    assert len(many) == len(few)


def test_an_entry_shows_every_hour_and_why(client: Client, cast: Cast, freed: models.Appointment) -> None:
    ada, theo = waits(cast, "Ada", 20, "(312) 555-0110"), waits(cast, "Theo", 10, weekdays=["0"])
    client.post(reverse("visit_offer", args=[freed.pk]))

    asked = client.get(reverse("waitlist_entry", args=[ada.pk]))
    passed = client.get(reverse("waitlist_entry", args=[theo.pk]))

    assert [(turn["hour"], turn["state"]) for turn in asked.context["turns"]] == [
        ("Tue, Nov 24, 3 pm", "Text is on its way")
    ]
    assert [(turn["state"], turn["why"]) for turn in passed.context["turns"]] == [
        ("Not asked", "cannot come on that day of the week")
    ]


def test_other_windows_are_typed_with_school_hours_and_read_back(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    sent = {
        "need": "weekly", "minutes": "45", "urgency": "1", "asked_on": "nov 2", "weekdays": ["1"], "since": "3pm",
        "windows-0-days": "weekdays", "windows-0-hours": "after_school", "windows-1-days": "5",
        "windows-1-since": "9am", "windows-1-until": "12pm", "windows-2-days": "any",
    }  # fmt: skip

    client.post(reverse("waitlist_entry_add", args=[theo.pk]), sent)

    with acting.acting_for(cast.a.pk):
        entry = models.WaitlistEntry.objects.get(patient=theo)
    assert entry.windows == [
        {"days": "weekdays", "since": "15:00", "until": "19:00"}, {"days": "5", "since": "09:00", "until": "12:00"},
    ]  # fmt: skip
    (row,) = client.get(reverse("waitlist")).context["rows"]
    assert row.row.wishes == (
        "45 minutes, Tuesday, from 3 pm or Monday to Friday, from 3 pm, until 7 pm or Saturday, from 9 am, until 12 pm"
    )
    form = client.get(reverse("waitlist_entry_change", args=[theo.pk, entry.pk])).content.decode()
    assert 'name="windows-1-since" value="9 am"' in form


def test_a_window_that_is_over_before_it_begins_is_said(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    sent = {
        "need": "weekly", "minutes": "45", "urgency": "1", "asked_on": "nov 2", "windows-0-days": "1",
        "windows-0-since": "5pm", "windows-0-until": "3pm",
    }  # fmt: skip

    form = client.post(reverse("waitlist_entry_add", args=[theo.pk]), sent).context["form"]

    assert form.line_problems == ["Line 1 is over before it begins. Check am and pm."]


def test_a_new_wait_is_not_asked_when_it_ended(client: Client, cast: Cast) -> None:
    theo = people.patient(cast.a, "Theo", "Marshfield")
    entry = waits(cast, "Ada", 3)

    added = client.get(reverse("waitlist_entry_add", args=[theo.pk])).content.decode()
    changed = client.get(reverse("waitlist_entry_change", args=[entry.patient_id, entry.pk])).content.decode()

    assert "Waits no longer since" not in added
    assert "Waits no longer since" in changed


def test_a_cancelled_visit_that_was_filled_leads_nowhere_to_fill_it(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    entry = waits(cast, "Ada", 20, "(312) 555-0110")
    address = reverse("visit", args=[freed.pk])
    assert "Fill this hour" in client.get(address).content.decode()

    client.post(reverse("visit_refill", args=[freed.pk]), {"entry": str(entry.pk)})

    assert "Fill this hour" not in client.get(address).content.decode()


def test_the_measures_say_what_they_count_and_open_to_their_rows(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    with acting.acting_for(cast.a.pk):
        for n in range(5):
            who = people.patient(cast.a, f"Name{n}", "Ashe")
            models.Referral.objects.create(
                practice=cast.a, patient=who, written_on=ON - timedelta(days=40), referrer_name="Dr. Vale"
            )
            build.visit(who, AT - timedelta(days=30 - n), status="done", kind="evaluation")
        lost = build.visit(who, AT - timedelta(days=2), status="cancelled", therapist=cast.therapists["treating"])

    page = client.get(reverse("waitlist_measures"))

    done = next(f for f in page.context["access"] if f.name == "Referral to evaluation done")
    assert (done.value, done.rests) == ("12 days, slow 14", "5 of 5 referrals")
    contact = page.context["access"][0]
    assert (contact.value, contact.rests) == ("", "0 of 5 referrals")
    by_source = page.context["groups"][0][1]
    assert [(group.name, group.count) for group in by_source] == [("Dr. Vale", 5)]
    rows = client.get(done.url).context["rows"]
    assert len(rows) == 5
    hours = client.get(reverse("waitlist_measures") + "?rows=lost").context["rows"]
    assert reverse("visit", args=[lost.pk]) in [row["url"] for row in hours]


@pytest.mark.parametrize(("query", "head"), [("", "source,location,written_on"), ("?of=hours", "starts_at,therapist")])
def test_the_measures_are_exported(client: Client, cast: Cast, query: str, head: str) -> None:
    done = client.get(reverse("waitlist_measures_export") + query)

    assert done["Content-Type"].startswith("text/csv")
    assert done.content.decode().lstrip("\ufeff").startswith(head)


def settings_of(cast: Cast) -> dict[str, Any]:
    with acting.acting_for(cast.a.pk):
        practice = models.Practice.objects.get(pk=cast.a.pk)
        return {**practice.waitlist, "autonomy": practice.autonomy.get("offer_hours")}


def test_a_practice_sets_how_hours_are_offered(cast: Cast) -> None:
    client = people.signed_in(cast.people["owner"])
    address = reverse("settings_waitlist")
    form = client.get(address).context["form"]
    shown = {field.name: field.value() for field in form}

    sent = {k: str(v) for k, v in shown.items()} | {
        "order_0": "urgency", "order_1": "readiness", "order_3": "", "wave": "5", "by_itself": "auto",
        "school_since": "8:15", "school_until": "2:45 pm", "after_school_since": "3:15 pm",
        "after_school_until": "6 pm",
    }  # fmt: skip
    done = client.post(address, sent)
    wrong = client.post(address, sent | {"order_1": "urgency", "wave": "11"})

    assert done.status_code == 302
    kept = settings_of(cast)
    assert (kept["order"], kept["wave"], kept["autonomy"]) == (["urgency", "readiness", "wait"], 5, "auto")
    assert kept["school"] == ["08:15", "14:45"]
    assert set(wrong.context["form"].errors) == {"wave", "__all__"}


def test_the_waitlist_belongs_to_the_schedule_and_the_demo_leads_to_its_phones(client: Client, settings: Any) -> None:
    settings.OTIUM_MODE = "demo"

    page = client.get(reverse("waitlist")).content.decode()

    (current,) = re.findall(r'<a href="([^"]+)"[^>]* aria-current="page"', page)
    assert current == reverse("schedule")
    assert f'href="{reverse("sandbox")}"' in page
