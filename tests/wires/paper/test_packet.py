"""The packet on paper: counted pages, the number on each, the enclosures inside, nothing grey."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from otium.terms.packet_paper import PacketPaper, PaperEnclosure, PaperSection, SignatureBlock
from otium.wires.paper import packet as paper
from otium.wires.paper.page import one_page

BLOCK = SignatureBlock("Noor Haddad", "OTR/L", "1245319599", "11/23/2026 10:00 AM EST", "a" * 64, "b" * 64)
# The smallest JPEG: one grey pixel, 8 by 8 baseline. Source: ISO 10918-1.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d"
    "1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080008000801011100ffc4001f000001050101"
    "0101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d010203000411051221314106"
    "13516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455"
    "565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9ba"
    "c2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfcffd9"
)


def enclosure(*lines: str, title: str = "Evaluation", copies: int = 1) -> PaperEnclosure:
    writer = PdfWriter()
    for number in range(copies):
        writer.append(io.BytesIO(one_page([*lines, f"sheet {number + 1}"])))
    out = io.BytesIO()
    writer.write(out)
    return PaperEnclosure(title, "evaluation", out.getvalue(), "application/pdf")


def content(*enclosures: PaperEnclosure, signature: SignatureBlock | None = BLOCK, sections: int = 2) -> PacketPaper:
    return PacketPaper(
        number="7C41F2A9", title="Request to continue treatment", practice=("Alder Street Therapy",), payer="Evergreen",
        patient="Theodora Marshfield", facts=(("Patient", "Theodora Marshfield"),),
        sections=tuple(section(n) for n in range(sections)),
        enclosures=enclosures, signature=signature,
    )  # fmt: skip


def section(number: int) -> PaperSection:
    return PaperSection(f"Section {number}", tuple(f"Sentence {number}-{m}." for m in range(30)))


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_every_page_has_the_number_of_the_request_and_its_own_of_all() -> None:
    found = pages(paper.packet(content(enclosure("Findings", copies=3))))

    for place, text in enumerate(found, 1):
        assert "Request 7C41F2A9" in text
        assert f"Page {place} of {len(found)}" in text


def test_enclosures_follow_page_by_page_with_their_title() -> None:
    found = pages(paper.packet(content(enclosure("Findings", copies=2), enclosure("Ordered", title="Order"))))

    assert [("Findings" in text, "Ordered" in text) for text in found[-3:]] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip
    assert "Enclosure 1: Evaluation, page 2 of 2" in found[-2]
    assert "Enclosure 2: Order, page 1 of 1" in found[-1]


def test_the_contents_name_the_page_of_each_part() -> None:
    found = pages(paper.packet(content(enclosure("Findings"), sections=3)))
    named = re.findall(r"(Section \d|Signature|Enclosure 1: Evaluation) (\d+)", found[0])

    assert [name for name, _ in named] == [
        "Section 0",
        "Section 1",
        "Section 2",
        "Signature",
        "Enclosure 1: Evaluation",
    ]
    for name, number in named:
        assert name in found[int(number) - 1]


def test_a_signed_packet_carries_who_when_and_the_hashes() -> None:
    text = " ".join(pages(paper.packet(content())))

    assert "Electronically signed by Noor Haddad, OTR/L, NPI 1245319599" in text
    assert "11/23/2026 10:00 AM EST" in text
    assert "a" * 32 in text
    assert "DRAFT" not in text


def test_a_draft_says_so_on_every_page_and_has_no_signature() -> None:
    found = pages(paper.packet(content(enclosure("Findings"), signature=None)))

    assert all("DRAFT, NOT SIGNED" in text for text in found)
    assert "signed by" not in " ".join(found)


def test_a_photograph_is_a_page_of_its_own() -> None:
    found = pages(paper.packet(content(PaperEnclosure("Order", "order", JPEG, "image/jpeg"))))

    assert "Enclosure 1: Order, page 1 of 1" in found[-1]


def test_a_page_that_lies_on_its_side_is_turned_and_stays_within_the_sheet() -> None:
    reader = PdfReader(io.BytesIO(one_page(["Sideways"])))
    writer = PdfWriter()
    writer.append(reader)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)

    made = paper.packet(content(PaperEnclosure("Order", "order", out.getvalue(), "application/pdf")))

    last = PdfReader(io.BytesIO(made)).pages[-1]
    assert "Sideways" in last.extract_text()
    assert (float(last.mediabox.width), float(last.mediabox.height)) == (612, 792)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", "application/pdf"),
        (b"not a pdf", "application/pdf"),
        (one_page(["cut"])[:200], "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ],
    ids=["empty", "text", "cut", "png", "broken_jpeg"],
)
def test_a_paper_that_cannot_be_opened_is_named_by_its_place(data: bytes, media_type: str) -> None:
    bad = PaperEnclosure("Order", "order", data, media_type)

    with pytest.raises(paper.EnclosureUnreadableError) as error:
        paper.packet(content(enclosure("Findings"), bad))

    assert error.value.place == 1


def test_a_paper_behind_a_password_cannot_be_opened() -> None:
    writer = PdfWriter()
    writer.append(io.BytesIO(one_page(["Secret"])))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(paper.EnclosureUnreadableError):
        paper.packet(content(PaperEnclosure("Order", "order", out.getvalue(), "application/pdf")))


def test_the_same_packet_without_enclosures_is_the_same_bytes() -> None:
    assert paper.packet(content()) == paper.packet(content())


def test_the_template_is_black_and_nothing_smaller_than_eleven_points() -> None:
    text = (Path(paper.__file__).parent / "templates" / "packet.typ").read_text()

    assert min(float(size) for size in re.findall(r"size: ([\d.]+)pt", text)) >= 11
    assert re.findall(r"rgb\(|luma\(|gray|silver", text) == []


def test_what_people_typed_is_never_read_as_a_template() -> None:
    evil = replace(content(), sections=(PaperSection("#panic()", ('#read("/etc/passwd") *bold* $x$',)),))

    assert '#read("/etc/passwd") *bold* $x$' in " ".join(pages(paper.packet(evil)))
