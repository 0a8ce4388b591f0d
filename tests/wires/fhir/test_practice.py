"""Charts of many patients from FHIR: whose a line is, by the chart number that the files give, and by nothing else."""

import json
from typing import Any

import pytest

from otium.terms.extract import Extract, Line, Problem
from otium.wires.fhir import practice

Json = dict[str, Any]
MR = {"type": {"coding": [{"code": "MR"}]}, "value": "MRN-7"}


def patient(key: str = "p1", **more: Any) -> Json:
    born: Json = {"resourceType": "Patient", "id": key, "identifier": [MR], "birthDate": "2019-03-04"}
    return born | {"name": [{"family": "Lee", "given": ["Ann"]}]} | more


def goal(key: str = "g1", subject: str = "Patient/p1", **more: Any) -> Json:
    said: Json = {"resourceType": "Goal", "id": key, "lifecycleStatus": "active", "startDate": "2026-09-01"}
    return said | {"description": {"text": "Buttons a shirt"}, "subject": {"reference": subject}} | more


def bundle(*resources: Json) -> tuple[str, bytes]:
    entries = [{"resource": one} for one in resources]
    return "practice.json", json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def lines(name: str, *resources: Json) -> tuple[str, bytes]:
    return name, "\n".join(json.dumps(one) for one in resources).encode()


def held(found: Extract) -> list[tuple[Problem, int]]:
    return [(f.problem, f.place.row) for f in found.findings if f.holds]


def test_a_line_is_the_patients_whose_chart_number_its_subject_has() -> None:
    found = practice.read([bundle(patient(), goal())])

    (row,) = found.rows
    assert (row.patient, row.key, row.line, row.text) == ("MRN-7", "goal/Goal/g1", Line.GOAL, "Buttons a shirt")
    assert (row.last_name, row.birth_on and row.birth_on.isoformat()) == ("Lee", "2019-03-04")
    assert (found.sheets[0].read, held(found)) == (1, [])


def test_patients_may_stand_in_another_file_of_the_same_export() -> None:
    found = practice.read([lines("Goal.ndjson", goal(), goal("g2")), lines("Patient.ndjson", patient())])

    assert [(row.patient, row.place.file, row.place.row) for row in found.rows] == [
        ("MRN-7", "Goal.ndjson", 1), ("MRN-7", "Goal.ndjson", 2),
    ]  # fmt: skip


def test_many_patients_in_one_bundle_keep_apart() -> None:
    other = patient("p2", identifier=[MR | {"value": "MRN-8"}])

    found = practice.read([bundle(patient(), other, goal(), goal("g2", "urn:uuid:p2"))])

    assert [row.patient for row in found.rows] == ["MRN-7", "MRN-8"]


@pytest.mark.parametrize(
    "identifiers",
    [
        [],
        [MR, MR | {"value": "MRN-9"}],
        [{"type": {"coding": [{"code": "SS"}]}, "value": "1"}],
        [{"value": "1"}, {"value": "2"}],
        "MRN-7",
    ],
    ids=["none", "two_records", "another_type", "two_untyped", "no_identifier"],
)
def test_a_patient_without_one_chart_number_holds_every_line(identifiers: Any) -> None:
    found = practice.read([bundle(patient(identifier=identifiers), goal())])

    assert found.rows == ()
    assert held(found) == [(Problem.CHART_NUMBER_MISSING, 2)]


def test_a_patient_who_is_in_no_file_is_not_guessed_from_the_reference() -> None:
    found = practice.read([bundle(goal(subject="Patient/MRN-7"))])

    assert held(found) == [(Problem.CHART_NUMBER_MISSING, 1)]


def test_the_reference_itself_may_carry_the_number() -> None:
    said = goal() | {"subject": {"identifier": MR}}

    (row,) = practice.read([bundle(said)]).rows

    assert row.patient == "MRN-7"


def test_a_resource_that_says_too_little_is_held_whole_with_its_place() -> None:
    parts = [{"code": {"text": "Left"}, "valueInteger": 3}, {"code": {"text": "Right"}}]
    score = {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "Grip strength"}}
    found = practice.read([bundle(patient(), goal(), {**score, "subject": {"reference": "Patient/p1"},
                                                      "component": parts})])  # fmt: skip

    assert [row.line for row in found.rows] == [Line.GOAL]
    assert held(found) == [(Problem.RESOURCE_UNREAD, 3)]
    assert found.sheets[0].read == 2


def test_kinds_that_are_not_read_are_named_once_and_hold_nothing() -> None:
    found = practice.read([bundle(patient(), goal(), {"resourceType": "Encounter"}, {"resourceType": "Encounter"})])

    (told,) = found.findings
    assert (told.holds, told.params) == (False, {"columns": "Encounter"})


@pytest.mark.parametrize(
    "data",
    [b'{"resourceType": "Bundle"', b'{"resourceType": "Goal"}\n{"resour', b'{"resourceType":"Bundle","x":NaN}',
     b'{"resourceType":"Bundle","entry":' + b"[" * 100_000],
    ids=["cut_off", "cut_off_line", "not_a_number", "nested_deep"],
)  # fmt: skip
def test_what_is_no_json_is_a_finding_of_the_file(data: bytes) -> None:
    found = practice.read([("broken.json", data)])

    assert held(found) == [(Problem.NOT_JSON, 1)]


def test_a_file_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "MOST_LINES", 2)
    monkeypatch.setattr(practice, "LARGEST", 600)

    many = practice.read([bundle({"resourceType": "X"}, {"resourceType": "X"}, {"resourceType": "X"})])
    large = practice.read([bundle(goal(note=[{"text": "x" * 600}]))])

    assert held(many) == [(Problem.TOO_LARGE, 1)]
    assert many.findings[0].params == {"most": "2 resources"}
    assert held(large) == [(Problem.TOO_LARGE, 1)]


@pytest.mark.parametrize(
    ("data", "is_it"), [(b' \xef\xbb\xbf{"resourceType": "Goal"}', True), (b"id,type\n", False), (b"{}", False)]
)
def test_fhir_is_told_from_tables_by_its_first_letters(data: bytes, is_it: bool) -> None:
    assert practice.is_fhir(data) is is_it


def test_a_line_of_an_export_ends_at_a_line_feed_and_at_no_other_sign() -> None:
    said = [patient(), goal(description={"text": "Buttons a shirt\u2028alone"})]
    data = "\r\n".join(json.dumps(one, ensure_ascii=False) for one in said).encode()

    (row,) = practice.read([("export.ndjson", data)]).rows

    assert row.text.startswith("Buttons a shirt")
