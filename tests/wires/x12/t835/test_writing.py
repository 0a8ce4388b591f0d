"""Remittances written: they read back as they were, and what is incomplete is refused by its place."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from otium.terms.remittance import Remittance
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Adjustment
from otium.wires.x12 import t835
from otium.wires.x12.read import read
from otium.wires.x12.writing import Incomplete, wrap
from tests.wires.x12.judges import pyx12_errors
from tests.wires.x12.messages import SAMPLES, SHARED, remittance_835
from tests.wires.x12.t835.remittances import remittances, unplaced
from tests.wires.x12.t835.test_reading import ANEW, R01, REVERSED

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("PAYERONE", "PRACTICEONE", datetime(2026, 3, 2, 8, 15, tzinfo=UTC), 101, 1)
OURS = sorted(SAMPLES.glob("835_*.x12"))
THEIRS = sorted(SHARED.glob("835/*")) if SHARED.exists() else []
# Their component separator is not the one of their ISA, or there is none: SVC01 names no code.
CODELESS = {"lfh-cob-contractural-adjustment.835", "lfh-secondary-payment.835", "lfh-tertiary-payment.835"}


def written(*remittances: Remittance) -> bytes:
    return wrap([t835.write(each, profile=PROFILE) for each in remittances], ENVELOPE)


def the(data: bytes) -> Remittance:
    (only,) = read(data).of(Remittance)
    return only


@settings(max_examples=50, deadline=None)
@given(remittances())
def test_what_is_written_reads_back_as_it_was(remittance):
    assert unplaced(the(written(remittance))) == remittance


@pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.name)
def test_every_sample_is_written_as_it_was_read(path):
    once = read(path.read_bytes()).of(Remittance)
    if path.name in CODELESS:
        with pytest.raises(Incomplete, match="SVC01"):
            written(*once)
        return

    again = read(written(*once)).of(Remittance)

    assert [unplaced(each) for each in again] == [unplaced(each) for each in once]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_pyx12_takes_what_is_written(path):
    data = wrap([t835.write(each, profile=PROFILE) for each in read(path.read_bytes()).of(Remittance)], ENVELOPE)

    assert pyx12_errors(data) == []


def test_seven_reasons_of_one_group_take_two_segments():
    paid = the(remittance_835(*R01))
    reasons = tuple(Adjustment("CO", str(carc), Decimal(1)) for carc in range(40, 47))
    claim = paid.claims[0]._replace(adjustments=reasons)

    data = written(paid._replace(claims=(claim,)))

    assert b"~CAS*CO*40*1**41*1**42*1**43*1**44*1**45*1~CAS*CO*46*1~" in data
    assert the(data).claims[0].adjustments == reasons


def test_a_reversal_and_the_claim_settled_anew_keep_their_order():
    data = written(the(remittance_835(*REVERSED, *ANEW, paid="8.00")))

    assert data.index(b"CLP*A1*22*-150*-96**12") < data.index(b"CLP*A1*1*150*104*16*12")
    assert read(data).findings == ()


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        (lambda paid: paid._replace(payment=None), "header", "BPR"),
        (lambda paid: paid._replace(trace=None), "header", "TRN"),
        (lambda paid: paid._replace(payment=paid.payment._replace(amount=None)), "header", "BPR02"),
        (lambda paid: paid._replace(payment=paid.payment._replace(amount=Decimal("0.001"))), "header", "BPR02"),
        (lambda paid: paid._replace(payment=paid.payment._replace(is_credit=None)), "header", "BPR03"),
        (lambda paid: paid._replace(payer=None), "1000A", "N1"),
        (lambda paid: paid._replace(payee=None), "1000B", "N1"),
        (lambda paid: paid._replace(groups=()), "2000", "LX01"),
        (lambda paid: paid._replace(groups=paid.groups * 2), "2000", "LX01"),
        (lambda paid: _claim(paid, control_number=""), "2100", "CLP01"),
        (lambda paid: _claim(paid, charge=None), "2100", "CLP03"),
        (lambda paid: _claim(paid, payer_control_number="A~B"), "2100", "CLP07"),
        (lambda paid: _claim(paid, adjustments=(Adjustment("CO", "45", None),)), "2100", "CAS03"),
        (lambda paid: _service(paid, procedure=None), "2110", "SVC01"),
        (lambda paid: _service(paid, paid=None), "2110", "SVC03"),
    ],
)
def test_what_is_incomplete_is_refused_by_loop_and_element(change, loop, element):
    paid = change(the(remittance_835(*R01)))

    with pytest.raises(Incomplete) as refusal:
        t835.write(paid, profile=PROFILE)

    assert (refusal.value.loop, refusal.value.element) == (loop, element)


def _claim(of: Remittance, **fields: object) -> Remittance:
    return of._replace(claims=(of.claims[0]._replace(**fields),))


def _service(of: Remittance, **fields: object) -> Remittance:
    return _claim(of, services=(of.claims[0].services[0]._replace(**fields),))
