"""Work off the queue and seal the audit log; any number of workers may run."""

import argparse
import asyncio
import os

from otium.ops import role_check, worker


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    subparsers.add_parser("worker", help=__doc__, description=__doc__)


def run(args: argparse.Namespace) -> int:
    role_check.check(os.environ["DATABASE_URL"])
    asyncio.run(worker.work())
    return 0
