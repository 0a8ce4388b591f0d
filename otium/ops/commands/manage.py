"""Run one of Django's management commands, as the owner of the tables where it changes them."""

import argparse
import os

from django.core.management import execute_from_command_line

from otium.ops import ready

DATABASE = False
OWNERS_WORK = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "optimizemigration", "createcachetable"}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("manage", help=__doc__, description=__doc__, add_help=False)
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")


def run(args: argparse.Namespace) -> int:
    if set(args.words[:1]) <= OWNERS_WORK:
        os.environ["OTIUM_DATABASE_ROLE"] = "owner"
    with ready.database():
        execute_from_command_line(["otium manage", *args.words])
    return 0
