"""Remittances: what each segment becomes, and that a file which does not add up names the place."""

from datetime import date
from decimal import Decimal

import pytest

from otium.terms.remittance import (
    Organisation,
    ProcessedAs,
    ProviderAdjustment,
    ProviderAdjustmentReason,
    Remark,
    Remittance,
)
from otium.terms.x12 import Adjustment, Amount, Contact, DateSpan, Party, Procedure, Quantity, Reference
from otium.wires.x12.read import read
from tests.wires.x12.messages import remittance_835

# CLP stands at segment 14, the lines at 16 and 20.
R01 = (
    "CLP*A1*1*150.00*96.00*24.00*12*ICN1",
    "NM1*QC*1*TESTCASE*ALMA****MI*ZZ0000001",
    "SVC*HC:97530:GO*100.00*64.00**2",
    "DTM*472*20260202",
    "CAS*CO*45*20.00",
    "CAS*PR*2*16.00",
    "SVC*HC:97535:GO*50.00*32.00",
    "DTM*472*20260202",
    "CAS*CO*45*10.00",
    "CAS*PR*2*8.00",
)
PATIENT = "NM1*QC*1*TESTCASE*ALMA"
REVERSED = ("CLP*A1*22*-150.00*-96.00**12*ICN1", "CAS*CO*45*-30.00", "CAS*PR*2*-24.00", PATIENT)
ANEW = ("CLP*A1*1*150.00*104.00*16.00*12*ICN2", "CAS*CO*45*30.00", "CAS*PR*2*16.00", PATIENT)
NEGATIVE = ("CLP*A3*1*10*-48*58**ICN3", "CAS*PR*2*58", PATIENT)


def remittance(data: bytes) -> Remittance:
    (only,) = read(data).of(Remittance)
    return only


def found(data: bytes) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.segment, each.element) for each in read(data).findings]


def changed(old: str, new: str) -> bytes:
    return remittance_835(*R01).replace(old.encode(), new.encode())


def test_the_payment_says_how_much_when_and_between_whom():
    paid = remittance(remittance_835(*R01))

    assert (paid.payment.amount, paid.payment.method, paid.payment.is_credit) == (Decimal("96.00"), "ACH", True)
    assert (paid.payment.paid_on, paid.produced_on) == (date(2026, 3, 2), date(2026, 3, 1))
    assert (paid.payment.payer_account.bank, paid.payment.payee_account.account) == ("999999992", "98765")
    assert (paid.trace.number, paid.trace.originator) == ("TRACE3", "1512345678")
    assert paid.payer == Organisation(
        Party("PR", False, "PAYER ONE", None, None, None, "XV", "PAYERONE"),
        ("1 SAMPLE STREET",), "SPRINGFIELD", "IL", "62701",
        contacts=(Contact("BL", "EDI DESK", (("TE", "8005550100"),)),),
    )  # fmt: skip
    assert (paid.payee.party.npi, paid.payee.tax_id) == ("1234567893", "123456789")


def test_a_claim_says_what_was_charged_paid_and_left_to_the_patient():
    (claim,) = remittance(remittance_835(*R01)).claims

    assert (claim.segment, claim.group, claim.control_number, claim.payer_control_number) == (14, "1", "A1", "ICN1")
    assert (claim.status, claim.charge, claim.paid) == (ProcessedAs.PRIMARY, Decimal("150.00"), Decimal("96.00"))
    assert claim.patient_responsibility == Decimal("24.00")
    assert claim.party("QC").given == "ALMA"
    assert not claim.is_denied


def test_a_line_says_its_code_units_day_and_adjustments():
    first, second = remittance(remittance_835(*R01)).claims[0].services

    assert (first.segment, first.procedure) == (16, Procedure("HC", "97530", ("GO",), None))
    assert (first.units, second.units_paid, second.units) == (2, None, 1)
    assert first.dates == (DateSpan("472", date(2026, 2, 2), None),)
    assert first.adjustments == (
        Adjustment("CO", "45", Decimal("20.00")), Adjustment("PR", "2", Decimal("16.00")),
    )  # fmt: skip


def test_all_that_may_stand_in_a_claim_and_a_line_is_kept():
    data = remittance_835(
        "CLP*A2*2*80*50*0*MB*ICN3*11*1**DRG1*2.5*0.5",
        "CAS*OA*23*20**94*-10*2",
        "NM1*QC*1*TESTCASE*ALMA",
        "NM1*74*1*TESTCASE*ALMA MARIA****C*ZZ0000002",
        "NM1*TT*2*PAYER TWO*****PI*PAYERTWO",
        "MIA*0****MA02***************N1*N2",
        "MOA*0.8*50*MA01*MA18**N781",
        "REF*1L*GROUP7",
        "DTM*232*20260202",
        "PER*CX*CLAIMS*TE*8005550101*EX*12",
        "AMT*AU*70",
        "QTY*CA*8",
        "SVC*HC:97110:GO:CO*80*50**1*HC:97530:GO*2",
        "CAS*OA*23*20",
        "REF*6R*LINE1",
        "REF*G1*AUTH7",
        "AMT*B6*70",
        "QTY*ZK*1",
        "LQ*HE*N851",
        paid="50",
    )

    (claim,) = remittance(data).claims

    (line,) = claim.services
    assert (claim.place, claim.frequency, claim.patient_status, claim.drg) == ("11", "1", None, "DRG1")
    assert (claim.drg_weight, claim.discharge_fraction) == (Decimal("2.5"), Decimal("0.5"))
    assert claim.adjustments == (
        Adjustment("OA", "23", Decimal(20)), Adjustment("OA", "94", Decimal(-10), Decimal(2)),
    )  # fmt: skip
    assert (claim.party("74").id_qualifier, claim.party("TT").id, claim.party("82")) == ("C", "PAYERTWO", None)
    assert claim.remarks == ("MA02", "N1", "N2", "MA01", "MA18", "N781", "N851")
    assert claim.references == (Reference("1L", "GROUP7"),)
    assert (claim.dates[0].qualifier, claim.contacts[0].telephone) == ("232", "8005550101")
    assert (claim.amounts, claim.quantities) == ((Amount("AU", Decimal(70)),), (Quantity("CA", Decimal(8)),))
    assert line.original_procedure == Procedure("HC", "97530", ("GO",), None)
    assert (line.units, line.original_units, line.allowed, line.control_number) == (1, 2, 70, "LINE1")
    assert (line.quantities, line.remarks) == ((Quantity("ZK", Decimal(1)),), (Remark("HE", "N851"),))


def test_a_claim_stands_in_the_group_above_it():
    one, other = ("CLP*A1*1*10*10",), ("LX*2", "TS3*1234567893*11*20261231*1*20", "CLP*A2*1*20*20")

    paid = remittance(remittance_835(*one, *other, paid="30"))

    assert [(each.control_number, each.group) for each in paid.claims] == [("A1", "1"), ("A2", "2")]
    assert paid.groups[1].totals == (("TS3", "1234567893", "11", "20261231", "1", "20"),)


def test_provider_adjustments_are_read_pair_by_pair():
    data = remittance_835(*R01, paid="67.25", withheld=("PLB*1234567893*20261231*WO:ICN0*30.00*L6*-1.25",))

    adjustments = remittance(data).provider_adjustments

    assert adjustments == (
        ProviderAdjustment(
            24, "1234567893", date(2026, 12, 31), ProviderAdjustmentReason.OVERPAYMENT_RECOVERY, "WO", "ICN0",
            Decimal("30.00"),
        ),
        ProviderAdjustment(
            24, "1234567893", date(2026, 12, 31), ProviderAdjustmentReason.INTEREST, "L6", None, Decimal("-1.25"),
        ),
    )  # fmt: skip
    assert found(data) == []


@pytest.mark.parametrize(
    ("claims", "paid", "withheld"),
    [
        (R01, "96.00", ()),
        (R01, "66.00", ("PLB*1234567893*20261231*WO:ICN0*30.00",)),
        (R01, "97.25", ("PLB*1234567893*20261231*L6*-1.25",)),
        ((*REVERSED, *ANEW), "8.00", ()),
        (
            (*REVERSED, *ANEW, "CLP*A3*1*10*-48*58**ICN3", "CAS*PR*2*58", PATIENT),
            "0.00",
            ("PLB*1234567893*20261231*FB*-40.00",),
        ),
        (("CLP*A1*1*150.00*0*0*12*ICN1", "CAS*CO*197*150.00", PATIENT), "0", ()),
        (("CLP*A1*2*541*34**12*ICN1", PATIENT, "SVC*HC:97530*541*34", "CAS*OA*23*516**94*-9"), "34", ()),
    ],
    ids=["as paid", "overpayment taken", "interest", "reversed", "carried forward", "denied", "secondary"],
)
def test_what_adds_up_has_no_finding(claims, paid, withheld):
    assert found(remittance_835(*claims, paid=paid, withheld=withheld)) == []


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        ("*96.00*24.00*12", "*95.00*24.00*12", [("payment-out-of-balance", 4, 2), ("claim-out-of-balance", 14, 4)]),
        ("*100.00*64.00", "*100.00*63.99", [("line-out-of-balance", 16, 3)]),
        ("*50.00*32.00", "*50.01*32.01", [("charges-differ", 14, 3)]),
        ("CO*45*20.00", "CO*45*20.01", [("claim-out-of-balance", 14, 4), ("line-out-of-balance", 16, 3)]),
        ("PR*2*8.00", "PI*2*8.00", [("patient-share-differs", 14, 5)]),
        ("*24.00*12*", "**12*", [("patient-share-differs", 14, 5)]),
        ("BPR*I*96.00", "BPR*I*96.01", [("payment-out-of-balance", 4, 2)]),
        ("BPR*I*96.00", "BPR*I*-96.00", [("negative-payment", 4, 2), ("payment-out-of-balance", 4, 2)]),
        ("BPR*I*96.00", "BPR*I*", [("missing", 4, 2), ("balance-unknown", 4, None)]),
        ("CO*45*20.00", "CR*45*20.00", [("unknown-code", 18, 1)]),
        ("CO*45*20.00", "CO*45*20.00**253*0", [("zero-amount", 18, 6)]),
        ("CO*45*20.00", "CO*45*20.00**253*0*1", []),
        ("CO*45*20.00", "CO*45*2O.00", [("balance-unknown", 14, None), ("not-a-number", 18, 3)]),
        ("A1*1*150.00", "A1*22*150.00", [("reversal-sign", 14, 2), ("reversal-alone", 14, None)]),
        ("A1*1*150.00", "A1*7*150.00", [("unknown-code", 14, 2)]),
        ("CLP*A1*", "CLP**", [("missing", 14, 1)]),
        ("DTM*472*20260202", "DTM*472*20260231", [("not-a-date", 17, 2), ("not-a-date", 21, 2)]),
        ("TRN*1*TRACE3*1512345678", "NTE*ADD*X", [("no-trace", 3, None)]),
        ("TRN*1*", "TRN*1*A*1512345678~TRN*1*", [("repeated-segment", 6, None), ("wrong-count", 25, 1)]),
        ("BPR*I", "BPR*I*96*C*NON************20260302~BPR*I", [("repeated-segment", 5, None), ("wrong-count", 25, 1)]),
        ("N1*PE*", "N1*PR*", [("no-payee", 3, None), ("repeated-segment", 11, None)]),
        ("N1*PE*", "N1*XX*", [("no-payee", 3, None), ("unknown-code", 11, 1)]),
        ("NM1*QC", "HI*QC", [("no-patient", 14, None), ("unknown-segment", 15, None)]),
        ("DTM*472*20260202", "PER*CX**TE*1", [("misplaced-segment", 17, None), ("misplaced-segment", 21, None)]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(old, new, findings):
    assert found(changed(old, new)) == findings


def test_a_claim_that_is_out_of_balance_says_both_figures():
    data = changed("*96.00*24.00*12", "*95.00*24.00*12")

    messages = [each.message for each in read(data).findings if each.code == "claim-out-of-balance"]

    assert messages == ["CLP03 150.00 less adjustments 54.00 is 96.00, but CLP04 says 95.00."]


def test_a_full_denial_is_one_although_its_status_is_primary():
    data = remittance_835("CLP*A1*1*150.00*0.00*0*12*ICN1", "CAS*CO*197*150.00", paid="0.00")

    (claim,) = remittance(data).claims

    assert (claim.status, claim.adjustments[0].carc, claim.is_denied) == (ProcessedAs.PRIMARY, "197", True)


def test_a_claim_that_falls_to_the_patient_is_no_denial():
    data = remittance_835("CLP*A1*1*150*0*100", "CAS*PR*1*100", "CAS*CO*45*50", paid="0")

    assert not remittance(data).claims[0].is_denied


def test_a_reversal_takes_back_and_the_corrected_claim_follows():
    first, second = remittance(remittance_835(*REVERSED, *ANEW, paid="8.00")).claims

    assert (first.is_reversal, first.paid + second.paid) == (True, Decimal("8.00"))


def test_a_reversal_that_stands_alone_is_a_warning():
    data = remittance_835(*REVERSED, paid="0", withheld=("PLB*1234567893*20261231*FB*-96",))

    (finding,) = read(data).findings

    assert (finding.severity.value, finding.code, finding.segment) == ("warning", "reversal-alone", 14)


def test_one_bad_claim_of_a_thousand_is_named_alone():
    claims = [
        f"CLP*A{number}*1*100*{61 if number == 700 else 60}*0**I{number}~CAS*CO*45*40~{PATIENT}"
        for number in range(1000)
    ]

    data = remittance_835(*"~".join(claims).split("~"), paid="60001")

    result = read(data)
    (finding,) = result.findings
    (paid,) = result.of(Remittance)
    assert finding.code == "claim-out-of-balance"
    assert paid.claim_at(finding.segment).control_number == "A700"


def test_positions_lead_to_claims():
    paid = remittance(remittance_835(*R01, *ANEW, paid="200", withheld=("PLB*1234567893*20261231*FB*1",)))

    at = [getattr(paid.claim_at(segment), "payer_control_number", None) for segment in (4, 13, 14, 23, 24, 27, 28)]

    assert at == [None, None, "ICN1", "ICN1", "ICN2", "ICN2", None]


def test_findings_hold_no_names_or_member_ids():
    data = changed("150.00*96.00", "1x0.00*TESTCASE").replace(b"QC*1*", b"QC*3*")

    messages = " ".join(each.message for each in read(data).findings)

    assert messages
    assert not any(secret in messages for secret in ("TESTCASE", "ALMA", "ZZ0000001", "1x0"))
