"""The demo's afternoons."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.planning import asking, solving
from otium.ops import demo_after_school, demo_rooms
from otium.ops.demo_house import HOUSES
from otium.records import models
from otium.terms.plans import PlanKind
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
AFTER = (time(15, 15), time(16))


def opened(slug: str, therapists: int) -> models.Practice:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        models.Location.objects.create(practice=practice, name="Main Street")
        for _ in range(therapists):
            build.therapist(practice)
        demo_rooms.add(practice.pk, HOUSES[slug], at=AT)
    return practice


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "therapists", "given"), [("tidewater", 2, 20), ("juniper", 1, 10)])
def test_every_hour_after_school_is_given_away_once_and_one_is_called_off(
    slug: str, therapists: int, given: int
) -> None:
    practice = opened(slug, therapists)

    assert [demo_after_school.add(practice.pk, HOUSES[slug], at=AT) for _ in range(2)] == [given, 0]

    with acting.acting_for(practice.pk):
        visits = models.Appointment.objects.filter(practice=practice)
        assert {v.starts_at.astimezone(ZONE).time() for v in visits} == set(AFTER)
        assert visits.filter(status="cancelled").count() == 1
        assert models.WaitlistEntry.objects.count() >= len(demo_after_school.WAITING)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("slug", "add", "helps"),
    [
        ("tidewater", "therapist", True),
        ("tidewater", "room", False),
        ("juniper", "room", True),
        ("juniper", "saturday", True),
    ],
)
def test_what_each_practice_lacks_would_help_families_who_wait(slug: str, add: str, helps: bool) -> None:
    """By the solver: nothing of it is written down. Tidewater lacks therapists, Juniper has a single room."""
    practice = opened(slug, 2 if slug == "tidewater" else 1)
    demo_after_school.add(practice.pk, HOUSES[slug], at=AT)
    with acting.acting_for(practice.pk):
        monday = asking.next_monday(AT.date())
        wanted = asking.weeks(PlanKind.WHAT_IF, monday, 4, asks={"add": add})
        plan = asking.ask(wanted, practice_id=practice.pk, by=Actor("test"), at=AT)

    solving.solve(practice.pk, plan.pk, at=AT)

    with acting.acting_for(practice.pk):
        plan.refresh_from_db()
        before, after = ({p["name"]: p["placed"] for p in plan.found[key]} for key in ("before", "parts"))
        assert (after["standing"] > before["standing"]) is helps
