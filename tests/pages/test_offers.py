"""A freed hour is offered by text on one press; the family's page; the board, an entry, the measures, the settings."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, blobs
from otium.desk.appointments import holding
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import AT, EASTERN, ON, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium", phone="512-555-0142")
        build.connection(cast.a, carries=["text"])
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def freed(cast: Cast) -> models.Appointment:
    at = datetime(2026, 11, 24, 15, tzinfo=EASTERN)
    with acting.acting_for(cast.a.pk):
        who = people.patient(cast.a, "Cora", "Ashe")
        return build.visit(who, at, status="cancelled", therapist=cast.therapists["treating"])


def waits(cast: Cast, name: str, days: int, phone: str = "", **fields: Any) -> models.WaitlistEntry:
    patient = people.patient(cast.a, name, "Marshfield")
    with acting.acting_for(cast.a.pk):
        models.Patient.objects.filter(pk=patient.pk).update(phone=phone, birth_on=date(1990, 1, 1))
        build.coverage(patient, build.payer(cast.a, "self_pay"))
        return models.WaitlistEntry.objects.create(
            practice=cast.a, patient=patient, asked_on=ON - timedelta(days=days), **{"need": "make_up", **fields}
        )


def tokens(cast: Cast) -> dict[Any, str]:
    """By patient."""
    with acting.acting_for(cast.a.pk):
        found = {}
        for parcel in models.Parcel.objects.filter(kind="text").order_by("made_at", "id"):
            if token := re.search(r"/portal/([\w-]+)/", blobs.load(cast.a, parcel.body).decode()):
                found[parcel.patient_id] = token[1]
        return found


def test_one_press_offers_the_hour_and_the_page_says_who_can_take_it(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    waits(cast, "Ada", 20, "(312) 555-0110")
    waits(cast, "Theo", 10, "(312) 555-0111")
    page = client.get(reverse("visit_refill", args=[freed.pk]))
    assert "Offer it to the first 2 by text" in page.content.decode()

    done = client.post(reverse("visit_offer", args=[freed.pk]), follow=True)

    assert [str(m) for m in done.context["messages"]] == ["The hour is offered to 2 families."]
    made = done.context["offering"].round
    assert [(one.name, one.state) for one in made.asked] == [
        ("Ada Marshfield", "Text is on its way"), ("Theo Marshfield", "Text is on its way"),
    ]  # fmt: skip
    assert len(tokens(cast)) == 2


def test_the_first_yes_books_and_the_second_family_reads_that_it_is_taken(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    theo = waits(cast, "Theo", 10, "(312) 555-0111")
    client.post(reverse("visit_offer", args=[freed.pk]))
    links = {who: reverse("portal", args=[token]) for who, token in tokens(cast).items()}
    family = Client()

    asked = family.get(links[theo.patient_id]).content.decode()
    yes = family.post(links[theo.patient_id], {"choice": "take"}).content.decode()
    late = family.get(links[ada.patient_id]).content.decode()
    spanish = family.get(links[ada.patient_id] + "?lang=es").content.decode()

    assert "Yes, I take this time" in asked
    assert "Nothing is booked until you tap yes." in asked
    assert "The time is yours: Tue, Nov 24, 3:00 PM" in yes
    assert 'href="visits.ics?lang=en"' in yes
    assert family.get(links[theo.patient_id] + "visits.ics").content.count(b"BEGIN:VEVENT") == 1
    assert b"BEGIN:VEVENT" not in family.get(links[ada.patient_id] + "visits.ics").content
    assert "This time is taken" in late
    assert "Yes, I take this time" not in late
    assert "Esta hora ya está tomada" in spanish
    page = client.get(reverse("visit_refill", args=[freed.pk])).content.decode()
    assert "Took it" in page
    assert "Somebody else was faster" in page
    with acting.acting_for(cast.a.pk):
        visits = models.Appointment.objects.filter(starts_at=freed.starts_at, status="booked")
        assert [visit.patient_id for visit in visits] == [theo.patient_id]


def test_a_get_of_the_link_books_nothing_however_it_is_asked(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    link = reverse("portal", args=[tokens(cast)[ada.patient_id]])

    for address in (link, f"{link}?choice=take", f"{link}?lang=es&choice=take"):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200

    with acting.acting_for(cast.a.pk):
        assert not models.Appointment.objects.filter(starts_at=freed.starts_at, status="booked").exists()


@pytest.mark.parametrize(
    ("choice", "view", "said"),
    [
        ("", "waiting", "Told"),
        ("take", "answered", "Takes the hour"),
        ("decline", "answered", "Does not want the hour"),
    ],
)
def test_an_offer_stands_among_what_families_were_told(
    client: Client, cast: Cast, freed: models.Appointment, choice: str, view: str, said: str
) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    if choice:
        Client().post(reverse("portal", args=[tokens(cast)[ada.patient_id]]), {"choice": choice})
    with acting.acting_for(cast.a.pk):
        notice = models.FamilyNotice.objects.get(about="offer")

    listed = client.get(reverse("families") + f"?view={view}").content.decode()
    page = client.get(reverse("family_notice", args=[notice.pk])).content.decode()

    assert "Offer of a free hour" in listed
    assert "A time is free: Tue, Nov 24, 3:00 PM" in page
    assert said in page


def test_offers_are_taken_back_by_one_press(client: Client, cast: Cast, freed: models.Appointment) -> None:
    ada = waits(cast, "Ada", 20, "(312) 555-0110")
    client.post(reverse("visit_offer", args=[freed.pk]))
    link = reverse("portal", args=[tokens(cast)[ada.patient_id]])
    with acting.acting_for(cast.a.pk):
        made = models.OfferRound.objects.get()

    done = client.post(reverse("offer_stop", args=[made.pk]), follow=True)

    assert done.context["offering"].round.state == "Stopped"
    assert "This time is no longer free" in Client().get(link).content.decode()


def test_where_nobody_can_be_asked_the_page_says_what_else_to_do(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    with acting.acting_for(cast.a.pk):
        other = build.therapist(cast.a)
    waits(cast, "Ada", 20, "(312) 555-0110", therapist=other)
    missed = people.patient(cast.a, "Nia", "Marshfield")
    with acting.acting_for(cast.a.pk):
        build.visit(missed, AT - timedelta(days=3), status="no_show", therapist=cast.therapists["treating"])

    page = client.get(reverse("visit_refill", args=[freed.pk]))

    assert [call.name for call in page.context["near"]] == ["Ada Marshfield"]
    assert "Nia Marshfield" in [call.name for call in page.context["make_ups"]]
    (call,) = (each for each in page.context["make_ups"] if each.name == "Nia Marshfield")
    form = client.get(call.book_url).context["form"]
    assert form["starts_at"].value() == "15:00"
    assert str(form["therapist"].value()) == str(freed.therapist_id)
    assert "Call those whom one wish alone keeps away" in page.content.decode()


def test_who_waits_for_an_earlier_time_is_moved_once_its_effects_were_seen(
    client: Client, cast: Cast, freed: models.Appointment
) -> None:
    entry = waits(cast, "Ada", 20, need="earlier")
    with acting.acting_for(cast.a.pk):
        later = build.visit(entry.patient, freed.starts_at + timedelta(days=2), therapist=freed.therapist)
        assert holding.hold(later) is None
    url = reverse("visit_refill", args=[freed.pk])
    assert "Their visit on Thu, Nov 26, 3 pm, with" in client.get(url).content.decode()

    page = client.post(url, {"entry": entry.pk})

    assert page.context["preview"].effects
    assert 'name="anyway"' in page.content.decode()
    with acting.acting_for(cast.a.pk):
        later.refresh_from_db()
    assert later.starts_at != freed.starts_at

    done = client.post(url, {"entry": entry.pk, "anyway": "on"}, follow=True)

    with acting.acting_for(cast.a.pk):
        later.refresh_from_db()
        left = models.LeftHour.objects.get()
    assert (later.starts_at, left.starts_at) == (freed.starts_at, freed.starts_at + timedelta(days=2))
    assert "The hour that it left is free." in done.content.decode()
    assert reverse("visit_undo_move", args=[later.pk]) in done.content.decode()
    (hour,) = client.get(reverse("waitlist")).context["hours"]
    assert hour.url == reverse("visit_refill", args=[left.pk])
    page = client.get(hour.url)
    assert (page.context["when"], page.context["is_left"]) == ("Thu, Nov 26, 2026, 3 pm", True)
    assert client.post(reverse("visit_offer", args=[left.pk])).status_code == 302

    client.post(reverse("visit_undo_move", args=[later.pk]))

    (hour,) = client.get(reverse("waitlist")).context["hours"]
    assert (hour.url, hour.state) == (url, "Free again")
    (row,) = client.get(reverse("waitlist")).context["rows"]
    assert row.step.words == "Tue, Nov 24, 3 pm suits them"


def test_without_texts_the_hour_is_booked_by_hand(client: Client, cast: Cast, freed: models.Appointment) -> None:
    waits(cast, "Ada", 20, "(312) 555-0110")
    with acting.acting_for(cast.a.pk):
        models.Connection.objects.filter(carries=["text"]).update(carries=["270"])

    page = client.get(reverse("visit_refill", args=[freed.pk])).content.decode()
    done = client.post(reverse("visit_offer", args=[freed.pk]), follow=True)

    assert "No connection carries texts" in page
    assert "Book it for Ada Marshfield" in page
    assert [str(m) for m in done.context["messages"]] == ["Nobody was asked: no connection carries texts."]


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
