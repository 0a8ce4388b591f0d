"""What folder and SFTP mailboxes share: which files are whole, and what their names may be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from otium.wires.carriers.base import Fetched, Left, Sending

UNFINISHED = (".part", ".tmp", ".temp", ".filepart", ".partial", ".crdownload")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Entry(NamedTuple):
    """A plain file as the folder lists it; `changed` is its modification time as the other side counts it."""

    name: str
    size: int
    changed: int


def is_plain(name: str) -> bool:
    """Whether a name is one of a file in the folder itself: no path, no control or invisible character."""
    return name.isprintable() and not any(c in name for c in "/\\") and name not in {"", ".", ".."} and len(name) < 256


def shown(name: str) -> str:
    """The name as we keep it: nothing in it that a path, a page or a log could mistake.

    >>> [shown(name) for name in ("835_0301.x12", "../../etc/pass wd", "...", "a\\x00b\\u202e.835")]
    ['835_0301.x12', 'etc_pass_wd', 'file', 'a_b_.835']
    """
    return _UNSAFE.sub("_", name).lstrip("._-").replace("..", "_")[:120] or "file"


def file_name(sending: Sending) -> str:
    """What the file is called there: always with the payload id in it, so that it can be asked for."""
    return sending.name if is_of(sending.name, sending.payload_id) else f"{sending.payload_id}.{sending.name}"


def is_of(name: str, payload_id: str) -> bool:
    """Whether a file there is the one sent with this id, whatever the partner put before or behind it.

    >>> [is_of(name, "A-7") for name in ("A-7.x12", "20260301_A-7.x12.ok", "A-71.x12", ".A-7.x12.part")]
    [True, True, False, False]
    """
    if name.startswith(".") or name.lower().endswith(UNFINISHED):
        return False
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(payload_id)}(?![A-Za-z0-9])", name) is not None


def whole(before: Sequence[Entry], now: Sequence[Entry], *, ready_suffix: str) -> list[Entry]:
    """Files that nobody writes any more, oldest first: unchanged between two looks and, where a suffix is agreed on,
    with a file of that ending beside them.
    """
    seen, names = set(before), {entry.name for entry in now}
    unfinished = (*UNFINISHED, ready_suffix) if ready_suffix else UNFINISHED
    files = [
        entry
        for entry in now
        if entry in seen
        and not _is_hidden(entry.name)
        and not entry.name.lower().endswith(unfinished)
        and (not ready_suffix or entry.name + ready_suffix in names)
    ]
    return sorted(files, key=lambda entry: (entry.changed, entry.name))


def at_most(count: int, found: Iterable[Fetched | Left]) -> Iterator[Fetched | Left]:
    """Until so many are fetched. Those that stay there are not counted: they would hold up the others for ever."""
    for each in found:
        yield each
        count -= isinstance(each, Fetched)
        if count <= 0:
            return


def _is_hidden(name: str) -> bool:
    """Not so a path that begins with a dot: that one is told."""
    return name in {".", ".."} or (name.startswith(".") and is_plain(name))


def mark(entry: Entry) -> str:
    """For `confirm`: the file, and how it was when it was read."""
    return f"{entry.size}:{entry.changed}:{entry.name}"


def unmarked(text: str) -> Entry:
    """What `mark` made. Raises ValueError for anything else."""
    size, changed, name = text.split(":", 2)
    if not is_plain(name):
        raise ValueError("a mark names a file in the folder itself")
    return Entry(name, int(size), int(changed))
