"""275: papers with their bytes, by declared length. No judge of others reads it: `second.py` does, as far as form."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.additional_information import AdditionalInformation, AttachedItem, Media, Purpose, media_of
from otium.terms.claim_status import ClaimStatus, StatusCode
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Reference
from otium.wires.x12 import t275
from otium.wires.x12.guide_275 import VERSIONS
from otium.wires.x12.read import read
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.write import roundtrip
from otium.wires.x12.writing import Body, Incomplete, wrap

from . import second
from .broken import is_found, mutants
from .made import DAYS, IDS, NPIS, maybe, organisations, persons, some, spans
from .messages import SAMPLES
from .unplaced import unplaced

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("PRACTICEONE", "PAYERONE", datetime(2026, 3, 2, 8, 15), 101, 1)  # noqa: DTZ001
MUTANTS = mutants("275")
NAMES = [path.stem for path in sorted(SAMPLES.glob("275_*.x12"))]


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.x12").read_bytes()


def papers(name: str) -> AdditionalInformation:
    (information,) = read(sample(name)).of(AdditionalInformation)
    return information


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_every_mutant_is_found_at_its_place(mutant):
    assert is_found(mutant)


@pytest.mark.parametrize("name", NAMES)
def test_a_275_is_written_as_it_was_read_and_the_second_reader_takes_it(name):
    body = t275.write(papers(name), profile=PROFILE)
    (transaction,) = read_interchanges(sample(name)).transactions

    assert list(body.segments) == [segment.text for segment in transaction.segments()][1:-1]
    assert second.complaints(wrap([body], ENVELOPE), "275") == []
    assert read(sample(name)).findings == ()


def test_content_that_looks_like_segments_is_read_by_its_length():
    pdf, document = papers("275_pdf_for_claim").items

    assert (pdf.media, pdf.content[:5], pdf.content[-5:], len(pdf.content)) == (Media.PDF, b"%PDF-", b"%%EOF", 86)
    assert b"~SE*2*9~ * : ^" in pdf.content
    assert (document.media, document.content[:5]) == (Media.C_CDA, b"<?xml")


def test_a_paper_names_what_it_belongs_to():
    information = papers("275_pdf_for_claim")

    assert (information.patient_control_number, information.items[0].line_number) == ("CLAIM7", "LINE1")
    assert [item.control_number for item in information.items] == ["PAPER1", "PAPER2"]


def test_a_paper_bears_the_number_that_the_request_gives_it():
    # Arrange: the renewal sends a plan of treatment electronically, and says under which number.
    (request,) = read(sample("278_request_visits_over_weeks")).of(object)

    sent = {each.control_number for each in request.event.attachments if each.transmission == "EL"}

    assert sent == {item.control_number for item in papers("275_c_cda_for_request").items}


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.7\n", Media.PDF),
        (b"\n%PDF-1.7", Media.PDF),
        (b"<ClinicalDocument/>", Media.C_CDA),
        (b"MIME-Version: 1.0\r\n\r\n<cda:ClinicalDocument/>", Media.C_CDA),
        (b"<html></html>", None),
        (b"GIF89a", None),
        (b"", None),
        (b"x" * 5000 + b"<ClinicalDocument/>", None),
    ],
)
def test_the_kind_of_a_paper_is_told_by_its_bytes(content, media):
    assert media_of(content) is media


ASKED = st.builds(
    lambda loinc: ClaimStatus(
        (StatusCode("R4", loinc, None, "LOI"),), None, None, None, None, None, None, None, None, None, 1
    ),
    IDS,
)
CONTENTS = st.binary(min_size=1, max_size=200) | st.binary(max_size=200).map(b"%PDF-1.4\n~*:^".__add__)


def _item(number, asked, line, dates, form, content):
    return AttachedItem(number, asked, line, dates, "AE", form, "05", media_of(content), content, 1)


ITEMS = st.builds(
    _item, IDS, some(ASKED, 1), maybe(IDS), some(spans("368"), 1), st.sampled_from(["HL", "IA", "TX"]), CONTENTS
)
INFORMATION = st.sampled_from(sorted(VERSIONS)).flatmap(
    lambda guide: st.builds(
        AdditionalInformation, st.just(guide), st.sampled_from(Purpose), IDS, DAYS, maybe(st.just("0815")),
        organisations(VERSIONS[guide].payer), organisations("41", qualifier="46"),
        organisations("1P", ids=NPIS, qualifier="XX"), persons("QC").map(lambda person: person.party),
        IDS.map(lambda claim: (Reference("EJ", claim),)), some(spans("472"), 1), st.just(()),
        some(ITEMS, 3, least=1), st.just(1),
    )
)  # fmt: skip


@settings(max_examples=80)
@given(INFORMATION)
def test_any_bytes_read_back_whatever_the_version(information):
    body = t275.write(information, profile=PROFILE)
    data = wrap([Body.from_bytes(body.as_bytes())], ENVELOPE)

    result = read(data)

    assert unplaced(result.of(AdditionalInformation)) == unplaced((information,))
    assert {each.code for each in result.findings} <= {"media-unknown"}
    assert second.complaints(data, "275") == []
    assert roundtrip(data) is None


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        ({"guide": "005010X217"}, "header", "ST03"), ({"purpose": None}, "header", "BGN01"),
        ({"reference": None}, "header", "BGN02"), ({"made_on": None}, "header", "BGN03"),
        ({"payer": None}, "1000A", "NM1"), ({"submitter": None}, "1000B", "NM1"), ({"provider": None}, "1000C", "NM1"),
        ({"patient": None}, "1000D", "NM1"), ({"references": ()}, "1000D", "REF"), ({"items": ()}, "1000D", "LX"),
        ({"guide": "005010X211"}, "1000A", "NM101"),
    ],
)  # fmt: skip
def test_a_275_that_belongs_to_nothing_is_refused(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        t275.write(replace(papers("275_pdf_for_claim"), **change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        ({"control_number": None}, "2000A", "TRN02"), ({"content": b""}, "2100", "BIN"),
        ({"format": None, "content": b"GIF89a"}, "2100", "CAT02"),
    ],
)  # fmt: skip
def test_a_paper_that_cannot_be_matched_or_read_is_refused(change, loop, element):
    information = papers("275_pdf_for_claim")
    item = information.items[0]._replace(**change)

    with pytest.raises(Incomplete) as refused:
        t275.write(replace(information, items=(item,)), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)


@pytest.mark.parametrize(("content", "form"), [(b"%PDF-1.4", b"CAT*AE*IA"), (b"<ClinicalDocument/>", b"CAT*AE*HL")])
def test_a_format_that_is_not_said_follows_from_the_bytes(content, form):
    information = papers("275_pdf_for_claim")
    item = information.items[0]._replace(format=None, content=content)

    assert form in t275.write(replace(information, items=(item,)), profile=PROFILE).segments


@pytest.mark.parametrize(
    ("purpose", "trace"), [(Purpose.UNSOLICITED, b"TRN*1*PAPER1"), (Purpose.SOLICITED, b"TRN*2*PAPER1")]
)
def test_a_number_of_ours_is_told_from_one_the_payer_asked_under(purpose, trace):
    information = replace(papers("275_pdf_for_claim"), purpose=purpose)

    assert trace in t275.write(information, profile=PROFILE).segments


def test_a_second_content_for_one_paper_is_a_finding_and_the_first_is_kept():
    data = sample("275_c_cda_for_request").replace(b"~\nSE*14*", b"~\nBIN*3*abc~\nSE*15*")

    result = read(data)

    assert [(each.code, each.segment) for each in result.findings] == [("repeated-segment", 16)]
    assert result.of(AdditionalInformation)[0].items[0].media is Media.C_CDA
