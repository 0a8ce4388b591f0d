"""Derive every duty and bring the tasks in line.

Running it again changes nothing. Without --practice all practices are swept.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from otium.desk import clock, practices, sweep
from otium.desk.sweep import SweepReport


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("sweep", help="derive every duty and bring the tasks in line", description=__doc__)
    parser.add_argument("--practice", metavar="SLUG", help="only this practice")
    parser.add_argument("--at", metavar="ISO", type=_instant, help="as of this instant instead of now")
    parser.add_argument("--json", action="store_true", help="one JSON object a practice")


def run(args: argparse.Namespace) -> int:
    at = args.at or clock.now()
    try:
        chosen = [practices.by_slug(args.practice)] if args.practice else None
    except practices.PracticeUnknown as error:
        print(error, file=sys.stderr)
        return 2
    reports = sweep.run_all(at) if chosen is None else [sweep.sweep(practice_id=p, at=at) for p in chosen]
    for report in reports:
        print(json.dumps(asdict(report)) if args.json else _sentence(report))
    return 0


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment; write 2026-11-23T09:00-05:00") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _sentence(report: SweepReport) -> str:
    changes = f"{report.opened} opened, {report.closed} closed, {report.changed} changed"
    return f"{report.practice}: {report.duties} duties; tasks {changes}; {report.queries} queries, {report.seconds} s"
