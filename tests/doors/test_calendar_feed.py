"""A feed as a calendar program and a thief see it."""

import base64
import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otium.desk import acting, clock, history
from otium.desk.feeds import asking, keeping
from otium.desk.saving import standing
from otium.records import models
from otium.terms.feed import Whose
from tests import build
from tests import cast as people
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
EASTERN = ZoneInfo("America/New_York")
AT_NINE = datetime(2026, 11, 25, 9, tzinfo=EASTERN)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    instant = [AT]
    monkeypatch.setattr(clock, "now", lambda: instant[0])
    return instant


@pytest.fixture
def cast(db: None, now: list[datetime]) -> Cast:
    return people.assemble()


def subscribe(cast: Cast, who: str = "treating", whose: Whose = Whose.OWN, *, has_initials: bool = False) -> str:
    """The path of a new feed."""
    _feed, address = keeping.make(
        practice_id=cast.a.pk, staff_id=cast.people[who].pk, whose=whose, has_initials=has_initials,
        by=build.TEST, at=AT,
    )  # fmt: skip
    return "/" + address.partition("://")[2].partition("/")[2]


def visit(cast: Cast, at: datetime = AT_NINE, who: str = "treating", **more: Any) -> models.Appointment:
    with acting.acting_for(cast.a.pk):
        patient = more.pop("patient", None) or build.patient(cast.a, first_name="Theodora", last_name="Marshfield")
        row = build.visit(patient, at, therapist=cast.therapists[who], **more)
        history.record(row, "booked", by=build.TEST, at=AT)
    return row


def read(response: Any) -> list[Any]:
    assert response.status_code == 200
    return list(getattr(vobject.readOne(response.content.decode()), "vevent_list", []))


def test_a_therapist_sees_their_own_visits_and_nothing_of_a_patient(cast: Cast) -> None:
    visit(cast)
    visit(cast, AT_NINE + timedelta(hours=1), who="other_therapist")

    response = Client().get(subscribe(cast))

    (event,) = read(response)
    assert event.summary.value == "OT visit"
    assert event.dtstart.value == AT_NINE
    for secret in ("Theodora", "Marshfield", "T. M."):
        assert secret not in response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}


def test_initials_only_where_they_were_asked_for(cast: Cast) -> None:
    visit(cast)

    (event,) = read(Client().get(subscribe(cast, has_initials=True)))

    assert event.summary.value == "OT visit: T. M."


def test_an_owner_sees_all_visits_with_their_therapists(cast: Cast) -> None:
    visit(cast)
    visit(cast, who="other_therapist")

    events = read(Client().get(subscribe(cast, "owner", Whose.PRACTICE)))

    assert sorted(e.summary.value for e in events) == ["OT visit: Other Therapist", "OT visit: Treating"]


def test_a_group_is_one_entry(cast: Cast) -> None:
    session = uuid.uuid4()
    for _n in range(3):
        visit(cast, together_id=session)

    assert len(read(Client().get(subscribe(cast)))) == 1


@pytest.mark.parametrize(("days", "count"), [(29, 1), (31, 0)])
def test_a_cancelled_visit_is_told_of_for_thirty_days(cast: Cast, now: list[datetime], days: int, count: int) -> None:
    row = visit(cast, AT_NINE + timedelta(days=35))
    with acting.acting_for(cast.a.pk):
        models.Appointment.objects.filter(pk=row.pk).update(status="cancelled")
        history.record(row, "cancelled", by=build.TEST, at=AT)
    path = subscribe(cast)
    now[0] = AT + timedelta(days=days)

    events = read(Client().get(path))

    assert [e.status.value for e in events] == ["CANCELLED"] * count


def test_a_program_that_has_it_is_told_so_until_something_changes(cast: Cast) -> None:
    row, path = visit(cast), subscribe(cast)
    tag = Client().get(path)["ETag"]

    again = Client().get(path, headers={"If-None-Match": f'W/"other", {tag}'})
    with acting.acting_for(cast.a.pk):
        models.Appointment.objects.filter(pk=row.pk).update(starts_at=AT_NINE - timedelta(minutes=15))
    changed = Client().get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_every_fetch_leaves_an_audit_row(cast: Cast) -> None:
    row = visit(cast)
    plain = subscribe(cast)
    tag = Client().get(plain)["ETag"]
    Client().get(plain, headers={"If-None-Match": tag})
    Client().get(subscribe(cast, has_initials=True))

    with acting.acting_for(cast.a.pk):
        events = models.AuditEvent.objects.filter(door="calendar_feed").order_by("id")
        found = [(e.actor, e.action, e.patients, e.detail["entries"]) for e in events]
    who = str(cast.people["treating"].pk)
    assert found == [
        (who, "read", [], 1), (who, "read", [], 0), (who, "read", [str(row.patient_id)], 1),
    ]  # fmt: skip


def test_a_membership_that_ends_ends_the_feed_with_it(cast: Cast) -> None:
    path = subscribe(cast)
    with acting.acting_for(cast.a.pk):
        models.Membership.objects.filter(staff=cast.people["treating"]).update(ended_at=AT)

    assert Client().get(path).status_code == 404


def test_who_signs_in_no_more_fetches_no_more(cast: Cast) -> None:
    path = subscribe(cast)
    models.Staff.objects.filter(pk=cast.people["treating"].pk).update(is_active=False)

    assert Client().get(path).status_code == 404


def test_an_owner_who_becomes_something_else_sees_all_visits_no_more(cast: Cast) -> None:
    path = subscribe(cast, "owner", Whose.PRACTICE)
    with acting.acting_for(cast.a.pk):
        models.Membership.objects.filter(staff=cast.people["owner"]).update(role="biller")

    assert Client().get(path).status_code == 404


def test_a_new_address_ends_the_old_one(cast: Cast) -> None:
    old = subscribe(cast)
    new = subscribe(cast)

    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


def test_a_revoked_address_opens_nothing(cast: Cast) -> None:
    path = subscribe(cast)
    keeping.revoke(practice_id=cast.a.pk, staff_id=cast.people["treating"].pk, whose=Whose.OWN, by=build.TEST, at=AT)

    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("place", [0, 15, 16, 47, 48, 59])
def test_a_token_with_one_bit_changed_reaches_no_row(cast: Cast, place: int, django_assert_num_queries: Any) -> None:
    token = subscribe(cast).removeprefix("/calendar/").removesuffix(".ics")
    data = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    data[place] ^= 1

    with django_assert_num_queries(0):
        given = asking.fetch(base64.urlsafe_b64encode(bytes(data)).decode().rstrip("="), known_tags=(), at=AT)

    assert given is None


@pytest.mark.parametrize("token", ["none", "x" * 5_000, "%00", "AAAA====", "🎈"])
def test_nonsense_opens_nothing(cast: Cast, token: str) -> None:
    assert Client().get(reverse("calendar_feed", args=[token])).status_code == 404


def test_only_a_keyed_hash_of_the_secret_is_kept(cast: Cast) -> None:
    token = subscribe(cast).removeprefix("/calendar/").removesuffix(".ics")
    secret = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[16:48]

    with acting.acting_for(cast.a.pk):
        (row,) = models.CalendarFeed.objects.values()
    assert len(secret) * 8 == 256
    assert len(row["secret_hash"]) == 64
    assert secret.hex() not in str(row)


def test_more_than_sixty_fetches_an_hour_are_put_off(cast: Cast, now: list[datetime]) -> None:
    path = subscribe(cast)
    with acting.acting_for(cast.a.pk):
        models.CalendarFeed.objects.update(asked_since=AT, asked_count=asking.MOST - 1)

    last, over = Client().get(path), Client().get(path)
    now[0] = AT + timedelta(hours=1)
    later = Client().get(path)

    assert [r.status_code for r in (last, over, later)] == [200, 429, 200]
    assert over["Retry-After"] == "3600"


def test_what_cannot_be_audited_is_not_given_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    path = subscribe(cast)
    monkeypatch.setattr(standing, "is_off", lambda: True)

    response = Client().get(path)

    assert response.status_code == 503
    assert response["Retry-After"] == "300"


@pytest.mark.parametrize("who", ["assistant", "biller", "firm_manager", "auditor", "treating"])
def test_all_visits_are_the_owners_alone(cast: Cast, who: str) -> None:
    with pytest.raises(keeping.NotTheirs):
        subscribe(cast, who, Whose.PRACTICE)


def test_a_practice_in_arizona_and_one_in_puerto_rico_keep_their_hours(cast: Cast) -> None:
    for zone in ("America/Phoenix", "America/Puerto_Rico"):
        with acting.acting_for(cast.a.pk):
            models.Practice.objects.filter(pk=cast.a.pk).update(time_zone=zone)
            models.AppointmentParticipant.objects.all().delete()
        at = datetime(2027, 3, 15, 9, tzinfo=ZoneInfo(zone))
        visit(cast, at)

        events = read(Client().get(subscribe(cast)))

        assert at in [e.dtstart.value for e in events]
        assert f"DTSTART;TZID={zone}:20270315T090000" in Client().get(subscribe(cast)).content.decode()


def test_a_fetch_takes_a_fixed_number_of_queries(cast: Cast) -> None:
    token = subscribe(cast).removeprefix("/calendar/").removesuffix(".ics")
    counts = []
    for day in range(3):
        visit(cast, AT_NINE + timedelta(days=day))
        with CaptureQueriesContext(connection) as queries:
            asking.fetch(token, known_tags=(), at=AT)
        counts.append(len(queries))

    assert len(set(counts)) == 1
