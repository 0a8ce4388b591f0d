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

from otium.ops import places, ready
from otium.ops.terminal import say_aside

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("faults", help=(__doc__ or "").split("\n")[0].rstrip("."), description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    kill = acts.add_parser("kill", help="kill -9 a worker again and again while it sends and receives")
    kill.add_argument("--cycles", type=int, default=200, metavar="N", help="how many workers (default: 200)")
    kill.add_argument("--seed", type=int, default=1, help="of the moments they are killed at (default: 1)")


def run(args: argparse.Namespace) -> int:
    os.environ["OTIUM_VAR"] = str(places.var() / "faults")
    with tempfile.TemporaryDirectory(prefix="otium-faults-") as folder:
        os.environ["OTIUM_FOLDER_ROOTS"] = folder
        with ready.database():
            subprocess.run((sys.executable, "-m", "otium", "migrate"), cwd=places.ROOT, check=True, capture_output=True)
            ready.set_up_django()
            kill = importlib.import_module("otium.ops.faults.kill")
            report = kill.run(Path(folder), cycles=args.cycles, seed=args.seed, say=say_aside)
    print(json.dumps(report.as_json()))
    return 0 if report.is_clean else 1
