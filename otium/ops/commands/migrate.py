"""Bring the database's tables up to date, as their owner."""

import argparse
import os

from psycopg.conninfo import conninfo_to_dict

from otium.ops import migrating, ready
from otium.ops.errors import CannotStart

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    subparsers.add_parser("migrate", help=__doc__, description=__doc__)


def run(args: argparse.Namespace) -> int:
    os.environ["OTIUM_DATABASE_ROLE"] = "owner"
    with ready.database():
        if "DATABASE_OWNER_URL" not in os.environ:
            raise CannotStart("Set DATABASE_OWNER_URL to the role that owns the tables: DATABASE_URL's role may not.")
        ready.set_up_django()
        migrating.migrate(app=str(conninfo_to_dict(os.environ["DATABASE_URL"])["user"]), verbosity=1)
    return 0
