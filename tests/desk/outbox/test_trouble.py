"""One message or one act that always goes wrong keeps nothing else from leaving or coming, and is told of."""

from dataclasses import dataclass, field

import pytest

from otium.desk import outbox
from otium.records.models import InboundFile, Parcel, Task, Transmission, Try
from otium.wires.carriers.base import CarrierError, Fetched
from tests import build
from tests.desk.outbox.conftest import AT, Scripted

pytestmark = pytest.mark.django_db


@dataclass
class Poisoned(Scripted):
    """Cuts the line at the first message it ever got, each time it comes."""

    first: str = ""
    error: CarrierError = field(default_factory=lambda: CarrierError("server", detail="http_500"))

    def send(self, sending):
        self.first = self.first or sending.name
        if sending.name == self.first:
            raise self.error
        return super().send(sending)


@dataclass
class Swallowing(Scripted):
    """Takes the question of this trace each time, and never answers it."""

    trace: str = ""

    def send(self, sending):
        if f"BHT*0022*13*{self.trace}*".encode() in sending.content:
            raise CarrierError("half_answer", may_have_arrived=True)
        return super().send(sending)


def deliver(road, partner, clock):
    return outbox.deliver(road.practice_id, road.pk, open_carrier=partner, now=clock)


def fetch(road, partner, clock):
    return outbox.fetch(road.practice_id, road.pk, open_carrier=partner, now=clock)


@pytest.mark.parametrize("real_time", [[], ["270"]])
def test_a_message_at_which_the_partner_always_fails_lets_the_others_go_by(practice, clock, real_time):
    road = build.connection(practice, most_in_batch=1, real_time=real_time)
    for _ in range(4):
        build.parcel(practice, AT)
    partner = Poisoned()

    for _ in range(6):
        deliver(road, partner, clock)
        clock.pass_seconds(61)

    assert len(partner.received) == 3
    assert sorted(Transmission.objects.values_list("state", flat=True)) == ["ready", "sent", "sent", "sent"]


def test_a_message_that_fails_thirty_times_while_others_go_through_waits_for_a_person(practice, clock):
    road = build.connection(practice, most_in_batch=1)
    partner = Poisoned()
    for _ in range(31):
        build.parcel(practice, clock(), kind="837P")
        deliver(road, partner, clock)
        clock.pass_seconds(61)

    stuck = Transmission.objects.exclude(state="sent").get()
    assert (stuck.state, stuck.tries) == ("failed", 30)
    assert [task.kind for task in Task.objects.filter(state="open")] == ["settle_sending"]


def test_a_question_that_is_lost_again_and_again_lets_others_by_and_is_left_to_a_person(practice, clock):
    road = build.connection(practice, most_in_batch=1)
    lost = build.parcel(practice, AT)
    partner = Swallowing(trace=lost.key.split()[-1])
    for _ in range(33):
        build.parcel(practice, clock())
        deliver(road, partner, clock)
        clock.pass_seconds(61)

    lost.refresh_from_db()
    assert (lost.state, lost.transmission.state) == ("packed", "unsure")
    assert Parcel.objects.filter(transmission__state="sent").count() == 33
    assert [task.kind for task in Task.objects.filter(state="open")] == ["settle_sending"]


def test_a_message_that_fails_while_nothing_goes_through_is_tried_until_the_partner_is_back(practice, partner, clock):
    road = build.connection(practice)
    build.parcel(practice, AT, kind="837P")
    partner.says = [CarrierError("refused")] * 40

    for _ in range(41):
        deliver(road, partner, clock)
        clock.pass_seconds(61)

    assert Transmission.objects.get().state == "sent"
    assert not Task.objects.filter(state="open").exists()


def test_a_fault_of_our_own_while_sending_rests_the_connection(practice, partner, clock, monkeypatch):
    road = build.connection(practice)
    build.parcel(practice, AT, kind="837P")
    monkeypatch.setattr(partner, "send", lambda sending: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        deliver(road, partner, clock)

    road.refresh_from_db()
    assert (road.failures, road.last_error["code"], road.rests_until > clock()) == (1, "fault", True)
    assert deliver(road, partner, clock) == 0  # it rests, and raises no more


def test_a_fault_of_our_own_while_fetching_rests_the_connection(practice, partner, clock, monkeypatch):
    road = build.connection(practice)
    monkeypatch.setattr(partner, "fetch", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        fetch(road, partner, clock)

    road.refresh_from_db()
    assert (road.failures, road.last_error["code"], road.last_fetch_at) == (1, "fault", clock())


def test_a_file_at_which_our_reader_fails_is_kept_and_keeps_no_other_away(practice, partner, clock, monkeypatch):
    road = build.connection(practice)
    partner.lies_there = [Fetched("one", b"ISA one", "1"), Fetched("two", b"ISA two", "2")]
    from otium.desk.inbox import reading

    read = reading.read
    monkeypatch.setattr(reading, "read", lambda data: {}["no such key"] if data == b"ISA one" else read(data))

    assert fetch(road, partner, clock) == 2

    held = InboundFile.objects.get(name="one")
    assert (held.state, held.report["cause"]) == ("unreadable", "cannot_keep")
    assert Task.objects.filter(state="open", kind="read_file").count() == 2


def test_mail_that_comes_does_not_hide_that_nothing_leaves(practice, partner, clock):
    road = build.connection(practice)
    build.parcel(practice, AT)
    partner.says = [CarrierError("server")] * 30

    for _ in range(30):
        deliver(road, partner, clock)
        fetch(road, partner, clock)
        clock.pass_seconds(61)

    assert [task.kind for task in Task.objects.filter(state="open")] == ["mend_connection"]


def test_what_leaves_does_not_hide_that_no_mail_comes(practice, partner, clock, monkeypatch):
    road = build.connection(practice)

    def closed():
        raise CarrierError("closed")

    monkeypatch.setattr(partner, "fetch", closed)
    for _ in range(30):
        build.parcel(practice, clock())
        deliver(road, partner, clock)
        fetch(road, partner, clock)
        clock.pass_seconds(61)

    assert [task.kind for task in Task.objects.filter(state="open")] == ["mend_connection"]
    assert Try.objects.exclude(outcome="taken").count() == 0


def test_a_sign_in_that_fails_while_fetching_is_told_at_once(practice, partner, clock, monkeypatch):
    road = build.connection(practice)

    def refused():
        raise CarrierError("auth")

    monkeypatch.setattr(partner, "fetch", refused)

    fetch(road, partner, clock)

    assert [task.kind for task in Task.objects.filter(state="open")] == ["mend_connection"]
