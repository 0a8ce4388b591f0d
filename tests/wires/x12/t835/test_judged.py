"""What others make of the same files: oxedi's totals are ours, and what pyx12 calls wrong we call wrong too."""

from decimal import Decimal

import oxedi
import pytest

from otium.terms.remittance import Remittance
from otium.wires.x12.read import read
from tests.wires.x12.judges import pyx12_errors
from tests.wires.x12.messages import SAMPLES, SHARED

OURS = sorted(SAMPLES.glob("835_*.x12"))
THEIRS = sorted(SHARED.glob("835/*")) if SHARED.exists() else []

# Sample, what stands in it, what stands there instead, and the finding: code, tag, element.
MUTANTS = [
    ("paid", "BPR*I*", "BPR*Q*", ("unknown-code", "BPR", 1)),
    ("paid", "BPR*I*96*C*", "BPR*I*96*K*", ("unknown-code", "BPR", 3)),
    ("paid", "*C*ACH*", "*C*XYZ*", ("unknown-code", "BPR", 4)),
    ("paid", "98765*20260302", "98765*20261302", ("not-a-date", "BPR", 16)),
    ("paid", "TRN*1*", "TRN*5*", ("unknown-code", "TRN", 1)),
    ("paid", "TRN*1*TRACE835A*", "TRN*1**", ("missing", "TRN", 2)),
    ("paid", "DTM*405*20260301", "DTM*405*", ("missing", "DTM", 2)),
    ("paid", "N1*PE*", "N1*PR*", ("no-payee", "ST", None)),
    ("paid", "LX*1~\n", "", ("no-group", "CLP", None)),
    ("paid", "*OT1001*1*", "*OT1001*99*", ("unknown-code", "CLP", 2)),
    ("paid", "CLP*OT1001*1*150*96*", "CLP*OT1001*1*150**", ("missing", "CLP", 4)),
    ("paid", "*150*96*24*", "*150*96*2X*", ("not-a-number", "CLP", 5)),
    ("paid", "*24*12*ICN1001*", "*24*12**", ("missing", "CLP", 7)),
    ("paid", "NM1*QC*", "NM1*IL*", ("no-patient", "CLP", None)),
    ("paid", "SVC*HC:97530:GO*100*64", "SVC**100*64", ("missing", "SVC", 1)),
    ("paid", "SVC*HC:97530:GO*100*64", "SVC*HC:97530:GO*100", ("missing", "SVC", 3)),
    ("paid", "CAS*CO*45*20", "CAS*CO*45*21", ("line-out-of-balance", "SVC", 3)),
    ("paid", "CAS*CO*45*20", "CAS*CR*45*20", ("unknown-code", "CAS", 1)),
    ("paid", "CAS*CO*45*20", "CAS*CO*4S5*20", ("unknown-code", "CAS", 2)),
    ("denied_in_full", "LQ*HE*N54", "LQ*HE*54", ("unknown-code", "LQ", 2)),
    ("paid", "CAS*CO*45*20", "CAS*CO**20", ("missing", "CAS", 2)),
    ("paid", "CAS*CO*45*20", "CAS*CO*45", ("missing", "CAS", 3)),
    ("paid", "DTM*472*20260202", "DTM*999*20260202", ("unknown-code", "DTM", 1)),
    ("paid", "SVC*HC:97530:GO*100*64**2", "SVC*HC:97530:GO*101*64**2", ("charges-differ", "CLP", 3)),
    ("denied_in_full", "LQ*HE*M62", "LQ*XX*M62", ("unknown-code", "LQ", 1)),
    ("provider_adjustments", "*20261231*WO", "*20261331*WO", ("not-a-date", "PLB", 2)),
    ("provider_adjustments", "WO:ICN0990*30", "ZZ:ICN0990*30", ("unknown-code", "PLB", 3)),
    ("provider_adjustments", "WO:ICN0990*30", "WO:ICN0990*", ("missing", "PLB", 4)),
    ("provider_adjustments", "*30*FB", "*-30*FB", ("payment-out-of-balance", "BPR", 2)),
    ("reversal_and_corrected", "*22*-150*-96*", "*22*150*96*", ("reversal-sign", "CLP", 2)),
    ("reversal_and_corrected", "CLP*OT1001*1*", "CLP*OT1002*1*", ("reversal-alone", "CLP", None)),
    ("paid", "N3*1 SAMPLE STREET~\n", "", ("missing-segment", "ST", None)),
    ("paid", "N4*SPRINGFIELD*IL*62701~\n", "", ("missing-segment", "ST", None)),
    ("paid", "PER*BL*", "PER*IC*", ("missing-segment", "ST", None)),
    ("several_transactions", "SE*18*0002", "SE*19*0002", ("wrong-count", "SE", 1)),
    ("several_transactions", "ST*835*0002", "ST*835*0001", ("control-number-reused", "ST", 2)),
]  # fmt: skip


def mutant(name: str, old: str, new: str) -> bytes:
    text = (SAMPLES / f"835_{name}.x12").read_text()
    assert old in text
    return text.replace(old, new, 1).encode()


def rows(table: oxedi.Table) -> list[dict[str, str]]:
    _, heading, *lines = table.render().strip().split("\n")
    names = [column.split(":")[0] for column in heading.split(" | ")]
    return [dict(zip(names, line.split(" | "), strict=True)) for line in lines]


def total(table: oxedi.Table, column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows(table)), Decimal(0))


@pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.name)
def test_the_totals_are_those_of_oxedi(path):
    data = path.read_bytes()

    paid = read(data).of(Remittance)

    claims = [claim for each in paid for claim in each.claims]
    tables = oxedi.parse(data).tables
    assert len(claims) == len(tables["claims"])
    assert sum(claim.charge for claim in claims) == total(tables["claims"], "charge_amount")
    assert sum(claim.paid for claim in claims) == total(tables["claims"], "payment_amount")
    assert sum(each.payment.amount for each in paid) == total(tables["payments"], "total_payment_amount")
    withheld = [each.amount for one in paid for each in one.provider_adjustments]
    assert sum(withheld) == total(tables["provider_adjustments"], "amount")
    lines = [service for claim in claims for service in claim.services]
    assert sum(line.paid for line in lines) == total(tables["services"], "payment_amount")
    reasons = [each.amount for holder in [*claims, *lines] for each in holder.adjustments]
    assert sum(reasons) == total(tables["adjustments"], "amount")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_pyx12_finds_nothing_wrong_in_our_samples(path):
    assert pyx12_errors(path.read_bytes()) == []


@pytest.mark.parametrize(("name", "old", "new", "finding"), MUTANTS)
def test_a_mutant_is_found_at_its_place(name, old, new, finding):
    data = mutant(name, old, new)

    result = read(data)

    tags = [line.partition("*")[0] for line in data.decode().split("\n")]
    assert finding in [(each.code, tags[each.segment - 1], each.element) for each in result.findings]
