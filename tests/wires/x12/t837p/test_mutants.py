"""Broken claims: each is found at its place, and whatever a judge calls wrong is an error or warning of ours too."""

import pytest

from otium.terms.x12 import Severity
from otium.wires.x12.read import check
from tests.wires.x12.broken import made, mutants, place
from tests.wires.x12.judges import pyx12_errors
from tests.wires.x12.messages import SAMPLES

MUTANTS = mutants("837p")
ENVELOPES = [
    ("SE*34*0001", "SE*33*0001", "wrong-count", "SE"), ("SE*34*0001", "SE*34*0002", "control-number-differs", "SE"),
    ("GE*1*31", "GE*2*31", "wrong-count", "GE"), ("GE*1*31", "GE*1*32", "control-number-differs", "GE"),
    ("IEA*1*000000031", "IEA*2*000000031", "wrong-count", "IEA"),
    ("IEA*1*000000031", "IEA*1*000000032", "control-number-differs", "IEA"),
    ("GS*HC", "GS*HP", "group-code", "ST"),
    ("ST*837*0001*005010X222A1", "ST*837*0001*005010X223A2", "guide-differs", "ST"),
]  # fmt: skip


def says(data: bytes) -> set[tuple[str, int | None, int | None]]:
    return {(each.code, each.segment, each.element) for each in check(data) if each.severity is not Severity.NOTE}


def test_there_are_many_kinds_of_mutants():
    assert len({mutant.code for mutant in MUTANTS}) >= 25
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_claim_is_found_at_its_place(mutant):
    data = made(mutant)

    assert (mutant.code, place(data, mutant.at), mutant.element) in says(data)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_where_pyx12_finds_a_fault_ours_does_too_in_that_segment_or_the_loop_around_it(mutant):
    data = made(mutant)
    lines = data.decode().split("~")

    told = pyx12_errors(data)

    found = {segment: code for code, segment, _ in says(data)}
    for _, line, words in told:
        # A loop of an unknown level is passed over whole: what pyx12 says inside it is said at its HL.
        is_anywhere = line is None or "unknown-level" in found.values()
        near = range(len(lines) + 1) if is_anywhere else range(line - 12, line + 2)
        assert found.keys() & set(near), words


def test_a_line_number_used_twice_is_found_on_the_second_line():
    data = (SAMPLES / "837p_commercial.x12").read_bytes().replace(b"REF*6R*L2", b"REF*6R*L1")

    second = data.decode().replace("\n", "").split("~").index("REF*6R*L1", 33) + 1
    assert says(data) == {("line-number-reused", second, 2)}


@pytest.mark.parametrize(("old", "new", "code", "at"), ENVELOPES)
def test_a_broken_envelope_is_found_at_its_place(old, new, code, at):
    text = (SAMPLES / "837p_commercial.x12").read_text().replace("\n", "")
    data = text.replace(old, new).encode()

    assert (code, place(data, at)) in {(each.code, each.segment) for each in check(data)}
