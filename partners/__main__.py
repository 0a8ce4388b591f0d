"""python -m partners: the files of two simulated practices, and the clearinghouse and payers they deal with."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from partners import clock, commands, practice
from partners.exchange.scenario import BadScenario
from partners.serving import Wanted, connection_settings, serve
from partners.sites import JUNIPER, TIDEWATER
from partners.state.faults import FAULTS, UnknownFault

USAGE = 2


def main() -> int:
    arguments = _parser().parse_args()
    try:
        COMMANDS[arguments.command](arguments)
    except (BadScenario, UnknownFault, LookupError) as error:
        print(error, file=sys.stderr)
        return USAGE
    return 0


def _write(arguments: argparse.Namespace) -> None:
    on = arguments.on or clock.today()
    for site in (TIDEWATER, JUNIPER):
        world = practice.build(site, on=on, scale=arguments.scale)
        print(f"wrote {practice.write(world, arguments.out)}")


def _serve(arguments: argparse.Namespace) -> None:
    names = ("state", "sftp_port", "http_port", "folder", "scenario", "seed", "speed", "on", "scale")
    serve(Wanted(**{name: getattr(arguments, name) for name in names}))


def _settings(arguments: argparse.Namespace) -> None:
    print(json.dumps(connection_settings(arguments.state), indent=2))


def _status(arguments: argparse.Namespace) -> None:
    print(json.dumps(commands.status(arguments.state), indent=2))


def _fault(arguments: argparse.Namespace) -> None:
    order = commands.Order(arguments.name, arguments.payer, arguments.seconds, arguments.count, arguments.off)
    commands.fault(arguments.state, order)


def _down(arguments: argparse.Namespace) -> None:
    commands.fault(arguments.state, commands.Order("down"))


def _up(arguments: argparse.Namespace) -> None:
    commands.fault(arguments.state, commands.Order("down", is_off=True))


def _take_back(arguments: argparse.Namespace) -> None:
    commands.take_back(arguments.state, arguments.claim, by_plb=arguments.by_plb)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "write": _write,
    "serve": _serve,
    "settings": _settings,
    "status": _status,
    "fault": _fault,
    "down": _down,
    "up": _up,
    "take-back": _take_back,
}


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
    take_back.add_argument("--claim", required=True, help="the payer's number of the claim, as its 277CA and 835 say")
    take_back.add_argument("--by-plb", action="store_true", help="by PLB WO alone, without reversal")
    return parser


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
    parser.add_argument("--payer", default="", help="only where this payer's id is meant")
    parser.add_argument("--off", action="store_true", help="take it off")


if __name__ == "__main__":
    sys.exit(main())
