"""Measure the figures we hold ourselves to, one JSON object a line."""

import argparse
import importlib
import os

from otium.ops import places, ready
from otium.ops.terminal import say_aside

DATABASE = False
GROUPS = (
    *("wires", "schedule", "packet", "starts", "traffic", "verification", "clearance", "authorizations"),
    *("boards", "calendar", "sweeps", "pages"),
)


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("bench", help=__doc__, description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], metavar="GROUP", help=", ".join(GROUPS))


def run(args: argparse.Namespace) -> int:
    os.environ["OTIUM_VAR"] = str(places.var() / "bench")
    with ready.database():
        ready.set_up_django()
        bench = importlib.import_module("otium.ops.bench.run")
        for figure in bench.figures(args.groups or GROUPS, say_aside):
            print(figure.line(), flush=True)
    return 0
