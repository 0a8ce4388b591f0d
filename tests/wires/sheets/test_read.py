"""Files as practices export them: encodings, quirks, and what is held with which finding."""

from datetime import date, datetime

import pytest

from otium.terms.extract import (
    AppointmentRow,
    AuthorizationRow,
    CaseRow,
    Extract,
    Flag,
    PatientRow,
    Place,
    Problem,
    Table,
    VisitRow,
)
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus, VisitType
from otium.wires import sheets

PATIENTS = "patient_id,first_name,last_name,date_of_birth,status"


def read(name: str, content: str | bytes, mapping: str = "") -> Extract:
    data = content if isinstance(content, bytes) else content.encode()
    return sheets.read([(name, data)], sheets.read_mapping(mapping))


def held(extract: Extract) -> list[tuple[Problem, int, str]]:
    return [(f.problem, f.place.row, f.column) for f in extract.findings if f.holds]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_a_name_with_accents_is_read_in_each_usual_encoding(encoding: str) -> None:
    text = f"{PATIENTS}\n7,Zoë,Núñez,2019-03-02,Active\n"

    extract = read("patients.csv", text.encode(encoding))

    assert [(r.first_name, r.last_name) for r in extract.rows if isinstance(r, PatientRow)] == [("Zoë", "Núñez")]


def test_windows_line_ends_and_quoted_line_ends_leave_row_numbers_as_a_spreadsheet_counts() -> None:
    text = f'{PATIENTS}\r\n7,"An\r\nna",Lee,2019-03-02,Active\r\n\r\n8,Bo,Lee,never,Active\r\n'

    extract = read("patients.csv", text)

    assert [r.place for r in extract.rows] == [Place("patients.csv", 2)]
    assert held(extract) == [(Problem.BAD_DATE, 4, "date_of_birth")]
    assert extract.sheets[0].read == 2


def test_an_unreadable_birth_date_is_not_repeated_in_the_finding() -> None:
    extract = read("patients.csv", f"{PATIENTS}\n7,Ann,Lee,31.12.2019,Active\n")

    finding = next(f for f in extract.findings if f.holds)
    assert (finding.params, finding.key) == ({}, "7")


def test_an_unknown_word_is_shown_unless_its_column_also_identifies_people() -> None:
    plain = read("patients.csv", f"{PATIENTS}\n7,Ann,Lee,2019-03-02,Paused\n")
    misled = read("patients.csv", f"{PATIENTS}\n7,Ann,Lee,2019-03-02,Active\n", "[columns.patients]\nsex='last_name'")
    strict = read("patients.csv", f"{PATIENTS}\n7,Ann,Lee,x,Active\n", "[columns.patients]\nis_active='last_name'")

    assert next(f for f in plain.findings if f.holds).params == {"word": "Paused"}
    assert next(f for f in misled.findings if f.holds).params == {}
    assert all("Lee" not in str(f.params) for f in strict.findings)


def test_a_row_with_too_few_or_too_many_cells_is_held() -> None:
    text = f"{PATIENTS}\n7,Ann,Lee,2019-03-02\n8,Bo,Lee,2019-03-02,Active,extra\n9,Cy,Lee,2019-03-02,Active,,\n"

    extract = read("patients.csv", text)

    assert held(extract) == [(Problem.WRONG_WIDTH, 2, ""), (Problem.WRONG_WIDTH, 3, "")]
    assert [r.key for r in extract.rows] == ["9"]
    assert extract.sheets[0].keys is None


def test_a_file_without_a_needed_column_is_held_whole() -> None:
    extract = read("patients.csv", "patient_id,first_name\n7,Ann\n8,Bo\n")

    assert held(extract) == [(Problem.COLUMN_MISSING, 1, "last_name")]
    assert (extract.rows, extract.sheets[0].read) == ((), 2)


def test_a_column_named_twice_holds_the_file() -> None:
    extract = read("patients.csv", f"{PATIENTS},status\n7,Ann,Lee,2019-03-02,Active,Inactive\n")

    assert held(extract) == [(Problem.COLUMN_TWICE, 1, "status")]


def test_missing_and_extra_columns_that_hold_nothing_are_named() -> None:
    extract = read("patients.csv", f"{PATIENTS},shoe_size\n7,Ann,Lee,2019-03-02,Active,4\n")

    notes = {f.problem: f.params["columns"] for f in extract.findings if f.place.row == 1}
    assert notes[Problem.COLUMN_UNKNOWN] == "shoe_size"
    assert "export_flag" in str(notes[Problem.COLUMN_ABSENT])
    assert {"flag", "phone", "guardian_phone"} <= extract.sheets[0].absent


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04\x00\x00\x00", id="a workbook"),
        pytest.param(b'patient_id,first_name,last_name\n7,"Ann,Lee\n8,Bo,Lee\n', id="a quote that never closes"),
        pytest.param(b'patient_id,first_name,last_name\n7,"An"n,Lee\n', id="text after a closing quote"),
    ],
)
def test_what_is_no_table_is_held_whole(content: bytes) -> None:
    extract = read("patients.csv", content)

    assert [f.problem for f in extract.findings if f.holds] == [Problem.NOT_TEXT]
    assert extract.rows == ()


def test_an_empty_file_says_that_it_has_no_header() -> None:
    assert held(read("patients.csv", "")) == [(Problem.NO_HEADER, 1, "")]


def test_tables_without_a_file_and_files_without_a_table_are_named_and_hold_nothing() -> None:
    extract = read("holiday.csv", "a,b\n1,2\n")

    assert held(extract) == []
    absent = [f for f in extract.findings if f.problem is Problem.FILE_ABSENT]
    assert len(absent) == len(Table) - 2  # fees and charts may be typed in
    assert Problem.FILE_UNKNOWN in [f.problem for f in extract.findings]


def test_a_file_with_another_name_is_known_by_its_header() -> None:
    header = ",".join(sheets.shipped().columns[Table.AUTHORIZATIONS].values())

    assert sheets.recognise("Export 3.csv", header.encode(), sheets.shipped()) is Table.AUTHORIZATIONS
    assert sheets.recognise("Export 3.csv", b"a,b,c\n", sheets.shipped()) is None


def test_the_published_appointment_columns_are_read_with_their_misspelt_key() -> None:
    text = (
        "appointmnet_id,parent_appointment_id,start_date,end_date,check_in_time,check_out_time,calendar_title,clinic_id,"
        "therapist_id,appointment_type,case_id,patient_id,appointment_status,appointment_creator_id,apt_apttype,"
        "visit_comment,reason,time_stamp\n"
        "-31,,2026-11-12 11:00:00,2026-11-12 12:00:00,,,T,4,41,Initial Evaluation,12,7,Scheduled,9,1,,,2026-11-01\n"
    )

    extract = read("appointments.csv", text)

    assert extract.rows == (
        AppointmentRow(
            Place("appointments.csv", 2),
            "-31",
            starts_at=datetime.fromisoformat("2026-11-12T11:00"),
            ends_at=datetime.fromisoformat("2026-11-12T12:00"),
            clinic="4",
            therapist="41",
            case="12",
            patient="7",
            kind=VisitType.EVALUATION,
            status=VisitStatus.BOOKED,
            modified_at=datetime.fromisoformat("2026-11-01"),
        ),
    )
    assert not [f for f in extract.findings if f.problem is not Problem.FILE_ABSENT]


PUBLISHED_PAYER_TYPES = (
    *("commercial", "commercial", "medicare_b", "commercial", "self_pay", "medicaid_ffs", "workers_comp", "tricare"),
    *("commercial", "auto", "commercial", "commercial", "va", "other", "other", "medicare_advantage", "commercial"),
)


@pytest.mark.parametrize(("number", "payer_type"), list(enumerate(PUBLISHED_PAYER_TYPES, start=1)))
def test_payer_type_ids_are_read_as_published(number: int, payer_type: str) -> None:
    text = f"record_id,patient_id,payer_type,authorization_status,export_flag\n1,7,{number},A,1\n"

    rows = read("authorizations.csv", text).rows

    assert [r.payer_type for r in rows if isinstance(r, AuthorizationRow)] == [PayerType(payer_type)]


def test_a_payer_type_that_is_not_published_holds_the_row() -> None:
    extract = read("authorizations.csv", "record_id,patient_id,payer_type\n1,7,18\n")

    assert held(extract) == [(Problem.UNKNOWN_WORD, 2, "payer_type")]


def test_a_removed_row_needs_nothing_but_its_key() -> None:
    extract = read("cases.csv", "case_id,patient_id,onset_date,export_flag\n12,,never,3\n")

    assert [(r.key, r.flag) for r in extract.rows if isinstance(r, CaseRow)] == [("12", Flag.REMOVED)]
    assert held(extract) == []


def test_a_period_that_ends_before_it_starts_holds_the_row() -> None:
    text = "record_id,patient_id,auth_start_date,auth_end_date\n1,7,2026-02-02,2026-02-01\n2,7,2026-02-02,2026-02-02\n"

    extract = read("authorizations.csv", text)

    assert held(extract) == [(Problem.ENDS_BEFORE_START, 2, "auth_end_date")]


def test_an_appointment_of_no_length_is_held() -> None:
    text = "appointmnet_id,start_date,end_date,appointment_status\n1,2026-02-02 09:00,2026-02-02 09:00,Scheduled\n"

    assert held(read("appointments.csv", text)) == [(Problem.ENDS_BEFORE_START, 2, "end_date")]


def test_cells_that_stand_for_nothing_are_blank() -> None:
    text = "record_id,patient_id,auth_start_date,auth_number\n1,7,0000-00-00,NULL\n"

    rows = read("authorizations.csv", text).rows

    assert [(r.starts_on, r.number) for r in rows if isinstance(r, AuthorizationRow)] == [(None, "")]


def test_a_progress_note_is_a_treatment_visit_and_a_progress_report() -> None:
    text = (
        "visit_id,date_of_service,visit_type,cpt_units\n1,2026-02-02,Progress Note,97530:2\n2,2026-02-03,Daily Note,\n"
    )

    rows = [r for r in read("visits.csv", text).rows if isinstance(r, VisitRow)]

    assert [(r.on, r.kind, r.is_progress_report) for r in rows] == [
        (date(2026, 2, 2), VisitType.TREATMENT, True),
        (date(2026, 2, 3), VisitType.TREATMENT, False),
    ]


def test_a_rate_for_any_visit_has_no_visit_type() -> None:
    text = "ins_name,visit_type,amount,effective_date\nAcme,,80,2026-01-01\nAcme,Massage,80,2026-01-01\n"

    extract = read("expected_rates.csv", text)

    assert [(r.visit_type, r.amount) for r in extract.rows] == [(None, 80)]  # type: ignore[union-attr]
    assert held(extract) == [(Problem.UNKNOWN_WORD, 3, "visit_type")]
