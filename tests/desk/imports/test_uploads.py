"""What may be dropped: folders, zips and single files; and what is refused whole, with a sentence."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from otium.desk.imports import uploads
from otium.desk.imports.uploads import Upload, UploadRefused

TABLE = b"patient_id,first_name\n7,Ann\n"
X12 = b"ISA*00*          *00*          *ZZ*A~"


def packed(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> Upload:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return Upload("export.zip", buffer.getvalue())


def test_a_zip_is_its_files_and_x12_is_told_from_tables() -> None:
    batch = uploads.sort([packed({"webpt/patients.csv": TABLE, "x12/a.271": X12}), Upload("b.txt", b"\r\n" + X12)])

    assert [file.name for file in batch.tables] == ["patients.csv"]
    assert [file.name for file in batch.x12] == ["a.271", "b.txt"]


def test_hidden_files_are_left_out() -> None:
    batch = uploads.sort([packed({"__MACOSX": b"x", ".DS_Store": b"", "patients.csv": TABLE})])

    assert [file.name for file in batch.tables] == ["patients.csv"]


def test_the_same_file_twice_is_one_and_another_of_its_name_gets_a_number() -> None:
    more = TABLE + b"8,Bo\n"

    batch = uploads.sort(
        [Upload("patients.csv", TABLE), Upload("a/patients.csv", TABLE), Upload("b/patients.csv", more)]
    )

    assert [(file.name, file.data) for file in batch.tables] == [("patients.csv", TABLE), ("patients.csv (2)", more)]


@pytest.mark.parametrize("name", ["../patients.csv", "/etc/patients.csv", "a/../../patients.csv", "C:\\patients.csv"])
def test_a_zip_that_names_files_outside_itself_is_refused(name: str) -> None:
    with pytest.raises(UploadRefused, match="outside itself"):
        uploads.sort([packed({name: TABLE, "cases.csv": TABLE})])


def test_a_zip_that_grows_out_of_proportion_is_refused() -> None:
    with pytest.raises(UploadRefused, match="out of proportion"):
        uploads.sort([packed({"patients.csv": b"\0" * 20_000_000})])


def test_a_zip_whose_header_lies_about_its_size_is_refused_by_what_comes_out() -> None:
    bomb = bytearray(packed({"patients.csv": b"\0" * 20_000_000}).data)
    central = bomb.index(b"PK\x01\x02")
    bomb[central + 24 : central + 28] = (100).to_bytes(4, "little")

    with pytest.raises(UploadRefused):
        uploads.sort([Upload("export.zip", bytes(bomb))])


def test_a_zip_in_a_zip_is_refused() -> None:
    with pytest.raises(UploadRefused, match="another zip"):
        uploads.sort([packed({"inner.zip": packed({"patients.csv": TABLE}).data})])


def test_a_damaged_zip_is_refused() -> None:
    with pytest.raises(UploadRefused, match="damaged"):
        uploads.sort([Upload("export.zip", packed({"patients.csv": TABLE}).data[:-30])])


def test_a_zip_whose_packed_bytes_were_altered_is_refused() -> None:
    altered = bytearray(packed({"patients.csv": TABLE * 500}).data)
    start = altered.index(b"patients.csv") + len(b"patients.csv")
    altered[start : start + 8] = b"\xff" * 8

    with pytest.raises(UploadRefused, match=r"export\.zip is damaged .* Pack the folder again"):
        uploads.sort([Upload("export.zip", bytes(altered))])


@pytest.mark.parametrize("name", [".", "./.", "\\"])
def test_a_zip_with_a_file_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(UploadRefused):
        uploads.sort([packed({name: TABLE, "patients.csv": TABLE})])


def test_an_empty_file_is_named_and_not_passed_over() -> None:
    with pytest.raises(UploadRefused, match=r"patients\.csv is empty"):
        uploads.sort([packed({"webpt/patients.csv": b"", "cases.csv": TABLE})])
    with pytest.raises(UploadRefused, match=r"a\.csv, b\.csv are empty"):
        uploads.sort([Upload("b.csv", b""), Upload("a.csv", b"\r\n")])


def test_a_zip_with_a_password_is_refused() -> None:
    locked = bytearray(packed({"patients.csv": TABLE}).data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1

    with pytest.raises(UploadRefused, match="password"):
        uploads.sort([Upload("export.zip", bytes(locked))])


def test_too_many_and_too_large_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    monkeypatch.setattr(uploads, "LARGEST_FILE", 100)
    monkeypatch.setattr(uploads, "LARGEST_TOTAL", 150)

    with pytest.raises(UploadRefused, match="More than 2 files"):
        uploads.sort(Upload(f"{n}.csv", b"x") for n in range(3))
    with pytest.raises(UploadRefused, match="holds more than 2 files"):
        uploads.sort([packed({f"{n}.csv": b"x" for n in range(3)})])
    with pytest.raises(UploadRefused, match="larger than"):
        uploads.sort([Upload("a.csv", b"x" * 101)])
    with pytest.raises(UploadRefused, match="Together"):
        uploads.sort([Upload("a.csv", b"x" * 80), Upload("b.csv", b"x" * 80)])


def test_a_workbook_is_kept_whole_so_that_the_reader_can_say_it_is_no_table() -> None:
    book = Upload("patients.xlsx", packed({"xl/workbook.xml": b"<x/>"}).data)

    assert uploads.sort([book]).tables == (book,)
