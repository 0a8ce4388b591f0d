"""Bring tables and static files up to date, as `serve` does before it serves."""

import argparse
import os

from django.core.management import call_command
from psycopg.conninfo import conninfo_to_dict

from otium.ops import migrating, ready
from otium.ops.errors import CannotStart

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("migrate", help=__doc__, description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 2 if something is to be done")


def run(args: argparse.Namespace) -> int:
    os.environ["OTIUM_DATABASE_ROLE"] = "app" if args.check else "owner"
    with ready.database():
        if not args.check and "DATABASE_OWNER_URL" not in os.environ:
            raise CannotStart("Set DATABASE_OWNER_URL to the role that owns the tables: DATABASE_URL's role may not.")
        ready.set_up_django()
        if not args.check:
            migrating.migrate(app=str(conninfo_to_dict(os.environ["DATABASE_URL"])["user"]), verbosity=1)
        elif migrating.is_behind():
            raise CannotStart("Tables are older than this Otium: run `otium migrate` with DATABASE_OWNER_URL set.")
        call_command("collectstatic", verbosity=0, interactive=False)
    return 0
