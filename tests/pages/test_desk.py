"""The list: what stands in it, in which order, how it stays fresh, and what it costs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records.models import Practice, Task
from tests import cast as people
from tests.cast import AT, ON, Cast

MOST_QUERIES = 25


def desk(client: Client, **filters: str) -> Any:
    return client.get(reverse("desk"), filters)


def version_of(response: Any) -> str:
    return parse_qs(urlsplit(response.context["live_url"]).query)["version"][0]


def names(response: Any) -> list[str]:
    return [row["name"] for group in response.context["groups"] for row in group.rows]


def task(cast: Cast, last: str, *, at: Practice | None = None, **more: Any) -> Task:
    return people.task(people.patient(at or cast.a, "Ada", last), **more)


def test_past_the_last_safe_day_comes_first_then_the_day_then_the_dollars(cast: Cast, client: Client) -> None:
    task(cast, "Next", due_on=date(2026, 11, 25))
    task(cast, "Today", due_on=ON, dollars=Decimal(10))
    task(cast, "TodayMore", due_on=ON, dollars=Decimal(900))
    task(cast, "TodayUnknown", due_on=ON, dollars=None)
    task(cast, "Past", due_on=date(2026, 11, 20), last_safe_on=date(2026, 11, 20))
    task(cast, "Late", due_on=date(2026, 11, 12), last_safe_on=date(2026, 12, 1))
    task(cast, "Later", due_on=date(2026, 12, 20))

    response = desk(client)

    assert [(g.title, g.count) for g in response.context["groups"]] == [
        ("Past the last safe day", 1),
        ("Late, still safe", 1),
        ("Today", 3),
        ("Next", 1),
        ("Later", 1),
    ]
    assert names(response) == [
        "Ada Past",
        "Ada Late",
        "Ada TodayMore",
        "Ada Today",
        "Ada TodayUnknown",
        "Ada Next",
        "Ada Later",
    ]


def test_the_sentence_counts_what_is_listed_and_keeps_unknown_apart(cast: Cast, client: Client) -> None:
    task(cast, "One", dollars=Decimal("644.00"))
    task(cast, "Two", dollars=Decimal("100.00"))
    task(cast, "Three", dollars=None)

    figures = desk(client).context["figures"]

    assert (figures.count, figures.dollars, figures.unknown) == (3, "$744", 1)


def test_tasks_of_all_practices_stand_in_one_list_with_their_practice_beside_them(cast: Cast) -> None:
    both = people.person("both@alder.example", "Bo Both")
    people.member(cast.a, both, "assistant")
    people.member(cast.b, both, "biller")
    task(cast, "OfA", due_on=ON)
    task(cast, "OfB", at=cast.b, due_on=ON - timedelta(days=3))

    response = desk(people.signed_in(both))

    assert names(response) == ["Ada OfB", "Ada OfA"]
    assert [row["site"] for group in response.context["groups"] for row in group.rows] == ["BH", "AS"]


def test_a_snoozed_task_hides_until_its_day(cast: Cast, client: Client, now: list[datetime]) -> None:
    task(cast, "Asleep", snoozed_until=date(2026, 11, 24), due_on=date(2026, 12, 1))

    today, asleep = names(desk(client)), names(desk(client, snoozed="yes"))
    now[0] = AT + timedelta(days=1)
    tomorrow = names(desk(people.signed_in(cast.people["assistant"])))

    assert (today, asleep, tomorrow) == ([], ["Ada Asleep"], ["Ada Asleep"])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"work": "care"}, ["Ada Plan"]),
        ({"owner": "me"}, ["Ada Mine"]),
        ({"owner": "nobody"}, ["Ada Large", "Ada Plan", "Ada Unpriced"]),
        ({"due": "pressing"}, ["Ada Large"]),
        ({"money": "large"}, ["Ada Large"]),
        ({"money": "unknown"}, ["Ada Unpriced"]),
        ({"work": "nonsense", "owner": "x", "therapist": "y", "rows": "z"}, None),
    ],
)
def test_filters_narrow_the_list_and_nonsense_is_ignored(
    cast: Cast, client: Client, filters: dict[str, str], found: list[str] | None
) -> None:
    task(cast, "Large", due_on=ON, dollars=Decimal(501))
    task(cast, "Mine", owner=cast.people["assistant"], dollars=Decimal(20))
    task(cast, "Plan", kind="certify_plan", dollars=Decimal(10))
    task(cast, "Unpriced", dollars=None)

    response = desk(client, **filters)

    assert names(response) == (found or ["Ada Large", "Ada Mine", "Ada Plan", "Ada Unpriced"])


def test_the_therapist_filter_offers_those_who_have_tasks(cast: Cast, client: Client) -> None:
    treating = cast.therapists["treating"]
    task(cast, "Theirs", therapist=treating)
    task(cast, "Nobodys")

    response = desk(client, therapist=str(treating.pk))

    assert response.context["therapists"] == [(str(treating.pk), "Treating")]
    assert names(response) == ["Ada Theirs"]


def test_views_count_what_they_find_and_the_one_shown_is_marked(cast: Cast, client: Client) -> None:
    task(cast, "One", due_on=ON, dollars=Decimal(900))
    task(cast, "Two", kind="certify_plan")

    views = {v.title: (v.count, v.is_current) for v in desk(client, work="care").context["views"]}

    assert views == {
        "All": (2, False),
        "Late and today": (1, False),
        "Prior auth": (1, False),
        "Plans and reports": (1, True),
        "Over $500": (2, False),
    }


def test_visits_beyond_a_limit_and_the_signature_that_asks_for_them_count_once(cast: Cast, client: Client) -> None:
    visit = people.visit(people.patient(cast.a), ON + timedelta(days=3), cast.therapists["treating"])
    for kind in ("request_beyond_limit", "sign_request"):
        task(cast, "Large", kind=kind, appointment_id=visit.pk, dollars=Decimal(300))

    response = desk(client)

    assert response.context["figures"].dollars == "$300"


def test_dollars_open_down_to_the_rows_they_count(cast: Cast, client: Client) -> None:
    task(cast, "Small", due_on=ON, dollars=Decimal(5))
    task(cast, "Large", due_on=ON + timedelta(days=9), dollars=Decimal(900))

    response = desk(client, order="dollars")

    assert names(response) == ["Ada Large", "Ada Small"]
    assert "counted in both" in response.content.decode()


def test_the_first_fifty_are_shown_and_the_others_on_asking(cast: Cast, client: Client) -> None:
    patient = people.patient(cast.a)
    many(patient, 130)

    first, more = desk(client), desk(client, rows="200")

    assert (len(names(first)), first.context["more"]) == (50, 80)
    assert first.context["groups"][0].count == 130
    assert (len(names(more)), more.context["more"]) == (130, 0)


def many(patient: Any, count: int) -> None:
    with acting.acting_for(patient.practice_id):
        model = people.task(patient)
        rows = Task.objects.filter(pk=model.pk).values().get()
        del rows["id"]
        Task.objects.bulk_create(
            Task(**{**rows, "instance": str(n), "focus_id": model.focus_id}) for n in range(1, count)
        )


def test_an_empty_desk_says_what_was_done_today(cast: Cast, client: Client) -> None:
    task(cast, "Finished", state="closed", closed_at=AT, closed_by=cast.people["owner"], closed_why="renewal_sent")
    task(cast, "Yesterday", state="closed", closed_at=AT - timedelta(days=1))

    page, done = desk(client).content.decode(), client.get(reverse("desk_done")).content.decode()

    assert "Nothing left to do" in page
    assert "One thing was done today." in page
    assert "Ada Finished" in done
    assert "Renewal recorded as sent. Owner" in done
    assert "Ada Yesterday" not in done


def test_today_is_the_practices_day_and_not_that_of_the_server(cast: Cast, now: list[datetime]) -> None:
    now[0] = datetime(2026, 11, 24, 1, 0, tzinfo=people.EASTERN).astimezone(AT.tzinfo)
    task(cast, "LateNight", state="closed", closed_at=datetime(2026, 11, 23, 23, 30, tzinfo=people.EASTERN))

    page = people.signed_in(cast.people["assistant"]).get(reverse("desk_done")).content.decode()

    assert "LateNight" not in page


def test_a_live_list_is_sent_only_when_something_changed(cast: Cast, client: Client) -> None:
    first = task(cast, "First")
    version = version_of(desk(client))

    same = client.get(reverse("desk_live"), {"version": version})
    with acting.acting_for(cast.a.pk):
        Task.objects.filter(pk=first.pk).update(state="closed", changed_at=AT + timedelta(seconds=1))
    changed = client.get(reverse("desk_live"), {"version": version, "open": str(first.pk)})

    assert (same.status_code, same.content) == (204, b"")
    assert changed.status_code == 200
    assert "Ada First" not in changed.content.decode()
    assert 'id="desk-says" hx-swap-oob="true"' in changed.content.decode()


def test_a_change_within_the_same_second_is_noticed(cast: Cast, client: Client) -> None:
    one = task(cast, "One")
    version = version_of(desk(client))

    with acting.acting_for(cast.a.pk):
        Task.objects.filter(pk=one.pk).update(changed_at=AT + timedelta(microseconds=1))

    assert client.get(reverse("desk_live"), {"version": version}).status_code == 200


def test_a_live_list_of_another_practice_changes_nothing_here(cast: Cast, client: Client) -> None:
    version = version_of(desk(client))

    task(cast, "Elsewhere", at=cast.b, changed_at=AT + timedelta(hours=1))

    assert client.get(reverse("desk_live"), {"version": version}).status_code == 204


def test_the_open_row_stays_marked_in_a_live_list(cast: Cast, client: Client) -> None:
    task(cast, "One", due_on=ON)
    second = task(cast, "Two", due_on=ON + timedelta(days=3))

    response = client.get(reverse("desk_live"), {"open": str(second.pk)})

    assert [row["name"] for g in response.context["groups"] for row in g.rows if row["is_current"]] == ["Ada Two"]


@pytest.mark.parametrize("page", ["desk", "desk_live", "desk_task", "desk_done"])
def test_a_page_takes_as_many_queries_for_two_hundred_tasks_as_for_ten(cast: Cast, client: Client, page: str) -> None:
    patient = people.patient(cast.a)
    people.running_out(patient, cast.therapists["treating"])
    many(patient, 10)
    desk(client)  # the first page of a session also writes the session
    few = queries(client, page, cast)
    other = people.patient(cast.a, "Another", "Person")
    many(other, 190)

    lots = queries(client, page, cast)

    assert lots == few
    assert lots <= MOST_QUERIES


def queries(client: Client, page: str, cast: Cast) -> int:
    with acting.acting_for(cast.a.pk):
        args = [Task.objects.order_by("id").values_list("pk", flat=True)[0]] if page == "desk_task" else []
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, is_many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            counted.append(sql)
        return execute(sql, params, is_many, context)

    with connection.execute_wrapper(count):
        assert client.get(reverse(page, args=args)).status_code == 200
    return len(counted)
