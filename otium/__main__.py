"""`python -m otium`: joins the commands of the doors with those of the house."""

import os
import sys

from otium.doors import cli
from otium.doors.cli import commands as daily
from otium.ops import commands as house
from otium.ops import logs, ready
from otium.ops.errors import CannotStart


def main() -> int:
    if os.environ.get("OTIUM_SUPERVISED"):
        sys.excepthook = logs.log_uncaught
    try:
        return cli.main(sys.argv[1:], rooms=[daily, house], prepare=ready.prepare)
    except CannotStart as fault:
        print(fault, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())
