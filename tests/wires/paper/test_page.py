"""A page of plain lines, read back by another's reader."""

import io

import pytest
from pypdf import PdfReader

from otium.wires.paper.page import MOST_LINES, one_page


def read(data: bytes) -> list[str]:
    (page,) = PdfReader(io.BytesIO(data), strict=True).pages
    return page.extract_text().splitlines()


def test_lines_come_back_as_they_were_written():
    lines = ["A test (from Otium)", r"a back\slash", "unbalanced )) ((", "Café Niño – §"]

    assert read(one_page(lines)) == lines


def test_a_character_the_font_has_not_is_a_question_mark_and_a_break_is_none():
    assert read(one_page(["one\r\ntwo 中"])) == ["one  two ?"]


def test_a_page_holds_so_many_lines_and_no_more():
    lines = [f"line {n}" for n in range(MOST_LINES)]

    assert read(one_page(lines)) == lines
    with pytest.raises(ValueError, match="holds 48 lines, got 49"):
        one_page([*lines, "more"])
