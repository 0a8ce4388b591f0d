"""Visits by video, co-treatments and make-ups on the pages: booked, set up, shown when their time has come."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Appointment, Patient, Practice, WaitlistEntry
from tests import build
from tests import cast as people
from tests.cast import AT, Cast

HOST = "meet.alder.example"


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> Patient:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(
            calendar_master="otium", telehealth={"hosts": [HOST, "doxy.me"], "room_host": HOST}
        )
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    return patient


def book(client: Client, cast: Cast, who: Patient, **entries: Any) -> Any:
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": "nov 24", "starts_at": "3pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1", "anyway": "on", **entries,
    }  # fmt: skip
    if "by_video" in entries:
        sent["is_sure"] = "on"  # no licence is on file
    return client.post(reverse("visit_book", args=[who.pk]), sent)


def visits(cast: Cast) -> list[Appointment]:
    with acting.acting_for(cast.a.pk):
        return list(Appointment.objects.order_by("starts_at", "billed_minutes"))


def physio(cast: Cast, who: Patient) -> models.Therapist:
    with acting.acting_for(cast.a.pk):
        models.EpisodeOfCare.objects.create(
            practice=cast.a, patient=who, discipline="PT", starts_on=date(2026, 1, 1), is_active=True
        )
        return models.Therapist.objects.create(practice=cast.a, name="Pat Moore", discipline="PT")


def test_a_visit_by_video_gets_a_room_that_names_nobody_and_takes_none_of_ours(
    client: Client, cast: Cast, theo: Patient
) -> None:
    book(client, cast, theo, by_video="on", patient_place="home", patient_state="wa", room="any")

    (visit,) = visits(cast)
    assert (visit.is_telehealth, visit.patient_place, visit.patient_state, visit.room_id) == (True, "home", "WA", None)
    assert visit.telehealth_url.startswith(f"https://{HOST}/")
    assert len(visit.telehealth_url.rpartition("/")[2]) >= 22
    assert theo.last_name.lower() not in visit.telehealth_url.lower()


def test_a_visit_that_is_not_by_video_says_so(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo)

    assert (visits(cast)[0].is_telehealth, visits(cast)[0].telehealth_url) == (False, "")


def test_the_link_shows_from_15_minutes_before(client: Client, cast: Cast, theo: Patient, now: list[Any]) -> None:
    book(client, cast, theo, by_video="on")
    (visit,) = visits(cast)
    before = client.get(reverse("visit", args=[visit.pk]))
    now[0] = visit.starts_at - timedelta(minutes=15)
    client = people.signed_in(cast.people["assistant"])

    at_its_time = client.get(reverse("visit", args=[visit.pk]))

    assert visit.telehealth_url.encode() not in before.content
    assert before.context["video"].url == ""
    assert at_its_time.context["video"].url == visit.telehealth_url
    assert b"Open the video room" in at_its_time.content


def test_what_a_video_visit_lacks_is_said_and_consent_is_recorded(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo, by_video="on", patient_place="home", patient_state="WA")
    (visit,) = visits(cast)
    lacking = client.get(reverse("visit", args=[visit.pk])).context["video"].lacks

    sent = {"consent-given_on": "nov 20", "consent-given_by": "Mother, by phone"}
    after = client.post(reverse("visit_consent", args=[visit.pk]), sent, follow=True)

    assert lacking == ("No consent to visits by video is on file.",)
    assert after.context["video"].lacks == ()


def test_a_link_to_a_host_that_is_not_allowed_is_refused(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo)
    (visit,) = visits(cast)
    sent = {"video-by_video": "on", "video-kind": "zoom", "video-url": "https://other.zoom.us/j/123456789"}

    page = client.post(reverse("visit_video", args=[visit.pk]), sent)

    assert "not allowed here" in str(page.context["video_form"].errors["url"])
    assert visits(cast)[0].is_telehealth is False


def test_a_room_that_names_the_patient_is_refused(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo)
    (visit,) = visits(cast)
    sent = {"video-by_video": "on", "video-kind": "doxy", "video-url": f"https://doxy.me/{theo.last_name}-room"}

    page = client.post(reverse("visit_video", args=[visit.pk]), sent)

    assert "names the patient" in str(page.context["video_form"].errors["url"])


def test_a_room_that_was_made_stays_where_only_the_place_changes(client: Client, cast: Cast, theo: Patient) -> None:
    book(client, cast, theo, by_video="on")
    (before,) = visits(cast)

    client.post(
        reverse("visit_video", args=[before.pk]),
        {"video-by_video": "on", "video-kind": "kept", "video-place": "elsewhere", "video-state": "or"},
    )

    (after,) = visits(cast)
    assert after.telehealth_url == before.telehealth_url
    assert (after.patient_place, after.patient_state) == ("elsewhere", "OR")


def test_an_owner_allows_hosts_and_nothing_else(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])

    bad = owner.post(reverse("settings_video"), {"hosts": "https://doxy.me", "rooms": ""})
    owner.post(reverse("settings_video"), {"hosts": "doxy.me", "rooms": HOST})

    with acting.acting_for(cast.a.pk):
        kept = Practice.objects.get(pk=cast.a.pk).telehealth
    assert list(bad.context["form"].errors) == ["hosts"]
    assert kept == {"hosts": ["doxy.me", HOST], "room_host": HOST}


def test_a_co_treatment_is_not_kept_before_somebody_says_who_bills(client: Client, cast: Cast, theo: Patient) -> None:
    other = physio(cast, theo)

    page = book(client, cast, theo, also_therapists=[str(other.pk)])

    assert list(page.context["form"].errors) == ["co_billing"]
    assert visits(cast) == []


def test_divided_minutes_are_kept_on_each_visit(client: Client, cast: Cast, theo: Patient) -> None:
    other = physio(cast, theo)

    book(client, cast, theo, also_therapists=[str(other.pk)], co_billing="divided")

    assert [v.billed_minutes for v in visits(cast)] == [22, 23]


def test_minutes_of_both_need_somebody_sure_where_the_payers_rule_is_not_known(
    client: Client, cast: Cast, theo: Patient
) -> None:
    other = physio(cast, theo)
    asked = {"also_therapists": [str(other.pk)], "co_billing": "each"}

    page = book(client, cast, theo, **asked)
    book(client, cast, theo, **asked, is_sure="on")

    assert page.context["form"].asks_to_be_sure
    assert [v.billed_minutes for v in visits(cast)] == [45, 45]


def test_medicare_never_pays_both_for_the_same_minutes(client: Client, cast: Cast, theo: Patient) -> None:
    with acting.acting_for(cast.a.pk):
        build.coverage(theo, build.payer(cast.a, "medicare_b"))
    other = physio(cast, theo)

    page = book(client, cast, theo, also_therapists=[str(other.pk)], co_billing="each", is_sure="on")

    assert list(page.context["form"].errors) == ["co_billing"]
    assert visits(cast) == []


def test_who_bills_is_said_on_the_visit_later(client: Client, cast: Cast, theo: Patient) -> None:
    other = physio(cast, theo)
    book(client, cast, theo, also_therapists=[str(other.pk)], co_billing="divided")
    mine = next(v for v in visits(cast) if v.therapist_id == other.pk)

    client.post(reverse("visit_minutes", args=[mine.pk]), {"minutes-bills": str(mine.pk)})

    assert {v.therapist_id == other.pk: v.billed_minutes for v in visits(cast)} == {True: 45, False: 0}


def missed(cast: Cast, who: Patient) -> Appointment:
    with acting.acting_for(cast.a.pk):
        return build.visit(who, AT - timedelta(days=3), "no_show", therapist=cast.therapists["treating"])


def test_a_make_up_is_booked_from_the_missed_visit(client: Client, cast: Cast, theo: Patient) -> None:
    gone = missed(cast, theo)
    begun = client.get(client.get(reverse("visit", args=[gone.pk])).context["make_up"].book_url)

    book(client, cast, theo, makes_up=str(begun.context["form"]["makes_up"].value()))

    assert [v.makes_up_id for v in visits(cast)] == [None, gone.pk]
    page = client.get(reverse("visit", args=[gone.pk]))
    assert page.context["make_up"].by_url == reverse("visit", args=[visits(cast)[1].pk])


def test_a_missed_visit_is_made_up_once(client: Client, cast: Cast, theo: Patient) -> None:
    gone = missed(cast, theo)
    book(client, cast, theo, makes_up=str(gone.pk))

    page = book(client, cast, theo, makes_up=str(gone.pk), on="nov 25")

    assert "made up for already" in str(page.context["form"].errors)
    assert len(visits(cast)) == 2


def test_one_press_waits_for_a_make_up_once_and_booking_ends_the_wait(
    client: Client, cast: Cast, theo: Patient
) -> None:
    gone = missed(cast, theo)
    for _press in range(2):
        client.post(reverse("visit_make_up", args=[gone.pk]))
    with acting.acting_for(cast.a.pk):
        (entry,) = WaitlistEntry.objects.all()
    stands = (entry.need, entry.minutes, entry.makes_up_id, entry.ended_on)

    book(client, cast, theo, makes_up=str(gone.pk))

    with acting.acting_for(cast.a.pk):
        entry.refresh_from_db()
    assert stands == ("make_up", 45, gone.pk, None)
    assert (entry.ended_on, entry.visit_id) == (date(2026, 11, 23), visits(cast)[1].pk)
