"""Payments are kept once, tied to our claims, marked where they do not add up, and never repaired or posted."""

from decimal import Decimal
from itertools import permutations

import pytest

from otium.records.models import (
    Acknowledgement,
    Claim,
    ClaimVersion,
    InboundFile,
    Parcel,
    Receipt,
    Remittance,
    RemittedClaim,
    Task,
)
from tests.desk.inbox.test_acknowledgements import _claim, ack_277ca, ack_999, sent, take  # noqa: F401 - a fixture
from tests.wires.x12.messages import interchange, transaction

pytestmark = pytest.mark.django_db
GUIDE = "005010X221A1"


def clp(control="K1", status="1", charge="150", paid="96", owes="24", payer_number="ICN1", line_paid=None):
    """A claim with one line: 20 per cent of what is charged is written off, the rest less `paid` is the patient's."""
    sign = "-" if charge.startswith("-") else ""
    return (
        f"CLP*{control}*{status}*{charge}*{paid}*{owes}*12*{payer_number}*11*1", "NM1*QC*1*TESTCASE*ALMA****MI*ZZ1",
        f"SVC*HC:97530:GO*{charge}*{line_paid or paid}**2", "DTM*472*20261102", f"CAS*CO*45*{sign}30",
        f"CAS*PR*2*{sign}24", "REF*6R*K1L1", "AMT*B6*120", "LQ*HE*N130",
    )  # fmt: skip


def paid(*claims, amount="96", trace="EFT1", plb=()):
    segments = [segment for claim in claims or (clp(),) for segment in claim]
    body = (
        f"BPR*I*{amount}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20261110",
        f"TRN*1*{trace}*1512345678", "DTM*405*20261109", "N1*PR*PAYER ONE*XV*PAYERONE", "N3*1 SAMPLE STREET",
        "N4*SPRINGFIELD*IL*62701", "PER*BL*EDI DESK*TE*8005550101", "N1*PE*PRACTICE ONE*XX*1234567893", "LX*1",
        *segments, *plb,
    )  # fmt: skip
    return interchange(transaction("835", *body, guide=GUIDE), group="HP", guide=GUIDE)


REVERSAL = clp(status="22", charge="-150", paid="-96", owes="", payer_number="ICN1")


def standing():
    return Claim.objects.get(number="K1").standing


def test_a_payment_is_tied_to_the_claim_it_is_for(practice, sent):  # noqa: F811
    outcome = take(practice, paid())

    remitted = RemittedClaim.objects.get()
    claim = Claim.objects.get(number="K1")
    assert outcome.state == "applied"
    assert (remitted.claim_id, remitted.paid, remitted.is_balanced) == (claim.pk, Decimal(96), True)
    assert (claim.standing, claim.payer_claim_number) == ("paid", "ICN1")
    line = remitted.lines[0]
    assert (line["code"], line["allowed"], line["remarks"], line["on"]) == ("97530", "120", ["N130"], "2026-11-02")
    assert line["adjustments"] == [
        {"group": "CO", "carc": "45", "amount": "30"},
        {"group": "PR", "carc": "2", "amount": "24"},
    ]
    assert Remittance.objects.get().is_balanced


def test_the_same_payment_in_other_bytes_is_on_file_already(practice, sent):  # noqa: F811
    take(practice, paid())

    again = take(practice, paid().replace("000000101", "000000102"))

    assert (again.state, again.messages[0].cause) == ("nothing_new", "payment_on_file")
    assert (Remittance.objects.count(), RemittedClaim.objects.count()) == (1, 1)


@pytest.mark.parametrize("other", [{"trace": "EFT2"}, {"amount": "97"}])
def test_another_trace_or_amount_is_another_payment(practice, sent, other):  # noqa: F811
    take(practice, paid())

    take(practice, paid(**other))

    assert Remittance.objects.count() == 2


def test_a_claim_that_does_not_add_up_is_marked_alone_and_stays_as_it_came(practice, sent):  # noqa: F811
    take(practice, paid(clp(), clp("K2", paid="90"), amount="186"))

    marked = {row.number: (row.is_balanced, row.paid) for row in RemittedClaim.objects.all()}
    remittance = Remittance.objects.get()
    assert marked == {"K1": (True, Decimal(96)), "K2": (False, Decimal(90))}
    assert remittance.is_balanced
    assert {finding["code"] for finding in remittance.findings} >= {"claim-out-of-balance"}
    assert [task.kind for task in Task.objects.filter(focus_id=remittance.pk)] == ["check_remittance"]


def test_a_payment_that_is_not_the_sum_of_its_claims_is_marked_itself(practice, sent):  # noqa: F811
    take(practice, paid(amount="100"))

    assert not Remittance.objects.get().is_balanced
    assert RemittedClaim.objects.get().is_balanced


def test_a_takeback_balances_the_payment(practice, sent):  # noqa: F811
    take(practice, paid(amount="86", plb=("PLB*1234567893*20261231*WO:ICN7*10",)))

    remittance = Remittance.objects.get()
    assert remittance.is_balanced
    assert remittance.provider_adjustments == [{"code": "WO", "reference": "ICN7", "amount": "10"}]


def test_a_claim_that_we_do_not_know_is_kept_with_its_number_and_a_task(practice, sent):  # noqa: F811
    take(practice, paid(clp("NOT-OURS")))

    assert RemittedClaim.objects.get().claim_id is None
    assert Task.objects.filter(kind="check_remittance", state="open").count() == 1


def test_a_version_that_was_replaced_is_still_known_by_its_number(practice, sent):  # noqa: F811
    first = ClaimVersion.objects.get(control="K1")
    ClaimVersion.objects.create(
        practice=practice, claim=first.claim, number=2, control="K1R2", made_at=first.made_at, by="test"
    )

    take(practice, paid(clp("K1"), clp("K1R2"), amount="192"))

    assert {row.claim_id for row in RemittedClaim.objects.all()} == {first.claim_id}


def test_a_payment_without_an_amount_is_kept_as_a_file_only(practice, sent):  # noqa: F811
    outcome = take(practice, paid().replace("BPR*I*96*", "BPR*I**"))

    assert outcome.state == "unreadable"
    assert not Remittance.objects.exists()


def test_a_rejection_closes_when_the_payer_decides_after_all(practice, sent):  # noqa: F811
    take(practice, ack_277ca("K1", "A7", "562", "P1"))
    rejected = standing()

    take(practice, paid())

    assert (rejected, standing()) == ("rejected", "paid")


def test_all_orders_of_what_is_heard_of_a_claim_end_the_same(practice, sent):  # noqa: F811
    heard = {
        "999": ack_999(), "277CA": ack_277ca("K1", "A2", "20", "C1"), "835": paid(),
        "reversal": paid(REVERSAL, amount="0", trace="EFT2", plb=("PLB*1234567893*20261231*FB:ICN1*-96",)),
    }  # fmt: skip
    ends = set()
    for order in permutations(heard):
        for name in order:
            take(practice, heard[name])
        ends.add((standing(), Claim.objects.get(number="K1").payer_claim_number, RemittedClaim.objects.count()))
        _forget()

    assert ends == {("reversed", "ICN1", 2)}


def _forget():
    """Everything heard, so that another order can be tried."""
    for model in (Task, RemittedClaim, Remittance, Acknowledgement, Receipt, InboundFile):
        model.objects.all().delete()
    Parcel.objects.update(verdict="", answer=None)
    Claim.objects.update(standing="sending", payer_claim_number="")
