"""python -m tests.faults.act: what a person would do in an installation whose processes are about to be killed."""

import sys
from pathlib import Path

from otium.ops import ready


def main(act: str, slug: str, folder: str = "") -> None:
    ready.choose_settings()
    with ready.database():
        ready.set_up_django()
        from tests.faults import acts  # holds models, which need Django set up

        getattr(acts, act)(slug, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
