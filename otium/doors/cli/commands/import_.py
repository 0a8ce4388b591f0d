"""Take over a practice's own export: a WebPT Standard Extract folder.

Importing is repeatable: the same files again change nothing. Exit code 1 when rows were held back.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from otium.desk import clock, practices
from otium.desk.actor import CLI
from otium.desk.imports import folders, runs, words
from otium.desk.imports.runs import DoesNotAddUp, MappingError
from otium.desk.imports.uploads import Batch, UploadRefused

COUNTS = ("read", "added", "changed", "unchanged", "removed", "held", "duplicates", "set_aside", "orphans", "gone")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("import", help="take over a practice's own export", description=__doc__)
    parser.add_argument("source", choices=[runs.WEBPT], help="the system that wrote the export")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder, zip or file of the export")
    parser.add_argument("--practice", metavar="SLUG", help="whose export it is, where there is more than one practice")
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="TOML that replaces the practice's own mapping")
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    missing = next((p for p in [*args.paths, args.mapping] if p and not p.exists()), None)
    if missing:
        print(f"There is no file {missing}. Nothing was imported.", file=sys.stderr)
        return 2
    try:
        practice_id = practices.by_slug(args.practice)
        report = _import(practice_id, folders.read(args.paths), args)
    except (practices.PracticeUnknown, UploadRefused, MappingError, DoesNotAddUp) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(_spoken(report)) if args.json else "\n".join(_sentences(report)))
    return 1 if report["held_count"] else 0


def _import(practice_id: UUID, batch: Batch, args: argparse.Namespace) -> dict[str, Any]:
    if batch.x12:
        print(f"{len(batch.x12)} X12 files were left alone: take them in with `otium receive`.", file=sys.stderr)
    mapping = args.mapping.read_text(encoding="utf-8") if args.mapping else ""
    if args.preview:
        seen: dict[str, Any] = runs.look(practice_id, batch.tables, at=clock.now(), mapping=mapping)
        return seen
    applied = folders.import_batch(practice_id, batch, by=CLI, at=clock.now(), mapping=mapping)
    return dict(applied.report)


def _spoken(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the sentences of its findings."""
    said = {name: [_with_words(finding) for finding in report[name]] for name in ("held", "remarks")}
    return {**report, **said}


def _with_words(finding: dict[str, Any]) -> dict[str, Any]:
    return {**finding, "what": words.what(finding["problem"], finding["params"]), "do": words.do(finding["problem"])}


def _sentences(report: dict[str, Any]) -> Iterator[str]:
    for table in report["tables"]:
        counts = ", ".join(
            f"{table[name]} {name.replace('_', ' ')}" for name in COUNTS if table[name] or name == "read"
        )
        yield f"{table['table']}: {counts}"
    for finding in map(_with_words, [*report["held"], *report["remarks"]]):
        place = ", ".join(filter(None, (_place(finding), finding["column"])))
        yield f"{place or finding['table']}: {finding['what']} {finding['do']}"
    tasks = report.get("tasks")
    if tasks:
        yield f"tasks: {tasks['opened']} opened, {tasks['closed']} closed; {report['seconds']} s"


def _place(finding: dict[str, Any]) -> str:
    return f"{finding['file']} row {finding['row']}" if finding["file"] else ""
