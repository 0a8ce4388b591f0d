"""Stop what `serve` started, or what a killed one left running."""

import argparse

from otium.ops import supervisor

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    subparsers.add_parser("stop", help=__doc__, description=__doc__)


def run(args: argparse.Namespace) -> int:
    print("Otium stopped." if supervisor.stop_serving() else "Otium does not run.")
    return 0
