"""One process with every door: mailboxes, SFTP, CORE over HTTPS. `serve` runs it until it is told to stop."""

import json
import signal
import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from partners import practice, walk_through
from partners.clock import MachineClock, day_of
from partners.doors import fax, texts
from partners.doors.core import certificates, desk
from partners.doors.core.server import CoreDoor
from partners.doors.folders import Mailboxes
from partners.doors.sftp import HOST, SftpDoor, host_key
from partners.exchange import scenario
from partners.exchange.place import ID, Exchange
from partners.exchange.work import work
from partners.sites import JUNIPER, TIDEWATER
from partners.state import members
from partners.state.store import Store

ROUND_SECONDS = 0.2
PICKUPS = (
    "X12_999_RetrievalRequest_005010X231A1",
    "X12_277CA_Request_005010X214",
    "X12_005010_Request_Batch_Results_271",
    "X12_005010_Request_Batch_Results_277",
    "X12_005010_Request_Batch_Results_278",
    "X12_835_Request_005010X221A1",
)
"""What there is to pick up by CORE."""
MAIL, CERTIFICATES = "mail", "certificates"


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
    walk_through.enrol(store, on)
    loaded = scenario.load(wanted.scenario, seed=wanted.seed, speed=wanted.speed)
    told = {"scenario": wanted.scenario and wanted.scenario.resolve(), "seed": loaded.seed, "speed": loaded.speed}
    for name, value in told.items():
        store.set(name, str(value or ""))
    return Exchange(store, MachineClock(), loaded)


@dataclass(slots=True)
class House:
    """Doors and what they serve. `down` as a fault shuts them all and opens them again at the same ports."""

    exchange: Exchange
    doors: tuple[SftpDoor, CoreDoor]
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
        slugs = [row["slug"] for row in exchange.store.rows("select slug from practice")]
        certificates.prepare(wanted.state / CERTIFICATES, slugs)
        sftp = SftpDoor(exchange, root, port=wanted.sftp_port)
        core = CoreDoor(exchange, wanted.state / CERTIFICATES, port=wanted.http_port)
        return cls(exchange, (sftp, core), mailboxes)

    def run(self) -> None:
        """Until `stopping` is set."""
        while not self.stopping.is_set():
            if not self.round():
                self.stopping.wait(ROUND_SECONDS)
        self._turn(is_open=False)
        self.exchange.store.close()

    def round(self) -> int:
        """Doors as ordered, mail in, work, mail out; the number of things done."""
        self._turn(is_open=not self.exchange.faults.is_on("down", at=self.exchange.seconds))
        done = sum(one.empty() for one in self.mailboxes)
        done += work(self.exchange)
        return done + sum(one.fill() for one in self.mailboxes)

    def open(self) -> None:
        """Opens the doors and leaves in the state what a practice needs to connect."""
        self._turn(is_open=True)
        sftp, core = self.doors
        told = connections(self.exchange, sftp_port=sftp.port, core_port=core.port)
        self.exchange.store.set("connections", json.dumps(told, indent=2))

    def _turn(self, *, is_open: bool) -> None:
        for door in self.doors:
            if is_open:
                door.open()
            else:
                door.shut()


def serve(**wanted: Any) -> None:
    """Takes what `Wanted` holds."""
    house = House.build(Wanted(**wanted))
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: house.stopping.set())
    house.open()
    sftp, core = house.doors
    print(f"{ID} serves SFTP {HOST}:{sftp.port} and CORE https://{HOST}:{core.port}/core", flush=True)
    house.run()


def connections(exchange: Exchange, *, sftp_port: int, core_port: int) -> dict[str, object]:
    """Everything that a practice needs to connect, by practice."""
    store, state = exchange.store, exchange.store.folder
    folder = store.setting("folder")
    practices = {
        row["slug"]: {
            "user": row["slug"],
            "password": row["password"],
            "sender_id": row["npi"],
            "receiver_id": ID,
            "client_certificate": certificates.text_of(state / CERTIFICATES, row["slug"]),
            "client_key": certificates.key_of(state / CERTIFICATES, row["slug"]),
            "folder": _folders(f"{folder}/{row['slug']}") if folder else None,
        }
        for row in store.rows("select * from practice")
    }
    return {
        "receiver_id": ID,
        "on": store.setting("on"),
        "sftp": {
            "host": HOST,
            "port": sftp_port,
            "host_key": host_key(state).get_fingerprint(),
            "send_folder": "in",
            "fetch_folder": "out",
            "taken_folder": "in/done",
            "read_folder": "read",
        },
        "core": {
            "url": f"https://{HOST}:{core_port}/core",
            "ca_certificate": certificates.text_of(state / CERTIFICATES, certificates.AUTHORITY),
            "pickups": PICKUPS,
            "confirm_type": "X12_999_SubmissionRequest_005010X231A1",
            "inquiry_type": desk.INQUIRY,
            "unknown_codes": desk.UNKNOWN,
            "duplicate_codes": desk.DUPLICATE,
        },
        "fax": {
            "url": f"https://{HOST}:{core_port}{fax.PATH}",
            "status_url": f"https://{HOST}:{core_port}{fax.PATH}/{{reference}}",
            "inquiry_url": f"https://{HOST}:{core_port}{fax.PATH}/{{payload_id}}",
            "ca_certificate": certificates.text_of(state / CERTIFICATES, certificates.AUTHORITY),
        },
        "texts": {
            "url": f"https://{HOST}:{core_port}{texts.PATH}",
            "ca_certificate": certificates.text_of(state / CERTIFICATES, certificates.AUTHORITY),
        },
        "practices": practices,
    }


def _folders(root: str) -> dict[str, str]:
    return {"send_folder": f"{root}/in", "fetch_folder": f"{root}/out", "taken_folder": f"{root}/in/done"}
