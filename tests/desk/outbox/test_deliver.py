"""What was posted leaves once, whatever the partner does."""

from datetime import time, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import outbox
from otium.desk.outbox import locks
from otium.records.models import Connection, InboundFile, Parcel, Task, Transmission, Try
from otium.wires.carriers.base import CarrierError, Sent
from otium.wires.x12.read import read
from tests import build
from tests.desk.outbox.conftest import AT

pytestmark = pytest.mark.django_db


def deliver(connection, partner, clock):
    return outbox.deliver(connection.practice_id, connection.pk, open_carrier=partner, now=clock)


def test_a_decision_made_twice_is_one_parcel_with_one_job(practice):
    connection = build.connection(practice)
    one = build.parcel(practice, AT, key="ask 1")

    other = build.parcel(practice, AT, key="ask 1")

    assert one.pk == other.pk
    (job,) = ProcrastinateJob.objects.filter(task_name="otium.deliver")
    assert job.args == {"practice_id": str(practice.pk), "connection_id": str(connection.pk)}


def test_what_waits_leaves_in_one_interchange_with_numbers_of_its_own(practice, partner, clock):
    connection = build.connection(practice)
    made = [build.parcel(practice, AT - timedelta(seconds=3 - n)) for n in range(3)]

    assert deliver(connection, partner, clock) == 1

    (sending,) = partner.received
    result = read(sending.content)
    assert [each.control for each in result.transactions] == ["0001", "0002", "0003"]
    row = Transmission.objects.get()
    assert (row.state, row.parcels, row.interchange_control, row.reference) == ("sent", 3, 1, "R1")
    assert [Parcel.objects.get(pk=p.pk).set_control for p in made] == ["0001", "0002", "0003"]
    assert str(row.payload_id) in sending.name
    assert sending.payload_type == "X12_270_Request_005010X279A1"


def test_numbers_go_on_over_practices_that_share_their_ids(practice, partner, clock):
    from otium.desk.acting import acting_for

    other = build.open_practice(AT)
    for each in (practice, other, practice):
        with acting_for(each.pk):
            ids = {"sender": "FIRM", "receiver": "HOUSE"}
            connection = Connection.objects.filter(practice=each).first() or build.connection(each, **ids)
            build.parcel(each, AT)
            deliver(connection, partner, clock)

    controls = [read(sending.content).interchanges[0].control for sending in partner.received]
    assert controls == ["000000001", "000000002", "000000003"]


def test_kinds_do_not_share_an_interchange(practice, partner, clock):
    connection = build.connection(practice)
    for kind in ("270", "837P", "270"):
        build.parcel(practice, AT, kind=kind)

    deliver(connection, partner, clock)

    assert sorted(row.parcels for row in Transmission.objects.all()) == [1, 2]


def test_a_batch_holds_no_more_than_the_partner_takes(practice, partner, clock):
    connection = build.connection(practice, most_in_batch=2)
    for _ in range(5):
        build.parcel(practice, AT)

    deliver(connection, partner, clock)

    assert [row.parcels for row in Transmission.objects.order_by("interchange_control")] == [2, 2, 1]
    assert partner.opened == 1


def test_a_partner_that_is_down_rests_and_loses_nothing(practice, partner, clock):
    connection = build.connection(practice)
    build.parcel(practice, AT)
    partner.says = [CarrierError("refused"), CarrierError("busy", retry_after_seconds=30)]

    assert deliver(connection, partner, clock) == 0
    assert deliver(connection, partner, clock) == 0  # it rests
    clock.pass_seconds(2)
    assert deliver(connection, partner, clock) == 0
    clock.pass_seconds(29)
    assert deliver(connection, partner, clock) == 0  # as long as it asked for
    clock.pass_seconds(1)
    assert deliver(connection, partner, clock) == 1

    row = Transmission.objects.get()
    assert [t.code for t in Try.objects.order_by("number")] == ["refused", "busy", ""]
    assert (row.tries, len(partner.received)) == (3, 1)
    connection.refresh_from_db()
    assert (connection.failures, connection.rests_until) == (0, None)


def test_what_may_have_arrived_is_asked_after_and_not_sent_again(practice, partner, clock):
    connection = build.connection(practice)
    build.parcel(practice, AT, kind="837P")
    partner.says = [CarrierError("timeout", may_have_arrived=True)]

    deliver(connection, partner, clock)
    clock.pass_seconds(5)
    deliver(connection, partner, clock)

    row = Transmission.objects.get()
    assert (row.state, len(partner.received), partner.asked) == ("sent", 1, [str(row.payload_id)])
    assert [(t.is_inquiry, t.outcome) for t in Try.objects.order_by("number")] == [
        (False, "answer_lost"),
        (True, "taken"),
    ]


def test_what_has_not_arrived_after_all_is_sent_under_the_same_id(practice, partner, clock):
    connection = build.connection(practice)
    build.parcel(practice, AT, kind="837P")
    partner.says, partner.keeps_lost = [CarrierError("timeout", may_have_arrived=True)], False

    deliver(connection, partner, clock)
    clock.pass_seconds(5)
    deliver(connection, partner, clock)

    assert Transmission.objects.get().state == "sent"
    assert [sending.payload_id for sending in partner.received] == partner.asked


def test_a_partner_that_cannot_say_leaves_it_to_a_person(practice, partner, clock):
    connection = build.connection(practice)
    build.parcel(practice, AT, kind="837P")
    partner.says, partner.knows = [CarrierError("timeout", may_have_arrived=True)], None

    for _ in range(3):
        deliver(connection, partner, clock)
        clock.pass_seconds(3600)

    row = Transmission.objects.get()
    assert (row.state, len(partner.received), len(partner.asked)) == ("unsure", 1, 1)

    outbox.mark_arrived(row.pk, why="Called: it is there", by=build.TEST, at=clock())
    row.refresh_from_db()
    assert row.state == "sent"


def test_an_inquiry_whose_answer_was_lost_is_asked_anew_under_other_numbers(practice, partner, clock):
    connection = build.connection(practice, real_time=["270"])
    parcel = build.parcel(practice, AT)
    partner.says = [CarrierError("half_answer", may_have_arrived=True)]

    deliver(connection, partner, clock)
    clock.pass_seconds(5)
    deliver(connection, partner, clock)

    ids = [sending.payload_id for sending in partner.received]
    controls = [read(sending.content).interchanges[0].control for sending in partner.received]
    assert (len(set(ids)), controls, partner.asked) == (2, ["000000001", "000000002"], [])
    parcel.refresh_from_db()
    assert (parcel.state, parcel.transmission.state) == ("packed", "sent")
    assert not Task.objects.filter(state="open").exists()


def test_a_message_the_partner_will_not_take_waits_for_a_person_and_the_others_go_on(practice, partner, clock):
    connection = build.connection(practice, most_in_batch=1)
    build.parcel(practice, AT)
    build.parcel(practice, AT)
    partner.says = [CarrierError("rejected", detail="http_400")]

    assert deliver(connection, partner, clock) == 1

    assert sorted(row.state for row in Transmission.objects.all()) == ["failed", "sent"]
    connection.refresh_from_db()
    assert connection.failures == 0
    outbox.try_again(Transmission.objects.get(state="failed").pk, why="They mended it", by=build.TEST, at=clock())
    assert deliver(connection, partner, clock) == 1


def test_a_try_that_was_cut_off_is_asked_after(practice, partner, clock, monkeypatch):
    connection = build.connection(practice)
    build.parcel(practice, AT, kind="837P")

    def killed(sending):
        partner.received.append(sending)
        raise SystemExit

    monkeypatch.setattr(partner, "send", killed)
    with pytest.raises(SystemExit):
        deliver(connection, partner, clock)
    monkeypatch.undo()

    deliver(connection, partner, clock)

    row = Transmission.objects.get()
    assert (row.state, len(partner.received), partner.asked) == ("sent", 1, [str(row.payload_id)])
    assert [t.code for t in Try.objects.order_by("number")] == ["cut_off", ""]


def test_a_real_time_answer_is_taken_in_on_the_spot(practice, partner, clock):
    connection = build.connection(practice, real_time=["270"])
    build.parcel(practice, AT)
    partner.says = [Sent("R2", answer=b"no X12 at all")]

    deliver(connection, partner, clock)

    assert Transmission.objects.get().state == "sent"
    assert Task.objects.get(state="open").kind == "read_file"
    assert Connection.objects.get().last_received_at == AT


def test_real_time_stays_below_so_many_a_minute(practice, partner, clock):
    connection = build.connection(practice, real_time=["270"], most_a_minute=2)
    for _ in range(3):
        build.parcel(practice, AT)

    assert deliver(connection, partner, clock) == 2
    clock.pass_seconds(59)
    assert deliver(connection, partner, clock) == 0
    clock.pass_seconds(1)
    assert deliver(connection, partner, clock) == 1


def test_batches_wait_for_their_window_and_their_minutes(practice, partner, clock):
    connection = build.connection(
        practice, batch_minutes=30, window_opens_at=time(20), window_closes_at=time(6)
    )  # New York: 15:00 UTC is 10:00
    build.parcel(practice, AT)

    assert deliver(connection, partner, clock) == 0
    clock.at = AT + timedelta(hours=10)
    assert deliver(connection, partner, clock) == 1
    clock.pass_seconds(1)
    build.parcel(practice, clock())
    clock.pass_seconds(29 * 60)
    assert deliver(connection, partner, clock) == 0
    clock.pass_seconds(60)
    assert deliver(connection, partner, clock) == 1


def test_a_paused_connection_keeps_what_waits(practice, partner, clock):
    connection = build.connection(practice, state="paused")
    build.parcel(practice, AT)

    assert deliver(connection, partner, clock) == 0
    assert Parcel.objects.get().state == "waiting"


def test_ids_that_make_no_envelope_rest_the_connection_and_pack_nothing(practice, partner, clock):
    connection = build.connection(practice, sender="")
    build.parcel(practice, AT)

    assert deliver(connection, partner, clock) == 0
    connection.refresh_from_db()
    assert connection.last_error["detail"] == "envelope"
    assert not Transmission.objects.exists()


def test_what_is_still_leaving_is_not_sent_beside_itself(practice, partner, clock):
    connection = build.connection(practice)
    made = build.parcel(practice, AT)

    with pytest.raises(outbox.NotNow, match="still_leaving"):
        outbox.resend(made.pk, why="No answer", by=build.TEST, at=AT)
    deliver(connection, partner, clock)
    again = outbox.resend(made.pk, why="No answer", by=build.TEST, at=AT)

    assert (again.resend_of_id, again.trace, again.state) == (made.pk, made.trace, "waiting")


def test_what_waits_can_be_taken_back_and_what_left_cannot(practice, partner, clock):
    connection = build.connection(practice)
    one, other = build.parcel(practice, AT), build.parcel(practice, AT + timedelta(hours=1))

    outbox.withdraw(one.pk, why="Asked twice", by=build.TEST, at=AT)
    clock.pass_seconds(3600)
    deliver(connection, partner, clock)

    with pytest.raises(outbox.NotNow, match="already_packed"):
        outbox.withdraw(other.pk, why="Too late", by=build.TEST, at=AT)
    assert len(read(partner.received[0].content).transactions) == 1


@pytest.mark.django_db(transaction=True)
def test_another_worker_leaves_a_connection_alone_that_is_being_served(partner, clock):
    import threading

    from otium.desk.acting import acting_for

    practice = build.open_practice(AT)
    with acting_for(practice.pk):
        connection = build.connection(practice)
        build.parcel(practice, AT)
    entered, go_on, sent = threading.Event(), threading.Event(), []

    def hold():
        with locks.held(f"batches {connection.pk}"):
            entered.set()
            go_on.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(10)
    sent.append(deliver(connection, partner, clock))
    go_on.set()
    other.join()
    sent.append(deliver(connection, partner, clock))

    assert sent == [0, 1]


def test_an_inquiry_that_had_arrived_before_is_asked_anew_for_its_answer(practice, partner, clock):
    connection = build.connection(practice, real_time=["270"])
    build.parcel(practice, AT)
    partner.says = [Sent("R1", detail="already_received"), Sent("R2", answer=b"no X12 at all")]

    deliver(connection, partner, clock)
    assert deliver(connection, partner, clock) == 0  # not at once: a partner may say so again and again
    clock.pass_seconds(2)
    deliver(connection, partner, clock)

    assert Parcel.objects.get().transmission.state == "sent"
    assert len({sending.payload_id for sending in partner.received}) == 2
    assert InboundFile.objects.count() == 1


def test_a_connection_that_works_again_closes_its_task_by_itself(practice, partner, clock):
    connection = build.connection(practice)
    build.parcel(practice, AT)
    partner.says = [CarrierError("auth")]

    deliver(connection, partner, clock)
    before = [task.kind for task in Task.objects.filter(state="open")]
    clock.pass_seconds(900)
    deliver(connection, partner, clock)

    assert (before, Task.objects.filter(state="open").count()) == (["mend_connection"], 0)


def test_a_batch_that_has_no_room_for_all_is_followed_by_the_rest_at_once(practice, partner, clock):
    connection = build.connection(practice, batch_minutes=30, most_in_batch=2)
    for kind in ("270", "270", "270", "837P"):
        build.parcel(practice, AT, kind=kind)
    clock.pass_seconds(30 * 60)

    assert deliver(connection, partner, clock) == 3
