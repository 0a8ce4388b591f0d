"""New lines of a file that another process writes."""

from collections.abc import Iterator
from pathlib import Path

LONGEST = 10_000_000  # bytes; a file longer than that is emptied once it is read


class Tail:
    """Reads on from where it was; begins at the end of what is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = path.stat().st_size if path.exists() else 0

    def new_lines(self) -> Iterator[str]:
        """Whole lines only; what is not ended yet waits for the next call."""
        if not self._path.exists():
            return
        if self._path.stat().st_size < self._offset:
            self._offset = 0
        with self._path.open("rb") as file:
            file.seek(self._offset)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._offset += len(whole + newline)
        yield from whole.decode(errors="replace").splitlines()
        if self._offset > LONGEST:
            self._path.open("w").close()
            self._offset = 0
