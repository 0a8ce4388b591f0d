"""The calendar's ways to look: what is free, the month, the series, one's own day, what the address chooses."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.pages.staff.appointments import day as days
from otium.pages.staff.appointments.midnight import Midnight
from otium.records.models import Practice
from tests import build
from tests import cast as people
from tests.cast import ON, Cast
from tests.pages.calendars import TUESDAY, at, columns, place, room, visit, works
from tests.pages.test_patients import queries_of


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


def test_who_works_has_a_column_without_a_visit_and_who_is_unknown_has_none(client: Client, cast: Cast) -> None:
    works(cast)

    assert columns(client) == {"Treating": ["8 am – 5 pm"]}


def test_free_hours_stand_between_the_visits_and_lead_to_the_booking(client: Client, cast: Cast) -> None:
    works(cast, first=9, last=12)
    visit(cast, "Ada", at("11-24T09:45"))
    visit(cast, "Ben", at("11-24T10:45"))  # a quarter of an hour before it is too short for a visit

    found = client.get(reverse("schedule_day"), {"on": TUESDAY.isoformat()}).context["day"]
    (column,) = found.columns

    assert [each.gap.words for each in column.openings] == ["9 am – 9:45 am", "11:30 am – 12 pm"]
    assert [(each.row, each.rows) for each in column.openings] == [(5, 3), (15, 2)]
    page = client.get(column.openings[0].gap.url)
    assert page.context["slot"] == "Tue, Nov 24, 2026, 9 am with Treating"


def test_hours_that_have_passed_are_not_offered(client: Client, cast: Cast) -> None:
    works(cast)

    found = client.get(reverse("schedule_day"), {"on": ON.isoformat()}).context["day"]  # it is ten o'clock

    assert [each.gap.words for each in found.columns[0].openings] == ["10 am – 5 pm"]


def test_every_room_of_the_location_has_a_column(client: Client, cast: Cast) -> None:
    main, elm = place(cast), place(cast, "Elm Street")
    gym, _quiet = room(cast, main, "Gym"), room(cast, main, "Quiet room")
    room(cast, elm, "Annex")
    room(cast, main, "Old room", ended_on=ON)
    visit(cast, "Ada", at("11-24T09:00"), room=gym, location=main)
    visit(cast, "Ben", at("11-24T10:00"), location=main)

    found = columns(client, by="room", location=str(main.pk))

    assert found == {
        "Gym": ["8 am – 9 am", "9:45 am – 5 pm"], "Quiet room": ["8 am – 5 pm"], "No room": [],
    }  # fmt: skip


def test_a_room_for_three_is_free_until_all_its_seats_are_taken(client: Client, cast: Cast) -> None:
    main = place(cast)
    gym = room(cast, main, "Gym", capacity=2)
    visit(cast, "Ada", at("11-24T09:00"), room=gym, location=main)

    assert columns(client, by="room")["Gym"] == ["8 am – 5 pm"]


@pytest.mark.parametrize(
    ("page", "query"),
    [("schedule", {}), ("schedule_day", {"on": "2026-11-24"}), ("schedule_month", {})],
)
def test_a_location_narrows_each_page(client: Client, cast: Cast, page: str, query: dict[str, str]) -> None:
    main, elm = place(cast), place(cast, "Elm Street")
    visit(cast, "Ada", at("11-24T09:00"), location=main)
    visit(cast, "Ben", at("11-24T10:00"), location=elm)

    shown = client.get(reverse(page), {**query, "location": str(elm.pk)})
    unknown = client.get(reverse(page), {**query, "location": str(cast.b.pk)})

    name = {"schedule": "week", "schedule_day": "day", "schedule_month": "month"}[page]
    assert (shown.context[name].count, unknown.context[name].count) == (1, 2)
    assert f"location={elm.pk}" in shown.context["bar"].after.url


def test_only_what_fails_is_shown_where_that_is_asked_for(client: Client, cast: Cast) -> None:
    """Ada has no coverage; of Ben's the payer was not asked yet, which is no failure."""
    visit(cast, "Ada", at("11-24T09:00"))
    ben = visit(cast, "Ben", at("11-24T10:00"))
    with acting.acting_for(cast.a.pk):
        build.coverage(ben.patient, build.payer(cast.a), order=1)

    def shown(only: str) -> list[str]:
        week = client.get(reverse("schedule"), {"only": only}).context["week"]
        return [visit.name for lane in week.lanes for day in lane.days if day.block for visit in day.block.visits]

    assert [shown(only) for only in ("", "risk", "blocked")] == [
        ["Ada Marshfield", "Ben Marshfield"], ["Ada Marshfield"], ["Ada Marshfield"],
    ]  # fmt: skip


def test_a_page_on_which_nothing_fails_says_so_and_leads_back(client: Client, cast: Cast) -> None:
    page = client.get(reverse("schedule"), {"only": "blocked", "week": "2026-11-23"})

    assert "No visit here is at risk or blocked." in page.content.decode()
    assert "only" not in page.context["bar"].all_url


@pytest.mark.parametrize("page", ["schedule", "schedule_day", "schedule_month"])
def test_a_page_costs_as_many_queries_with_one_visit_as_with_forty(client: Client, cast: Cast, page: str) -> None:
    works(cast)
    works(cast, "other_therapist")
    main = place(cast)
    visit(cast, "Ada", at("11-24T09:00"))
    for query in ("", "&by=room", "&clearance=1"):
        address = f"{reverse(page)}?on=2026-11-24{query}"
        few = queries_of(client, address)
        for n in range(12):
            visit(cast, f"Ada{n}", at("11-24T09:00"), is_clash=True, therapist=None, location=main)

        assert queries_of(client, address) == few


def test_a_week_that_was_shown_before_shows_what_changed_since(client: Client, cast: Cast) -> None:
    """What is drawn of a day is kept in memory: a name, a state, a free hour must not be an old one."""
    works(cast, first=9, last=12)
    booked = visit(cast, "Ada", at("11-24T09:00"))
    here = {"week": TUESDAY.isoformat()}
    first = client.get(reverse("schedule"), here).content.decode()
    with acting.acting_for(cast.a.pk):
        booked.patient.first_name = "Adele"
        booked.patient.save()

    renamed = client.get(reverse("schedule"), here).content.decode()
    visit(cast, "Ben", at("11-24T11:00"))
    fuller = client.get(reverse("schedule"), here).content.decode()

    assert ("Ada Marshfield" in first, "Ada Marshfield" in renamed) == (True, False)
    assert "Adele Marshfield" in renamed
    assert ("9:45 am – 12 pm free" in renamed, "9:45 am – 12 pm free" in fuller) == (True, False)
    assert ("Ben Marshfield" in fuller, "9:45 am – 11 am free" in fuller) == (True, True)


def test_a_month_counts_visits_free_hours_and_closed_days(client: Client, cast: Cast) -> None:
    works(cast, first=8, last=12)
    visit(cast, "Ada", at("11-24T09:00"), ends_at=at("11-24T10:00"))
    visit(cast, "Ben", at("11-24T10:00"), status="cancelled")
    visit(cast, "Cleo", at("12-01T10:00"))

    month = client.get(reverse("schedule_month"), {"clearance": "1"}).context["month"]
    by_day = {day.iso: day for week in month.weeks for day in week}

    tuesday, thanksgiving = by_day["2026-11-24"], by_day["2026-11-26"]
    assert (tuesday.visits, tuesday.void, tuesday.free) == ("1 visit", "1 cancelled or missed", "3 h free")
    assert [mark.words for mark in tuesday.marks] == ["1 blocked"]
    assert (thanksgiving.closed, thanksgiving.free) == ("Thanksgiving Day", "")
    assert (month.title, month.count, len(month.weeks)) == ("November 2026", 1, 6)


@pytest.mark.parametrize(
    ("zone", "on", "minutes", "hours"),
    [
        ("America/New_York", date(2027, 3, 14), 1380, {"2": "3 am"}),  # clocks go forward
        ("America/New_York", date(2026, 11, 1), 1500, {"1": "1 am", "2": "1 am"}),  # and back
        ("America/New_York", date(2026, 11, 24), 1440, {"2": "2 am"}),
        ("America/Phoenix", date(2027, 3, 14), 1440, {"2": "2 am"}),  # Arizona has no summer time
        ("America/Phoenix", date(2026, 11, 1), 1440, {"2": "2 am"}),
        ("America/Puerto_Rico", date(2027, 3, 14), 1440, {"2": "2 am"}),
        ("America/Puerto_Rico", date(2026, 11, 1), 1440, {"2": "2 am"}),
        ("America/New_York", date(2028, 2, 29), 1440, {"2": "2 am"}),
    ],
)
def test_a_day_is_as_long_as_it_is(zone: str, on: date, minutes: int, hours: dict[str, str]) -> None:
    """The hour that is so many hours after midnight is what the clock then shows."""
    practice = Practice(time_zone=zone, closes_at=time(17))
    night = datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)
    midnight = Midnight(on, practice)

    assert midnight.minutes == minutes
    for after, shown in hours.items():
        local = midnight.local(60 * int(after))
        assert f"{local:%-I %p}".lower() == shown
        assert midnight.of(night + timedelta(hours=int(after))) == 60 * int(after)


@pytest.mark.parametrize(
    ("zone", "on", "said"),
    [
        ("America/New_York", "2027-03-14", "Clocks go forward: this day has 23 hours."),
        ("America/New_York", "2026-11-01", "Clocks go back: this day has 25 hours."),
        ("America/Phoenix", "2027-03-14", ""),
        ("America/Puerto_Rico", "2026-11-01", ""),
    ],
)
def test_a_visit_of_the_afternoon_stands_at_its_hour_when_the_clocks_change(
    client: Client, cast: Cast, zone: str, on: str, said: str
) -> None:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(time_zone=zone)
    starts_at = datetime.combine(date.fromisoformat(on), time(15), ZoneInfo(zone))
    visit(cast, "Ada", starts_at)

    found: days.Grid = client.get(reverse("schedule_day"), {"on": on}).context["day"]

    (block,) = found.columns[0].blocks
    assert (found.clocks, block.cells[0].hour, block.rows) == (said, "3 pm", 3)
    assert next(hour.words for hour in found.hours if hour.row == block.row) == "3 pm"


def test_a_holiday_is_named_in_the_week_and_on_its_day(client: Client, cast: Cast) -> None:
    with acting.acting_for(cast.a.pk):
        Practice.objects.filter(pk=cast.a.pk).update(closed_on=["2026-11-27"])
    visit(cast, "Ada", at("11-26T09:00"))

    found = client.get(reverse("schedule"), {"week": "2026-11-23"})
    days = [client.get(reverse("schedule_day"), {"on": f"2026-11-{n}"}) for n in (25, 26, 27)]

    assert [day.closed for day in found.context["week"].days] == ["", "", "", "Thanksgiving Day", "Closed"]
    assert "Thanksgiving Day" in found.content.decode()
    assert [page.context["closed"] for page in days] == [
        "", "Thanksgiving Day: the practice is closed.", "The practice is closed on this day.",
    ]  # fmt: skip
    assert ["What is booked stands all the same." in page.content.decode() for page in days] == [False, True, False]
