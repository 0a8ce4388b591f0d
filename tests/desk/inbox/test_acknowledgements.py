"""What partners say of what we sent is tied to it; what is tied to nothing waits for a person."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from otium.desk import outbox
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.records.models import (
    Acknowledgement,
    Claim,
    ClaimVersion,
    InboundFile,
    Parcel,
    Receipt,
    Task,
    Transmission,
)
from otium.wires.carriers.base import CarrierError
from tests import build
from tests.desk.outbox.conftest import AT, Clock, Scripted
from tests.wires.x12.messages import interchange, transaction

pytestmark = pytest.mark.django_db
GUIDE_999, GUIDE_277CA = "005010X231A1", "005010X214"


@pytest.fixture
def sent(practice):
    """Two claims of two patients in one interchange: numbers 1, 1 and 0001, 0002."""
    connection = build.connection(practice, receiver="PAYERONE", sender="PRACTICEONE")
    claims = [_claim(practice, f"K{n}") for n in (1, 2)]
    outbox.deliver(practice.pk, connection.pk, open_carrier=Scripted(), now=Clock())
    return claims


def _claim(practice, control):
    who = build.patient(practice)
    coverage = build.coverage(who, build.payer(practice))
    may_go_at = AT - timedelta(minutes=9 - int(control[1:]))  # in their order: what is due first is packed first
    parcel = build.parcel(practice, AT, kind="837P", trace=control, key=control, not_before_at=may_go_at)
    claim = Claim.objects.create(
        practice=practice, number=control, patient=who, coverage=coverage, starts_on=date(2026, 11, 2), standing_at=AT,
        ends_on=date(2026, 11, 2), made_at=AT,
    )  # fmt: skip
    ClaimVersion.objects.create(
        practice=practice, claim=claim, number=1, control=control, parcel=parcel, made_at=AT, by="test"
    )
    return claim


def take(practice, text):
    data = text if isinstance(text, bytes) else text.encode()
    return receive(Arrival("ack.x12", data), by=RECEIVE, at=AT, practice_id=practice.pk)


def ta1(code="A", note="000", control="000000001"):
    return f"{interchange().split('GS*')[0]}TA1*{control}*261125*1000*{code}*{note}~IEA*0*000000101~"


def ack_999(*sets, status="A", group="1"):
    received = max(len(sets), 2)
    body = [f"AK1*HC*{group}*005010X222A1"]
    for control, code in sets:
        body += [f"AK2*837*{control}*005010X222A1", *(["IK3*NM1*8*2010AA*8"] if code == "R" else []), f"IK5*{code}"]
    body.append(f"AK9*{status}*{received}*{received}*{received if status != 'R' else 0}")
    return interchange(transaction("999", *body, guide=GUIDE_999), group="FA", guide=GUIDE_999)


def ack_277ca(control="K1", category="A2", status="20", trace="B1"):
    action = "U" if category in ("A3", "A6", "A7", "A8") else "WQ"
    body = (
        f"BHT*0085*08*{trace}*20261126*0900*TH", "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE",
        f"TRN*1*{trace}", "DTP*050*D8*20261126", "DTP*009*D8*20261126", "HL*2*1*21*1",
        "NM1*41*2*PRACTICE ONE*****46*PRACTICEONE", "TRN*2*BATCH", "STC*A1:19:PR*20261126*WQ*150", "HL*3*2*19*1",
        "NM1*85*2*PRACTICE ONE*****XX*1234567893", "HL*4*3*PT", "NM1*QC*1*TESTCASE*ALMA****MI*ZZ1",
        f"TRN*2*{control}", f"STC*{category}:{status}*20261126*{action}*150", "REF*1K*ICN77", "DTP*472*D8*20261102",
    )  # fmt: skip
    return interchange(transaction("277", *body, guide=GUIDE_277CA), group="HN", guide=GUIDE_277CA)


def verdicts():
    return [Parcel.objects.get(trace=control).verdict for control in ("K1", "K2")]


def test_a_999_that_accepts_the_group_accepts_every_parcel_in_it(practice, sent):
    outcome = take(practice, ack_999())

    assert (outcome.state, verdicts()) == ("applied", ["accepted", "accepted"])


def test_a_999_that_refuses_one_set_refuses_that_parcel_alone(practice, sent):
    take(practice, ack_999(("0002", "R"), status="P"))

    assert verdicts() == ["accepted", "rejected"]
    row = Acknowledgement.objects.get(parcel__trace="K2")
    assert row.codes["errors"] == [{"tag": "NM1", "position": 8, "loop": "2010AA", "code": "8", "elements": []}]


def test_a_ta1_that_refuses_the_envelope_refuses_everything_in_it(practice, sent):
    take(practice, ta1("R", "019"))

    assert verdicts() == ["rejected", "rejected"]


def test_a_ta1_that_accepts_the_envelope_says_nothing_of_what_is_in_it(practice, sent):
    outcome = take(practice, ta1())

    assert (outcome.state, verdicts()) == ("applied", ["", ""])


@pytest.mark.parametrize(
    ("category", "verdict"),
    [("A1", ""), ("A2", "accepted"), ("A3", "rejected"), ("A7", "rejected"), ("A4", "rejected")],
)
def test_a_277ca_speaks_of_one_claim(practice, sent, category, verdict):
    outcome = take(practice, ack_277ca("K2", category))

    assert (outcome.state, outcome.messages[0].record_id, verdicts()) == ("applied", sent[1].pk, ["", verdict])
    assert Acknowledgement.objects.get(kind="277CA").codes["payer_claim_number"] == "ICN77"


def test_the_same_fact_in_other_bytes_changes_nothing(practice, sent):
    take(practice, ack_277ca())

    again = take(practice, ack_277ca() + "\n")

    assert (again.state, Acknowledgement.objects.filter(kind="277CA").count()) == ("nothing_new", 1)


@pytest.mark.parametrize(
    "text",
    [ta1(control="000000099"), ack_999(group="99"), ack_999(("0009", "A")), ack_277ca("NOBODY"), ack_999(status="Z")],
    ids=["ta1", "group", "set", "claim", "unclear"],
)
def test_what_is_tied_to_nothing_is_a_task_and_changes_nothing(practice, sent, text):
    outcome = take(practice, text)

    assert (outcome.state, verdicts()) == ("unmatched", ["", ""])
    assert Task.objects.get(state="open", focus_id=outcome.file_id).kind == "match_file"
    assert not Acknowledgement.objects.exists()


def test_what_is_heard_of_settles_what_was_unsure(practice):
    connection = build.connection(practice, receiver="PAYERONE")
    _claim(practice, "K1")
    lost = Scripted(says=[CarrierError("timeout", may_have_arrived=True)], knows=None)
    outbox.deliver(practice.pk, connection.pk, open_carrier=lost, now=Clock())
    assert Transmission.objects.get().state == "unsure"

    take(practice, ack_999())

    assert Transmission.objects.get().state == "sent"


def test_every_order_of_what_is_heard_ends_the_same(practice, sent):
    heard = [ta1(), ack_999(), ack_277ca("K1", "A1", "19", "C1"), ack_277ca("K1", "A7", "562", "P1")]
    ends = set()
    for order in permutations(heard):
        for text in order:
            take(practice, text)
        ends.add((tuple(verdicts()), Acknowledgement.objects.count()))
        _forget()

    assert ends == {(("rejected", "accepted"), 4)}


def _forget():
    """Everything heard, so that another order can be tried."""
    Task.objects.all().delete()
    Acknowledgement.objects.all().delete()
    Receipt.objects.all().delete()
    InboundFile.objects.all().delete()
    Parcel.objects.update(verdict="", answer=None)


def ack_of_many(count):
    """A 277CA that speaks of K1 and K2 by turns, each time with another status."""
    one = ack_277ca("K1")
    start, end = one.index("HL*4*3*PT"), one.index("~SE*") + 1
    claims = (
        one[start:end].replace("HL*4", f"HL*{n + 4}").replace("K1", f"K{n % 2 + 1}").replace(":20*", f":{20 + n}*")
        for n in range(count)
    )
    text = one[:start] + "".join(claims)
    return f"{text}SE*{text.partition('~ST*')[2].count('~') + 1}*0001~" + one[end:].partition("~")[2]


def test_however_many_claims_are_heard_of_they_take_as_many_queries(practice, sent):
    with CaptureQueriesContext(database) as few:
        one = take(practice, ack_of_many(2))
    with CaptureQueriesContext(database) as many:
        other = take(practice, ack_of_many(40))

    assert (len(one.messages), len(other.messages)) == (2, 40)
    assert {message.state for message in other.messages} == {"applied", "nothing_new"}
    assert len(many) <= len(few) + 2


def test_a_999_that_names_a_set_twice_is_kept_once(practice, sent):
    outcome = take(practice, ack_999(("0002", "A"), ("0002", "A")))

    assert (outcome.state, verdicts()) == ("applied", ["accepted", "accepted"])
    assert Acknowledgement.objects.count() == 2


def test_a_claim_named_twice_in_one_file_is_as_bad_as_the_worst(practice, sent):
    both = ack_of_many(4).replace("A2:20*20261126*WQ", "A7:20*20261126*U")

    take(practice, both)

    assert verdicts()[0] == "rejected"


def test_an_acknowledgement_of_what_was_asked_anew_meanwhile_is_kept_and_no_task(practice):
    connection = build.connection(practice, receiver="PAYERONE")
    build.parcel(practice, AT)
    lost, clock = Scripted(says=[CarrierError("timeout", may_have_arrived=True)]), Clock()
    for _ in range(2):
        outbox.deliver(practice.pk, connection.pk, open_carrier=lost, now=clock)
        clock.pass_seconds(5)

    outcome = take(practice, ack_999(("0001", "A")))

    assert (outcome.state, Task.objects.filter(state="open").count()) == ("applied", 0)
    assert Acknowledgement.objects.get().transmission.interchange_control == 1
