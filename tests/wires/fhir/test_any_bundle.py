"""Whatever stands in a bundle, reading it ends, and what it proposes has a text or a number."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.charting import NewScore
from otium.wires.fhir import chart

KEYS = st.sampled_from(
    ["resourceType", "id", "subject", "reference", "status", "code", "text", "coding", "display", "valueQuantity",
     "value", "unit", "component", "description", "target", "dueDate", "detailString", "lifecycleStatus",
     "achievementStatus", "note", "summary", "date", "bodySite", "name", "family", "given", "birthDate",
     "interpretation"]
)  # fmt: skip
WORDS = st.sampled_from(["Goal", "Observation", "Patient", "ClinicalImpression", "Condition", "final", "active",
                         "Patient/p", "2026-09-01", "2026-13-01", "completed", "achieved", "progress", "",
                         "x"])  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-10, 10**9) | WORDS
VALUES = st.recursive(LEAVES, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=6), max_leaves=20)
RESOURCES = st.dictionaries(KEYS, VALUES, max_size=8).flatmap(
    lambda rest: st.sampled_from(["Goal", "Observation", "Patient", "ClinicalImpression", "Condition"]).map(
        lambda kind: {**rest, "resourceType": kind, "subject": {"reference": "Patient/p"}, "status": "final"}
    )
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(RESOURCES | VALUES, max_size=5))
def test_any_bundle_is_read(resources: list[Any]) -> None:
    found = chart.read(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]}))

    for proposal in found.proposals:
        item = proposal.item
        assert (item.score is not None and item.instrument) if isinstance(item, NewScore) else item.text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_is_no_bundle_or_is_read(text: str) -> None:
    assert chart.read(text).unread


def test_signs_that_no_database_keeps_are_taken_out() -> None:
    goal = {
        "resourceType": "Goal", "id": "g\u0000", "subject": {"reference": "Patient/p1"}, "lifecycleStatus": "active",
        "description": {"text": "Ties\u0000 shoes\ud83d"},
    }  # fmt: skip

    found = chart.read(json.dumps({"resourceType": "Bundle", "entry": [{"resource": goal}]}))

    (proposal,) = found.proposals
    assert (proposal.item.text, proposal.own_id) == ("Ties shoes", "Goal/g")  # type: ignore[union-attr]
