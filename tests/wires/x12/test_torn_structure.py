"""One segment left out, repeated, or changed with the next: where pyx12 calls that wrong, so do we."""

import re
from collections.abc import Iterator

import pytest

from otium.terms.x12 import Severity
from otium.wires.x12.read import check

from .broken import recounted
from .judges import pyx12_errors
from .messages import SAMPLES

JUDGED = ["835_paid", "835_corrected_name", "837p_secondary", "837p_workers_comp", "277ca_accepted"]
# In a 277CA pyx12 wants the status of a provider, which some payers leave out; it is not asked for.
LEFT_OUT_BY_PAYERS = {"left out STC*A1:19:PR**WQ*350"}


def torn(name: str) -> Iterator[tuple[str, bytes]]:
    """What was done to which segment, and the file, its counts right."""
    segments = (SAMPLES / f"{name}.x12").read_text().replace("\n", "").split("~")[:-1]
    inside = [at for at, each in enumerate(segments) if not re.match("(ISA|GS|ST|SE|GE|IEA)\\*", each)]
    for at in inside:
        before, here, after = segments[:at], segments[at], segments[at + 1 :]
        yield f"left out {here}", whole([*before, *after])
        yield f"repeated {here}", whole([*before, here, here, *after])
        if at + 1 in inside:
            yield f"behind the next {here}", whole([*before, after[0], here, *after[1:]])


def whole(segments: list[str]) -> bytes:
    return recounted("".join(f"{each}~" for each in segments)).encode()


@pytest.mark.parametrize("name", JUDGED)
def test_what_a_judge_calls_wrong_in_the_order_of_segments_we_do_too(name):
    unnoticed = [
        what
        for what, data in torn(name)
        if not any(each.severity is not Severity.NOTE for each in check(data)) and pyx12_errors(data)
    ]

    assert set(unnoticed) <= LEFT_OUT_BY_PAYERS
