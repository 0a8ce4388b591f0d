"""The claims of a large file one by one: the same as when it is read whole, in flat memory."""

import tracemalloc

import pytest

from otium.ops.bench.big_files import file_835
from otium.terms.remittance import Remittance
from otium.wires.x12.read import read
from otium.wires.x12.t835.streaming import claims
from tests.wires.x12.messages import SAMPLES, SHARED, remittance_835

from .test_reading import R01

FILES = sorted([*SAMPLES.glob("835_*.x12"), *(SHARED.glob("835/*") if SHARED.exists() else ())])


def whole(data: bytes) -> list[object]:
    return [claim for each in read(data).of(Remittance) for claim in each.claims]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_claim_is_what_reading_the_file_whole_gives(path):
    loops = list(claims(path))

    assert [loop.read()[0] for loop in loops] == whole(path.read_bytes())


def test_a_claim_says_its_figures_without_being_read():
    (loop,) = claims(remittance_835(*R01))

    of_claim, first, second = loop.money()
    assert (loop.segment, loop.group, loop.stated().control_number, loop.stated().paid) == (14, "1", "A1", 96)
    assert of_claim == (None, ())
    assert [line.stated.procedure.code for line in (first, second)] == ["97530", "97535"]
    assert [(each.carc, each.amount) for each in first.adjustments] == [("45", 20), ("2", 16)]


def test_what_is_wrong_in_a_claim_is_said_when_it_is_read():
    (loop,) = claims(remittance_835(*R01).replace(b"*96.00*24.00", b"*95.00*24.00"))

    findings = loop.read()[1]

    assert [(each.code, each.segment) for each in findings] == [("claim-out-of-balance", 14)]


def test_line_breaks_and_other_delimiters_change_nothing():
    plainly = remittance_835(*R01)
    swap = str.maketrans({"*": "|", ":": ">", "~": "\x1c"})
    oddly = plainly.decode().translate(swap).replace("\x1c", "\x1c\r\n").encode()

    assert [loop.read() for loop in claims(oddly)] == [loop.read() for loop in claims(plainly)]


def test_other_transactions_hold_no_claims():
    assert list(claims((SAMPLES / "271_dependent.x12").read_bytes())) == []


def test_a_file_larger_than_a_piece_gives_every_claim_once():
    data = file_835(megabytes=0.3)

    result = read(data)

    assert result.findings == ()
    assert [loop.read()[0] for loop in claims(data)] == whole(data)
    assert len(whole(data)) > 500


def test_claims_one_by_one_need_a_fraction_of_the_memory_of_all_at_once():
    data = file_835(megabytes=1.6)
    tracemalloc.start()
    seen = 0
    for loop in claims(data):
        loop.read()
        seen += 1
    one_by_one = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()

    result = read(data)

    at_once = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == len(result.of(Remittance)[0].claims) > 3000
    assert one_by_one < at_once / 3


def test_a_tag_that_only_begins_like_one_is_none():
    data = remittance_835(*R01).replace(b"CAS*PR*2*8.00", b"CASX*PR*2*8.00").replace(b"NM1*QC", b"CLPX*QC")

    (loop,) = claims(data)

    assert [len(line.adjustments) for line in loop.money()] == [0, 2, 1]
    assert [loop.read()[0]] == whole(data)
