"""The week and the day show an hour on its own day and as its own wall says, wherever the practice is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import Cast

ZONES = ("America/New_York", "America/Phoenix", "America/Puerto_Rico", "Pacific/Honolulu")
DAYS = (date(2027, 3, 15), date(2027, 11, 8), date(2028, 2, 29))  # after both changes; the leap day


@pytest.mark.parametrize("zone", ZONES)
def test_an_evening_hour_stands_on_its_day_in_the_week_and_in_the_day(client: Client, cast: Cast, zone: str) -> None:
    """Five in the afternoon of Honolulu is the next day in UTC."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(time_zone=zone, calendar_master="otium")
        for on in DAYS:
            at = datetime.combine(on, time(17), ZoneInfo(zone))
            build.visit(people.patient(cast.a, first=f"Ada{on:%j}"), at, therapist=cast.therapists["treating"])

    for on in DAYS:
        day = client.get(reverse("schedule_day"), {"on": on.isoformat()})
        week = client.get(reverse("schedule"), {"week": on.isoformat()}).content.decode()
        assert day.context["day"].count == 1
        assert "5 pm" in day.content.decode()
        assert f"Ada{on:%j}" in week
        assert "5 pm" in week


@pytest.mark.parametrize("zone", ZONES)
def test_a_visit_typed_for_three_is_at_three_of_the_practices_wall(client: Client, cast: Cast, zone: str) -> None:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(time_zone=zone, calendar_master="otium")
        who = people.patient(cast.a)

    client.post(
        reverse("visit_book", args=[who.pk]),
        {"therapist": str(cast.therapists["treating"].pk), "on": "11/08/2027", "starts_at": "3pm", "minutes": "45",
         "kind": "treatment", "visits": "2", "every": "1", "anyway": "on"},
    )  # fmt: skip

    with acting.acting_for(cast.a.pk):
        starts = (
            models.Appointment.objects.filter(patient=who).order_by("starts_at").values_list("starts_at", flat=True)
        )
        local = [at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M") for at in starts]
    assert local == ["11-08 15:00", "11-15 15:00"]
