"""Take in files that payers sent: X12 answers and decisions.

Says what each file was, what it changed, what tasks it opened. Exit code 1 when a file waits for a person
or cannot be opened.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from otium.desk import clock, practices
from otium.desk.actor import CLI
from otium.desk.inbox import Arrival, FileOutcome, receive
from otium.desk.inbox.routing import NowhereToHold

WAITS = ("unreadable", "unmatched", "unrouted")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("receive", help="take in files that payers sent", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, or folder whose files are taken")
    parser.add_argument("--practice", metavar="SLUG", help="skip routing: these files are this practice's")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")


def run(args: argparse.Namespace) -> int:
    missing = [path for path in args.paths if not path.exists()]
    if missing:
        print(f"There is no file {missing[0]}. Nothing was received.", file=sys.stderr)
        return 2
    try:
        practice_id = practices.by_slug(args.practice) if args.practice else None
        outcomes = [_receive(path, practice_id, args.json) for path in _files(args.paths)]
    except (practices.PracticeUnknown, NowhereToHold) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if any(outcome is None or outcome.state in WAITS for outcome in outcomes) else 0


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _receive(path: Path, practice_id: UUID | None, as_json: bool) -> FileOutcome | None:
    try:
        data = path.read_bytes()
    except OSError as error:  # the other files are taken in all the same
        print(f"{path}: cannot be opened ({error.strerror}). Nothing of it was received.", file=sys.stderr)
        return None
    outcome = receive(Arrival(path.name, data), by=CLI, at=clock.now(), practice_id=practice_id)
    print(json.dumps(outcome.as_json()) if as_json else _sentence(outcome))
    return outcome


def _sentence(outcome: FileOutcome) -> str:
    applied = sum(m.state == "applied" for m in outcome.messages)
    where = f", segment {outcome.position}" if outcome.position else ""
    why = f" ({outcome.cause}{where})" if outcome.cause else ""
    tasks = f"; tasks opened {outcome.tasks_opened}, closed {outcome.tasks_closed}"
    what = outcome.kind or "unknown kind"
    return f"{outcome.name}: {what}, {outcome.state}{why}; messages {len(outcome.messages)}, applied {applied}{tasks}"
