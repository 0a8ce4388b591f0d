"""FHIR R4 bundles: what becomes a proposal, and what is said instead of guessed."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import NewFinding, NewGoal, NewScore, Person, Reading
from otium.wires.fhir import chart

SUBJECT = {"subject": {"reference": "Patient/p1"}}
PATIENT = {
    "resourceType": "Patient", "id": "p1", "birthDate": "2018-03-14",
    "name": [{"family": "Marshfield", "given": ["Theodora"]}],
}  # fmt: skip
GOAL = {
    "resourceType": "Goal", "id": "g1", **SUBJECT, "lifecycleStatus": "active", "startDate": "2026-09-01",
    "description": {"text": "Ties shoes"}, "target": [{"detailString": "4 of 5", "dueDate": "2027-03-01"}],
    "note": [{"text": "1 of 5"}, {"text": "2 of 5"}],
}  # fmt: skip
SCORE = {
    "resourceType": "Observation", "id": "o1", **SUBJECT, "status": "final",
    "effectiveDateTime": "2026-09-01T10:00:00Z",
    "code": {"text": "QuickDASH"}, "valueQuantity": {"value": 43.18, "unit": "points"},
}  # fmt: skip


def bundle(*resources: dict[str, Any]) -> str:
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]})


def read(*resources: dict[str, Any]) -> Reading:
    return chart.read(bundle(*resources))


def codes(found: Reading) -> list[str]:
    return [unread.code for unread in found.unread]


def test_goals_scores_and_impressions_are_read() -> None:
    impression = {
        "resourceType": "ClinicalImpression", "id": "c1", **SUBJECT, "status": "completed", "date": "2026-09-01",
        "code": {"text": "Skilled need"}, "summary": "A therapist must grade the task.",
    }  # fmt: skip
    condition = {
        "resourceType": "Condition",
        "id": "d1",
        **SUBJECT,
        "code": {"coding": [{"display": "Coordination disorder"}]},
    }

    found = read(PATIENT, GOAL, SCORE, impression, condition)

    assert [p.item for p in found.proposals] == [
        NewGoal("Ties shoes", current="2 of 5", target="4 of 5", due_on=date(2027, 3, 1), set_on=date(2026, 9, 1)),
        NewScore("QuickDASH", "", Decimal("43.18"), "points", taken_on=date(2026, 9, 1)),
        NewFinding(FindingKind.SKILLED_NEED, "A therapist must grade the task.", found_on=date(2026, 9, 1)),
        NewFinding(FindingKind.HISTORY, "Coordination disorder"),
    ]
    assert [p.own_id for p in found.proposals] == ["Goal/g1", "Observation/o1", "ClinicalImpression/c1", "Condition/d1"]
    assert found.person == Person("Marshfield", "Theodora", date(2018, 3, 14))
    assert not found.unread


def test_components_are_parts_with_the_side_of_the_whole() -> None:
    pinch = {
        **SCORE, "code": {"text": "Pinch strength"}, "bodySite": {"coding": [{"code": "24028007"}]},
        "component": [{"code": {"text": "Key"}, "valueQuantity": {"value": 12, "unit": "lb"}},
                      {"code": {"text": "Tip"}, "valueInteger": 9}],
    }  # fmt: skip
    del pinch["valueQuantity"]

    items = [p.item for p in read(PATIENT, pinch).proposals]

    assert [(i.part, i.score, i.side) for i in items if isinstance(i, NewScore)] == [
        ("Key", Decimal(12), "right"), ("Tip", Decimal(9), "right"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"status": "preliminary"}, "resource_skipped", "entry[1].Observation.status"),
        ({"status": "entered-in-error"}, "resource_skipped", "entry[1].Observation.status"),
        ({"valueQuantity": {"value": "43"}}, "value_unread", "entry[1].Observation.valueQuantity"),
        ({"valueQuantity": {"value": True}}, "value_unread", "entry[1].Observation.valueQuantity"),
        ({"valueQuantity": {"value": 5, "comparator": "<"}}, "value_unread", "entry[1].Observation.valueQuantity"),
        ({"valueQuantity": {"value": 1e300}}, "value_unread", "entry[1].Observation.valueQuantity"),
        ({"code": {}}, "code_unread", "entry[1].Observation.code"),
        ({"effectiveDateTime": "2026-09"}, "day_unread", "entry[1].Observation.effectiveDateTime"),
        ({"effectiveDateTime": "2026-02-30"}, "day_unread", "entry[1].Observation.effectiveDateTime"),
        ({"subject": {}}, "no_subject", "entry[1].Observation.subject"),
    ],
)
def test_an_observation_that_is_not_sure_is_said_with_its_path(change: dict[str, Any], code: str, path: str) -> None:
    found = read(PATIENT, SCORE | change)

    assert not found.proposals
    assert [(u.code, u.place.path) for u in found.unread] == [(code, path)]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, GoalStatus.ACTIVE),
        ({"achievementStatus": {"coding": [{"code": "achieved"}]}, "lifecycleStatus": "completed"}, GoalStatus.MET),
        ({"achievementStatus": {"coding": [{"code": "not-achieved"}]}}, GoalStatus.NOT_MET),
        ({"lifecycleStatus": "cancelled"}, GoalStatus.DROPPED),
    ],
)
def test_the_status_of_a_goal_is_what_it_says(change: dict[str, Any], status: GoalStatus) -> None:
    (proposal,) = read(PATIENT, GOAL | change).proposals

    assert isinstance(proposal.item, NewGoal)
    assert proposal.item.status is status


@pytest.mark.parametrize("status", ["completed", "somehow", None])
def test_a_goal_that_is_over_without_saying_how_is_not_taken(status: str | None) -> None:
    found = read(PATIENT, GOAL | {"lifecycleStatus": status})

    assert (found.proposals, codes(found)) == ((), ["status_unread"])


def test_two_subjects_are_none() -> None:
    other = SCORE | {"id": "o2", "subject": {"reference": "Patient/p2"}}

    assert read(PATIENT, SCORE, other).proposals == ()
    assert codes(read(PATIENT, SCORE, other)) == ["several_subjects"]
    assert codes(read(PATIENT, PATIENT, SCORE)) == ["several_subjects"]


def test_a_subject_written_in_full_is_the_same_subject() -> None:
    full = SCORE | {"id": "o2", "subject": {"reference": "https://ehr.example/fhir/Patient/p1"}}

    assert len(read(PATIENT, SCORE, full).proposals) == 2


def test_a_bundle_that_names_nobody_says_so() -> None:
    found = read(GOAL)

    assert (len(found.proposals), codes(found)) == (1, ["no_subject"])


def test_other_resources_are_named_and_left() -> None:
    assert codes(read(PATIENT, {"resourceType": "Medication"})) == ["resource_skipped"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"), ("{", "not_json"), ("[" * 100_000, "not_json"), ('{"a": NaN}', "not_json"),
        ("[]", "not_bundle"), ("{}", "not_bundle"), ('{"resourceType": "Patient"}', "not_bundle"),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_said(text: str, code: str) -> None:
    assert codes(chart.read(text)) == [code]


@pytest.mark.parametrize(
    "entry", [None, 5, "x", [None], [5], [{"resource": None}], [{"resource": {"resourceType": 5}}],
              [{"resource": {"resourceType": "Goal", "subject": 5, "description": []}}],
              [{"resource": {"resourceType": "Patient", "name": "x", "birthDate": 5}}],
              [{"resource": {"resourceType": "Observation", "component": 5, **SUBJECT, "status": "final"}}],
              [{"resource": {**SCORE, "component": 5, "valueQuantity": [], "code": {"text": "DASH"}}}],
              [{"resource": {**GOAL, "note": 5, "target": 5, "description": 5}}]],
    ids=str,
)  # fmt: skip
def test_shapes_that_no_bundle_has_break_nothing(entry: Any) -> None:
    found = chart.read(json.dumps({"resourceType": "Bundle", "entry": entry}))

    assert not found.proposals
