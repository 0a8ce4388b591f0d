"""What is heard, decided or edited while a try goes on: neither waits for ever, and none undoes the other."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from otium.desk import acting, outbox, settle
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.desk.outbox import locks, packing, tries
from otium.records.models import Parcel, Transmission, Try
from otium.terms.parcel import TransmissionEvent
from otium.wires.carriers.base import CarrierError, Sent
from tests import build
from tests.desk.acts.test_beside_a_settling import until_it_waits
from tests.desk.outbox.conftest import AT, Clock, Scripted
from tests.wires.x12.messages import interchange, transaction

GUIDE = "005010X231A1"


def ack_999() -> bytes:
    body = ("AK1*HC*1*005010X222A1", "AK9*A*1*1*1")
    return interchange(transaction("999", *body, guide=GUIDE), group="FA", guide=GUIDE).encode()


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., Future]]:
    """Starts a call in a connection of its own."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda call: pool.submit(run, call)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [CarrierError("timeout", may_have_arrived=True), CarrierError("closed"), CarrierError("rejected")],
    ids=["answer_lost", "try_failed", "refused"],
)
def test_what_was_heard_of_during_its_try_has_arrived_whatever_the_try_came_to(practice, error):
    road = build.connection(practice, receiver="PAYERONE")
    build.parcel(practice, AT, kind="837P")

    class HeardMeanwhile(Scripted):
        def send(self, sending: Any) -> Sent:
            self.received.append(sending)
            receive(Arrival("ack", ack_999()), by=RECEIVE, at=AT, practice_id=practice.pk)
            raise error

    partner = HeardMeanwhile()
    outbox.deliver(practice.pk, road.pk, open_carrier=partner, now=Clock())

    assert (Transmission.objects.get().state, Parcel.objects.get().verdict) == ("sent", "accepted")
    assert (len(partner.received), Try.objects.filter(ended_at=None).count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_closing_a_try_waits_for_a_settling_before_it_locks_the_transmission(elsewhere):
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        road = build.connection(practice)
        build.parcel(practice, AT, kind="837P")
    outbox.deliver(practice.pk, road.pk, open_carrier=Scripted(says=[CarrierError("closed")]), now=Clock())
    with acting.acting_for(practice.pk):
        key = Transmission.objects.get().pk
    begun = tries.begin(practice.pk, key, at=AT)
    lost = tries.Ended(TransmissionEvent.ANSWER_LOST, failure=CarrierError("timeout", may_have_arrived=True))

    with acting.acting_for(practice.pk):
        settle.lock_practice(practice.pk)
        closing = elsewhere(lambda: tries.end(practice.pk, begun, lost, at=AT))
        until_it_waits(closing)
        row = Transmission.objects.select_for_update(nowait=True).get(pk=key)  # as an acknowledgement would
    closing.result(timeout=30)

    with acting.acting_for(practice.pk):
        row.refresh_from_db()
    assert row.state == "unsure"


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_no_more_begin_than_the_partner_takes_in_a_minute(elsewhere):
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        road = build.connection(practice, real_time=["270"], most_a_minute=1)
        for _ in range(2):
            build.parcel(practice, AT)
        one, other = (packing.pack(practice, road, is_real_time=True, at=AT) for _ in range(2))

    with acting.acting_for(practice.pk):
        first = tries.begin(practice.pk, one.pk, at=AT)
        beginning = elsewhere(lambda: tries.begin(practice.pk, other.pk, at=AT))
        until_it_waits(beginning)

    assert first is not None
    assert beginning.result(timeout=30) is None


@pytest.mark.django_db(transaction=True)
def test_a_send_that_outlives_its_database_session_is_still_one_alone(elsewhere):
    def ask() -> bool:
        with locks.held("transmission 1") as is_ours:
            return is_ours

    with locks.held("transmission 1") as is_ours:
        connection.close()  # the database restarted, and forgot the lock
        meanwhile = elsewhere(ask).result(timeout=30)
    afterwards = elsewhere(ask).result(timeout=30)

    assert (is_ours, meanwhile, afterwards) == (True, False, True)
