"""What became of a fax is asked of the service that took it, kept, and read once."""

import json

import pytest

from otium.desk import outbox
from otium.desk.outbox import receipts
from otium.records.models import Acknowledgement, InboundFile, Parcel, Transmission
from tests.desk.outbox.notice_roads import by_provider, notice
from tests.wires.carriers.conftest import _running, authority, site
from tests.wires.carriers.https_server import Response

__all__ = ["_running", "authority", "site"]
pytestmark = pytest.mark.django_db
DELIVERED = {"status": "Success", "pages": "7", "completed_at": "2026-11-25T07:02:11-08:00"}


@pytest.fixture(autouse=True)
def loopback(settings, site):
    settings.OTIUM_PRIVATE_HOSTS = [site.place]


@pytest.fixture
def fax(practice, site, clock):
    """Taken by the service, whose answer says so and no more."""
    connection = by_provider(practice, site, "fax", status_url=f"https://{site.place}/faxes/{{reference}}")
    notice(practice, "fax")
    answers(site, id="F7")
    assert outbox.deliver(connection.practice_id, connection.pk, now=clock) == 1
    site.app.requests.clear()
    return connection


def answers(site, code: int = 200, **content) -> None:
    site.app.answer = lambda request: Response(code, {"Content-Type": "application/json"}, json.dumps(content).encode())


def look(fax, clock) -> int:
    return outbox.fetch(fax.practice_id, fax.pk, now=clock)


def verdict() -> str:
    return str(Parcel.objects.get().verdict)


def test_one_that_was_delivered_is_accepted_with_its_pages_and_its_time(fax, site, clock):
    answers(site, **DELIVERED)

    assert look(fax, clock) == 1

    (request,), row = site.app.requests, Acknowledgement.objects.get()
    assert (request.path, verdict()) == ("/faxes/F7", "accepted")
    assert row.codes == {"at": "2026-11-25T07:02:11-08:00", "pages": 7, "reference": "F7", "cause": ""}
    assert row.transmission_id == Transmission.objects.get().pk


def test_one_that_is_known_is_not_asked_after_again(fax, site, clock):
    answers(site, **DELIVERED)
    look(fax, clock)

    assert look(fax, clock) == 0
    assert len(site.app.requests) == 1
    assert InboundFile.objects.count() == 1


def test_one_that_failed_is_refused_with_its_cause(fax, site, clock):
    answers(site, status="failed", cause="busy")

    assert look(fax, clock) == 1
    assert (verdict(), Acknowledgement.objects.get().codes["cause"]) == ("rejected", "busy")


@pytest.mark.parametrize(("code", "content"), [(200, {"status": "sending"}), (200, {}), (404, {})])
def test_one_that_is_under_way_says_nothing_and_is_asked_after_again(fax, site, clock, code, content):
    answers(site, code, **content)

    assert (look(fax, clock), verdict()) == (0, "")

    answers(site, **DELIVERED)
    assert look(fax, clock) == 1


def test_after_three_days_nobody_asks_any_more(fax, site, clock):
    clock.pass_seconds(3 * 24 * 3600 + 1)

    assert look(fax, clock) == 0
    assert site.app.requests == []


def test_a_service_that_fails_rests_and_nothing_is_lost(fax, site, clock):
    answers(site, 503)
    look(fax, clock)
    answers(site, **DELIVERED)
    clock.pass_seconds(600)

    assert look(fax, clock) == 1


@pytest.mark.parametrize("given", ["7 or so", -1, None, True, 10**9])
def test_pages_that_are_no_number_are_not_known(fax, site, clock, given):
    answers(site, **DELIVERED | {"pages": given})

    look(fax, clock)

    assert Acknowledgement.objects.get().codes["pages"] is None


def test_a_service_without_an_address_for_it_is_not_asked(practice, site, clock):
    connection = by_provider(practice, site, "fax")
    notice(practice, "fax")
    answers(site, id="F7")
    outbox.deliver(connection.practice_id, connection.pk, now=clock)
    site.app.requests.clear()

    assert look(connection, clock) == 0
    assert site.app.requests == []


def test_more_than_a_look_takes_are_asked_after_in_turn(fax, site, clock, practice, monkeypatch):
    monkeypatch.setattr(receipts, "MOST", 1)
    answers(site, id="F8")
    notice(practice, "fax", "notice 2")
    outbox.deliver(fax.practice_id, fax.pk, now=clock)
    site.app.requests.clear()
    answers(site, status="sending")

    for _ in range(2):
        look(fax, clock)
        clock.pass_seconds(60)

    assert {request.path for request in site.app.requests} == {"/faxes/F7", "/faxes/F8"}
