"""What is sent, what is heard of it, and what follows."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from otium.desk import acts, blobs, claims, outbox
from otium.desk import settle as queue
from otium.desk.actor import Actor
from otium.desk.outbox import roads
from otium.records import models
from otium.wires.carriers.base import CarrierError
from otium.wires.x12 import read as x12
from otium.wires.x12.writing import Body
from tests import build
from tests.desk.claims.conftest import AT, covered, visited
from tests.desk.outbox.conftest import Scripted

BY = Actor("test")
LATER = AT + timedelta(hours=1)


@pytest.fixture
def claim(practice: models.Practice, coverage: models.Coverage) -> models.Claim:
    visited(coverage)
    return claims.build(practice.pk, by=BY, at=AT)[0]


def send(claim: models.Claim) -> list[models.Claim]:
    return claims.send(claim.practice_id, [claim.pk], by=BY, at=AT)


def settle(claim: models.Claim) -> str:
    claims.settle_claims(claim.practice, [claim.pk], by=BY, at=LATER)
    claim.refresh_from_db()
    return claim.standing


def newest(claim: models.Claim) -> models.ClaimVersion:
    return models.ClaimVersion.objects.filter(claim=claim).order_by("-number")[0]


def file_of(practice: models.Practice) -> models.InboundFile:
    return models.InboundFile.objects.create(
        practice=practice, digest=uuid4().hex * 2, blob=blobs.keep(practice, b"x"), state="applied", received_at=AT
    )


def heard(claim: models.Claim, verdict: str, **codes: str) -> None:
    """A 277CA about the newest version."""
    version = newest(claim)
    models.Acknowledgement.objects.create(
        practice=claim.practice, key=uuid4().hex, kind="277CA", inbound_file=file_of(claim.practice), segment=9,
        parcel=version.parcel, claim=claim, verdict=verdict, codes=codes, received_at=LATER,
    )  # fmt: skip


def decided(claim: models.Claim, paid: str, *, is_reversal: bool = False, number: str = "PCN1") -> None:
    remittance = models.Remittance.objects.create(
        practice=claim.practice, inbound_file=file_of(claim.practice), segment=2, trace=uuid4().hex,
        amount=Decimal(paid), received_at=LATER,
    )  # fmt: skip
    models.RemittedClaim.objects.create(
        practice=claim.practice, remittance=remittance, position=9, claim=claim, number=claim.number, charge=206,
        paid=Decimal(paid), is_reversal=is_reversal, payer_claim_number=number,
    )  # fmt: skip


def test_a_claim_that_is_ready_leaves_as_one_parcel_that_carries_its_number(claim: models.Claim) -> None:
    sent = send(claim)

    parcel = models.Parcel.objects.get()
    claim.refresh_from_db()
    body = Body.from_bytes(blobs.load(claim.practice, parcel.body))
    assert [each.pk for each in sent] == [claim.pk]
    assert claim.standing == "sending"
    assert (parcel.kind, parcel.trace, parcel.payer_id) == ("837P", claim.number, "ACM01")
    assert any(segment.startswith(f"CLM*{claim.number}*206".encode()) for segment in body.segments)


def test_what_leaves_has_no_finding_of_ours(claim: models.Claim) -> None:
    send(claim)

    body = Body.from_bytes(blobs.load(claim.practice, models.Parcel.objects.get().body))
    whole = [b"ST*837*0001*" + body.guide.encode(), *body.segments, b"SE*%d*0001" % (len(body.segments) + 2)]
    read = x12.read(b"~".join(whole) + b"~")

    assert [f.code for f in read.findings if f.severity.value == "error"] == []


def test_sending_twice_sends_once(claim: models.Claim) -> None:
    send(claim)

    assert send(claim) == []
    assert models.Parcel.objects.count() == 1


def test_a_claim_that_is_held_does_not_leave(practice: models.Practice, coverage: models.Coverage) -> None:
    visited(coverage, lines=[])
    (claim,) = claims.build(practice.pk, by=BY, at=AT)

    assert send(claim) == []
    assert not models.Parcel.objects.exists()


@pytest.mark.parametrize(("verdict", "standing"), [("accepted", "accepted"), ("rejected", "rejected")])
def test_what_the_front_end_says_is_where_it_stands(claim: models.Claim, verdict: str, standing: str) -> None:
    send(claim)
    heard(claim, verdict, payer_claim_number="PCN9")

    assert settle(claim) == standing
    assert claim.payer_claim_number == "PCN9"


def test_a_parcel_that_was_refused_rejects_its_claim(claim: models.Claim) -> None:
    send(claim)
    models.Parcel.objects.update(verdict="rejected")

    assert settle(claim) == "rejected"


def test_a_rejected_claim_is_built_anew_under_a_new_number_and_sent(claim: models.Claim) -> None:
    send(claim)
    heard(claim, "rejected")
    settle(claim)

    version = claims.rebuild(claim.pk, by=BY, at=LATER)
    claim.refresh_from_db()
    between = claim.standing
    sent = claims.send(claim.practice_id, [claim.pk], by=BY, at=LATER)

    assert (version.number, version.control, version.frequency) == (2, f"{claim.number}R2", "1")
    assert between == "ready"
    assert len(sent) == 1
    assert models.Parcel.objects.count() == 2


def test_a_task_opens_for_a_rejected_claim_and_closes_when_it_is_built_anew(claim: models.Claim) -> None:
    send(claim)
    heard(claim, "rejected")
    settle(claim)
    queue.settle(claim.practice, by=BY, at=LATER)
    opened = list(models.Task.objects.filter(state="open").values_list("kind", "focus_id"))

    claims.rebuild(claim.pk, by=BY, at=LATER)

    assert ("fix_claim", claim.pk) in opened
    assert not models.Task.objects.filter(state="open", kind="fix_claim").exists()


@pytest.mark.parametrize(("paid", "standing"), [("80.00", "paid"), ("0.00", "denied")])
def test_a_decision_says_more_than_the_front_end(claim: models.Claim, paid: str, standing: str) -> None:
    send(claim)
    heard(claim, "rejected")
    decided(claim, paid)

    assert settle(claim) == standing
    assert claim.payer_claim_number == "PCN1"


def test_a_decided_claim_is_replaced_under_the_payers_own_number(claim: models.Claim) -> None:
    send(claim)
    decided(claim, "80.00")
    settle(claim)

    version = claims.replace(claim.pk, why="A code was wrong", by=BY, at=LATER)
    sent = claims.send(claim.practice_id, [claim.pk], by=BY, at=LATER)

    assert (version.frequency, version.control) == ("7", f"{claim.number}R2")
    assert [each["value"] for each in version.content["references"]] == ["PCN1"]
    assert len(sent) == 1


def test_a_void_gives_the_visits_back_once_the_payer_took_it(practice: models.Practice, claim: models.Claim) -> None:
    send(claim)
    decided(claim, "80.00")
    settle(claim)
    claims.void(claim.pk, why="Wrong patient", by=BY, at=LATER)
    claims.send(claim.practice_id, [claim.pk], by=BY, at=LATER)
    before = claims.unbilled(practice, AT).count()
    decided(claim, "-80.00", is_reversal=True)

    assert settle(claim) == "void"
    assert (before, claims.unbilled(practice, AT).count()) == (0, 1)


@pytest.mark.parametrize(
    ("payer_type", "state", "why", "code"),
    [
        ("commercial", "ready", "x", "not_with_payer"),
        ("commercial", "paid", " ", "reason_missing"),
        ("medicare_b", "paid", "x", "medicare_reopens"),
    ],
)
def test_what_cannot_be_replaced_says_why(
    practice: models.Practice, payer_type: str, state: str, why: str, code: str
) -> None:
    visited(covered(practice, payer_type))
    (claim,) = claims.build(practice.pk, by=BY, at=AT)
    if state == "paid":
        models.ClaimVersion.objects.update(problems=[])
        settle(claim)
        send(claim)
        decided(claim, "80.00")
        settle(claim)

    with pytest.raises(claims.Refused) as caught:
        claims.replace(claim.pk, why=why, by=BY, at=LATER)

    assert caught.value.code == code


def test_the_task_of_a_rejected_claim_builds_it_again(claim: models.Claim) -> None:
    send(claim)
    heard(claim, "rejected")
    settle(claim)
    queue.settle(claim.practice, by=BY, at=LATER)
    task = models.Task.objects.get(kind="fix_claim")

    acts.record(task_id=task.pk, choice="claim_rebuilt", entries={}, by=BY, at=LATER)

    task.refresh_from_db()
    claim.refresh_from_db()
    assert (task.state, claim.standing) == ("closed", "ready")


def test_building_a_held_claim_again_in_vain_leaves_its_task_open(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    visited(coverage, lines=[])
    claims.build(practice.pk, by=BY, at=AT)
    days_later = AT + timedelta(days=3)
    queue.settle(practice, by=BY, at=days_later)
    task = models.Task.objects.get(kind="fix_claim")

    acts.record(task_id=task.pk, choice="claim_rebuilt", entries={}, by=BY, at=days_later)

    task.refresh_from_db()
    assert task.state == "open"


def test_a_claim_whose_parcel_is_withdrawn_is_built_anew_and_sent(claim: models.Claim) -> None:
    send(claim)
    outbox.withdraw(models.Parcel.objects.get().pk, why="Wrong day", by=BY, at=LATER)
    claim.refresh_from_db()
    between = claim.standing

    claims.rebuild(claim.pk, by=BY, at=LATER)
    sent = claims.send(claim.practice_id, [claim.pk], by=BY, at=LATER)

    assert between == "ready"
    assert len(sent) == 1


def test_a_claim_that_no_partner_takes_is_rejected(claim: models.Claim) -> None:
    connection = build.connection(claim.practice)
    send(claim)
    roads.assign_waiting(claim.practice)
    refusing = Scripted(says=[CarrierError("too_large")])
    outbox.deliver(claim.practice_id, connection.pk, open_carrier=refusing, now=lambda: LATER)

    claim.refresh_from_db()
    assert claim.standing == "rejected"


def test_a_claim_follows_its_visit_to_another_day(practice: models.Practice, coverage: models.Coverage) -> None:
    visit = visited(coverage)
    (claim,) = claims.build(practice.pk, by=BY, at=AT)
    models.Appointment.objects.filter(pk=visit.pk).update(
        starts_at=visit.starts_at - timedelta(days=2), ends_at=visit.ends_at - timedelta(days=2)
    )

    claims.rebuild(claim.pk, by=BY, at=AT)

    before = claim.starts_on
    claim.refresh_from_db()
    assert (before - claim.starts_on).days == 2
