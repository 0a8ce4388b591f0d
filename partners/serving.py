"""One process with every door: mailboxes, SFTP, CORE over HTTPS. `serve` runs it until it is told to stop."""

import json
import signal
import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from partners import practice
from partners.clock import MachineClock, day_of
from partners.doors.folders import Mailboxes
from partners.doors.sftp import HOST, SftpDoor, host_key
from partners.exchange import scenario
from partners.exchange.place import ID, Exchange
from partners.exchange.work import work
from partners.sites import JUNIPER, TIDEWATER
from partners.state import members
from partners.state.store import Store

ROUND_SECONDS = 0.2
MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says. `folder` is a root for exchange by folders; port 0 takes any free one."""

    state: Path
    sftp_port: int = 0
    http_port: int = 0
    folder: Path | None = None
    scenario: Path | None = None
    seed: int | None = None
    speed: float = 1
    on: date | None = None
    scale: float = 1


def open_exchange(wanted: Wanted) -> Exchange:
    """State with both demo practices in it, as their files of that day say; the day is kept at the first start."""
    store = Store(wanted.state)
    kept = store.setting("on")
    on = date.fromisoformat(kept) if kept else wanted.on or day_of(MachineClock().now())
    store.set("on", on.isoformat())
    for site in (TIDEWATER, JUNIPER):
        if store.row("select 1 from practice where slug = ?", site.slug) is None:
            members.seed(store, practice.build(site, on=on, scale=wanted.scale))
    loaded = scenario.load(wanted.scenario, seed=wanted.seed, speed=wanted.speed)
    return Exchange(store, MachineClock(), loaded)


@dataclass(slots=True)
class House:
    """Doors and what they serve. `down` as a fault shuts them all and opens them again at the same ports."""

    exchange: Exchange
    sftp: SftpDoor
    mailboxes: list[Mailboxes]
    stopping: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def build(cls, wanted: Wanted) -> "House":
        exchange = open_exchange(wanted)
        root = wanted.state / MAIL
        mailboxes = [Mailboxes(exchange, root, via="sftp")]
        if wanted.folder:
            mailboxes.append(Mailboxes(exchange, wanted.folder, via="folder"))
            exchange.store.set("folder", str(wanted.folder.resolve()))
        for one in mailboxes:
            one.open()
        return cls(exchange, SftpDoor(exchange, root, port=wanted.sftp_port), mailboxes)

    def run(self) -> None:
        """Until `stopping` is set."""
        while not self.stopping.is_set():
            if not self.round():
                self.stopping.wait(ROUND_SECONDS)
        self.sftp.stop()
        self.exchange.store.close()

    def round(self) -> int:
        """Doors as ordered, mail in, work, mail out; the number of things done."""
        if self.exchange.faults.is_on("down", at=self.exchange.seconds):
            self.sftp.shut()
        else:
            self.sftp.open()
        self.exchange.store.set("ports", json.dumps({"sftp": self.sftp.port}))
        done = sum(one.empty() for one in self.mailboxes)
        done += work(self.exchange)
        return done + sum(one.fill() for one in self.mailboxes)


def serve(wanted: Wanted) -> None:
    house = House.build(wanted)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: house.stopping.set())
    house.sftp.open()
    print(f"{ID} serves: SFTP {HOST}:{house.sftp.port}", flush=True)
    house.run()


def connection_settings(state: Path) -> dict[str, object]:
    """Everything that a practice needs to connect, by practice."""
    store = Store(state)
    ports = json.loads(store.setting("ports") or "{}")
    folder = store.setting("folder")
    practices = {
        row["slug"]: {
            "user": row["slug"],
            "password": row["password"],
            "sender_id": row["npi"],
            "receiver_id": ID,
            "folder": f"{folder}/{row['slug']}" if folder else None,
        }
        for row in store.rows("select * from practice")
    }
    return {
        "receiver_id": ID,
        "on": store.setting("on"),
        "sftp": {
            "host": HOST,
            "port": ports.get("sftp"),
            "host_key_fingerprint": host_key(state).get_fingerprint(),
            "send_folder": "in",
            "fetch_folder": "out",
            "taken_folder": "in/done",
            "read_folder": "out/read",
        },
        "practices": practices,
    }
