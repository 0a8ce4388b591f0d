"""Production, utilisation and forecast as people see them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, history
from otium.desk.appointments import holding
from otium.records import models
from tests import build
from tests import cast as people
from tests.cast import ON, Cast

pytestmark = pytest.mark.django_db
EASTERN = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=EASTERN)


@pytest.fixture
def owner(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def visit(
    cast: Cast, at: datetime, status: str = "booked", who: str = "treating", *, rate: str = "", **more: Any
) -> models.Appointment:
    """One of a patient of their own, whose payer is expected to pay `rate` where it is said."""
    with acting.acting_for(cast.a.pk):
        patient = build.patient(cast.a, last_name="Marshfield")
        payer = build.payer(cast.a)
        build.coverage(patient, payer)
        if rate:
            build.rate(payer, rate, ON - timedelta(days=99))
        row = build.visit(patient, at, status, therapist=cast.therapists[who], **more)
        if status in ("booked", "done", "arrived"):
            hold(row)
    return row


def hold(row: models.Appointment) -> None:

    assert holding.hold(row) is None


def target(cast: Cast, amount: int = 30, **more: Any) -> None:
    values = {"unit": "visits", "starts_on": ON - timedelta(days=99), **more}
    with acting.acting_for(cast.a.pk):
        models.ProductionTarget.objects.create(
            practice=cast.a, therapist=cast.therapists["treating"], amount=amount, **values
        )


def test_an_owner_sees_what_each_therapist_made_against_the_target(cast: Cast, owner: Client) -> None:
    visit(cast, MONDAY, "done", rate="95", lines=[["97530", 3]])
    visit(cast, MONDAY + timedelta(hours=1), "done")
    visit(cast, MONDAY + timedelta(days=1))
    target(cast, 20)

    page = text(owner.get(reverse("production")))

    assert "16 visits" in page  # of 20: Thursday is Thanksgiving
    assert ">2</a>" in page
    assert "1 unknown" in page
    assert "1 visit unknown" in page
    assert "$95" in page


def test_every_number_opens_to_the_visits_that_it_counts(cast: Cast, owner: Client) -> None:
    made = visit(cast, MONDAY, "done", rate="95", lines=[["97530", 3]])
    visit(cast, MONDAY + timedelta(days=1))

    rows = owner.get(reverse("production"))
    links = [part.split('"')[0] for part in rows.content.decode().split('href="') if "/production/visits/" in part[:80]]
    of_made = next(link for link in links if "of=made" in link).replace("&amp;", "&")
    page = text(owner.get(of_made))

    assert str(made.pk) in page
    assert page.count("row__title") == 1
    for link in links:
        assert owner.get(link.replace("&amp;", "&")).status_code == 200


def test_a_therapist_sees_their_own_production_alone(cast: Cast) -> None:
    visit(cast, MONDAY, "done")
    other = visit(cast, MONDAY, "done", who="other_therapist")
    client = people.signed_in(cast.people["treating"])
    days = {"of": "made", "first": "2026-11-23", "last": "2026-11-29"}

    page = text(client.get(reverse("production")))
    rows = text(client.get(reverse("production_visits"), days | {"therapist": str(other.therapist_id)}))

    assert "Other Therapist" not in page
    assert "My production" in page
    assert str(other.pk) not in rows
    assert rows.count("row__title") == 1
    assert client.get(reverse("production_export")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"of": "all"},
        {"of": "made", "first": "2026-11-23"},
        {"of": "made", "first": "x", "last": "y"},
        {"of": "made", "first": "2026-11-23", "last": "2026-11-22"},
        {"of": "made", "first": "2020-01-01", "last": "2026-11-22"},
    ],
    ids=["unknown number", "one day", "no dates", "backwards", "too long"],
)
def test_an_address_that_names_nothing_is_not_found(owner: Client, query: dict[str, str]) -> None:
    assert owner.get(reverse("production_visits"), query).status_code == 404


def test_a_past_visit_that_nobody_marked_counts_as_nothing_else(cast: Cast, owner: Client) -> None:
    visit(cast, MONDAY - timedelta(days=3))

    page = owner.get(reverse("production"), {"first": "2026-11-16"}).content.decode()

    assert "of=unmarked" in page
    assert "of=made" not in page


def test_a_month_has_its_own_target(cast: Cast, owner: Client) -> None:
    visit(cast, MONDAY, "done")
    target(cast, 20)

    page = text(owner.get(reverse("production"), {"by": "month"}))

    assert "November 2026" in page
    assert "76 visits" in page  # 21 weekdays less Veterans Day and Thanksgiving, at 4 a day


def test_production_has_its_numbers_as_a_table_and_a_file(cast: Cast, owner: Client) -> None:
    visit(cast, MONDAY, "done", rate="95")
    target(cast, 20)

    page, file = text(owner.get(reverse("production"))), owner.get(reverse("production_export")).content.decode()

    assert "The same as a table" in page
    rows = [line.split(",") for line in file.splitlines()]
    this_week = dict(zip(rows[0], next(r for r in rows if r[1] == "2026-11-23"), strict=True))
    assert (this_week["visits_made"], this_week["target_visits"]) == ("1", "16.0")
    assert Decimal(this_week["expected_dollars"]) == 95


def test_a_practice_without_visits_is_told_what_to_do(owner: Client) -> None:
    assert "Nothing to count yet" in text(owner.get(reverse("production")))
    assert "No hours to count" in text(owner.get(reverse("utilisation")))
    assert "No hours to look ahead at" in text(owner.get(reverse("forecast")))


def hours(cast: Cast, since: int = 9, until: int = 13, who: str = "treating") -> None:
    with acting.acting_for(cast.a.pk):
        models.WorkingHours.objects.create(
            practice=cast.a, therapist=cast.therapists[who], weekdays=list("01234"),
            starts_at=f"{since:02}:00", ends_at=f"{until:02}:00",
        )  # fmt: skip


def test_utilisation_is_the_share_of_the_hours_that_is_used(cast: Cast, owner: Client) -> None:
    hours(cast)
    visit(cast, MONDAY - timedelta(days=7), "done", ends_at=MONDAY - timedelta(days=7) + timedelta(hours=2))
    visit(cast, MONDAY - timedelta(days=6), "done", ends_at=MONDAY - timedelta(days=6) + timedelta(hours=2))

    page = text(owner.get(reverse("utilisation"), {"weeks": "-1"}))

    assert "20 %" in page  # 4 of 20 hours
    assert "1 h of 1 h" in page  # Monday at nine
    assert 'class="heat__4"' in page


def test_what_fell_out_at_short_notice_is_listed_with_what_was_refilled(cast: Cast, owner: Client) -> None:
    hours(cast)
    missed = visit(cast, MONDAY - timedelta(days=3), "no_show")
    gone = visit(cast, MONDAY - timedelta(days=4), "cancelled")
    early = visit(cast, MONDAY - timedelta(days=5), "cancelled")
    visit(cast, MONDAY - timedelta(days=6), "cancelled")
    visit(cast, MONDAY - timedelta(days=4), "done")
    with acting.acting_for(cast.a.pk):
        for row, lead in ((gone, timedelta(hours=3)), (early, timedelta(days=2))):
            history.record(row, "cancel", by=build.TEST, at=row.starts_at - lead, after={"status": "cancelled"})

    page = text(owner.get(reverse("utilisation"), {"weeks": "-1"}))

    assert "2 visits fell out at short notice. Refilled: 1. Lost: 0.8 h." in page
    assert str(missed.pk) in page
    assert str(gone.pk) in page
    assert str(early.pk) not in page

    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(attendance_policy={"notice_hours": 72})
    assert str(early.pk) in text(owner.get(reverse("utilisation"), {"weeks": "-1"}))
    assert "1 cancelled visit is not among them" in page


def test_the_forecast_tells_free_hours_and_what_can_start(cast: Cast, owner: Client) -> None:
    hours(cast)
    visit(cast, MONDAY + timedelta(days=7))

    page = text(owner.get(reverse("forecast")))

    assert "evaluations can start" in page
    assert "20 h offered, 0.8 h booked" in page
    assert "634 US clinics" in page  # where 10.4 % comes from


def test_what_is_assumed_can_be_stated_and_taken_back(cast: Cast, owner: Client) -> None:
    address = reverse("forecast_assume") + f"?practice={cast.a.slug}"

    stated = text(owner.post(address, {"no_show": "12.5 %", "series_go_on": "1"}, follow=True))
    back = text(owner.post(address, {"no_show": "", "series_go_on": "1"}, follow=True))

    assert "You stated this." in stated
    assert 'value="12.5"' in stated
    assert "You stated this." not in back
    with acting.acting_for(cast.a.pk):
        events = models.History.objects.filter(focus_id=cast.a.pk, event="changed").order_by("at")
        assert {event.by for event in events} == {str(cast.people["owner"].pk)}
        assert len(events) == 2


def test_what_is_no_number_is_refused_and_nothing_is_kept(cast: Cast, owner: Client) -> None:
    address = reverse("forecast_assume") + f"?practice={cast.a.slug}"

    response = owner.post(address, {"no_show": "many", "visit": "30"})

    assert response.status_code == 422
    assert "Enter a number up to 60." in response.content.decode()
    with acting.acting_for(cast.a.pk):
        assert models.Practice.objects.get(pk=cast.a.pk).forecast == {}


def test_only_the_house_states_what_is_assumed(cast: Cast) -> None:
    client = people.signed_in(cast.people["assistant"])

    assert client.post(reverse("forecast_assume")).status_code == 404
    assert "Count with these" not in text(client.get(reverse("forecast")))


@pytest.mark.parametrize("name", ["utilisation_export", "forecast_export"])
def test_the_other_numbers_are_files_too(cast: Cast, owner: Client, name: str) -> None:
    hours(cast)
    visit(cast, MONDAY)

    response = owner.get(reverse(name))

    assert response.status_code == 200
    assert "Treating" in response.content.decode()


def test_a_target_is_set_on_its_form_and_refused_where_it_is_none(cast: Cast, owner: Client) -> None:
    address = reverse("production_target_add") + f"?practice={cast.a.slug}"
    values = {"therapist": str(cast.therapists["treating"].pk), "unit": "hours", "starts_on": "11/23/2026"}

    refused = owner.post(address, values | {"amount": "0"})
    kept = owner.post(address, values | {"amount": "27.5"}, follow=True)

    assert "between 0.1 and 168" in refused.content.decode()
    assert "27.5 hours treated in a full week" in text(kept)


@pytest.mark.parametrize("name", ["production", "utilisation", "forecast"])
def test_a_page_takes_as_many_queries_for_many_as_for_few(cast: Cast, owner: Client, name: str) -> None:
    counts = []
    for number in range(3):
        for who in ("treating", "other_therapist"):
            visit(cast, MONDAY + timedelta(days=number), "done", who=who, rate="90")
            visit(cast, MONDAY - timedelta(days=7 + number), "no_show", who=who)
        with CaptureQueriesContext(connection) as queries:
            owner.get(reverse(name))
        counts.append(len(queries))

    assert len(set(counts[1:])) == 1


def test_the_pages_lead_to_one_another(cast: Cast, owner: Client) -> None:
    assert reverse("utilisation") in text(owner.get(reverse("schedule")))
    for name in ("production", "utilisation", "forecast"):
        page = text(owner.get(reverse(name)))
        assert all(reverse(other) in page for other in ("production", "utilisation", "forecast", "schedule"))


def beyond(client: Client) -> list[str]:
    """Hours booked beyond an authorization, by week."""
    return [week["ending"] for week in client.get(reverse("forecast")).context["total"]]


@pytest.mark.parametrize(
    ("visits", "ends_on", "hours"),
    [
        (2, None, ["0.8 h", "0.8 h"]),
        (9, "2026-12-03", ["0 h", "0.8 h"]),
        (3, "2026-12-03", ["0 h", "0.8 h"]),
        (3, "2026-12-10", ["0 h", "0.8 h"]),
        (4, "2026-12-10", ["0 h", "0 h"]),
        (None, "2026-12-03", ["0 h", "0.8 h"]),
        (None, None, ["0 h", "0 h"]),
    ],
    ids=[
        "visits used up",
        "ended",
        "both",
        "used up before it ends",
        "enough",
        "visits unknown, ended",
        "nothing known",
    ],
)
def test_an_authorization_reaches_until_it_ends_or_is_used_up(
    cast: Cast, owner: Client, visits: int | None, ends_on: str | None, hours: list[str]
) -> None:
    """One visit was made; one is booked this week and one in each of the next two."""
    with acting.acting_for(cast.a.pk):
        who = build.patient(cast.a)
        covered = build.coverage(who, build.payer(cast.a))
        build.authorization(who, visits, coverage=covered, starts_on="2026-11-01", ends_on=ends_on)
        for days, status in ((-4, "done"), (1, "booked"), (8, "booked"), (15, "booked")):
            build.visit(who, MONDAY + timedelta(days=days), status, therapist=cast.therapists["treating"])

    assert beyond(owner)[1:3] == hours
    assert ("does not say how many visits" in text(owner.get(reverse("forecast")))) is (visits is None)


def test_evaluations_of_the_waitlist_stand_beside_the_free_hours(cast: Cast, owner: Client) -> None:
    with acting.acting_for(cast.a.pk):
        works = {"starts_at": "09:00", "ends_at": "12:00", "weekdays": list("01234")}
        models.WorkingHours.objects.create(practice=cast.a, therapist=cast.therapists["treating"], **works)
        for need in ("evaluation", "evaluation", "weekly"):
            models.WaitlistEntry.objects.create(
                practice=cast.a, patient=build.patient(cast.a), need=need, asked_on=ON - timedelta(days=9)
            )

    page = owner.get(reverse("forecast"))

    assert [week["begun"] for week in page.context["total"]] == [2, 0, 0, 0, 0, 0, 0, 0]
    assert [week["waiting"] for week in page.context["total"]][:2] == ["2 h", "1.5 h"]
    assert page.context["plot"].line.startswith("M")
    assert "2 evaluations of the waitlist begin in these weeks." in text(page)


def test_a_series_goes_on_on_each_of_its_weekdays_and_not_where_one_visit_was_moved(cast: Cast, owner: Client) -> None:
    with acting.acting_for(cast.a.pk):
        who = build.patient(cast.a)
        series = models.Series.objects.create(
            practice=cast.a, patient=who, therapist=cast.therapists["treating"], weekdays=[0, 2], starts_at="09:00",
            minutes=45, starts_on=ON,
        )  # fmt: skip
        for days in (0, 2, 7, 10):  # the last Wednesday's was moved to Thursday
            build.visit(who, MONDAY + timedelta(days=days), series=series, therapist=cast.therapists["treating"])

    total = owner.get(reverse("forecast")).context["total"]

    assert [week["series"] for week in total][:4] == ["0 h", "0 h", "1.5 h", "1.5 h"]
    for week in total:
        free, offered, *taken = (
            float(week[name].split()[0]) for name in ("free", "offered", "booked", "short", "series", "plans")
        )
        assert free == pytest.approx(offered - sum(taken), abs=0.3), week  # each is rounded
