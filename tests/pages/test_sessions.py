"""The booking page with rooms, groups and co-treatments; the page of a visit that is one of a session."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import EASTERN, Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


@pytest.fixture
def theo(cast: Cast) -> models.Patient:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(calendar_master="otium")
    return people.patient(cast.a, "Theo", "Marshfield")


@pytest.fixture
def gym(cast: Cast) -> models.Room:
    with acting.acting_for(cast.a.pk):
        place = models.Location.objects.create(practice=cast.a, name="Main Street")
        return models.Room.objects.create(practice=cast.a, location=place, name="Gym")


def book(client: Client, cast: Cast, patient: models.Patient, **entries: Any) -> Any:
    sent = {
        "therapist": str(cast.therapists["treating"].pk), "on": "nov 24", "starts_at": "3pm", "minutes": "45",
        "kind": "treatment", "visits": "1", "every": "1", "anyway": "on",
    }  # fmt: skip
    return client.post(reverse("visit_book", args=[patient.pk]), {**sent, **entries})


def visits(cast: Cast) -> list[models.Appointment]:
    with acting.acting_for(cast.a.pk):
        return list(models.Appointment.objects.select_related("room").order_by("starts_at", "patient__first_name"))


def hour(at: datetime) -> str:
    return at.astimezone(EASTERN).strftime("%H:%M")


def test_the_only_location_and_any_room_are_chosen_to_begin_with(
    client: Client, theo: models.Patient, gym: models.Room
) -> None:
    form = client.get(reverse("visit_book", args=[theo.pk])).context["form"]

    assert (form["location"].value(), form["room"].value()) == (str(gym.location_id), "any")
    assert [words for _value, words in form.fields["room"].choices] == ["Any that is free", "No room", "Gym"]


def test_a_practice_without_rooms_is_not_asked_for_one(client: Client, cast: Cast, theo: models.Patient) -> None:
    page = client.get(reverse("visit_book", args=[theo.pk])).content.decode()

    assert "Any that is free" not in page


def test_a_taken_room_is_said_and_the_next_free_time_offered(
    client: Client, cast: Cast, theo: models.Patient, gym: models.Room
) -> None:
    at = {"location": str(gym.location_id), "room": "any"}
    book(client, cast, people.patient(cast.a, "Ada", "Lindqvist"), **at)

    other = str(cast.therapists["other_therapist"].pk)
    refused = book(client, cast, theo, therapist=other, starts_at="3:15 pm", **at).context["refusal"]

    assert refused.words == "The room is taken on Tue, Nov 24, 3 pm to 3:45 pm."
    assert refused.free[0].words == "Tue, Nov 24, 3:45 pm"
    assert [(v.room.name, hour(v.starts_at)) for v in visits(cast)] == [("Gym", "15:00")]


def test_a_group_is_booked_shown_and_moved_as_one(
    client: Client, cast: Cast, theo: models.Patient, gym: models.Room
) -> None:
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    book(client, cast, theo, location=str(gym.location_id), room=str(gym.pk), also_patients=[str(ada.pk)])
    first, second = visits(cast)

    page = client.get(reverse("visit", args=[second.pk]))
    assert [beside.words for beside in page.context["visit"].together] == ["Ada Lindqvist"]
    assert "Move this session" in page.content.decode()
    assert client.get(reverse("schedule")).content.decode().count(">shared, Gym</span>") == 2

    fields = {
        "therapist": str(second.therapist_id),
        "on": "nov 24",
        "starts_at": "10",
        "minutes": "45",
        "room": str(gym.pk),
    }
    client.post(
        reverse("visit_move", args=[second.pk]), {"anyway": "on", **{f"move-{k}": v for k, v in fields.items()}}
    )

    assert [hour(v.starts_at) for v in visits(cast)] == ["10:00", "10:00"]
    assert {first.pk, second.pk} == {v.pk for v in visits(cast)}


def test_the_preview_of_a_group_says_whose_each_visit_is(client: Client, cast: Cast, theo: models.Patient) -> None:
    ada = people.patient(cast.a, "Ada", "Lindqvist")

    looked = book(client, cast, theo, also_patients=[str(ada.pk)], check="on").context["preview"]

    assert {line.word for line in looked.lines} == {"Theo Marshfield", "Ada Lindqvist"}
    assert visits(cast) == []


def test_a_therapist_of_the_same_discipline_beside_is_refused_in_words(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    other = str(cast.therapists["other_therapist"].pk)

    form = book(client, cast, theo, also_therapists=[other], co_billing="divided").context["form"]

    assert list(form.errors) == ["also_therapists"]
    assert form.is_shared
    assert visits(cast) == []


def test_who_was_chosen_first_can_be_chosen_beside_after_a_change(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    """The form begins with the usual therapist; whoever chooses another must still find the usual one below."""
    usual = str(cast.therapists["treating"].pk)

    begun = client.get(reverse("visit_book", args=[theo.pk])).context["form"]
    form = book(client, cast, theo, also_therapists=[usual], co_billing="divided").context["form"]

    assert usual in dict(begun.fields["also_therapists"].choices)
    assert form.errors == {"also_therapists": ["Choose somebody other than the therapist above."]}
    assert visits(cast) == []


def test_the_whole_session_is_cancelled_where_that_is_ticked(client: Client, cast: Cast, theo: models.Patient) -> None:
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    book(client, cast, theo, also_patients=[str(ada.pk)])

    sent = {"cancel-reason": "snow", "cancel-everyone": "on"}
    client.post(reverse("visit_cancel", args=[visits(cast)[0].pk]), sent)

    assert {v.status for v in visits(cast)} == {"cancelled"}


def test_a_visit_is_marked_as_confirmed_once(client: Client, cast: Cast, theo: models.Patient) -> None:
    book(client, cast, theo)
    (visit,) = visits(cast)

    client.post(reverse("visit_confirm", args=[visit.pk]))
    shown = client.get(reverse("visit", args=[visit.pk])).context["visit"]

    assert shown.state_word == "Confirmed"
    assert "confirm" not in shown.can


def test_hours_and_days_off_are_listed_and_changed(client: Client, cast: Cast, gym: models.Room) -> None:
    treating = cast.therapists["treating"]
    client.post(
        reverse("working_hours_add") + f"?practice={cast.a.slug}",
        {"therapist": str(treating.pk), "weekdays": ["0", "2"], "starts_at": "8", "ends_at": "3pm"},
    )
    client.post(
        reverse("time_off_add") + f"?practice={cast.a.slug}",
        {"therapist": str(treating.pk), "starts_on": "dec 24", "ends_on": "jan 1", "reason": "Holiday"},
    )

    context = client.get(reverse("settings_calendar"), {"practice": cast.a.slug}).context

    assert [row["more"] for row in context["hours"]] == ["Monday and Wednesday, 8 am – 3 pm"]
    assert [row["more"] for row in context["off"]] == ["Thu, Dec 24 – Fri, Jan 1, Holiday"]
    assert [row["name"] for row in context["rooms"]] == ["Gym"]


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("working_hours", {"weekdays": ["0"], "starts_at": "3pm", "ends_at": "3pm"}, "ends_at"),
        ("working_hours", {"weekdays": ["0"], "starts_at": "8", "ends_at": "3pm", "therapist": ""}, "therapist"),
        ("working_hours", {"starts_at": "8", "ends_at": "3pm"}, "weekdays"),
        ("time_off", {"starts_on": "dec 24", "ends_on": "dec 23"}, "ends_on"),
        ("time_off", {"starts_on": "dec 24", "ends_on": "dec 24", "therapist": ""}, "therapist"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client: Client, cast: Cast, kind: str, sent: dict[str, Any], field: str
) -> None:
    given = {"therapist": str(cast.therapists["treating"].pk), **sent}

    response = client.post(reverse(f"{kind}_add") + f"?practice={cast.a.slug}", given)

    assert list(response.context["form"].errors) == [field]


def test_a_room_name_is_once_per_location(cast: Cast, gym: models.Room) -> None:
    client = people.signed_in(cast.people["owner"])
    sent = {"location": str(gym.location_id), "name": "Gym", "capacity": "1"}

    response = client.post(reverse("room_add") + f"?practice={cast.a.slug}", sent)

    assert list(response.context["form"].errors) == ["name"]


def test_a_series_is_moved_and_cancelled_from_one_of_its_visits(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    book(client, cast, theo, visits="4")
    second = visits(cast)[1]
    sent = {
        "move-therapist": str(second.therapist_id), "move-on": "dec 2", "move-starts_at": "10", "move-minutes": "45",
        "move-scope": "following", "anyway": "on",
    }  # fmt: skip

    moved = client.post(reverse("visit_move", args=[second.pk]), sent, follow=True)
    words = [str(m) for m in moved.context["messages"]]
    days = [v.starts_at.astimezone(EASTERN).strftime("%m-%d %H:%M") for v in visits(cast)]
    client.post(
        reverse("visit_cancel", args=[second.pk]),
        {"cancel-reason": "away", "cancel-scope": "following", "cancel-until": "dec 9", "anyway": "on"},
    )

    assert words[-1] == "3 visits moved."
    assert days == ["11-24 15:00", "12-02 10:00", "12-09 10:00", "12-16 10:00"]
    assert [v.status for v in visits(cast)] == ["booked", "cancelled", "cancelled", "booked"]


def test_a_visit_alone_is_not_asked_of_which_series(client: Client, cast: Cast, theo: models.Patient) -> None:
    book(client, cast, theo)

    page = client.get(reverse("visit", args=[visits(cast)[0].pk])).content.decode()

    assert "Of the series" not in page


def test_of_a_series_those_that_are_free_may_be_moved_alone(client: Client, cast: Cast, theo: models.Patient) -> None:
    book(client, cast, theo, visits="3")
    book(client, cast, people.patient(cast.a, "Ada", "Lindqvist"), on="dec 1", starts_at="10")
    first = visits(cast)[0]
    sent = {
        "move-therapist": str(first.therapist_id), "move-on": "nov 24", "move-starts_at": "10", "move-minutes": "45",
        "move-scope": "all", "anyway": "on",
    }  # fmt: skip

    refused = client.post(reverse("visit_move", args=[first.pk]), sent)
    moved = client.post(reverse("visit_move", args=[first.pk]), {**sent, "move-is_sure": "on"}, follow=True)

    assert "Move the others" in refused.content.decode()
    assert [str(m) for m in moved.context["messages"]][-1] == "2 visits moved. Left where they were: Dec 1."


def test_undo_books_all_again_that_one_cancellation_took(client: Client, cast: Cast, theo: models.Patient) -> None:
    book(client, cast, theo, visits="3")
    first = visits(cast)[0]
    sent = {"cancel-reason": "away", "cancel-scope": "all", "anyway": "on"}
    page = client.post(reverse("visit_cancel", args=[first.pk]), sent, follow=True)
    address = reverse("visit_restore", args=[first.pk])

    client.post(address)

    assert address in page.content.decode()
    assert {v.status for v in visits(cast)} == {"booked"}


def test_two_rows_of_one_session_are_joined_on_the_page_of_the_clash(
    client: Client, cast: Cast, theo: models.Patient
) -> None:
    book(client, cast, theo)
    (first,) = visits(cast)
    ada = people.patient(cast.a, "Ada", "Lindqvist")
    second = build.visit(ada, first.starts_at, ends_at=first.ends_at, therapist=first.therapist, is_clash=True)
    address = reverse("visit", args=[second.pk])

    assert client.get(address).context["joins"] == "Theo Marshfield"

    client.post(reverse("visit_join", args=[second.pk]))

    assert "Theo Marshfield" in [each.words for each in client.get(address).context["visit"].together]
