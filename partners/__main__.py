"""python -m partners write: the files of two simulated practices."""

import argparse
from datetime import date
from pathlib import Path

from partners import clock, practice
from partners.sites import JUNIPER, TIDEWATER


def main() -> None:
    arguments = _parser().parse_args()
    on = arguments.on or clock.today()
    for site in (TIDEWATER, JUNIPER):
        world = practice.build(site, on=on, scale=arguments.scale)
        print(f"wrote {practice.write(world, arguments.out)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m partners", description=__doc__)
    write = parser.add_subparsers(required=True, metavar="write").add_parser("write", help="write the practices' files")
    write.add_argument("--out", type=Path, required=True, help="folder that gets one folder a practice")
    write.add_argument("--on", type=date.fromisoformat, help="the practices' today, YYYY-MM-DD (default: this day)")
    write.add_argument("--scale", type=float, default=1, help="times as many therapists and patients (default: 1)")
    return parser


if __name__ == "__main__":
    main()
