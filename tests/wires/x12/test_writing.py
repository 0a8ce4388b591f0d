"""Bodies and envelopes: what is written reads back, and what is incomplete or unfit is refused by its place."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.terms.trading import Envelope, TradingProfile
from otium.wires.x12.read import read
from otium.wires.x12.writing import DELIMITERS, Body, Incomplete, Writer, composite, fitted, repeated, wrap

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("OTIUM", "PAYER1", datetime(2026, 11, 25, 9, 5), 905, 17)  # noqa: DTZ001 - local by definition


def writer() -> Writer:
    return Writer(record="claim 4711", profile=PROFILE)


def body(code: str = "270", guide: str = "005010X279A1") -> Body:
    written = writer()
    written.add("BHT", "0022", "13", "1", "20261125", "0905")
    return written.body(code, guide)


def test_an_interchange_reads_back_with_its_numbers_and_counts_and_without_finding():
    data = wrap([body(), body(), body("276", "005010X212")], replace(ENVELOPE, newline="\n"))

    result = read(data)

    (interchange,) = result.interchanges
    assert (interchange.control, interchange.sender, interchange.receiver) == ("000000905", "OTIUM", "PAYER1")
    assert [each.control for each in result.transactions] == ["0001", "0002", "0003"]
    assert b"GE*2*17~\nGS*HR*OTIUM*PAYER1*20261125*0905*18*X*005010X212~\n" in data
    assert data.index(b"~") == 105
    assert not [each for each in result.findings if each.code.startswith(("wrong", "control", "isa", "group"))]


@pytest.mark.parametrize(
    "change",
    [
        {"sender": ""}, {"sender": "A*B"}, {"receiver": "SIXTEEN CHARS ID"}, {"interchange_control": 0},
        {"interchange_control": 10**9}, {"sender": "É"},
    ],
)  # fmt: skip
def test_an_envelope_that_cannot_be_written_is_refused(change):
    with pytest.raises(ValueError):
        wrap([body()], replace(ENVELOPE, **change))


@given(st.text(max_size=80), st.sampled_from(["basic", "extended"]))
def test_no_delimiter_or_control_character_gets_through_a_name(text, character_set):
    found = fitted(text, character_set)

    assert not set(found) & set(DELIMITERS)
    assert found.isascii()
    assert found.isprintable()
    assert fitted(found, character_set) == found


@pytest.mark.parametrize("text", ["A*B", "A~B", "A:B", "A^B", "A\nB", "A\x00"])
def test_an_id_with_a_delimiter_is_refused_by_loop_element_and_record_without_its_value(text):
    written = writer()
    written.enter("2010BA")

    with pytest.raises(Incomplete) as refused:
        written.need(text, "NM109")

    assert str(refused.value) == "Loop 2010BA, NM109 of claim 4711: it holds a delimiter or control character."


@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_missing_is_refused(value):
    with pytest.raises(Incomplete, match="Loop header, NM109 of claim 4711: it is missing"):
        writer().need(value, "NM109")


def test_length_is_refused_on_its_far_side_only():
    assert writer().need("12345", "REF02", most=5) == "12345"
    with pytest.raises(Incomplete, match="longer than 5"):
        writer().need("123456", "REF02", most=5)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8))
def test_a_kept_body_comes_back_whatever_its_bytes(segments):
    kept = Body("275", "005010X210", tuple(segments))

    assert Body.from_bytes(kept.as_bytes()) == kept


@pytest.mark.parametrize(("value", "text"), [("120.00", "120"), ("0.50", "0.5"), ("-3.10", "-3.1"), ("0", "0")])
def test_money_has_no_needless_zeros(value, text):
    assert writer().dollars(Decimal(value), "CLM02") == text


def test_money_below_a_cent_is_never_rounded():
    with pytest.raises(Incomplete, match="CLM02 of claim 4711: the amount is not in whole cents"):
        writer().dollars(Decimal("1.005"), "CLM02")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1E+15", "1E+30", "1E-30"])
def test_what_is_no_number_of_x12_is_refused(value):
    for write in (writer().number, writer().dollars):
        with pytest.raises(Incomplete, match="QTY02 of claim 4711: it is no number X12 can hold"):
            write(Decimal(value), "QTY02")


def test_a_number_of_fifteen_digits_is_written():
    assert writer().number(Decimal("1E+14"), "QTY02") == "100000000000000"
    assert writer().number(None, "QTY02") == ""


def test_binary_content_is_written_by_its_length_and_read_by_it():
    written = writer()
    written.add("BGN", "11", "1", "20261125")
    written.add_binary("BIN", content=b"%PDF~*\n~")

    data = wrap([written.body("275", "005010X210")], ENVELOPE)

    assert b"BIN*8*%PDF~*\n~~SE*4*0001~" in data
    assert not [each for each in read(data).findings if each.code in {"binary-length", "wrong-count"}]


def test_trailing_empty_parts_are_left_out():
    assert composite("HC", "97530", "GO", None, "") == "HC:97530:GO"


@pytest.mark.parametrize("text", ["A*B", "A~B", "A:B", "A^B", "A\nB"])
def test_an_element_nobody_looked_at_is_refused_where_a_delimiter_stands_in_it(text):
    with pytest.raises(Incomplete, match="Loop header, NM108 of claim 4711: it holds a delimiter"):
        writer().add("NM1", *[""] * 7, text)


def test_the_parts_of_an_element_hold_no_element_and_no_segment():
    written = writer()

    written.add("SV1", composite("HC", "97530", "GO"))

    with pytest.raises(Incomplete, match="SV101"):
        written.add("SV1", composite("HC", "97*530"))
    with pytest.raises(Incomplete, match="EQ01"):
        written.add("EQ", repeated(["30", "A~D"]))
