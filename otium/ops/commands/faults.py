"""Break Otium on purpose, in a database of its own, and count what was lost or doubled.

Exit code 1 when anything was, or when it did not come back by itself in time.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.management import call_command

from otium.ops import places, ready
from otium.ops.terminal import say_aside

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("faults", help=(__doc__ or "").split("\n")[0].rstrip("."), description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    kill = acts.add_parser("kill", help="kill -9 a worker again and again while it sends and receives")
    kill.add_argument("--cycles", type=int, default=200, metavar="N", help="how many workers (default: 200)")
    kill.add_argument("--seed", type=int, default=1, help="of the moments they are killed at (default: 1)")
    race = acts.add_parser("race", help="many people book one hour at the same moment over HTTP, again and again")
    race.add_argument("--rounds", type=int, default=200, metavar="N", help="for one visit (default: 200)")
    race.add_argument("--others", type=int, default=20, metavar="N",
                      help="for a series, a co-treatment, a room (default: 20 each)")  # fmt: skip
    race.add_argument("--clients", type=int, default=100, metavar="N", help="people at once (default: 100)")


def run(args: argparse.Namespace) -> int:
    os.environ["OTIUM_VAR"] = str(places.var() / "faults")
    with tempfile.TemporaryDirectory(prefix="otium-faults-") as folder:
        os.environ["OTIUM_FOLDER_ROOTS"] = folder
        with ready.database():
            subprocess.run((sys.executable, "-m", "otium", "migrate"), cwd=places.ROOT, check=True, capture_output=True)
            ready.set_up_django()
            return _kill(args, Path(folder)) if args.act == "kill" else _race(args)


def _kill(args: argparse.Namespace, folder: Path) -> int:
    kill = importlib.import_module("otium.ops.faults.kill")
    report = kill.run(folder, cycles=args.cycles, seed=args.seed, say=say_aside)
    print(json.dumps(report.as_json()))
    return 0 if report.is_clean else 1


def _race(args: argparse.Namespace) -> int:
    race = importlib.import_module("otium.ops.faults.race.rounds")
    call_command("collectstatic", interactive=False, verbosity=0)
    rounds = {kind: args.rounds if kind is race.Kind.VISIT else args.others for kind in race.Kind}
    is_clean = True
    for report in race.run(rounds, dict.fromkeys(race.Kind, args.clients), {**os.environ}, say_aside):
        print(json.dumps(report.as_json()), flush=True)
        is_clean &= report.is_clean
    return 0 if is_clean else 1
