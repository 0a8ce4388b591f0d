"""Payment runs: what is paid, turned back, carried on and taken back; every 835 balances, whatever the order."""

import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import oxedi
import pytest

from partners.exchange import payments, scenario
from partners.exchange.scenario import FOLDER, BadScenario
from partners.phone import ask
from partners.world import World
from tests.partners.sent import Line, Sent, claim_file
from tests.partners.side import LONG, NOON, Side, only, segments, some


def is_balanced(text: str) -> bool:
    """BPR02 is the sum of CLP04 less all PLB, and oxedi finds nothing to say."""
    found = segments(text)
    paid = sum((Decimal(s[4]) for s in some(found, "CLP")), Decimal(0))
    taken = sum((Decimal(amount) for s in some(found, "PLB") for amount in s[4::2]), Decimal(0))
    return Decimal(only(found, "BPR")[2]) == paid - taken and not oxedi.parse(text.encode()).diagnostics


def claims(text: str) -> list[tuple[str, str, str]]:
    """(CLM01, status, paid) of every CLP."""
    return [(s[1], s[2], s[4]) for s in some(segments(text), "CLP")]


def sent(side: Side, *made: Sent) -> None:
    side.send(claim_file(*made))
    side.after()


def icn(side: Side, number: str) -> str:
    return side.exchange.store.rows("select icn from claim where number = ?", number)[0]["icn"]


@pytest.fixture
def claim(side: Side) -> Sent:
    return Sent(side.patient("NSH22"), side.clinic)


def test_a_replacement_turns_the_first_payment_back_and_pays_anew(side: Side, claim: Sent) -> None:
    sent(side, claim)
    again = claim.but(frequency="7", number="A1002", more=(f"REF*F8*{icn(side, 'A1001')}",), lines=(Line(units=3),))

    sent(side, again)

    first, second = side.mail("835")
    assert claims(first) == [("A1001", "1", "34.4")]
    assert claims(second) == [("A1001", "22", "-34.4"), ("A1002", "1", "64.1")]
    assert only(segments(second), "BPR")[2] == "29.7"
    assert is_balanced(first)
    assert is_balanced(second)


def test_a_void_is_carried_forward_and_collected_by_the_next_payments(side: Side, claim: Sent) -> None:
    sent(side, claim)
    sent(side, claim.but(frequency="8", number="A1002", more=(f"REF*F8*{icn(side, 'A1001')}",)))
    for n, day in enumerate((date(2026, 11, 18), date(2026, 11, 19)), 3):
        sent(side, claim.but(number=f"A100{n}", lines=(Line(on=day, units=1),)))

    _, void, *later = side.mail("835")
    assert claims(void) == [("A1001", "22", "-34.4")]
    assert only(segments(void), "BPR")[2] == "0"
    assert only(segments(void), "PLB")[4] == "-34.4"
    assert [(only(segments(t), "PLB")[3][:2], only(segments(t), "PLB")[4]) for t in later] == [
        ("FB", "4.7"),
        ("FB", "4.7"),
    ]
    assert all(map(is_balanced, side.mail("835")))


@pytest.mark.parametrize("frequency", ["7", "8"])
def test_what_replaces_nothing_known_is_refused(side: Side, claim: Sent, frequency: str) -> None:
    sent(side, claim.but(frequency=frequency, more=("REF*F8*NOSUCH",)))

    assert claims(side.mail("835")[0]) == [("A1001", "1", "0")]
    assert only(side.answers("835"), "LQ")[2] == "M47"


def test_a_replacement_waits_until_the_original_is_decided(side: Side, claim: Sent) -> None:
    side.send(claim_file(claim))
    side.after(timedelta(hours=1))
    side.send(claim_file(claim.but(frequency="7", number="A1002", more=(f"REF*F8*{icn(side, 'A1001')}",))))
    side.after()
    side.after(timedelta(hours=1))

    assert [c for t in side.mail("835") for c in claims(t)] == [
        ("A1001", "1", "34.4"),
        ("A1001", "22", "-34.4"),
        ("A1002", "1", "34.4"),
    ]


def test_medicare_takes_no_replacement(side: Side) -> None:
    sent(side, Sent(side.patient("MCRTST"), side.clinic, frequency="7", more=("REF*F8*1",)))

    assert [s[1] for s in some(side.answers("277ca"), "STC") if s[3] == "U"] == ["A7:535"]
    assert not side.mail("835")


def test_the_same_services_twice_are_paid_once(side: Side, claim: Sent) -> None:
    sent(side, claim)
    sent(side, claim.but(number="A1002"))

    assert claims(side.mail("835")[1]) == [("A1002", "1", "0")]
    assert only(segments(side.mail("835")[1]), "CAS")[1:] == ["OA", "18", "100"]


def test_a_paid_claim_is_taken_back_after_review(side: Side, claim: Sent) -> None:
    sent(side, claim, claim.but(number="A1002", lines=(Line(on=date(2026, 11, 18)),)))
    payments.review(side.exchange, icn(side, "A1001"))

    sent(side, claim.but(number="A1003", lines=(Line(on=date(2026, 11, 19), units=4, charge="200"),)))

    last = side.mail("835")[-1]
    assert {("A1001", "22", "-34.4"), ("A1001", "1", "0")} <= {c for t in side.mail("835") for c in claims(t)}
    assert all(map(is_balanced, side.mail("835")))
    assert only(segments(last), "PLB")[3].startswith("FB:")


def test_money_is_recovered_by_plb_without_a_reversal(side: Side, claim: Sent) -> None:
    sent(side, claim)
    number = icn(side, "A1001")
    payments.recover(side.exchange, number, Decimal("20"))

    sent(side, claim.but(number="A1002", lines=(Line(on=date(2026, 11, 18)),)))

    last = segments(side.mail("835")[-1])
    assert only(last, "PLB")[3:] == [f"WO:{number}", "20"]
    assert only(last, "BPR")[2] == "14.4"


def test_one_claim_is_off_by_a_dollar_where_that_is_ordered(side: Side, claim: Sent) -> None:
    side.exchange.faults.order("unbalanced", count=1)

    sent(side, claim, claim.but(number="A1002", lines=(Line(on=date(2026, 11, 18)),)))

    (text,) = side.mail("835")
    assert not is_balanced(text)
    assert sorted(claims(text)) == [("A1001", "1", "34.4"), ("A1002", "1", "35.4")]


def test_a_reissued_835_has_the_same_trace_and_other_bytes(side: Side, claim: Sent) -> None:
    side.exchange.faults.order("reissued", count=1)

    sent(side, claim)

    first, second = side.mail("835")
    assert only(segments(first), "TRN") == only(segments(second), "TRN")
    assert claims(first) == claims(second)
    assert first != second


def test_everything_comes_in_the_wrong_order_where_that_is_ordered(side: Side, claim: Sent) -> None:
    side.exchange.faults.order("out-of-order")

    sent(side, claim)

    rows = side.exchange.store.rows("select kind from mail order by due_at, id")
    assert [row["kind"] for row in rows] == ["835", "277ca", "999"]


def test_a_supplement_is_paid_after_medicare(side: Side) -> None:
    patient = next(e for e in side.world.episodes if e.secondary and e.status == "Active" and not e.scene)
    coverage = replace(patient.secondary, guardian_is_subscriber=False)
    supplement = replace_coverage(patient, coverage)
    other = ("SBR*P*18*******MB", "AMT*D*28.06", "OI***Y***Y", "NM1*IL*1*X*Y****MI*M1", "NM1*PR*2*M*****PI*MCRTST")
    decided = ("SVD*MCRTST*28.06*HC:97530:GO**1", "CAS*CO*45*64.93", "CAS*PR*2*7.01", "DTP*573*D8*20261121")

    made = Sent(supplement, side.clinic, sequence="S", lines=(Line(units=1, more=decided),), other=other)
    sent(side, made)

    assert claims(side.mail("835")[0]) == [("A1001", "2", "7.01")]
    assert only(side.answers("835"), "CAS")[1:] == ["OA", "23", "92.99"]


def replace_coverage(episode, coverage):
    changed = replace(episode)
    changed.coverage = coverage
    return changed


def test_harbor_writes_a_letter_and_answers_the_phone(side: Side) -> None:
    patient = next(e for e in side.world.episodes if e.coverage.payer.name.startswith("Harbor") and not e.scene)
    day = patient.visits[-1].on
    number = patient.authorizations[-1].number
    made = Sent(patient, side.clinic, lines=(Line(on=day),), filing="WC", more=(f"REF*G1*{number}",))

    side.send(claim_file(made))
    side.after(timedelta(hours=1))
    waiting = ask(side.exchange.store, payer_id="HARBOR", number="A1001", on=NOON.date())
    side.after(2 * LONG)

    (letter,) = side.mail("letter")
    assert "A1001" in letter
    assert f"Paid: {62:.2f}" in letter
    assert not side.mail("835")
    told = ask(side.exchange.store, payer_id="HARBOR", number="A1001", on=NOON.date())
    assert (waiting.paid, told.paid) == (None, "62.00")
    assert told.reference == waiting.reference
    assert 4 <= told.hold_minutes <= 28


def test_the_phone_tells_of_authorizations_and_of_nothing(side: Side) -> None:
    patient = next(e for e in side.world.episodes if e.coverage.payer.name.startswith("Harbor") and e.authorizations)

    known = ask(side.exchange.store, payer_id="HARBOR", number=patient.coverage.policy_number, on=NOON.date())
    unknown = ask(side.exchange.store, payer_id="HARBOR", number="NOSUCH", on=NOON.date())

    assert patient.authorizations[0].number in known.authorizations[0]
    assert unknown.authorizations == ()
    with pytest.raises(LookupError, match="no payer"):
        ask(side.exchange.store, payer_id="NOSUCH", number="1", on=NOON.date())


def decisions(side: Side) -> dict[str, tuple[str, str]]:
    return {number: (status, paid) for text in side.mail("835") for number, status, paid in claims(text)}


def many(side: Side) -> list[Sent]:
    """One visit of each patient with a payer that answers by 835, and a second of some."""
    payers = ("NSH22", "CSB47", "MCRTST", "TRW10", "MCP88")
    patients = [e for e in side.world.episodes if e.coverage.payer.payer_id in payers and e.status == "Active"]
    days = (date(2026, 11, 19), date(2026, 11, 20))
    return [
        Sent(patient, side.clinic, number=f"A{n}{d}", lines=(Line(on=day, units=1),), referring="1234567893")
        for n, patient in enumerate(patients[:12])
        for d, day in enumerate(days)
    ]


def test_the_same_claims_in_any_order_fare_alike(state: Path, worlds: dict[str, World], tmp_path: Path) -> None:
    outcomes = []
    for turn in range(2):
        plan = scenario.load(FOLDER / "baseline.toml")
        shares = {kind: {"documents": 0.2, "necessity": 0.2} for kind in plan.claims}
        plan = replace(plan, claims=shares, decision_days=dict.fromkeys(plan.decision_days, (5.0, 5.0)))
        side = Side.open(shutil.copytree(state, tmp_path / f"turn{turn}"), worlds["tidewater"], plan=plan)
        made = many(side)
        random.Random(turn).shuffle(made)
        for one in made:
            side.send(claim_file(one))
        side.after()
        outcomes.append(decisions(side))

    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) > 20
    assert len({paid for _, paid in outcomes[0].values()}) > 3


def test_another_seed_decides_otherwise() -> None:
    numbers = [f"A{n}" for n in range(200)]

    drawn = [[_denied(seed, number) for number in numbers] for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1] != drawn[2]
    assert 2 <= sum(drawn[0]) <= 25


def _denied(seed: int, number: str) -> bool:
    chances = scenario.load(FOLDER / "baseline.toml", seed=seed).chances("commercial", "NSH22", number)
    return chances.documents < chances.documents_share or chances.necessity < chances.necessity_share


def test_a_scenario_without_a_part_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text("seed = 1\n[minutes]\nacknowledgement = [1, 2]\n")

    with pytest.raises(BadScenario, match=r"short\.toml"):
        scenario.load(path)


@pytest.mark.parametrize("span", ["[2, 1]", "[-1, 1]", "[1]"])
def test_a_range_runs_from_least_to_most(tmp_path: Path, span: str) -> None:
    calm = (FOLDER / "calm.toml").read_text().replace("acknowledgement = [1, 1]", f"acknowledgement = {span}", 1)
    path = tmp_path / "odd.toml"
    path.write_text(calm)

    with pytest.raises(BadScenario):
        scenario.load(path)


def test_speed_divides_every_delay() -> None:
    slow, fast = scenario.load(), scenario.load(speed=10)

    assert slow.to_decision("medicare", "A1") == 10 * fast.to_decision("medicare", "A1") == timedelta(days=14)
