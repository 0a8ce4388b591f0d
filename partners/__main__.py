"""python -m partners: the files of two simulated practices, and the clearinghouse and payers they deal with."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from partners.state.faults import FAULTS, UnknownFault

USAGE = 2
COMMANDS = {
    "write": "partners.practice:write_by_command",
    "serve": "partners.serving:serve",
    "settings": "partners.commands:settings",
    "status": "partners.commands:status",
    "fault": "partners.commands:fault",
    "down": "partners.commands:down",
    "up": "partners.commands:up",
    "take-back": "partners.takebacks:take_back",
    "phone": "partners.phone:call",
    "review": "partners.review_commands:review",
    "records": "partners.review_commands:records",
    "standing": "partners.review_commands:standing",
    "second-look": "partners.review_commands:second_look",
    "paper": "partners.review_commands:paper",
}
"""Loaded when called: a question to the state needs none of the servers."""


def main() -> int:
    arguments = vars(_parser().parse_args())
    module, name = COMMANDS[arguments.pop("command")].split(":")
    command: Callable[..., None] = getattr(import_module(module), name)
    try:
        command(**arguments)
    except (UnknownFault, LookupError, ValueError) as error:
        print(error, file=sys.stderr)
        return USAGE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m partners", description=__doc__)
    commands_ = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    write = commands_.add_parser("write", help="write the practices' files")
    write.add_argument("--out", type=Path, required=True, help="folder that gets one folder a practice")
    _add_world(write)
    _add_serve(commands_.add_parser("serve", help="run clearinghouse and payers until interrupted"))
    for name, says in (
        ("settings", "what a practice needs to connect, as JSON"),
        ("status", "what came, what waits, which faults are on, as JSON"),
        ("down", "shut every door"),
        ("up", "open every door again"),
    ):
        _add_state(commands_.add_parser(name, help=says))
    _add_fault(commands_.add_parser("fault", help="order a trouble by name"))
    take_back = commands_.add_parser("take-back", help="ask a paid claim's money back with the next payment")
    _add_state(take_back)
    take_back.add_argument(
        "--claim", required=True, dest="icn", help="the payer's number of the claim, as its 277CA and 835 say"
    )
    take_back.add_argument("--by-plb", action="store_true", help="by PLB WO alone, without reversal")
    _add_phone(commands_.add_parser("phone", help="call a payer's representative about a claim"))
    _add_reviews(commands_)
    return parser


def _add_reviews(commands_: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    review = commands_.add_parser("review", help="ask a payer for an authorization by fax, portal or telephone")
    _add_state(review)
    review.add_argument("--practice", required=True, help="whose request it is: tidewater, juniper")
    review.add_argument("--payer", required=True, dest="payer_id", help="payer id, HARBOR for workers' compensation")
    review.add_argument("--member", required=True, dest="member_id", help="member id, or the claim number")
    review.add_argument("--by", required=True, dest="road", choices=("fax", "portal", "call"))
    review.add_argument("--visits", required=True, type=int)
    review.add_argument("--from", required=True, dest="starts_on", type=date.fromisoformat, metavar="DAY")
    review.add_argument("--to", required=True, dest="ends_on", type=date.fromisoformat, metavar="DAY")
    review.add_argument("--papers", default="", help="what lies beside it, by commas: 08 plan, 09 progress report, ...")
    for name, says in (
        ("records", "send what a payer wanted under that reference"),
        ("standing", "look a request up, as on the payer's portal"),
        ("second-look", "talk with the payer's clinician, or appeal; what came of it"),
    ):
        one = commands_.add_parser(name, help=says)
        _add_state(one)
        one.add_argument("--payer", required=True, dest="payer_id")
        one.add_argument("--reference", required=True, help="the payer's, or the trace of a 278")
        if name == "second-look":
            one.add_argument("--by", required=True, choices=("talk", "appeal"))
    paper = commands_.add_parser("paper", help="write out the letters that have come by mail or fax")
    _add_state(paper)
    paper.add_argument("--out", type=Path, required=True, help="folder that gets one folder a practice")


def _add_phone(parser: argparse.ArgumentParser) -> None:
    _add_state(parser)
    parser.add_argument("--payer", required=True, dest="payer_id", help="payer id, HARBOR for workers' compensation")
    parser.add_argument("--claim", required=True, dest="number", help="your claim number, the payer's, or a member id")


def _add_state(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", type=Path, required=True, help="folder that holds everything the other side knows")


def _add_world(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=date.fromisoformat, help="the practices' today, YYYY-MM-DD (default: this day)")
    parser.add_argument("--scale", type=float, default=1, help="times as many therapists and patients (default: 1)")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_state(parser)
    _add_world(parser)
    parser.add_argument("--sftp-port", type=int, default=0, help="0: any free port (default)")
    parser.add_argument("--http-port", type=int, default=0, help="0: any free port (default)")
    parser.add_argument("--folder", type=Path, help="root for exchange by folders: PRACTICE/in and PRACTICE/out")
    parser.add_argument("--scenario", type=Path, help="TOML with delays and shares (default: the calm one)")
    parser.add_argument("--seed", type=int, help="instead of the scenario's")
    parser.add_argument("--speed", type=float, default=1, help="divides every delay; 86400: a day takes a second")


def _add_fault(parser: argparse.ArgumentParser) -> None:
    _add_state(parser)
    parser.add_argument("name", help=", ".join(FAULTS))
    parser.add_argument("--for", type=float, dest="seconds", help="seconds it lasts")
    parser.add_argument("--count", type=int, help="times it happens")
    parser.add_argument("--payer", default="", dest="payer_id", help="only where this payer's id is meant")
    parser.add_argument("--off", action="store_const", const=0, dest="count", help="take it off")


if __name__ == "__main__":
    sys.exit(main())
