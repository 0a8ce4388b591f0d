"""The file itself: tables, one connection for all threads, transactions, running numbers."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

FILE = "state.sqlite"
SCHEMA = """
create table if not exists setting (key text primary key, value text not null);
create table if not exists counter (name text primary key, value integer not null);
create table if not exists practice (
    slug text primary key, npi text not null, tax_id text not null, clinic text not null, password text not null);
create table if not exists member (
    payer_id text, member_id text, last text, born_on text, record text not null,
    primary key (payer_id, member_id, last, born_on));
create table if not exists authorization (
    payer_id text, member_id text, number text, state text not null, decide_at real, record text not null,
    practice text, via text, primary key (payer_id, member_id, number));
create table if not exists served (
    payer_id text, member_id text, day text, visits integer not null, dollars text not null,
    deductible text not null, authorization text not null, claim text not null);
create index if not exists served_of on served (payer_id, member_id, day);
create table if not exists parcel (
    id integer primary key, practice text, payload_id text, via text, name text, sha256 text, content blob,
    received_at real, state text not null, note text not null default '', unique (practice, payload_id));
create table if not exists envelope (
    sender text, control text, sha256 text, parcel integer, primary key (sender, control, sha256));
create table if not exists claim (
    icn text primary key, parcel integer, practice text, payer_id text, member_id text, number text, state text,
    via text, receiver text, received_at real, decide_at real, record text not null, ruling text,
    remit text not null default '', decided_at real);
create index if not exists claim_due on claim (state, decide_at);
create index if not exists claim_of on claim (payer_id, number);
create table if not exists attachment (
    practice text, control text, number text not null, primary key (practice, control, number));
create table if not exists service (
    payer_id text, member_id text, day text, code text, claim text, npi text, units text);
create index if not exists service_of on service (payer_id, member_id, day);
create table if not exists owed (
    id integer primary key, payer_id text, practice text, code text, reference text, amount text not null,
    collected text not null);
create table if not exists mail (
    id integer primary key, practice text, via text, name text, kind text, content blob, due_at real,
    parcel integer, trace text not null default '', posted_at real, picked_at real);
create index if not exists mail_due on mail (posted_at, due_at);
create table if not exists fault (
    id integer primary key, name text, payer_id text not null default '', until real, remaining integer);
"""


UPGRADES = (
    """
    alter table served add column code text not null default '';
    alter table served add column units integer not null default 0;
    """,
    """
    alter table authorization add column trace text not null default '';
    create index authorization_of on authorization (payer_id, trace);
    create index authorization_due on authorization (state, decide_at);
    """,
    """
    create table fax (
        id integer primary key, practice text, payload_id text, number text, content blob, received_at real,
        state text not null, due_at real, pages integer, cause text not null default '', ended_at real,
        unique (practice, payload_id));
    create index fax_due on fax (state, due_at);
    create table appeal (
        id integer primary key, payer_id text, reference text, fax integer, state text not null, decide_at real,
        unique (payer_id, reference));
    create index appeal_due on appeal (state, decide_at);
    """,
    """
    create table text (
        id integer primary key, practice text, payload_id text, number text, calls_back text, received_at real,
        unique (practice, payload_id));
    create table text_call (
        id integer primary key, text integer not null, status text not null, cause text not null default '',
        due_at real, tries integer not null default 0, done_at real);
    create index text_call_due on text_call (done_at, due_at);
    """,
)
"""What each later version adds; a state that an earlier one made is brought up when it is opened."""


class Store:
    """Every thread shares one connection; a transaction holds the lock, so that nothing is decided twice."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = RLock()
        self._depth = 0
        self._connection = sqlite3.connect(folder / FILE, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(SCHEMA)
        self._bring_up()

    def _bring_up(self) -> None:
        version = self._connection.execute("pragma user_version").fetchone()[0]
        for number, upgrade in enumerate(UPGRADES[version:], version + 1):
            self._connection.executescript(f"begin immediate; {upgrade} pragma user_version = {number}; commit;")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one joins the outer one."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("commit")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def run(self, sql: str, *values: Any) -> int:
        """Number of rows changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def insert(self, table: str, **values: Any) -> int:
        """The new row's id. Table and columns are ours, never a caller's text."""
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        with self._lock:
            sql = f"insert into {table} ({columns}) values ({marks})"  # noqa: S608 - names are code, values are bound
            return self._connection.execute(sql, tuple(values.values())).lastrowid or 0

    def next_number(self, name: str, first: int = 1) -> int:
        """Counts for ever, a kill between included."""
        with self.transaction():
            row = self.row(
                "insert into counter values (?, ?) on conflict (name) do update set value = value + 1 returning value",
                name,
                first,
            )
        return int(row["value"]) if row else first

    def setting(self, key: str) -> str | None:
        row = self.row("select value from setting where key = ?", key)
        return str(row["value"]) if row else None

    def set(self, key: str, value: str) -> None:
        self.run("insert into setting values (?, ?) on conflict (key) do update set value = excluded.value", key, value)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
