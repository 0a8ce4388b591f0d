"""Both sides meet: everything that leaves here is read by Otium without a finding."""

from datetime import timedelta

import pytest

from otium.wires.x12.read import check
from partners.exchange.departments import Department
from tests.partners.sent import Asked, Line, Sent, claim_file, inquiry, review_request, status_inquiry
from tests.partners.side import Side, segments, some

KINDS = ("ta1", "999", "277ca", "271", "277", "278", "835")
EVENT = ("UM*HS*I*AD*11:B*****Y", "DTP*AAH*RD8*20261201-20270131", "HI*ABK:M25641", "HSD*VS*12")


def busy(side: Side) -> None:
    """A day with everything in it: paid, denied, rejected, reversed, unknown, pended, reduced."""
    clinic = side.clinic
    payers = ("NSH22", "EVG01", "CSB47", "MCRTST", "BAY65", "MCP88", "TRW10")
    patients = [side.patient(payer) for payer in payers]
    claims = [
        Sent(p, clinic, f"A{n}", lines=(Line(), Line("97110", ("GO", "CO"), units=6)), referring="1234567893")
        for n, p in enumerate(patients)
    ]
    side.send(claim_file(*claims, claims[0].but(number="A90", diagnoses=("BAD",)), wants_ack=True))
    side.send(claim_file(claims[0].but(number="A91", member_id="NSHTEST999999")))
    side.send(claim_file(claims[0].but(number="A92"), drop="PER"))
    for n, patient in enumerate(patients):
        side.send(inquiry(clinic, Asked(patient, trace=f"T{n}")))
        side.send(review_request(clinic, patient, *EVENT, trace=f"R{n}", services=("SV1*HC:97530:GO**UN*24",)))
    side.send(inquiry(clinic, Asked(patients[0], member_id="NSHTEST999999"), Asked(patients[0], last="Nobody")))
    side.send(inquiry(clinic, Asked(patients[0], payer_id="NOBODY")))
    lost = next(e for e in side.world.episodes if any(a.reject for a in e.answers))
    side.send(review_request(clinic, lost, *EVENT, trace="R90"))
    side.after()
    icn = side.exchange.store.rows("select icn from claim where number = 'A0'")[0]["icn"]
    side.send(claim_file(claims[0].but(number="A93", frequency="8", more=(f"REF*F8*{icn}",))))
    for n, patient in enumerate(patients):
        side.send(status_inquiry(clinic, Asked(patient, trace=f"S{n}", more=(f"REF*EJ*A{n}",))))
    side.send(status_inquiry(clinic, Asked(patients[0], trace="S90", more=("REF*EJ*NOSUCH",))))
    side.after()
    side.send(claim_file(claims[0].but(number="A94", lines=(Line(on=Line().on - timedelta(days=1)),))))
    side.after()


@pytest.mark.parametrize("shares", [{}, {"pended": 1.0}, {"denied": 1.0}, {"reduced": 1.0}], ids=str)
def test_otium_reads_everything_without_a_finding(side: Side, shares: dict[str, float]) -> None:
    side.plan(authorizations=shares)

    busy(side)

    found = {(kind, f.code) for kind in KINDS for text in side.mail(kind) for f in check(text.encode())}
    assert {kind for kind in KINDS if side.mail(kind)} == set(KINDS)
    assert found == {("835", "reversal-alone")}  # the void, which is told as what it is


def test_otium_reads_what_a_review_department_wants_and_decides(side: Side) -> None:
    side.plan(reviews={"EVG01": Department(wants=("08", "09"), answer_days=5), "BAY65": Department(cut=1.0)})
    for payer in ("EVG01", "BAY65"):
        side.send(review_request(side.clinic, side.patient(payer), *EVENT, trace=payer))
    side.after()

    texts = side.mail("278")

    assert [segment[1] for text in texts for segment in some(segments(text), "HCR")] == ["A4", "A4", "A6", "A3"]
    assert not [f.code for text in texts for f in check(text.encode())]
