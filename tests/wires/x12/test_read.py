"""The door: files to terms, whatever arrives."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from x12sdk.io import X12ModelReader

from otium.terms.x12 import Severity
from otium.wires.x12 import walk
from otium.wires.x12.as_json import plain
from otium.wires.x12.read import check, read
from otium.wires.x12.therapy import therapy_benefits
from otium.wires.x12.write import roundtrip

from .expected import summary
from .messages import SAMPLES, SHARED, answer_271, interchange, remittance_835, response_278, transaction

OURS = sorted(SAMPLES.glob("*.x12"))
THEIRS = sorted(SHARED.glob("*/*")) if SHARED.exists() else []
JUDGED = [
    "271_authorization_needed", "271_authorization_not_needed", "271_copay_and_deductible", "271_dependent",
    "271_inactive", "271_limit_in_hsd", "271_medicare_part_b",
]  # fmt: skip
SEEDS = [path.read_bytes() for path in OURS]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_each_sample_reads_as_the_file_beside_it_says(path):
    expected = json.loads(path.with_suffix(".json").read_text())

    assert summary(path.read_bytes()) == expected


@pytest.mark.parametrize("path", THEIRS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_published_examples_are_named_and_read_without_loss(path):
    data = path.read_bytes()

    result = read(data)

    assert roundtrip(data) is None
    assert all((each.kind or "").upper().startswith(path.parent.name.upper()) for each in result.transactions)
    assert not [
        each for each in result.findings if each.code in {"unknown-segment", "misplaced-segment", "stray-segment"}
    ]


@pytest.mark.parametrize("name", JUDGED)
def test_x12sdk_finds_as_many_transactions_and_benefits(name):
    data = (SAMPLES / f"{name}.x12").read_text()

    with X12ModelReader(data.replace("\n", "")) as judge:
        models = list(judge.models())

    result = read(data.encode())
    assert len(models) == len(result.transactions) == 1
    assert sum(_count(model.model_dump(), "eb_segment") for model in models) == len(result.answers[0].benefits)


def _count(value, name: str) -> int:
    if isinstance(value, dict):
        return sum(_count(each, name) for each in value.values()) + (value.get(name) is not None)
    return sum(_count(each, name) for each in value) if isinstance(value, list) else 0


def test_an_interchange_says_who_sent_it_to_whom():
    (sent,) = read(answer_271("EB*1**30")).interchanges

    assert (sent.control, sent.sender, sent.receiver) == ("000000101", "PAYERONE", "PRACTICEONE")
    assert (sent.sent_on, sent.is_test) == (date(2026, 3, 2), True)


def test_several_interchanges_of_several_kinds_are_read_from_one_file():
    remittance = remittance_835(paid="0", control="000000103")
    data = answer_271("EB*1**30") + b"\n" + response_278("HCR*A1*N1").replace(b"000000101", b"000000102")

    result = read(data + remittance)

    assert [(each.kind, each.interchange, each.number) for each in result.transactions] == [
        ("271", 1, 1), ("278 response", 2, 2), ("835", 3, 3),
    ]  # fmt: skip
    assert (len(result.answers), len(result.decisions), result.findings) == (1, 1, ())


@pytest.mark.parametrize(
    ("code", "guide", "kind"),
    [
        ("277", "005010X214", "277CA"), ("277", "005010X212", "277"), ("837", "005010X222A1", "837P"),
        ("837", "005010X223A2", "837I"), ("999", "005010X231A1", "999"), ("275", "006020X314", "275"),
    ],
)  # fmt: skip
def test_a_transaction_is_named_by_its_code_and_guide(code, guide, kind):
    data = interchange(transaction(code, "NM1*PR*2*PAYER ONE", guide=guide), group="", guide=guide).encode()

    assert [each.kind for each in read(data).transactions] == [kind]


def test_an_unknown_transaction_is_kept_and_named_as_such():
    data = interchange(transaction("850", "BEG*00", guide="005010"), group="PO", guide="005010").encode()

    result = read(data)

    assert [each.kind for each in result.transactions] == [None]
    assert [(each.code, each.segment, each.transaction) for each in result.findings] == [("unknown-transaction", 3, 1)]


def test_an_interchange_without_transaction_is_a_finding():
    assert [each.code for each in check(interchange().encode())] == ["no-transaction"]


def test_findings_stand_in_file_order_and_name_their_transaction():
    head = ("BHT*0022*11*CHECK1*20260302*0815", "HL*1**20*0", "NM1*PR*2*PAYER ONE*****PI*PAYERONE")
    bad = transaction("271", *head, "ZZZ*1", "AAA*Y**42*R", control="0001")
    data = interchange(bad, [*bad[:-1], "SE*9*0001"]).encode()

    found = check(data)

    assert [(each.code, each.segment, each.transaction) for each in found] == [
        ("unknown-segment", 7, 1), ("control-number-reused", 10, 2), ("unknown-segment", 14, 2), ("wrong-count", 16, 2),
    ]  # fmt: skip


def test_carriage_returns_bom_latin_1_and_odd_delimiters_together_change_nothing():
    plainly = answer_271("EB*F**AD^PT***23***VS*60**Y", "MSG*SE\xd1ORA".replace("\xd1", "N"))
    swap = str.maketrans({"*": "|", "^": "<", ":": ">", "~": "\x1c"})
    oddly = b"\xef\xbb\xbf" + plainly.decode().translate(swap).replace("\x1c", "\x1c\r\n").encode()

    assert read(oddly).answers == read(plainly).answers
    assert read(oddly).findings == ()


def test_latin_1_names_are_read():
    data = answer_271("EB*1**30").replace(b"TESTCASE", "NU\xd1EZ".encode("latin-1"))

    assert read(data).answers[0].subscriber.party.name == "NUÑEZ"


def test_a_271_cut_in_the_middle_gives_what_is_there_and_says_so():
    data = answer_271("EB*1**30", "EB*F**AD***23***VS*60")

    result = read(data[: data.index(b"VS*60") + 1])

    assert {"no-se", "cut-in-segment"} <= {each.code for each in result.findings}
    assert len(result.answers) == 1


def test_terms_have_a_plain_form():
    result = read(answer_271("EB*B**AD***27*40.50*****Y", "DTP*292*D8*20260301"))

    line = plain(result.answers[0].benefits[0])

    assert line["stated"]["money"] == "40.50"
    assert line["stated"]["network"] == "in"
    assert line["detail"]["dates"] == [{"qualifier": "292", "start_on": "2026-03-01", "end_on": None}]
    assert json.loads(json.dumps(plain(result)))["interchanges"][0]["number"] == 1


def test_a_large_decimal_is_plain_without_exponent():
    assert plain(Decimal("1E+3")) == "1000"


def test_a_value_no_term_has_is_refused():
    with pytest.raises(TypeError, match="float"):
        plain(1.5)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with some of its bytes replaced, cut out, doubled or cut off."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(
            st.one_of(
                st.binary(max_size=8), st.sampled_from([b"", b"~", b"*", b"~~", b"HL*9*1*EV*0~", b"^", b"BIN*3*"])
            )
        )
        if draw(st.integers(0, 9)) == 0:
            data = data[:end] * 2
    return bytes(data)


@given(damaged())
@example(b"ISA*")
def test_no_damage_raises_or_loses_a_byte_or_passes_in_silence(data):
    result = read(data)

    for answer in result.answers:
        therapy_benefits(answer)
    assert roundtrip(data) is None
    assert json.dumps(plain(result))
    assert result.transactions or result.acknowledgements or result.findings


@given(st.binary(max_size=300))
def test_random_bytes_give_findings_and_no_exception(data):
    assert check(data)


@pytest.mark.parametrize(
    ("count", "said"), [(3, ""), (4, " 1 more like this follow."), (9, " 6 more like this follow.")]
)
def test_of_findings_without_end_so_many_are_listed_and_the_rest_is_counted(monkeypatch, count, said):
    monkeypatch.setattr(walk, "MOST_ALIKE", 3)
    report = walk.Report(interchange=1, transaction=1)

    report.add(Severity.ERROR, "no-claim", "Another.", segment=1)
    for position in range(count):
        report.add(Severity.WARNING, "empty-segment", "Nothing.", segment=position)

    assert [each.message for each in report.findings] == ["Another.", "Nothing.", "Nothing.", f"Nothing.{said}"]
