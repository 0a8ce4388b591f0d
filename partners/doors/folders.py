"""Mailboxes as folders: PRACTICE/in is emptied into in/done, PRACTICE/out is filled. SFTP shows the same folders."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from partners.exchange import intake, post
from partners.exchange.place import Exchange
from partners.exchange.post import Letter

UNFINISHED = (".part", ".tmp", ".filepart", ".partial")
STEPS = 5
"""Pieces in which a partly written file grows, one at each round."""


class Mailboxes:
    """One root folder with a mailbox for each practice; `via` is how mail there is marked."""

    def __init__(self, exchange: Exchange, root: Path, *, via: str) -> None:
        self._exchange, self._root, self._via = exchange, root, via
        self._sizes: dict[Path, int] = {}
        self._growing: dict[int, Path] = {}

    def open(self) -> None:
        for row in self._exchange.store.rows("select slug from practice"):
            for part in ("in/done", "in/refused", "out/read"):
                (self._root / row["slug"] / part).mkdir(parents=True, exist_ok=True)

    def empty(self) -> int:
        """Takes every whole file of in/: under its final name, and no larger than a round ago."""
        sizes = {path: size for path in self._whole_names() if (size := _size(path)) is not None}
        ready = [path for path, size in sizes.items() if self._sizes.get(path) == size]
        self._sizes = sizes
        for path in sorted(ready):
            self.take(path)
        return len(ready)

    def _whole_names(self) -> Iterator[Path]:
        files = (path for path in self._root.glob("*/in/*") if path.is_file())
        return (p for p in files if not p.name.startswith(".") and not p.name.lower().endswith(UNFINISHED))

    def take(self, path: Path) -> None:
        """The file name is the payload id. A name that was taken before with other bytes is refused."""
        practice = path.parent.parent.name
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # its sender has taken it back
            return
        if len(content) > intake.LARGEST:
            path.replace(path.parent / "refused" / path.name)
            return
        taken = intake.take(self._exchange, practice, via=self._via, payload_id=path.name, content=content)
        with suppress(FileNotFoundError):
            path.replace(path.parent / ("done" if taken.is_same else "refused") / path.name)
        self._sizes.pop(path, None)

    def fill(self) -> int:
        """Lays down what is due; a file appears whole, but for the fault that lets it grow."""
        self._grow()
        letters = [one for one in post.due(self._exchange) if one.via == self._via and one.id not in self._growing]
        for letter in letters:
            target = self._root / letter.practice / "out" / letter.name
            if self._exchange.has_trouble("partial-file"):
                target.write_bytes(letter.content[: len(letter.content) // STEPS])
                self._growing[letter.id] = target
            else:
                self._lay(letter, target)
        return len(letters)

    def _lay(self, letter: Letter, target: Path) -> None:
        """Nothing is laid twice: after a kill the file may be there already, or read and moved."""
        if not target.exists() and not (target.parent / "read" / target.name).exists():
            draft = target.with_name(f".{target.name}.part")
            with draft.open("wb") as file:
                file.write(letter.content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        post.posted(self._exchange, letter)

    def _grow(self) -> None:
        for letter in [one for one in post.due(self._exchange) if one.id in self._growing]:
            target = self._growing[letter.id]
            so_far = target.stat().st_size if target.exists() else 0
            piece = letter.content[so_far : so_far + len(letter.content) // STEPS + 1]
            with target.open("ab") as file:
                file.write(piece)
            if so_far + len(piece) >= len(letter.content):
                del self._growing[letter.id]
                post.posted(self._exchange, letter)


def _size(path: Path) -> int | None:
    """None for a file that its sender has taken back meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
