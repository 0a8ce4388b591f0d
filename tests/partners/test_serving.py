"""The whole other side as a process of its own, met with the practice's own carriers; killed and started again."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from otium.wires.carriers.base import Carrier, Fetched, Sending
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.making import make
from otium.wires.carriers.settings import SETTINGS
from partners import commands
from partners.serving import House, Wanted
from partners.state.faults import UnknownFault
from partners.state.store import FILE, SCHEMA, UPGRADES, Store
from partners.world import World
from tests.partners.sent import Asked, Sent, claim_file, inquiry
from tests.partners.side import NOON

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20.0
FAST = 100_000_000


@pytest.fixture
def house(state: Path) -> Iterator[House]:
    """Doors and work in a thread; a day takes less than a millisecond."""
    built = House.build(Wanted(state, speed=FAST))
    built.open()
    running = Thread(target=built.run)
    running.start()
    yield built
    built.stopping.set()
    running.join(timeout=10)


def carrier(state: Path, kind: str) -> Carrier:
    """Of the practice, by what the other side tells of its doors."""
    told = json.loads(Store(state).setting("connections") or "")
    mine, place = told["practices"]["tidewater"], told[kind]
    port = place["port"] if kind == "sftp" else int(place["url"].split(":")[2].split("/")[0])
    limits = Limits(private_hosts=frozenset({f"127.0.0.1:{port}"}))
    known = {field.name for field in SETTINGS[kind] if not field.is_secret}
    values = {name: value for name, value in {**mine, **place}.items() if name in known and value}
    values |= {"settle_seconds": 1} if kind == "sftp" else {}
    values |= {"pickups": "\n".join(place["pickups"])} if kind == "core" else {}
    values.pop("client_certificate", None)
    return make(kind, values, {"password": mine["password"]}, limits=limits, now=lambda: NOON)


def sending(content: bytes, payload_id: str, *, kind: str = "x12_batch", payload_type: str = "") -> Sending:
    return Sending(
        name=f"{payload_id}.x12",
        content=content,
        kind=kind,
        payload_id=payload_id,
        payload_type=payload_type,
        at=NOON,
    )


def fetched(line: Carrier, *, until: str) -> list[bytes]:
    """Everything there is, asked for until something of that transaction came."""
    found: list[bytes] = []
    limit = time.monotonic() + LONGEST
    while time.monotonic() < limit and not any(until.encode() in content for content in found):
        for one in line.fetch():
            if isinstance(one, Fetched):
                found.append(one.content)
                line.confirm(one)
        time.sleep(0.1)
    return found


def transactions(contents: list[bytes]) -> list[str]:
    return sorted(content.split(b"~ST*")[1].split(b"*")[0].decode() for content in contents)


@pytest.fixture
def claim(state: Path, worlds: dict[str, World]) -> bytes:
    world = worlds["tidewater"]
    patient = next(e for e in world.episodes if e.coverage.payer.payer_id == "NSH22" and e.scene is None)
    return claim_file(Sent(patient, world.clinic))


@pytest.fixture
def question(worlds: dict[str, World]) -> bytes:
    world = worlds["tidewater"]
    patient = next(e for e in world.episodes if e.coverage.payer.payer_id == "NSH22" and e.scene is None)
    return inquiry(world.clinic, Asked(patient))


def serving(state: Path) -> "subprocess.Popen[str]":
    """The command itself; it is up when it has said so."""
    command = [sys.executable, "-m", "partners", "serve", "--state", str(state), "--speed", str(FAST)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert "serves" in running.stdout.readline()
    return running


def test_a_claim_survives_a_kill_and_is_answered_once(state: Path, claim: bytes) -> None:
    running = serving(state)
    with carrier(state, "sftp") as line:
        line.send(sending(claim, "kill-1"))
    running.kill()
    running.wait(timeout=10)
    running = serving(state)

    try:
        with carrier(state, "sftp") as line:
            assert line.was_received("kill-1")
            found = fetched(line, until="~ST*835")
    finally:
        running.terminate()
        running.wait(timeout=10)

    assert transactions(found) == ["277", "835", "999"]


def test_an_inquiry_and_a_claim_by_core_come_back(house: House, state: Path, claim: bytes, question: bytes) -> None:
    asked = sending(question, "0-270", kind="x12_realtime", payload_type="X12_270_Request_005010X279A1")
    batch = sending(claim, "0-837", payload_type="X12_837_Request_005010X222A1")

    with carrier(state, "core") as line:
        told = line.send(asked)
        known = [line.was_received(batch.payload_id)]
        line.send(batch)
        known.append(line.was_received(batch.payload_id))
        again = line.send(batch)
        found = fetched(line, until="~ST*835")

    assert told.answer is not None
    assert b"~ST*271*" in told.answer
    assert known == [False, True]
    assert again.detail == "already_received"
    assert transactions(found) == ["277", "835", "999"]


def test_down_shuts_every_door_and_up_opens_them(house: House, state: Path) -> None:
    seen = []

    with carrier(state, "core") as line:
        for order in (commands.up, commands.down, commands.up):
            order(state)
            time.sleep(0.6)
            seen.append(line.probe().is_ok)

    assert seen == [True, False, True]


def test_status_counts_and_names_nobody(state: Path, worlds: dict[str, World], capsys: pytest.CaptureFixture) -> None:
    commands.fault(state=state, name="unbalanced", payer_id="NSH22", count=2)

    commands.status(state)

    told = capsys.readouterr().out
    assert json.loads(told)["faults"] == [{"name": "unbalanced", "payer_id": "NSH22", "until": None, "remaining": 2}]
    assert not any(e.patient.person.last in told for e in worlds["tidewater"].episodes)


def test_a_fault_that_does_not_exist_is_told(state: Path) -> None:
    with pytest.raises(UnknownFault, match="accept-then-time-out"):
        commands.fault(state=state, name="earthquake")


def test_a_fault_of_every_door_is_refused_for_one_payer(state: Path) -> None:
    with pytest.raises(UnknownFault, match="one payer"):
        commands.fault(state=state, name="500", payer_id="NSH22")


def test_settings_of_what_never_served_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="nothing was served"):
        commands.settings(tmp_path)


def test_a_state_of_an_earlier_version_is_brought_up(tmp_path: Path) -> None:
    line = sqlite3.connect(tmp_path / FILE)
    line.executescript(SCHEMA)
    line.close()

    Store(tmp_path).close()
    again = Store(tmp_path)

    assert {"code", "units"} <= {row["name"] for row in again.rows("pragma table_info(served)")}
    assert again.rows("pragma user_version")[0][0] == len(UPGRADES)
