"""Papers made to take for ever or everything are given up in time, and what a person hands in otherwise is read."""

import time
import zlib

import pytest
import typst

from otium.desk import reading_apart
from otium.wires.paper import reading
from otium.wires.paper.pdf_file import written
from otium.wires.paper.reading import Trouble
from partners import pdf

LIMIT = 2  # seconds
IN_TIME = LIMIT + reading_apart.GRACE + 2  # what a busy machine needs besides
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def packed(content: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def one_page(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """Objects 1 to 5 are catalog, pages, page, content and font; `more` follow from 6 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> "
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page + resources + b" >> >>",
            content,
            FONT,
            *more,
        ]
    )


def forms_that_draw_forms(depth: int = 12) -> bytes:
    """Each draws the next one twelve times: 12 to the power of 12 texts from two kilobytes."""
    forms = []
    for number in range(depth):
        resources = b"/Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >>" % (7 + number)
        is_last = number == depth - 1
        content = b"BT /F 9 Tf (deep) Tj ET" if is_last else b"/X Do " * 12
        forms.append(stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources))
    return one_page(stream(b"/X Do " * 12), *forms, resources=b"/XObject << /X 6 0 R >>")


def one_huge_stream() -> bytes:
    """Four hundred megabytes of text operators in less than one."""
    unit = b"BT /F 9 Tf (spam) Tj ET\n" * 1_000
    maker = zlib.compressobj(9)
    data = b"".join(maker.compress(unit) for _ in range(17_000)) + maker.flush()
    return one_page(stream(data, b"/Filter /FlateDecode"))


def a_long_page() -> bytes:
    """Just below what a page may unpack to, and slow to lay out."""
    content = b"BT /F 9 Tf " + b"1 0 0 1 5 5 Tm (a) Tj " * 350_000 + b"ET"
    return one_page(packed(content))


def pages_within_pages() -> bytes:
    """Lists of pages that name the same list again and again."""
    levels = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    levels += [b"<< /Type /Pages /Kids [%s] /Count 9 >>" % (b"%d 0 R " % (n + 3) * 30) for n in range(12)]
    return written([*levels, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


@pytest.mark.parametrize(
    "make", [one_huge_stream, a_long_page, pages_within_pages], ids=["one_huge_stream", "a_long_page", "nested_pages"]
)
def test_a_paper_made_to_exhaust_is_given_up_in_time(make) -> None:  # type: ignore[no-untyped-def]
    data = make()
    assert len(data) < 1_000_000
    assert not reading.is_plain(data)
    began = time.monotonic()

    found = reading_apart.read(data, seconds=LIMIT)

    assert time.monotonic() - began < IN_TIME
    assert found.troubles
    assert not found.has_text


def test_forms_that_draw_forms_end_in_time_too() -> None:
    began = time.monotonic()

    found = reading_apart.read(forms_that_draw_forms(), seconds=LIMIT)

    assert time.monotonic() - began < IN_TIME
    assert len("".join(found.pages)) <= reading.MOST_LETTERS


@pytest.mark.parametrize("deep", [b"[" * 100_000, b"<< /A " * 50_000], ids=["arrays", "dictionaries"])
def test_a_paper_nested_deep_is_damaged_and_no_crash(deep: bytes) -> None:
    found = reading_apart.read(one_page(deep), seconds=LIMIT)

    assert found.troubles
    assert not found.has_text


def test_a_paper_that_wants_more_memory_than_it_is_given_is_not_read() -> None:
    found = reading_apart.read(one_huge_stream(), seconds=10, megabytes=200)

    assert set(found.troubles) <= {Trouble.TOO_HARD, Trouble.PAGE_DAMAGED}
    assert found.troubles


def test_an_ordinary_print_says_the_same_read_apart_as_read_here() -> None:
    data = typst.compile(b"Goal 1: Ties both shoes\n#pagebreak()\nBaseline: 0 of 5, and enough words")

    assert not reading.is_plain(data)
    assert reading_apart.read(data) == reading.read(data)


def test_a_plain_paper_is_read_without_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart.subprocess, "run", None)

    found = reading_apart.read(pdf.paper("Goal 1: Ties both shoes, and enough words"))

    assert found.has_text is True


def test_the_child_sees_no_keys_and_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    real = reading_apart.subprocess.run
    monkeypatch.setattr(reading_apart.subprocess, "run", lambda *a, **more: seen.update(more) or real(*a, **more))

    reading_apart.read(one_page(packed(b"BT /F 9 Tf (Enough words for a text here) Tj ET")))

    assert seen["env"] == {}
