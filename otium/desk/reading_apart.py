"""Read a PDF in a process of its own, which ends in time whatever the paper is made of.

A plain paper, short and without anything that unpacks, nests or repeats, costs no more than its length: it is read
here.
"""

import json
import subprocess  # nosec B404: our own file only
import sys
from pathlib import Path

from otium.wires.paper import apart, reading
from otium.wires.paper.reading import PaperText, Trouble

MEGABYTES = 768
GRACE = 3.0  # seconds for the child to begin and to say what it found
TOO_HARD = PaperText((), None, None, (Trouble.TOO_HARD,))


def read(data: bytes, *, seconds: int = int(reading.SECONDS), megabytes: int = MEGABYTES) -> PaperText:
    """As `reading.read`; a paper beyond these limits is not read, and says so (TOO_HARD)."""
    if reading.is_plain(data):
        return reading.read(data, seconds=seconds)
    command = (sys.executable, "-I", str(Path(apart.__file__)), str(seconds), str(megabytes))
    try:
        done = subprocess.run(  # nosec B603
            command, input=data, capture_output=True, timeout=seconds + GRACE, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return TOO_HARD
    try:
        said = json.loads(done.stdout) if done.returncode == 0 else None
    except ValueError:
        said = None
    if said is None:
        return TOO_HARD
    return PaperText(
        tuple(said["pages"]), said["count"], said["has_text"], tuple(Trouble(name) for name in said["troubles"])
    )
