"""270, 271, 276 and 277 as x12sdk reads them: the same people, questions, benefits, statuses and amounts."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from otium.terms.eligibility_answer import BenefitDetail, BenefitLine
from otium.wires.x12 import t270, t271, t276, t277
from otium.wires.x12.read import read
from otium.wires.x12.writing import wrap

from . import test_t270, test_t271_writing, test_t276, test_t277
from .claims_asked import ENVELOPE, PROFILE
from .messages import SAMPLES, SHARED
from .x12sdk_view import models, ours, theirs

KINDS = ("270", "271", "276", "277")
OWN = [path for kind in KINDS for path in sorted(SAMPLES.glob(f"{kind}_*.x12"))]
PUBLISHED = [path for kind in KINDS for path in sorted((SHARED / kind).glob("*"))] if SHARED.exists() else []
SPEAKING = [path for path in PUBLISHED if "error" not in path.name]  # an error names nobody: no rows to compare
# What x12sdk 2.2.0 refuses of what the guides allow.
REFUSED = {
    "270_batch": "an EQ with a procedure and no service type",
    "271_limit_and_used": "letters in EB09",
    "271_limit_ot_alone": "letters in EB09",
    "271_limit_pooled_by_message": "letters in EB09",
    "271_limit_pooled_by_service_types": "letters in EB09",
    "271_several_people": "letters in EB09",
    "271_medicaid_managed_care": "REF01 1L (it has IL)",
    "271_reject_42": "HL04 0 at the payer's level",
    "271_reject_72": "AAA03 72 in the subscriber's loop (it has the provider's codes there)",
    "271_reject_75": "AAA03 75 in the subscriber's loop",
    "276_dependents_lines": "a second SVC (it nests it into the first)",
    "277_paid": "a second SVC",
}


def same_rows(data: bytes) -> int:
    """How many rows both sides read, which must be equal; transactions are counted too."""
    result, judged = read(data), models(data)
    rows = [row for each in result.of(object) for row in ours(each)]
    assert len(judged) == len(result.transactions)
    assert Counter(map(str, rows)) == Counter(str(row) for model in judged for row in theirs(model))
    return len(rows)


@pytest.mark.parametrize("path", [path for path in OWN if path.stem not in REFUSED], ids=lambda path: path.stem)
def test_x12sdk_reads_the_same_in_our_samples(path):
    assert same_rows(path.read_bytes()) > 0


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.name)
def test_x12sdk_reads_the_same_in_published_examples(path):
    assert same_rows(path.read_bytes()) > 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_x12sdk_refuses_we_read_without_finding(name):
    data = (SAMPLES / f"{name}.x12").read_bytes()

    with pytest.raises(ValidationError):
        models(data)

    assert read(data).findings == ()


@settings(max_examples=15, deadline=None)
@given(test_t270.BATCHES, st.booleans())
def test_x12sdk_reads_every_270_we_write(inquiries, together):
    plain = [
        replace(each, procedures=(), references=(), dates=each.dates[:1], provider_references=()) for each in inquiries
    ]

    body = t270.write_batch(plain, profile=replace(PROFILE, service_types_together=together))

    assert same_rows(wrap([body], ENVELOPE)) == len(plain)


@settings(max_examples=15, deadline=None)
@given(st.lists(test_t271_writing.STATED, min_size=1, max_size=3), st.booleans())
def test_x12sdk_reads_every_271_we_write(stated, is_pooled):
    detail = BenefitDetail(messages=("COMBINED PT OT",) if is_pooled else ())
    readable = [
        each._replace(
            quantity_qualifier=None, quantity=None, procedure=None, service_types=each.service_types or ("AD",)
        )
        for each in stated
    ]
    lines = tuple(BenefitLine(1, "2110C", each, detail) for each in readable)
    answer = test_t271_writing.ANSWER._replace(benefits=lines)

    assert same_rows(wrap([t271.write(answer, profile=PROFILE)], ENVELOPE)) == len(lines)


@settings(max_examples=15, deadline=None)
@given(test_t276.BATCHES)
def test_x12sdk_reads_every_276_we_write(inquiries):
    one_line = [replace(each, lines=each.lines[:1]) for each in inquiries]

    assert same_rows(wrap([t276.write_batch(one_line, profile=PROFILE)], ENVELOPE)) == len(one_line)


@settings(max_examples=15, deadline=None)
@given(st.lists(test_t277.ANSWERS, min_size=1, max_size=3))
def test_x12sdk_reads_every_277_we_write(answers):
    one_line = [replace(each, lines=each.lines[:1]) for each in answers]

    assert same_rows(wrap([t277.write_batch(one_line, profile=PROFILE)], ENVELOPE)) == len(one_line)
