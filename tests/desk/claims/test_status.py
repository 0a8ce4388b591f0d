"""A payer is asked where a claim stands, once a day, and what it says is kept beside the claim."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.desk import blobs, claims, trading
from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.records import models
from otium.terms.claim_status import ClaimStatus, ClaimStatusAnswer, StatusCode
from otium.terms.payers import PayerType
from otium.terms.trading import Envelope
from otium.terms.x12 import Reference, Trace
from otium.wires.x12 import read as x12
from otium.wires.x12 import t277
from otium.wires.x12.writing import Body, wrap
from tests.desk.claims.conftest import AT
from tests.desk.claims.test_sending import BY, claim, send  # noqa: F401 - a fixture

PROFILE = trading.profile(PayerType.COMMERCIAL, "", date(2026, 11, 23))


def question(parcel):
    body = Body.from_bytes(blobs.load(parcel.practice, parcel.body))
    envelope = Envelope("OTIUM", "PAYER", AT, 1, 1)
    (inquiry,) = x12.read(wrap([body], envelope)).transactions[0].terms
    return inquiry


def answer(asked, *, category="F1", status="65", control=None):
    """The 277 of a payer that knows the claim asked about."""
    said = ClaimStatus(
        (StatusCode(category, status, None, None),), date(2026, 11, 24), None, Decimal(206), Decimal(120), None,
        None, None, None, None, 1,
    )  # fmt: skip
    references = tuple(r for r in asked.references if r.qualifier != "EJ")
    term = ClaimStatusAnswer(
        payer=asked.payer, receiver=asked.receiver, provider=asked.provider, subscriber=asked.subscriber,
        dependent=asked.dependent, trace=Trace(asked.trace.number, None, True), statuses=(said,),
        references=(*references, Reference("EJ", control)) if control else references, dates=asked.dates,
        reference="P1", answered_on=date(2026, 11, 24), answered_time="0900",
    )  # fmt: skip
    return wrap([t277.write(term, profile=PROFILE)], Envelope("PAYER", "OTIUM", AT, 7, 7))


def take(practice, data):
    return receive(Arrival("status.x12", data), by=RECEIVE, at=AT, practice_id=practice.pk)


def test_a_claim_that_did_not_leave_is_not_asked_about(claim):  # noqa: F811
    with pytest.raises(claims.Refused, match="not_sent"):
        claims.ask_status(claim.pk, by=BY, at=AT)


def test_the_question_names_our_number_the_person_the_days_and_the_charge(claim):  # noqa: F811
    send(claim)

    parcel = claims.ask_status(claim.pk, by=BY, at=AT)

    asked = question(parcel)
    assert (parcel.kind, parcel.focus_id, asked.trace.number) == ("276", claim.pk, parcel.trace)
    assert Reference("EJ", models.ClaimVersion.objects.get().control) in asked.references
    assert asked.charge == claim.charge
    assert asked.dates[0].start_on == claim.starts_on


def test_it_is_asked_once_a_day(claim):  # noqa: F811
    send(claim)
    one = claims.ask_status(claim.pk, by=BY, at=AT)

    same = claims.ask_status(claim.pk, by=BY, at=AT + timedelta(hours=2))
    next_day = claims.ask_status(claim.pk, by=BY, at=AT + timedelta(days=1))

    assert (one.pk == same.pk, one.pk == next_day.pk) == (True, False)


def test_the_answer_is_kept_beside_the_claim_and_changes_where_it_stands_in_nothing(claim):  # noqa: F811
    send(claim)
    parcel = claims.ask_status(claim.pk, by=BY, at=AT)
    claim.refresh_from_db()
    before = claim.standing

    outcome = take(claim.practice, answer(question(parcel)))

    row = models.Acknowledgement.objects.get(kind="277")
    claim.refresh_from_db()
    parcel.refresh_from_db()
    assert (outcome.state, row.claim_id, row.parcel_id, row.verdict) == ("applied", claim.pk, parcel.pk, "")
    assert row.codes["statuses"] == [{"category": "F1", "status": "65", "entity": ""}]
    assert (claim.standing, parcel.answer_id) == (before, outcome.file_id)


def test_the_same_answer_in_other_bytes_changes_nothing(claim):  # noqa: F811
    send(claim)
    data = answer(question(claims.ask_status(claim.pk, by=BY, at=AT)))
    take(claim.practice, data)

    again = take(claim.practice, data + b"\n")

    assert (again.state, models.Acknowledgement.objects.filter(kind="277").count()) == ("nothing_new", 1)


def test_an_answer_that_names_no_claim_of_ours_waits_for_a_person(claim):  # noqa: F811
    send(claim)
    asked = question(claims.ask_status(claim.pk, by=BY, at=AT))
    models.Parcel.objects.filter(kind="276").update(trace="OTHER")

    outcome = take(claim.practice, answer(asked, control="NOBODY"))

    assert (outcome.state, outcome.cause) == ("unmatched", "claim_unknown")
