"""What we answer to a file: TA1 and 999 from the findings of reading it. Positions count from the ST of each."""

from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest
from hypothesis import given, settings

from otium.terms.acknowledgement import AckStatus, GroupAck
from otium.terms.trading import Envelope, TradingProfile
from otium.wires.x12 import t999, ta1
from otium.wires.x12.acknowledge import acknowledge
from otium.wires.x12.read import check, read
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.writing import Incomplete, wrap

from .judges import pyx12_errors
from .messages import SAMPLES, SHARED, answer_271, interchange, response_278, transaction
from .test_read import damaged
from .unplaced import unplaced

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("PRACTICEONE", "PAYERONE", datetime(2026, 3, 2, 8, 15), 101, 1, newline="\n")  # noqa: DTZ001
GOOD = response_278("HCR*A1*AUTH1")


def answers(data: bytes):
    return acknowledge(read_interchanges(data), check(data))


def only_set(data: bytes):
    ((answer,),) = [each.groups for each in answers(data)]
    return answer.sets[0]


def errors(data: bytes):
    """Tag, position from ST, code of each segment in error, and its elements with theirs."""
    return [
        (each.tag, each.position, each.code, [(element.element, element.code) for element in each.elements])
        for each in only_set(data).errors
    ]


def test_what_has_no_finding_is_accepted_and_named_by_its_numbers():
    ((ack, (group,)),) = answers(GOOD)

    assert (ack.control, ack.status, ack.note, ack.sent_time) == ("000000101", AckStatus.ACCEPTED, "000", "0815")
    assert (group.kind, group.control, group.guide, group.status) == ("HI", "1", "005010X217", AckStatus.ACCEPTED)
    assert (group.included, group.received, group.accepted) == (1, 1, 1)
    assert [(each.kind, each.control, each.status) for each in group.sets] == [("278", "0001", AckStatus.ACCEPTED)]


@pytest.mark.parametrize(
    ("broken", "status", "notes", "found"),
    [
        ("DTP*007*D8*20261301", AckStatus.REJECTED, ("5",), [("DTP", 14, "8", [(3, "8")])]),
        ("HSD*VS*many", AckStatus.REJECTED, ("5",), [("HSD", 14, "8", [(2, "6")])]),
        ("TRN*2", AckStatus.ACCEPTED_WITH_ERRORS, ("5",), [("TRN", 14, "8", [(2, "1")])]),
        ("EB*1**30", AckStatus.ACCEPTED_WITH_ERRORS, ("5",), [("EB", 14, "1", [])]),
        ("SV1*HC:97530", AckStatus.ACCEPTED_WITH_ERRORS, ("5",), [("SV1", 14, "2", [])]),
    ],
)
def test_an_error_is_placed_by_segment_and_element(broken, status, notes, found):
    data = response_278("HCR*A1*AUTH1", broken)

    answered = only_set(data)

    assert (answered.status, answered.notes) == (status, notes)
    assert errors(data) == found


def test_a_missing_segment_is_named_although_it_is_not_there():
    data = (SAMPLES / "277ca_accepted.x12").read_bytes().replace(b"DTP*050*D8*20260301~\n", b"")

    assert errors(data) == [("DTP", 3, "3", [])]


@pytest.mark.parametrize(
    ("old", "new", "notes", "status"),
    [
        (b"SE*14*", b"SE*99*", ("4",), AckStatus.REJECTED),
        (b"SE*14*0001", b"SE*14*0002", ("3",), AckStatus.REJECTED),
        (b"SE*14*0001~", b"", ("2",), AckStatus.REJECTED),
        (b"ST*278", b"ST*850", ("1",), AckStatus.REJECTED),
        (b"005010X217", b"005010X216", ("I6",), AckStatus.ACCEPTED_WITH_ERRORS),
    ],
)
def test_what_is_wrong_with_a_transactions_own_envelope_is_a_note(old, new, notes, status):
    assert old in GOOD

    answered = only_set(GOOD.replace(old, new))

    assert (answered.notes[: len(notes)], answered.status) == (notes, status)


@pytest.mark.parametrize(
    ("old", "new", "notes"),
    [(b"GE*1*1~", b"GE*2*1~", ("5",)), (b"GE*1*1~", b"GE*1*9~", ("4",)), (b"GE*1*1~", b"", ("3",))],
)
def test_what_is_wrong_with_a_groups_envelope_is_a_note_and_its_transactions_stand(old, new, notes):
    ((_, (group,)),) = answers(GOOD.replace(old, new))

    assert (group.notes, group.status, group.accepted) == (notes, AckStatus.ACCEPTED_WITH_ERRORS, 1)


@pytest.mark.parametrize(
    ("old", "new", "note", "status"),
    [
        (b"IEA*1*", b"IEA*2*", "021", AckStatus.ACCEPTED_WITH_ERRORS),
        (b"IEA*1*000000101", b"IEA*1*000000102", "001", AckStatus.ACCEPTED_WITH_ERRORS),
        (b"IEA*1*000000101~", b"", "023", AckStatus.REJECTED),
    ],
)
def test_what_is_wrong_with_the_interchange_is_the_note_of_its_ta1(old, new, note, status):
    ((ack, _),) = answers(GOOD.replace(old, new))

    assert (ack.note, ack.status) == (note, status)


def test_a_number_used_twice_is_said_of_the_second_only():
    first, second = answers(GOOD + GOOD)

    assert (first.interchange.note, second.interchange.note) == ("000", "025")


def test_a_group_with_good_and_bad_is_partly_accepted_and_one_with_bad_only_rejected():
    good = transaction("271", *answer_271().decode().split("~")[3:-4])
    bad = [segment.replace("20180131", "20181331") for segment in good]

    verdicts = [
        [group.status for _, groups in answers(interchange(*sets).encode()) for group in groups]
        for sets in ([good, bad], [bad, bad])
    ]

    assert verdicts == [[AckStatus.PARTLY_ACCEPTED], [AckStatus.REJECTED]]


def test_that_a_decision_does_not_say_which_part_is_no_matter_for_a_999():
    assert only_set(response_278("HCR*A2*AUTH1")).status is AckStatus.ACCEPTED


def test_an_acknowledgement_is_not_acknowledged():
    ((ack, groups),) = answers((SAMPLES / "999_rejected.x12").read_bytes())

    assert (ack.status, groups) == (AckStatus.ACCEPTED, ())


def test_what_names_no_interchange_gets_no_ta1():
    bare = "".join(f"{segment}~" for segment in transaction("271", "HL*1**20*0")).encode()

    assert [(ack, groups) for ack, groups in answers(bare)] == [(None, ())]


def received():
    names = (*SAMPLES.glob("*.x12"), *(SHARED.glob("*/*") if SHARED.exists() else ()))
    return [path for path in sorted(names) if "999" not in path.name and not path.name.startswith("ta1")]


@pytest.mark.parametrize("path", received(), ids=lambda path: path.name)
def test_every_answer_is_written_and_reads_back(path):
    for ack, groups in answers(path.read_bytes()):
        bodies = [t999.write(group, profile=PROFILE) for group in groups if group.guide]
        data = wrap(bodies, ENVELOPE, acknowledgements=[ta1.write(ack)] if ack else [])

        result = read(data)

        assert result.findings == ()
        assert unplaced(result.of(GroupAck)) == unplaced(tuple(group for group in groups if group.guide))


def test_pyx12_takes_our_answer_to_a_broken_file():
    data = response_278("HCR*A1*AUTH1", "DTP*007*D8*20261301", "TRN*2", "EB*1**30").replace(b"SE*16*", b"SE*99*")
    ((_, groups),) = answers(data)

    assert pyx12_errors(wrap([t999.write(group, profile=PROFILE) for group in groups], ENVELOPE)) == []


@settings(max_examples=60)
@given(damaged())
def test_a_damaged_file_is_answered_or_its_answer_refused_and_nothing_else(data):
    for ack, groups in answers(data):
        writes = [partial(t999.write, group, profile=PROFILE) for group in groups]
        for write in [*writes, partial(ta1.write, ack)] if ack else writes:
            with suppress(Incomplete):
                write()


def test_a_count_nobody_could_mean_is_not_taken_for_one():
    ((_, (group,)),) = answers(GOOD.replace(b"GE*1*1~", b"GE*" + b"9" * 5000 + b"*1~"))

    assert (group.included, group.received, group.notes) == (1, 1, ("5",))
