"""Print a new key for OTIUM_KEYS, or with --secret a new OTIUM_SECRET_KEY."""

import argparse

from otium.ops import keys
from otium.ops.terminal import say

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("key", help=__doc__, description=__doc__)
    parser.add_argument("--secret", action="store_true", help="a key for sessions instead of one for stored secrets")


def run(args: argparse.Namespace) -> int:
    say(keys.password() + keys.password() if args.secret else keys.fernet_key())
    return 0
