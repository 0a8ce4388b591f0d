"""Let days of a practice go by on a simulated clock, in a database of its own, and tell what became of its visits.

The practice, its payers, families and people are simulated: figures from here are labelled so, and are never those of a
real practice.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import connections

from otium.ops import places, postgres, ready
from otium.ops.terminal import say_aside

DATABASE = False
STARTS_ON = date(2026, 7, 13)


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("simulate", help=(__doc__ or "").split("\n")[0].rstrip("."), description=__doc__)
    parser.add_argument("what", nargs="?", choices=("practice", "waitlist"), default="practice",
                        help="a whole practice (default), or how freed hours find those who wait")  # fmt: skip
    parser.add_argument("--days", type=int, default=182, metavar="N", help="how many days (default: 182)")
    parser.add_argument("--from", dest="starts_on", type=date.fromisoformat, default=STARTS_ON, metavar="YYYY-MM-DD",
                        help=f"the first day (default: {STARTS_ON}, so that a January lies in it)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="of all that is drawn by lot (default: 1)")
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="of a waitlist: 1 to N (default: 20)")
    parser.add_argument(
        "--authorizations",
        choices=("with", "by-dates", "visits-counted"),
        default="with",
        help="worked by Otium's duties (default), by a list of end dates, or by that and a count",
    )
    parser.add_argument("--scenario", type=Path, default=None, help="TOML of the other side (default: baseline)")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Exit code 2 for days or seeds that are none."""
    if not (1 <= args.days <= 732 and 1 <= args.seeds <= 1000):
        say_aside("--days can be 1 to 732, --seeds 1 to 1000.")
        return 2
    told = _waitlist(args) if args.what == "waitlist" else _practice(args)
    print(json.dumps(told) if args.json else _in_words(told), flush=True)
    return 0


def _waitlist(args: argparse.Namespace) -> dict[str, object]:
    """In memory, without a database."""
    simulate = importlib.import_module("otium.ops.simulate.waitlist.run")
    found: dict[str, object] = simulate.run(args.starts_on, args.days, args.seeds, say_aside)
    return found


def _practice(args: argparse.Namespace) -> dict[str, object]:
    os.environ["OTIUM_VAR"] = str(places.var() / "simulate")
    cluster = postgres.throwaway()
    postgres.remove(cluster)
    with ready.database(cluster):
        subprocess.run((sys.executable, "-m", "otium", "migrate"), cwd=places.ROOT, check=True, capture_output=True)
        ready.set_up_django()
        simulate = importlib.import_module("otium.ops.simulate.run")
        wanted = simulate.Wanted(args.starts_on, args.days, args.seed, arm=args.authorizations)
        told: dict[str, object] = simulate.run(
            replace(wanted, plan=args.scenario) if args.scenario else wanted, say_aside
        )
        connections.close_all()  # else the database is not idle, and stays
    return told


def _in_words(told: dict[str, object]) -> str:
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in _lines(told))


def _lines(told: dict[str, object]) -> Iterator[tuple[str, object]]:
    """A table of tables gives one line a figure."""
    for name, value in told.items():
        if isinstance(value, dict) and value and all(isinstance(each, dict) for each in value.values()):
            yield from ((f"{name}, {figure}", spread) for figure, spread in value.items())
        else:
            yield name, value
