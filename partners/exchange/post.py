"""Mail to practices: laid down in the state when it is written, in the mailbox or the pickup when it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from partners.exchange.place import Exchange, Kind, Return

FILES = ("sftp", "folder")
"""Doors whose mail lies in a folder; mail by "core" waits for its pickup."""
SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Letter:
    id: int
    practice: str
    via: str
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    kind: Kind
    name: str
    content: bytes


def lay_down(exchange: Exchange, draft: Draft, *, to: Return, after: timedelta = timedelta()) -> None:
    """Due after that time; a second file of the same bytes follows where duplicates are ordered."""
    names = [draft.name]
    if exchange.has_trouble("duplicate-file"):
        stem, dot, end = draft.name.rpartition(".")
        names.append(f"{stem}-again{dot}{end}")
    for one in names:
        exchange.store.insert(
            "mail",
            practice=to.practice,
            via=to.via,
            name=one,
            kind=draft.kind.name,
            content=draft.content,
            due_at=exchange.seconds + after.total_seconds(),
            parcel=to.parcel,
        )


def due(exchange: Exchange, *doors: str) -> Iterator[Letter]:
    """Mail for folders, or these doors, that has not been laid there yet, the oldest first."""
    marks = ", ".join("?" * len(doors or FILES))
    rows = exchange.store.rows(
        f"select * from mail where posted_at is null and due_at <= ? and via in ({marks}) order by due_at, id",  # noqa: S608
        exchange.seconds,
        *(doors or FILES),
    )
    return (_letter(row) for row in rows)


def posted(exchange: Exchange, letter: Letter) -> None:
    exchange.store.run("update mail set posted_at = ? where id = ?", exchange.seconds, letter.id)


def waiting(exchange: Exchange, practice: str, *kinds: str) -> Letter | None:
    """The oldest due letter for pickup that nobody has confirmed, of these kinds or of any."""
    row = exchange.store.row(
        """select * from mail where practice = ? and via = 'core' and due_at <= ? and picked_at is null
           and (? = '' or instr(?, ',' || kind || ',') > 0) order by due_at, id limit 1""",
        practice,
        exchange.seconds,
        ",".join(kinds),
        f",{','.join(kinds)},",
    )
    return _letter(row) if row else None


def _letter(row: object) -> Letter:
    return Letter(*(row[key] for key in ("id", "practice", "via", "name", "kind", "content")))  # type: ignore[index]
