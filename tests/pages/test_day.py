"""A day on its grid, and the sheet for the wall."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.pages.staff.appointments import day as days
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import EASTERN, ON, Cast
from tests.pages.test_patients import queries_of

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


def visit(cast: Cast, name: str, at: str, minutes: int = 45, **fields: Any) -> models.Appointment:
    """Of a new patient on Tuesday, with the treating therapist."""
    who = people.patient(cast.a, name, "Marshfield")
    starts_at = datetime.fromisoformat(f"2026-11-24T{at}").replace(tzinfo=EASTERN)
    values = {"therapist": cast.therapists["treating"], "ends_at": starts_at + timedelta(minutes=minutes), **fields}
    with acting.acting_for(cast.a.pk):
        return build.visit(who, starts_at, **values)


def grid(client: Client, **query: str) -> days.Grid:
    found: days.Grid = client.get(reverse("schedule_day"), {"on": "2026-11-24", **query}).context["day"]
    return found


@pytest.mark.parametrize(
    ("at", "minutes", "row", "rows"),
    [
        ("08:00", 45, 1, 3),
        ("08:15", 15, 2, 1),
        ("08:50", 45, 4, 4),  # touches the quarters from 8:45 to 9:45
        ("08:00", 1, 1, 1),
        ("17:15", 60, 38, 4),  # after the practice closes: the grid grows
        ("07:00", 60, 1, 4),  # before it opens
    ],
)
def test_a_visit_lies_on_the_quarters_it_touches(
    client: Client, cast: Cast, at: str, minutes: int, row: int, rows: int
) -> None:
    visit(cast, "Theo", at, minutes)

    (column,) = grid(client).columns

    assert [(b.row, b.rows, b.side) for b in column.blocks] == [(row, rows, 0)]


def test_a_session_is_one_block_and_what_overlaps_stands_side_by_side(client: Client, cast: Cast) -> None:
    together = people.patient(cast.a).pk
    visit(cast, "Ada", "09:00", together_id=together)
    visit(cast, "Ben", "09:00", together_id=together)
    visit(cast, "Cleo", "09:30")  # an imported clash
    visit(cast, "Dan", "11:00")

    (column,) = grid(client).columns

    assert [[cell.name for cell in block.cells] for block in column.blocks] == [
        ["Ada Marshfield", "Ben Marshfield"], ["Cleo Marshfield"], ["Dan Marshfield"],
    ]  # fmt: skip
    assert [block.side for block in column.blocks] == [1, 2, 0]
    assert (column.sides, column.said) == (2, "4 visits, 2 h 15 min")


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "1 visit, 45 min"), (60, "1 visit, 1 h"), (75, "1 visit, 1 h 15 min")]
)
def test_a_column_says_how_long_it_is_taken(client: Client, cast: Cast, minutes: int, said: str) -> None:
    visit(cast, "Ada", "09:00", minutes)

    (column,) = grid(client).columns

    assert column.said == said


def test_a_talk_with_a_payer_takes_time_and_is_no_visit(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        asked = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient=people.patient(cast.a), kind="renewal", state="denied", decided_on=ON
        )
        models.PeerToPeer.objects.create(
            practice=cast.a, request=asked, therapist=cast.therapists["treating"], state="scheduled", opened_on=ON,
            slot_at=datetime(2026, 11, 24, 11, tzinfo=EASTERN), slot_minutes=30,
        )  # fmt: skip
    visit(cast, "Ada", "09:00")

    found = grid(client)

    assert (found.count, [column.said for column in found.columns]) == (1, ["1 visit, 1 h 15 min"])


def test_a_column_for_each_room_and_one_for_those_without(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        place = models.Location.objects.create(practice=cast.a, name="Main Street")
        gym = models.Room.objects.create(practice=cast.a, location=place, name="Gym")
    visit(cast, "Ada", "09:00", room=gym)
    visit(cast, "Ben", "10:00")

    assert [column.name for column in grid(client, by="room").columns] == ["Gym", "No room"]
    assert [column.blocks[0].cells[0].what for column in grid(client, by="room").columns] == ["Treating", "Treating"]
    assert len(grid(client).columns) == 1


def test_rooms_of_one_name_at_two_locations_are_two_columns(client: Client, cast: Cast) -> None:
    for at, name in (("09:00", "Main Street"), ("10:00", "Elm Street")):
        with acting.acting_for(cast.a.pk):
            place = models.Location.objects.create(practice=cast.a, name=name)
            gym = models.Room.objects.create(practice=cast.a, location=place, name="Gym")
        visit(cast, name, at, room=gym, location=place)

    assert [column.name for column in grid(client, by="room").columns] == ["Gym, Elm Street", "Gym, Main Street"]


def test_what_was_cancelled_takes_no_place_and_is_listed(client: Client, cast: Cast) -> None:
    visit(cast, "Ada", "09:00", status="cancelled")
    visit(cast, "Ben", "09:00")

    found = grid(client)

    assert [cell.name for cell in found.void] == ["Ada Marshfield"]
    assert found.count == 1


@pytest.mark.parametrize("on", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_that_cannot_be_read_is_today(client: Client, cast: Cast, on: str) -> None:
    assert grid(client, on=on).iso == ON.isoformat()


def test_the_day_the_clocks_change_shows_all_of_it(client: Client, cast: Cast) -> None:
    """March 14, 2027 has 23 hours: 11 pm is still of that day, midnight is not."""
    late = datetime(2027, 3, 14, 23, tzinfo=EASTERN)
    with acting.acting_for(cast.a.pk):
        for at in (late, late + timedelta(hours=1)):
            build.visit(people.patient(cast.a), at, therapist=cast.therapists["treating"])

    assert grid(client, on="2027-03-14").count == 1


def test_the_day_costs_as_many_queries_with_one_visit_as_with_forty(client: Client, cast: Cast) -> None:
    visit(cast, "Ada", "09:00")
    address = reverse("schedule_day") + "?on=2026-11-24"
    few = queries_of(client, address)
    for n in range(40):
        visit(cast, f"Ada{n}", "09:00")

    assert queries_of(client, address) == few


def test_the_sheet_says_whom_to_call_and_how_each_visit_is_cleared(client: Client, cast: Cast) -> None:
    booked = visit(cast, "Ada", "09:00")
    with acting.acting_for(cast.a.pk):
        of = {"practice": cast.a, "patient": booked.patient, "relationship": "parent"}
        person = models.RelatedPerson.objects
        person.create(**of, first_name="Pat", last_name="Marsh", phone="518-555-0101")
        person.create(**of, first_name="Old", last_name="Sitter", phone="518-555-0102", ends_on=ON - timedelta(days=1))

    page = client.get(reverse("schedule_sheet"))  # the next open day
    ((name, (row,)),) = page.context["sheet"].groups

    assert page.context["sheet"].iso == "2026-11-24"
    assert (name, row.hour) == (cast.therapists["treating"].name, "9 am – 9:45 am")
    assert [str(contact) for contact in row.contacts] == ["Pat Marsh 518-555-0101"]
    assert row.strip is not None


def test_the_audit_trail_names_everybody_on_the_sheet(client: Client, cast: Cast) -> None:
    booked = visit(cast, "Ada", "09:00")
    client.get(reverse("schedule_sheet"))

    with acting.acting_for(cast.a.pk):
        (event,) = models.AuditEvent.objects.filter(door="schedule_sheet")
    assert (event.action, event.patients) == ("print", [str(booked.patient_id)])


def test_a_talk_with_a_payer_stands_on_the_sheet(client: Client, cast: Cast) -> None:
    booked = visit(cast, "Ada", "09:00")
    with acting.acting_for(cast.a.pk):
        asked = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient=booked.patient, kind="renewal", state="denied", decided_on=ON
        )
        models.PeerToPeer.objects.create(
            practice=cast.a, request=asked, state="scheduled", opened_on=ON, therapist=booked.therapist,
            slot_at=booked.starts_at + timedelta(hours=1), slot_minutes=15,
        )  # fmt: skip

    ((_name, rows),) = client.get(reverse("schedule_sheet")).context["sheet"].groups

    assert [(row.hour, row.is_visit) for row in rows] == [("9 am – 9:45 am", True), ("10 am", False)]


def test_the_sheet_says_of_speech_to_come_that_nobody_judged_it(client: Client, cast: Cast) -> None:
    booked = visit(cast, "Ada", "09:00")
    with acting.acting_for(cast.a.pk):
        speech = models.EpisodeOfCare.objects.create(practice=cast.a, patient=booked.patient, discipline="SLP")
        models.Appointment.objects.filter(pk=booked.pk).update(episode=speech)

    page = client.get(reverse("schedule_sheet")).content.decode()

    assert "not looked up: Otium judges visits of OT" in page
    assert "the visit is over" not in page
