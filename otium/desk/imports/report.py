"""What an import did or would do, as the run keeps it in plain values: counts, held rows, remarks, some changes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from otium.desk import history
from otium.desk.imports.on_file import Model
from otium.desk.imports.plan.result import Change, Plan
from otium.terms.extract import Extract, Finding, Problem

SAMPLE = 24
IDENTIFYING = frozenset(
    {"first_name", "middle_name", "last_name", "birth_on", "phone", "email", "address", "city", "postal_code"}
    | {"member_id", "group_number", "note", "reason", "title", "icd10", "referrer_name", "number"}
    | {"text", "baseline", "current", "target", "score", "norm"}
)
"""Columns whose values a sample of changes leaves out: that they change is enough to judge an import by."""
UNREADABLE = (Problem.NOT_TEXT, Problem.NO_HEADER)


def of_plan(plan: Plan, extract: Extract) -> dict[str, Any]:
    """Plain values for ImportRun.report. `held_count` and `held_cause` are what the desk's task says."""
    held = plan.held
    count = sum(tally.held for tally in plan.tallies.values()) + sum(f.problem in UNREADABLE for f in held)
    causes = Counter(finding.problem.value for finding in held)
    return {
        "tables": [{"table": table.value, **asdict(tally)} for table, tally in plan.tallies.items()],
        "files": [{"name": s.file, "table": s.table.value if s.table else "", "rows": s.read} for s in extract.sheets],
        "held": [_finding(f) for f in held],
        "remarks": [_finding(f) for f in plan.findings if not f.holds],
        "held_count": count,
        "held_cause": causes.most_common(1)[0][0] if causes else "",
        "records": _records(plan.changes),
        "sample": [_sample(change) for change in _chosen(plan.changes)],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "problem": finding.problem.value,
        "file": finding.place.file,
        "row": finding.place.row,
        "table": finding.table.value if finding.table else "",
        "column": finding.column,
        "key": finding.key,
        "params": dict(finding.params),
    }


def _records(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """By record type: how many are new and how many change."""
    counted: dict[str, dict[str, int]] = {}
    for change in changes:
        one = counted.setdefault(change.model.value, {"added": 0, "changed": 0})
        one["added" if change.is_new else "changed"] += 1
    return counted


def _chosen(changes: Iterable[Change]) -> list[Change]:
    """A few changes of each record type; what changes what is on file comes before what is new."""
    by_model: dict[Model, list[Change]] = {}
    for change in sorted(changes, key=lambda c: c.is_new):
        by_model.setdefault(change.model, []).append(change)
    share = max(1, SAMPLE // max(1, len(by_model)))
    return [change for some in by_model.values() for change in some[:share]]


def _sample(change: Change) -> dict[str, Any]:
    before, after = history.plain(change.before), history.plain(change.after)
    names = [n for n, v in after.items() if not change.is_new or v not in (None, "", [], False)]
    return {
        "record": change.model.value,
        "is_new": change.is_new,
        "why": "; ".join(change.why),
        "facts": [_fact(name, before, after) for name in names],
        "by_hand": sorted(change.by_hand),
    }


def _fact(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    if name in IDENTIFYING or name.endswith("_id"):
        return {"name": name.removesuffix("_id"), "is_private": True}
    return {"name": name, "is_private": False, "before": before.get(name), "after": after[name]}
