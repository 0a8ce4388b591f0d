"""Start the database, the pages and the worker, and keep them running."""

import argparse

from otium.ops import supervisor
from otium.ops.terminal import say

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help=__doc__, description=__doc__)
    parser.epilog = "OTIUM_PORT chooses the port (8000), OTIUM_MODE demo, dev or production; see docs/operating.md."


def run(args: argparse.Namespace) -> int:
    supervisor.serve(say)
    return 0
