"""Letters as PDF: what people typed is shown and never obeyed; any reader can read them aloud."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from otium.terms.family import AbnForm, FamilyLetter
from otium.wires.paper import letters, setting

ATTACKS = (
    '#read("/etc/passwd")', '#import "@preview/cades:0.3.1"', '#include "letter.typ"', "#panic()", "$ sum $", "*bold*",
    "{{ 7 * 7 }}", "#sys.inputs", "\\u{41}", "= Heading",
    "#eval(\"1+1\")", "`raw`", "<label>", "@reference", "//comment",
    '#link("https://evil.example")', "/* x */",
)  # fmt: skip
LETTER = FamilyLetter(
    language="es", title="Su plan cubre 30 visitas al año. Quedan 4.", sender=("Clínica Ñandú", "1 Calle"),
    addressee=("María Ruiz",), day="25 de noviembre de 2026", about="Sobre Mateo R.", heading="Qué significa",
    points=("Uno.", "Dos."), question="¿Qué prefiere?", choices=("Seguir.", "Parar."), closing=("Llámenos.",),
    signature="Firma y fecha",
)  # fmt: skip
WORDS = {
    name: name.upper()
    for name in (
        "title", "a", "b", "c", "note", "note_text", "expect", "d", "e", "f", "now", "now_read", "now_ask",
        "now_choose", "other_insurance", "g", "option_1", "option_2", "option_3", "h", "opinion", "i", "j", "footer",
    )
}  # fmt: skip
FORM = AbnForm(
    language="en", notifier=("Alder Street Therapy",), patient="Ida Marsh", identification="77", items="Therapy",
    reason="Not needed", cost="$118", version="Form CMS-R-131", words=WORDS,
)  # fmt: skip


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(data).pages).split())


def test_a_letter_is_a_letter_page_with_title_language_and_tags() -> None:
    made = reader(letters.letter(LETTER))

    root = made.trailer["/Root"]
    assert (root["/Lang"], made.metadata.title) == ("es", LETTER.title)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert [float(n) for n in made.pages[0].mediabox] == [0, 0, 612, 792]


def test_it_says_all_it_was_given() -> None:
    said = words(letters.letter(LETTER))

    for part in (*LETTER.sender, *LETTER.addressee, LETTER.day, LETTER.about, *LETTER.points, *LETTER.choices):
        assert part in said


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_name_that_is_a_template_is_printed_as_it_is(attack: str) -> None:
    made = letters.letter(
        replace(LETTER, title=attack, sender=(attack,), addressee=(attack,), about=attack, points=(attack, "end"))
    )

    said = words(made)
    assert said.replace(" ", "").count(attack.replace(" ", "")) >= 4
    assert "root:" not in said
    assert b"/Annots" not in made


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_same_in_an_advance_notice(attack: str) -> None:
    said = words(letters.abn(replace(FORM, patient=attack, notifier=(attack,), signed_by=attack, choice=1)))

    assert said.replace(" ", "").count(attack.replace(" ", "")) >= 3
    assert "root:" not in said


def test_what_no_page_can_carry_is_left_out() -> None:
    assert "Mateo" in words(letters.letter(replace(LETTER, about="Ma\x00te\x1bo")))


def test_an_advance_notice_is_one_page_with_its_ten_fields() -> None:
    data = letters.abn(FORM)

    said = words(data)
    assert len(reader(data).pages) == 1
    assert [name for name in "ABCDEFGHIJ" if not re.search(rf"\b{name}\b", said)] == []
    assert "Form CMS-R-131" in said


@pytest.mark.parametrize("choice", [0, 1, 2, 3])
def test_only_the_box_that_was_chosen_is_marked(choice: int) -> None:
    said = words(letters.abn(replace(FORM, choice=choice)))

    assert len(re.findall(r"\bX\b", said)) == (1 if choice else 0)


def test_an_estimate_is_a_table_with_its_total() -> None:
    heads, rows = ("Qué", "Visitas", "Costo"), (("97530", "12", "$1,416"),)

    said = words(letters.letter(replace(LETTER, heads=heads, rows=rows, total=("Total", "$1,416"))))

    assert "97530 12 $1,416 Total $1,416" in said


def test_the_same_letter_is_the_same_bytes() -> None:
    assert letters.letter(LETTER) == letters.letter(LETTER)


def test_an_error_quotes_nothing_of_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "_template", lambda name: b'#panic(sys.inputs.at("letter"))')

    with pytest.raises(letters.CannotSetError) as error:
        letters.letter(LETTER)

    assert "Mateo" not in str(error.value)
    assert error.value.__cause__ is None


def test_templates_read_no_file_and_evaluate_nothing() -> None:
    for path in (Path(letters.__file__).parent / "templates").glob("*.typ"):
        assert re.findall(r"\b(read|eval|plugin|import|include|image|csv|yaml|toml|cbor|xml)\b\(?", _code(path)) == []


def _code(path: Path) -> str:
    return "\n".join(line for line in path.read_text().splitlines() if not line.startswith("//"))
