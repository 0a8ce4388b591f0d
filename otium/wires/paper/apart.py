"""The child that reads one PDF: bytes in by stdin, JSON out by stdout, and no more memory and time than it is given.

Run as a file by `otium.desk.reading_apart`, in isolated mode: it sees no settings, no keys and no database. A page can
be made to take for ever (forms that draw forms) or everything (a stream that unpacks to gigabytes), and neither can be
stopped from within.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from otium.wires.paper import reading


def limit(seconds: int, megabytes: int) -> None:
    """Of this process from here on. Where there are none (Windows), it is stopped by the parent's clock alone."""
    try:
        import resource
    except ImportError:
        return
    most = megabytes * 1024 * 1024
    for name, value in (("RLIMIT_CPU", seconds), ("RLIMIT_AS", most), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (ValueError, OSError, AttributeError):  # macOS knows no limit of address space
            continue


def main(seconds: str, megabytes: str) -> None:
    data = sys.stdin.buffer.read()
    limit(int(seconds) + 1, int(megabytes))
    found = asdict(reading.read(data, seconds=float(seconds)))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
