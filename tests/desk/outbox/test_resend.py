"""Sent again by a person: never beside what may still leave, and a claim goes with its message."""

from datetime import date

import pytest

from otium.desk import outbox
from otium.records.models import Claim, ClaimVersion, Parcel, Transmission
from otium.wires.carriers.base import CarrierError
from tests import build
from tests.desk.outbox.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(practice):
    return build.connection(practice)


@pytest.fixture
def claim(practice, road):
    who = build.patient(practice)
    row = Claim.objects.create(
        practice=practice, number="K1", patient=who, coverage=build.coverage(who, build.payer(practice)),
        starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 2), standing="sending", standing_at=AT, made_at=AT,
    )  # fmt: skip
    parcel = build.parcel(practice, AT, kind="837P", trace="K1", key="K1", focus=("claim", row.pk))
    ClaimVersion.objects.create(
        practice=practice, claim=row, number=1, control="K1", parcel=parcel, made_at=AT, by="test"
    )
    return row


def deliver(road, partner, clock):
    return outbox.deliver(road.practice_id, road.pk, open_carrier=partner, now=clock)


def resend(parcel):
    return outbox.resend(parcel.pk, why="They lost it", by=build.TEST, at=AT)


def test_what_is_unsure_is_asked_after_and_not_sent_beside_itself(practice, road, partner, clock):
    parcel = build.parcel(practice, AT, kind="837P")
    partner.says = [CarrierError("timeout", may_have_arrived=True)]
    deliver(road, partner, clock)

    with pytest.raises(outbox.NotNow, match="still_leaving"):
        resend(parcel)

    assert Parcel.objects.count() == 1


def test_a_claim_that_could_not_leave_is_rejected_and_is_on_its_way_when_sent_again(claim, road, partner, clock):
    partner.says = [CarrierError("rejected")]
    deliver(road, partner, clock)
    claim.refresh_from_db()
    assert claim.standing == "rejected"

    again = resend(Parcel.objects.get())

    claim.refresh_from_db()
    assert (claim.standing, ClaimVersion.objects.get().parcel_id) == ("sending", again.pk)


def test_what_a_partner_would_not_take_and_somebody_sends_again_moves_its_claims(claim, road, partner, clock):
    partner.says = [CarrierError("rejected")]
    deliver(road, partner, clock)

    outbox.try_again(Transmission.objects.get().pk, why="Mended", by=build.TEST, at=AT)

    claim.refresh_from_db()
    assert claim.standing == "sending"


@pytest.mark.parametrize("standing", ["accepted", "paid", "denied", "reversed", "void"])
def test_a_claim_that_the_payer_has_is_not_sent_a_second_time(practice, claim, road, partner, clock, standing):
    deliver(road, partner, clock)
    Claim.objects.update(standing=standing)

    with pytest.raises(outbox.NotNow, match="payer_has_it"):
        resend(Parcel.objects.get())

    assert Parcel.objects.count() == 1


def test_a_claim_of_which_nothing_was_heard_may_be_sent_again(practice, claim, road, partner, clock):
    deliver(road, partner, clock)

    again = resend(Parcel.objects.get())

    assert (again.trace, ClaimVersion.objects.get().parcel_id) == ("K1", again.pk)


def test_an_older_message_of_a_claim_gives_way_to_the_newer(practice, claim, road, partner, clock):
    deliver(road, partner, clock)
    old = Parcel.objects.get()
    resend(old)

    with pytest.raises(outbox.NotNow, match="sent_anew"):
        resend(old)


def test_taking_back_a_message_moves_its_claim(practice, claim, road):
    outbox.withdraw(Parcel.objects.get().pk, why="Wrong day", by=build.TEST, at=AT)

    claim.refresh_from_db()
    assert claim.standing == "ready"


def test_a_replacement_that_could_not_leave_may_be_sent_again_though_its_claim_was_decided(claim, road, partner, clock):
    partner.says = [CarrierError("rejected")]
    deliver(road, partner, clock)
    Claim.objects.update(standing="paid")
    ClaimVersion.objects.update(frequency="7")

    again = resend(Parcel.objects.get())

    assert ClaimVersion.objects.get().parcel_id == again.pk
