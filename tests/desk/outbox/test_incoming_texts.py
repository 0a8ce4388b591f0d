"""Texts that came to our number are fetched from the service, kept once, and read as an answer."""

import json

import pytest

from otium.desk import outbox
from otium.records.models import FamilyMatter, InboundFile
from tests.desk.outbox.notice_roads import by_provider
from tests.wires.carriers.conftest import _running, authority, site
from tests.wires.carriers.https_server import Response

__all__ = ["_running", "authority", "site"]
pytestmark = pytest.mark.django_db
CAME = {"from": "+13125550142", "text": "See you!", "id": "SM1", "received_at": "2026-11-25T07:02:11-08:00"}


@pytest.fixture(autouse=True)
def loopback(settings, site):
    settings.OTIUM_PRIVATE_HOSTS = [site.place]


@pytest.fixture
def service(practice, site):
    return by_provider(practice, site, "text", inbox_url=f"https://{site.place}/came", inbox_path="messages")


def lists(site, *texts) -> None:
    body = json.dumps({"messages": list(texts)}).encode()
    site.app.answer = lambda request: Response(200, {"Content-Type": "application/json"}, body)


def test_a_text_is_taken_in_once_however_often_it_is_listed(service, site, clock):
    lists(site, CAME)

    assert [outbox.fetch(service.practice_id, service.pk, now=clock) for _each in range(3)] == [1, 0, 0]

    assert InboundFile.objects.get().state == "applied"
    assert [m.words for m in FamilyMatter.objects.all()] == ["See you!"]
    assert {request.path for request in site.app.requests} == {"/came"}


@pytest.mark.parametrize("lack", [{"from": "short code"}, {"from": None}, {"text": None}, {"id": "../x y"}, {"id": ""}])
def test_a_text_that_lacks_what_it_needs_is_left_and_the_others_are_taken(service, site, clock, lack):
    lists(site, CAME | lack, CAME, "nonsense")

    assert outbox.fetch(service.practice_id, service.pk, now=clock) == 1


def test_a_service_that_lists_nothing_is_no_fault(service, site, clock):
    site.app.answer = lambda request: Response(200, {"Content-Type": "application/json"}, b'{"messages": null}')

    assert outbox.fetch(service.practice_id, service.pk, now=clock) == 0


@pytest.mark.parametrize("dated", [True, False])
def test_of_two_texts_the_one_that_was_sent_first_is_read_first(service, site, clock, dated):
    first = {"from": CAME["from"], "text": "First", "id": "SM7", "received_at": "2026-11-25T07:01:00-08:00"}
    last = {"from": CAME["from"], "text": "Last", "id": "SM8", "received_at": "2026-11-25T07:02:00-08:00"}
    times = {} if dated else {"received_at": None}
    lists(site, last | times, first | times)

    outbox.fetch(service.practice_id, service.pk, now=clock)

    files = InboundFile.objects.order_by("received_at")
    assert [file.name for file in files] == ["text-SM7.json", "text-SM8.json"]
