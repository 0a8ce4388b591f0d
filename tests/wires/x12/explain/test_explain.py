"""X12 in words: every segment told once, at its place, with what was found at it."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.wires.x12 import kinds
from otium.wires.x12.as_json import plain
from otium.wires.x12.explain import Explanation, Part, explain, labels, words
from otium.wires.x12.read import read
from otium.wires.x12.scan import read_interchanges
from tests.wires.x12.messages import SAMPLES, SHARED, answer_271, interchange, response_278, transaction

FILES = [*sorted(SAMPLES.glob("*.x12")), *(sorted(SHARED.glob("*/*")) if SHARED.exists() else ())]
ANSWER = answer_271("EB*1**AD", "EB*B*IND*AD***27*40*****Y", "EB*F*IND*AD^PT***23***VS*30", "AAA*N**75*C")
REMITTANCE = (
    "BPR*I*66*C*ACH*CCP*01*999*DA*1*1512345678**01*999*DA*2*20261102",
    "TRN*1*CHECK1*1512345678",
    "N1*PR*PAYER ONE",
    "N1*PE*PRACTICE ONE*XX*1234567893",
    "LX*1",
    "CLP*A1*1*150*96*24*12*ICN1*11*1",
    "NM1*QC*1*TESTCASE*ALMA****MI*ZZ0000001",
    "SVC*HC:97530:GO*100*64**2",
    "CAS*CO*45*20",
    "CAS*PR*2*16",
    "SVC*HC:97535:GO:CO*50*32**1",
    "CAS*CO*45*10",
    "CAS*PR*2*8",
    "PLB*1234567893*20261231*WO:ICN0*30",
)


def remittance(*replaced: tuple[str, str]) -> bytes:
    text = interchange(
        transaction("835", *REMITTANCE, guide="005010X221A1"), group="HP", guide="005010X221A1", control="000000101"
    )
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def parts(told: Explanation | Part) -> list[Part]:
    found = [part for part in told.parts if isinstance(part, Part)]
    return [each for part in found for each in (part, *parts(part))]


def lines(told: Explanation) -> list:
    return [line for part in told.parts for line in part.lines()]


def the(told: Explanation, id_: str) -> Part:
    return next(part for part in parts(told) if part.id == id_)


def test_every_kind_that_has_a_name_here_has_an_outline() -> None:
    named = {"270", "271", "276", "277", "277CA", "278 request", "278 response", "275", "837P", "835", "999"}

    assert set(labels.outlines()) == named
    assert {kinds.kind("277", "005010X214"), kinds.kind("837", "005010X222A1")} <= named


def test_no_list_of_codes_stands_in_two_files_and_every_form_is_known() -> None:
    folder = Path(labels.__file__).parent / "codes"
    names = [line for path in folder.glob("*.toml") for line in _lists(path)]
    forms = {(tag, e.form) for tag, label in labels.segments().items() for e in label.elements.values() if e.form}
    named = {(tag, e.names) for tag, label in labels.segments().items() for e in label.elements.values() if e.names}

    assert len(names) == len(set(names))
    assert [each for each in forms | named if each[1] not in {*labels.codes(), *words.FORMS}] == []


def _lists(path: Path) -> list[str]:
    return list(tomllib.loads(path.read_text()))


def test_every_loop_that_an_outline_leads_to_has_words() -> None:
    for kind, outline in labels.outlines().items():
        leads = {loop for opened in outline.loops.values() for loop in opened.leads.values() if loop}

        assert leads <= set(outline.loops), kind
        assert all(opened.name for loop, opened in outline.loops.items() if loop != labels.TOP), kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_told_whole_and_without_a_blank_label(path: Path) -> None:
    data = path.read_bytes()

    told = explain(data)

    positions = [line.position for line in lines(told)]
    assert positions == list(range(1, told.segments + 1))
    if b"BIN" not in data and b"BDS" not in data:  # their content may hold terminators
        assert positions == _positions(data)
    assert all(part.name for part in parts(told))
    for line in lines(told):
        assert line.name != labels.UNTOLD, line.tag
        assert all(value.name and value.said for value in line.values), line
    assert {t.finding for t in told.all_told()} == set(read(data).findings)
    plain(told)


def _positions(data: bytes) -> list[int]:
    """Of the segments that hold anything, counted without this code: by the terminator."""
    terminator = next(iter(read_interchanges(data).interchanges)).parts[0]
    delimiters = terminator.delimiters if hasattr(terminator, "delimiters") else terminator.header.delimiters
    pieces = data.split(delimiters.terminator)
    return [at for at, piece in enumerate(pieces, 1) if piece.strip()]


def test_a_benefit_is_told_in_words() -> None:
    told = explain(ANSWER)

    said = [[(value.name, value.said) for value in line.values] for line in lines(told) if line.tag == "EB"]
    assert said[1] == [
        ("benefit", "copay"), ("for", "individual"), ("service", "occupational therapy"), ("period", "visit"),
        ("amount", "$40.00"), ("network", "in"),
    ]  # fmt: skip
    assert ("service", "occupational therapy, physical therapy") in said[2]
    assert ("why", "subscriber not found") in [
        (value.name, value.said) for line in lines(told) if line.tag == "AAA" for value in line.values
    ]


def test_loops_stand_in_the_loops_that_open_them() -> None:
    told = explain(response_278("HCR*A1*AUTH123", services=("HL*5*4*SS*0", "SV1*HC:97530:GO**UN*24")))

    event = the(told, "2000E")
    assert [part.id for part in parts(the(told, "2000B"))] == ["2010B", "2000C", "2010C", "2000E", "2000F"]
    assert [part.id for part in event.parts if isinstance(part, Part)] == ["2000F"]
    assert the(told, "2000C").about == "TESTCASE, ALMA, ZZ0000001"
    assert the(told, "278 response").counts == ((1, "event"), (1, "service"), (1, "decision"))


def test_a_segment_nobody_knows_is_told_where_it_stands() -> None:
    told = explain(ANSWER.replace(b"~EB*B", b"~QQQ*X~EB*B"))

    line = next(line for line in lines(told) if line.tag == "QQQ")
    assert (line.name, [(value.name, value.said) for value in line.values]) == (labels.UNTOLD, [("element 1", "X")])
    assert [t.finding.code for t in line.told] == ["unknown-segment"]
    assert [each.tag for part in parts(told) if part.id == "2110C" for each in part.lines()][:2] == ["EB", "QQQ"]


def test_a_level_out_of_place_begins_a_loop_of_its_own() -> None:
    told = explain(ANSWER.replace(b"HL*3*2*22*0", b"HL*3*2*99*0"))

    level = next(part for part in parts(told) if part.id.startswith("HL"))
    assert level.name == "Level 99"


def test_a_message_of_a_kind_nobody_knows_is_told_segment_by_segment() -> None:
    told = explain(interchange(transaction("999X", "ABC*1")).encode())

    assert [line.tag for line in lines(told)] == ["ISA", "GS", "ST", "ABC", "SE", "GE", "IEA"]
    assert next(part for part in parts(told) if part.level == "transaction").name == labels.UNKNOWN.title


def test_money_of_a_remittance_is_summed_and_balances() -> None:
    told = the(explain(remittance()), "835")

    sums = {each.name: each.amount for each in told.sums}
    assert sums == {
        "payment": Decimal(66), "charges": Decimal(150), "paid on claims": Decimal(96), "patients' share": Decimal(24),
        "adjustments: contract: written off": Decimal(30), "adjustments: patient's share": Decimal(24),
        "adjustments of the whole payment": Decimal(30),
    }  # fmt: skip
    assert [each.difference for each in told.balances] == [0, 0]


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        ("*96*24*", "*95*24*", [1, -1]),
        ("BPR*I*66*", "BPR*I*67*", [1, 0]),
        ("ICN0*30", "ICN0*30.01", [Decimal("0.01"), 0]),
    ],
)
def test_money_that_does_not_add_up_is_told_to_the_cent(old: str, new: str, differences: list[Decimal]) -> None:
    told = the(explain(remittance((old, new))), "835")

    assert [each.difference for each in told.balances] == differences


def test_a_sum_with_an_amount_that_is_no_number_is_unknown() -> None:
    told = the(explain(remittance(("*96*24*", "*9x6*24*"))), "835")

    paid = next(each for each in told.sums if each.name == "paid on claims")
    assert (paid.amount, paid.unread, paid.amounts) == (None, 1, 1)
    assert told.balances == ()


def test_totals_that_are_said_on_several_levels_are_summed_once() -> None:
    batch = ("HL*2*1*21*1", "NM1*41*2*PRACTICE ONE*****46*P1", "AMT*YU*150", "AMT*YY*200")
    provider = ("HL*3*2*19*1", "NM1*85*2*PRACTICE ONE*****XX*1234567893", "AMT*YU*150", "AMT*YY*200")
    body = ("BHT*0085*08*A*20260302*0815*TH", "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*P", *batch, *provider)
    data = interchange(transaction("277", *body, guide="005010X214"), group="HN", guide="005010X214").encode()

    told = the(explain(data), "277CA")

    assert [(each.name, each.amount) for each in told.sums] == [("received", Decimal(150)), ("returned", Decimal(200))]


def test_a_status_said_twice_of_a_claim_and_of_its_line_is_summed_once() -> None:
    body = (
        "BHT*0010*08*A*20260302*0815*DG", "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*P", "HL*2*1*21*1",
        "NM1*41*2*PRACTICE ONE*****46*P1", "HL*3*2*19*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893", "HL*4*3*22*0",
        "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001", "TRN*2*T1", "STC*F1:65*20260301**150*96", "STC*F1:3*20260301**150*96",
        "SVC*HC:97530*150*96", "STC*F1:65*20260301**150*96", "TRN*2*T2", "STC*P1:20*20260301**40*0",
    )  # fmt: skip
    data = interchange(transaction("277", *body, guide="005010X212"), group="HN", guide="005010X212").encode()

    told = the(explain(data), "277")

    assert [(each.name, each.amount) for each in told.sums] == [("charges", Decimal(190)), ("paid", Decimal(96))]


def test_a_file_of_nothing_but_an_answer_to_an_envelope_says_so() -> None:
    data = interchange().replace("GS*HB", "TA1*000000906*260302*0813*R*025~GS*HB").encode()

    assert explain(data).what.startswith("Answer to an envelope (TA1), from PAYERONE")


def test_findings_stand_at_their_segment_with_what_to_do() -> None:
    told = explain(remittance(("*96*24*", "*95*24*"), ("SE*16*", "SE*17*")))

    at = {line.tag: [t.finding.code for t in line.told] for line in lines(told) if line.told}
    assert at["CLP"] == ["claim-out-of-balance"]
    assert at["SE"] == ["wrong-count"]
    assert all(t.advice for line in lines(told) for t in line.told if t.finding.code == "claim-out-of-balance")


def test_of_a_long_file_the_first_lines_are_told_and_the_rest_is_counted() -> None:
    two = interchange(
        transaction("271", "BHT*0022*11*A*20260302"), transaction("271", "BHT*0022*11*B*20260302")
    ).encode()
    whole = explain(two)

    cut = explain(two, most=4)

    assert whole.more is None
    assert [line.position for line in lines(cut)] == [1, 2, 3, 4]
    assert (cut.more.segments, cut.more.transactions) == (whole.segments - 4, 1)
    assert the(cut, "271").unsaid == 1


def test_the_money_of_a_message_is_that_of_the_whole_message_however_little_is_told() -> None:
    cut, whole = explain(remittance(), most=4), explain(remittance())

    assert the(cut, "835").sums == the(whole, "835").sums
    assert the(cut, "835").counts == the(whole, "835").counts


def test_findings_behind_the_last_line_are_listed() -> None:
    cut = explain(remittance(("*96*24*", "*95*24*")), most=4)

    assert "claim-out-of-balance" in [t.finding.code for t in cut.more.told]
    assert cut.more.findings == len(cut.more.told)


@pytest.mark.parametrize(
    ("data", "words", "advice"),
    [
        (b"", "empty", "again"),
        (b"<html><title>Sign in</title>", "HTML page", "Sign in to the portal"),
        (b"%PDF-1.7 \x00\x01", "PDF", "document"),
        (b"PK\x03\x04..", "ZIP", "Unpack"),
        (b"hello", "something else", "ISA"),
        (ANSWER[:60], "cut short", "again"),
    ],
)
def test_what_is_no_x12_is_named_and_says_what_to_do(data: bytes, words: str, advice: str) -> None:
    told = explain(data)

    assert told.parts == ()
    assert words in told.what
    assert advice in told.told[0].advice


def test_an_empty_segment_is_told_and_its_finding_with_it() -> None:
    told = explain(ANSWER.replace(b"~EB*B", b"~~EB*B"))

    empty = next(line for line in lines(told) if not line.tag)
    assert (empty.name, [t.finding.code for t in empty.told]) == (labels.EMPTY, ["empty-segment"])


@pytest.mark.parametrize("tail", [b"\r\n", b"\x1a", b"\x00\x00", b"\r\n\r\n\x1a", b"~", b"  "])
def test_padding_behind_the_last_segment_is_not_said_to_be_left_out(tail: bytes) -> None:
    told = explain(ANSWER + tail)

    assert told.more is None
    assert len(lines(told)) == told.segments
    assert {line.name for line in lines(told) if not line.tag} <= {labels.EMPTY}


def test_bytes_that_are_no_text_are_not_shown_as_text() -> None:
    assert explain(b"\x00\x01\x02" * 100).text == ""
    assert explain(b"hello there").text == "hello there"


def test_a_password_on_the_envelope_and_the_content_of_an_attachment_are_not_told() -> None:
    body = ("BGN*11*1*20260302", "NM1*PR*2*PAYER ONE", "LX*1", "EFI*05", "BIN*5*%PDF-")
    data = interchange(transaction("275", *body, guide="005010X210"), group="PI", guide="005010X210")
    told = explain(data.replace("ISA*00*          *00*          *", "ISA*00*          *01*SECRETWORD*").encode())

    said = [value.said for line in lines(told) for value in line.values]
    assert "5 bytes" not in [line.raw for line in lines(told)]
    assert "not shown here" in said
    assert not any("SECRETWORD" in each or "%PDF" in each for each in said)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_broken_copies_are_told_without_losing_a_segment(data: st.DataObject) -> None:
    base = data.draw(st.sampled_from((ANSWER, remittance(), response_278("HCR*A6*N1"))))
    start = data.draw(st.integers(0, len(base)))
    end = data.draw(st.integers(start, min(start + 40, len(base))))
    broken = base[:start] + data.draw(st.binary(max_size=6)) + base[end:]

    told = explain(broken)

    assert len(lines(told)) <= told.segments
    assert {t.finding for t in told.all_told()} >= set(read(broken).findings)
    plain(told)
