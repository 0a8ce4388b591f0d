"""The three cases of the first hour stand where their walk begins: a renewal, a cut, a first request."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otium.desk import acting, packets, sweep
from otium.ops import demo_cases
from otium.records import models
from partners import walk_through
from partners.exchange import on_paper, scenario, second_looks
from partners.exchange.place import Exchange
from partners.state.store import Store
from tests import build
from tests.partners.side import NOON

AT = datetime(2026, 11, 23, 20, tzinfo=UTC)
ON = date(2026, 11, 23)


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(row.pk):
        build.therapist(row, npi="1234567893", credential="OTR/L", external_id="1")
        for known, kind in zip(
            walk_through.EVERYBODY, ("medicaid_mco", "medicare_advantage", "workers_comp"), strict=True
        ):
            build.payer(row, name=known.payer.name, payer_type=kind)
        assert [demo_cases.add(row.pk, at=AT) for _ in range(2)] == [3, 0]
    sweep.sweep(practice_id=row.pk, at=AT)
    with acting.acting_for(row.pk):
        yield row


def of(known: walk_through.Known) -> models.Patient:
    return models.Patient.objects.get(last_name=known.last)


@pytest.mark.django_db
def test_the_childs_third_renewal_is_drafted_and_lacks_nothing_that_blocks(practice: models.Practice) -> None:
    child = of(walk_through.CHILD)

    draft = models.AuthorizationRequest.objects.get(patient=child, state="draft")

    assert models.AuthorizationRequest.objects.filter(patient=child, state="approved").count() == 3
    assert draft.kind == "renewal"
    assert models.Task.objects.filter(patient=child, kind="sign_request", state="open").exists()
    assert [gap.code for gap in packets.compiled(draft.pk, at=AT).blocking] == []


@pytest.mark.django_db
def test_the_stroke_has_a_cut_approval_and_an_open_talk(practice: models.Practice) -> None:
    request = models.AuthorizationRequest.objects.get(patient=of(walk_through.STROKE), state="modified")

    talk = models.PeerToPeer.objects.get(request=request)

    assert (request.requested, request.approved) == (24, 12)
    assert talk.state == "open"


@pytest.mark.django_db
def test_the_hand_waits_for_its_first_request_by_fax(practice: models.Practice) -> None:
    hand = of(walk_through.HAND)

    draft = models.AuthorizationRequest.objects.get(patient=hand)

    assert (draft.kind, draft.state) == ("initial", "draft")
    assert [row.road for row in models.PayerRoad.objects.order_by("order")] == ["fax", "call"]
    assert models.InjuryClaim.objects.get().injured_on is not None
    assert [gap.code for gap in packets.compiled(draft.pk, at=AT).blocking] == []


def test_their_payers_know_them_and_the_cut_is_talked_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(2):
        walk_through.enrol(store, ON)
    clock = type("Clock", (), {"now": lambda self: NOON})()
    exchange = Exchange(store, clock, scenario.load(scenario.FOLDER / "reviewed.toml"))

    now = second_looks.look_again(exchange, "BAY65", walk_through.CUT_TRACE, by=second_looks.TALK)

    assert now is not None
    assert now.visits == walk_through.ASKED
    assert on_paper.standing(store, "BAY65", walk_through.CUT_TRACE) is not None
