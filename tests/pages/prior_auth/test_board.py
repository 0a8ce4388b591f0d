"""The board of authorization requests: what stands, what is at risk, filters, export."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Task
from tests.cast import AT, Cast
from tests.pages.prior_auth.asking import board


def test_the_board_shows_a_draft_with_what_is_at_risk(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert "Theodora Marshfield" in text
    assert reverse("request", args=[asked.pk]) in text
    assert "Unsafe from" in text
    assert "visits at risk" in text


def test_what_is_drafted_stands_on_the_board_once(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert text.split('<form class="filters"')[1].count("Theodora Marshfield") == 1
    assert "Draft it" not in text


def test_the_board_leads_to_talks_and_appeals(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert reverse("peer_to_peers") in text
    assert reverse("appeals") in text


def test_the_board_asks_as_often_for_many_requests_as_for_few(
    cast: Cast, client: Client, asked: models.AuthorizationRequest, django_assert_max_num_queries: Any
) -> None:
    board(client)  # a session's first page keeps when it was seen
    with django_assert_max_num_queries(20) as few:
        board(client)
    with acting.acting_for(cast.a.pk):
        for state in ("submitted", "pended", "denied", "approved", "ready"):
            for _ in range(6):
                models.AuthorizationRequest.objects.create(
                    practice=cast.a, patient_id=asked.patient_id, coverage_id=asked.coverage_id, kind="initial",
                    state=state, decided_on=AT.date(), requested=12, approved=12,
                )  # fmt: skip
    with django_assert_max_num_queries(20) as many:
        board(client)

    assert len(few.captured_queries) == len(many.captured_queries)


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"kind": "renewal"}, True),
        ({"kind": "initial"}, False),
        ({"column": "sign"}, True),
        ({"column": "payer"}, False),
        ({"due": "late"}, False),
        ({"view": "list"}, True),
    ],
    ids=str,
)
def test_the_board_is_filtered(
    client: Client, asked: models.AuthorizationRequest, query: dict[str, str], is_there: bool
) -> None:
    assert (reverse("request", args=[asked.pk]) in board(client, **query)) is is_there


def test_the_export_says_where_each_request_stands(client: Client, asked: models.AuthorizationRequest) -> None:
    response = client.get(reverse("authorizations_export"))

    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/csv")
    assert len(lines) == 2
    assert "To sign" in lines[1]
    assert "Marshfield" in lines[1]


def test_a_duty_without_a_draft_is_drafted_with_one_click(cast: Cast, client: Client, renewal: Task) -> None:
    before = board(client)
    response = client.post(reverse("request_draft", args=[renewal.pk]), follow=True)

    assert "Draft it" in before
    assert "Draft, to be signed" in response.content.decode()


def test_the_boards_primary_act_opens_what_is_due_first(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert text.count("btn--primary") == 1
    assert "Open what is due first: Theodora Marshfield" in text
