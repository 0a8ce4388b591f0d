"""TA1, 999 and 277CA: what became of what we sent, and everything in them that is not as the guide says."""

from decimal import Decimal

import pytest

from otium.terms.acknowledgement import AckOutcome, AckStatus, BatchAck, GroupAck, outcome
from otium.terms.claim_status import ClaimStatus, StatusCode
from otium.wires.x12.read import read

from .broken import is_found, mutants
from .messages import SAMPLES, SHARED, interchange, transaction

MUTANTS = mutants("acknowledgements")


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_every_mutant_is_found_at_its_place(mutant):
    assert is_found(mutant)


def test_a_sample_of_each_is_without_finding():
    assert {each.sample for each in MUTANTS} <= {path.stem for path in SAMPLES.glob("*.x12")}
    for name in {each.sample for each in MUTANTS}:
        assert read((SAMPLES / f"{name}.x12").read_bytes()).findings == ()


def status(*categories: str, action: str | None = None) -> ClaimStatus:
    codes = tuple(StatusCode(category, "20", None, None) for category in categories)
    return ClaimStatus(codes, None, action, None, None, None, None, None, None, None, 1)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([status("A0")], AckOutcome.RECEIVED),
        ([status("A1")], AckOutcome.RECEIVED),
        ([status("A2", action="WQ")], AckOutcome.ACCEPTED),
        ([status("A3", action="U")], AckOutcome.REJECTED),
        ([status("A4")], AckOutcome.NOT_FOUND),
        ([status("A5")], AckOutcome.ACCEPTED),
        ([status("A6")], AckOutcome.REJECTED),
        ([status("A7")], AckOutcome.REJECTED),
        ([status("A8")], AckOutcome.REJECTED),
        ([status("A1"), status("A2")], AckOutcome.ACCEPTED),
        ([status("A1"), status("A7")], AckOutcome.REJECTED),
        ([status("A2", "A7", action="U")], AckOutcome.REJECTED),
        ([status("A2", action="U")], None),
        ([status("A7", action="WQ")], None),
        ([status("P1")], None),
        ([], None),
    ],
)
def test_a_claim_is_where_its_categories_leave_it(statuses, expected):
    assert outcome(tuple(statuses)) is expected


def test_an_acknowledgement_is_read_although_its_interchange_holds_no_transaction():
    result = read((SAMPLES / "ta1_rejected.x12").read_bytes())

    (ack,) = result.acknowledgements
    assert (ack.control, ack.status, ack.note) == ("000000906", AckStatus.REJECTED, "025")
    assert result.findings == ()


def test_acknowledgements_stand_before_the_groups_of_an_interchange():
    text = interchange(transaction("999", "AK1*HC*1*005010X222A1", "AK9*A*1*1*1"), group="FA", guide="005010X231A1")
    text = text.replace("~GS*", "~TA1*000000905*260302*0812*A*000~TA1*000000906*260302*0812*E*002~GS*")

    result = read(text.encode())

    assert [each.status for each in result.acknowledgements] == [AckStatus.ACCEPTED, AckStatus.ACCEPTED_WITH_ERRORS]
    assert len(result.of(GroupAck)) == 1


def test_a_rejected_claim_names_itself_why_and_what_was_wrong_with_its_line():
    (batch,) = read((SAMPLES / "277ca_claims_rejected.x12").read_bytes()).of(BatchAck)

    accepted, rejected, incomplete = batch.claims
    assert [each.outcome for each in batch.claims] == [
        AckOutcome.ACCEPTED, AckOutcome.REJECTED, AckOutcome.REJECTED,
    ]  # fmt: skip
    assert (accepted.payer_claim_number, rejected.number, incomplete.clearinghouse_number) == (
        "ICN0000001", "CLAIM9", "CLEAR2",
    )  # fmt: skip
    (service,) = incomplete.services
    assert (service.line_number, service.procedure.code, service.quantity) == ("LINE1", "97530", Decimal(2))


@pytest.mark.parametrize(
    ("name", "whole", "by_provider"),
    [
        ("277ca_receiver_rejected", AckOutcome.REJECTED, []),
        ("277ca_provider_rejected", AckOutcome.RECEIVED, [AckOutcome.REJECTED]),
    ],
)
def test_a_rejection_above_the_claims_stands_where_the_payer_said_it(name, whole, by_provider):
    (batch,) = read((SAMPLES / f"{name}.x12").read_bytes()).of(BatchAck)

    assert (batch.outcome, [each.outcome for each in batch.providers], batch.claims) == (whole, by_provider, ())


def test_a_999_that_answers_no_group_gives_no_term_and_says_so():
    data = interchange(transaction("999", "AK9*A*1*1*1"), group="FA", guide="005010X231A1").encode()

    result = read(data)

    assert result.of(GroupAck) == ()
    assert [(each.code, each.segment) for each in result.findings if each.code == "missing-segment"] == [
        ("missing-segment", 3)
    ]


PUBLISHED = {
    "999/imsweb-999-accepted.edi": [("control-number-differs", 10)],
    "999/pyx12-834_ls_le_ls_5010.999.edi": [],
    "999/pyx12-834_lui_id_5010.999.edi": [],
    "277ca/imsweb-277CA-accepted.edi": [("npi", 17)],
}


@pytest.mark.skipif(not SHARED.exists(), reason="published examples are not beside this checkout")
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_examples_are_read_as_accepted_with_the_findings_they_deserve(name):
    result = read((SHARED / name).read_bytes())

    assert {each.status for each in result.of(GroupAck)} <= {AckStatus.ACCEPTED}
    assert {claim.outcome for batch in result.of(BatchAck) for claim in batch.claims} <= {AckOutcome.ACCEPTED}
    assert len(result.of(object)) == len(result.transactions) > 0
    assert [(each.code, each.segment) for each in result.findings] == PUBLISHED[name]
