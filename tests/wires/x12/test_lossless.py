"""Bytes in, bytes out: structure, positions and delimiters, whatever partners send."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.ops.bench.big_files import file_271, file_278
from otium.wires.x12.read import read_transactions
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.write import roundtrip, write

from .messages import SAMPLES, SHARED, answer_271, interchange, transaction

PLAIN = answer_271("EB*1**30**PLAN A")
FILES = sorted([*SAMPLES.glob("*.x12"), *(SHARED.glob("*/*") if SHARED.exists() else ())])
TAGS = st.sampled_from(["NM1", "EB", "HL", "DTP", "ST", "SE", "GS", "GE", "IEA", "ISA", "BIN", "LEE", ""])
CONTENT = st.text(alphabet="AB 12:^*\n", max_size=20)
SEGMENTS = st.lists(st.tuples(TAGS, CONTENT).map("*".join), max_size=30).map(lambda each: "~".join(each).encode())


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_interchanges(data).findings]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_written_back_byte_by_byte(path):
    data = path.read_bytes()

    file = read_interchanges(data)

    assert write(file) == data
    assert file.interchanges


@given(st.binary(max_size=400))
def test_any_bytes_are_written_back(data):
    assert roundtrip(data) is None


@given(SEGMENTS)
def test_any_row_of_segments_behind_an_isa_is_written_back(body):
    data = PLAIN[:106] + body

    file = read_interchanges(data)

    assert write(file) == data


@given(SEGMENTS)
def test_positions_count_every_segment_once_and_in_order(body):
    file = read_interchanges(PLAIN[:-1] + b"~" + body)
    transactions = list(file.transactions)

    positions = [segment.position for each in transactions for segment in each.segments()]

    assert positions == sorted(set(positions))
    for each in transactions:
        assert each.count == len(list(each.segments()))
        texts = [(segment.tag, segment.text.decode()) for segment in each.segments()]
        assert len(texts) == len(each.texts())
        for (tag, whole), text in zip(texts, each.texts(), strict=True):
            assert whole == text or (tag in (b"BIN", b"BDS") and whole.startswith(text))


def test_a_clean_file_has_no_findings():
    file = read_interchanges(PLAIN)

    assert file.findings == ()
    assert [segment.tag for segment in next(file.transactions).segments()][:2] == [b"ST", b"BHT"]


def test_segments_know_where_they_stand():
    third = list(next(read_interchanges(PLAIN).transactions).segments())[2]

    assert third.position == 5
    assert PLAIN[third.offset :].startswith(b"HL*1**20*1~")
    assert third.elements == [b"HL", b"1", b"", b"20", b"1"]


@pytest.mark.parametrize(
    ("element", "component", "repetition", "terminator"),
    [("*", ":", "^", "~"), ("|", ">", "<", "\x1c"), ("\x1d", "<", "!", "\n"), ("+", "\\", "^", "\r")],
)
def test_delimiters_come_from_the_isa(element, component, repetition, terminator):
    swap = str.maketrans({"*": element, ":": component, "^": repetition, "~": terminator})
    data = answer_271("EB*F**AD^PT").decode().translate(swap).encode()

    file = read_interchanges(data)

    assert file.findings == ()
    assert next(file.transactions).texts()[-2].split(element)[3] == f"AD{repetition}PT"


@pytest.mark.parametrize("blanks", ["\n", "\r\n", "\r", " ", "\n\n", "  \t"])
def test_blanks_after_terminators_are_kept_and_do_not_count(blanks):
    data = PLAIN.replace(b"~", b"~" + blanks.encode())

    file = read_interchanges(data)

    assert file.findings == ()
    assert write(file) == data
    assert next(file.transactions).texts() == next(read_interchanges(PLAIN).transactions).texts()


def test_a_byte_order_mark_is_accepted():
    assert codes(b"\xef\xbb\xbf" + PLAIN) == []


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_names_come_in_utf_8_or_latin_1(encoding):
    data = PLAIN.decode().replace("PLAN A", "PLAN NIÑO").encode(encoding)

    texts = next(read_interchanges(data).transactions).texts()

    assert texts[-2] == "EB*1**30**PLAN NIÑO"


def test_each_interchange_of_a_file_has_its_own_delimiters():
    other = answer_271("EB*6**30", control="000000102").decode().translate(str.maketrans("*~", "|\n")).encode()

    file = read_interchanges(PLAIN + b"\n" + other)

    assert file.findings == ()
    assert [each.delimiters.element for each in file.transactions] == [b"*", b"|"]


def test_groups_and_transactions_are_found_in_order():
    one = interchange(transaction("271", "HL*1**20*1"), transaction("271", "HL*1**20*1", control="0002"))
    data = one.replace("IEA*1*", "GS*HI*A*B*20260302*0815*2*X*005010X217~GE*0*2~IEA*2*").encode()

    file = read_interchanges(data)

    groups = file.interchanges[0].groups
    assert [len(group.transactions) for group in groups] == [2, 0]
    assert file.findings == ()


def test_a_bare_transaction_is_read_with_guessed_delimiters():
    bare = PLAIN[PLAIN.index(b"ST*") : PLAIN.index(b"GE*")]

    file = read_interchanges(bare)

    assert [finding.code for finding in file.findings] == ["no-isa", "no-gs"]
    assert next(file.transactions).count == 12


def test_a_bare_group_is_read_with_guessed_delimiters():
    bare = PLAIN[PLAIN.index(b"GS*") : PLAIN.index(b"IEA*")]

    assert codes(bare) == ["no-isa"]


def test_text_before_the_isa_is_kept_and_named():
    data = b"Content-Type: text/plain\n\n" + PLAIN

    file = read_interchanges(data)

    assert [finding.code for finding in file.findings] == ["leading-bytes"]
    assert len(list(file.transactions)) == 1


def test_a_control_number_used_twice_is_a_finding_and_both_are_read():
    file = read_interchanges(PLAIN + PLAIN)

    assert [(finding.code, finding.interchange) for finding in file.findings] == [("control-number-reused", 2)]
    assert len(list(file.transactions)) == 2


@pytest.mark.parametrize(
    ("old", "new", "code", "segment", "element"),
    [
        (b"SE*12*0001", b"SE*11*0001", "wrong-count", 14, 1),
        (b"SE*12*0001", b"SE*many*0001", "wrong-count", 14, 1),
        (b"SE*12*0001", b"SE*12*0009", "control-number-differs", 14, 2),
        (b"GE*1*1", b"GE*2*1", "wrong-count", 15, 1),
        (b"GE*1*1", b"GE*1*7", "control-number-differs", 15, 2),
        (b"IEA*1*", b"IEA*4*", "wrong-count", 16, 1),
        (b"IEA*1*000000101", b"IEA*1*000000109", "control-number-differs", 16, 2),
        (b"SE*12*0001~", b"", "no-se", 3, None),
        (b"GE*1*1~", b"", "no-ge", 2, None),
        (b"IEA*1*000000101~", b"", "no-iea", 1, None),
        (b"GS*HB*", b"GS*HI*", "group-code", 3, 1),
        (b"0001*005010X279A1", b"0001*005010X279", "guide-differs", 3, 3),
        (b"GE*1*1~", b"ZZ*1~GE*1*1~", "stray-segment", 15, None),
        (b"GE*1*1~", b"GE*1*1~GE*1*1~", "stray-segment", 16, None),
        (b"IEA*1*000000101~", b"IEA*1*000000101~IEA*1*000000101~", "stray-segment", 17, None),
        (b"IEA*1*000000101~", b"IEA*1*000000101~\x1a", "trailing-bytes", 17, None),
        (b"IEA*1*000000101~", b"IEA*1*000000101", "no-final-terminator", 16, None),
        (b"          *00*  ", b"*00*  ", "isa-length", 1, None),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_envelope_is_named_with_its_position(old, new, code, segment, element):
    data = PLAIN.replace(old, new, 1)

    found = read_interchanges(data).findings

    assert [(each.code, each.segment, each.element) for each in found] == [(code, segment, element)]


@pytest.mark.parametrize("cut_at", range(107, len(PLAIN) - 1, 7))
def test_a_file_cut_anywhere_says_so(cut_at):
    found = codes(PLAIN[:cut_at])

    assert "no-iea" in found or "cut-in-segment" in found or "no-final-terminator" in found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><body>Session expired</body></html>", "not-x12"),
        (b"%PDF-1.7 ...", "not-x12"),
        (b"name,born\nsomebody,2018\n", "not-x12"),
        (b"MSH|^~\\&|A|B", "not-x12"),
        (PLAIN[:60], "no-delimiters"),
        (b"ISA*", "no-delimiters"),
    ],
)
def test_what_is_not_x12_says_what_it_is(data, code):
    file = read_interchanges(data)

    assert [finding.code for finding in file.findings] == [code]
    assert write(file) == data


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_another_coding_is_called_so_with_and_without_its_mark(coding):
    finding = read_interchanges(PLAIN.decode().encode(coding)).findings[0]

    assert (finding.code, finding.message) == ("not-x12", "The file is UTF-16 text, not X12; nothing was read.")


@pytest.mark.parametrize(("data", "what"), [(b"", "is empty"), (b"\0" * 100, "holds nothing but blanks and padding")])
def test_an_empty_file_and_one_of_padding_are_told_apart(data, what):
    (finding,) = read_interchanges(data).findings

    assert (finding.code, finding.message) == ("empty", f"The file {what}; nothing was read.")


def test_an_html_page_is_called_one():
    finding = read_interchanges(b"\n<html><title>Sign in</title></html>").findings[0]

    assert "HTML" in finding.message


@pytest.mark.parametrize("head", [b"BDS*ASC*15*", b"BIN*15*"])
def test_binary_content_is_read_by_its_length_and_not_by_terminators(head):
    content = b"~SE*2*0001~\xff\x00*~"
    body = transaction("275", "BGN*11*REF", guide="005010X211")
    data = interchange(body, group="PI", guide="005010X211").encode()
    data = data.replace(b"SE*3*", head + content + b"~SE*4*")

    file = read_interchanges(data)

    assert file.findings == ()
    assert list(next(file.transactions).segments())[2].elements[-1] == content
    assert write(file) == data


def test_a_binary_length_that_does_not_fit_is_a_finding():
    data = interchange(transaction("275", "BIN*999*short", guide="005010X211"), group="PI", guide="005010X211").encode()

    found = read_interchanges(data).findings

    assert [(each.code, each.segment) for each in found] == [("binary-length", 4)]


def test_findings_hold_no_content_of_the_file():
    data = answer_271("TESTCASE*ALMA*ZZ0000001").replace(b"SE*", b"TESTCASE*20180131~SE*")

    messages = " ".join(finding.message for finding in read_interchanges(data).findings)

    assert messages
    assert not any(secret in messages for secret in ("TESTCASE", "ALMA", "ZZ0000001", "20180131"))


def test_the_structure_of_a_large_file_needs_little_memory():
    body = [f"EB*F*IND*AD***23***VS*{number}~" for number in range(40)]
    one = transaction("271", *"".join(body).rstrip("~").split("~"))
    data = interchange(*[one] * 800).encode()
    tracemalloc.start()

    file = read_interchanges(data)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(list(file.transactions)) == 800
    assert peak < len(data)


@pytest.mark.parametrize(("make", "kind"), [(file_271, "271"), (file_278, "278 response")])
def test_reading_one_transaction_at_a_time_needs_no_more_memory_for_more_of_them(make, kind):
    peaks = []
    for megabytes in (0.4, 1.6):
        file = read_interchanges(make(megabytes=megabytes))
        tracemalloc.start()
        for each, findings in read_transactions(file):
            assert (each.kind, findings) == (kind, ())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0]
