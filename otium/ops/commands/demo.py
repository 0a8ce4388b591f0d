"""Fill the demo practices, start them over, or show a demo person's sign-in code."""

import argparse
import importlib
import os
from types import ModuleType

from otium.ops import demo_partners, demo_reset, ready
from otium.ops.errors import CannotStart
from otium.ops.terminal import say

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help=__doc__, description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("fill", help="fill the two demo practices when there is none yet")
    acts.add_parser("reset", help="delete all that is in the demo's database; the next start fills it anew")
    code = acts.add_parser("code", help="print the six digits that a demo person signs in with now")
    code.add_argument("email")


def run(args: argparse.Namespace) -> int:
    if not ready.is_demo():
        raise CannotStart("This is not a demo: `otium demo` works only where OTIUM_MODE is demo or dev.")
    if args.act == "reset":
        demo_reset.reset()
        say("The demo is empty; the next `make run` fills it anew.")
        return 0
    with ready.database():
        ready.set_up_django()
        return _fill() if args.act == "fill" else _code(args.email)


def _fill() -> int:
    demo = _module("demo")
    if demo.is_empty():
        demo.fill(say)
    if os.environ.get("OTIUM_SUPERVISED"):  # only then does the other side run beside it
        _module("demo_connections").connect_all(demo_partners.settings())
        say("The demo practices are connected to a simulated clearinghouse: see Connections")
    return 0


def _code(email: str) -> int:
    code = _module("demo_code").current(email)
    if code is None:
        say(f"No demo person signs in as {email}.")
        return 1
    say(code)
    return 0


def _module(name: str) -> ModuleType:
    """Loaded only now, because they hold models, which need Django set up."""
    return importlib.import_module(f"otium.ops.{name}")
