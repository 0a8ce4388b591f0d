"""Both practices as files, for days that fall differently in week, month and year."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from partners.doors.core import certificates
from partners.doors.core.server import CoreDoor
from partners.practice import build, write_demo
from partners.sites import JUNIPER, TIDEWATER
from partners.state import members
from partners.state.store import Store
from partners.world import World
from tests.partners.core_client import ELIGIBILITY, Client
from tests.partners.folder import Folder
from tests.partners.sent import Asked, inquiry
from tests.partners.side import ON, Side

DAYS = (
    date(2026, 11, 23),  # a Monday before a holiday week
    date(2026, 11, 28),  # a Saturday
    date(2026, 7, 3),  # a federal holiday
    date(2026, 10, 1),  # the first of a month
    date(2026, 12, 31),  # the last day of a year
    date(2027, 1, 6),  # a young year
)


@pytest.fixture(scope="session", params=DAYS, ids=str)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, date]:
    out = tmp_path_factory.mktemp("demo")
    write_demo(out, request.param)
    return out, request.param


@pytest.fixture(scope="session")
def tidewater(demo: tuple[Path, date]) -> Folder:
    return Folder(demo[0] / "tidewater", demo[1])


@pytest.fixture(scope="session")
def juniper(demo: tuple[Path, date]) -> Folder:
    return Folder(demo[0] / "juniper", demo[1])


@pytest.fixture(scope="session", params=["tidewater", "juniper"])
def practice(request: pytest.FixtureRequest, demo: tuple[Path, date]) -> Folder:
    return Folder(demo[0] / request.param, demo[1])


@pytest.fixture(scope="session")
def worlds() -> dict[str, World]:
    return {site.slug: build(site, on=ON) for site in (TIDEWATER, JUNIPER)}


@pytest.fixture(scope="session")
def seeded(worlds: dict[str, World], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder that knows both practices; tests copy it."""
    folder = tmp_path_factory.mktemp("state")
    store = Store(folder)
    for world in worlds.values():
        members.seed(store, world)
    store.close()
    return folder


@pytest.fixture
def state(seeded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(seeded, tmp_path / "state")


@pytest.fixture
def side(state: Path, worlds: dict[str, World]) -> Iterator[Side]:
    """Tidewater's dealings."""
    opened = Side.open(state, worlds["tidewater"])
    yield opened
    opened.exchange.store.close()


@pytest.fixture
def core_door(side: Side, tmp_path: Path) -> Iterator[CoreDoor]:
    certificates.prepare(tmp_path / "certificates", ["tidewater"])
    opened = CoreDoor(side.exchange, tmp_path / "certificates", port=0, slow_seconds=0.3)
    opened.open()
    yield opened
    opened.shut()


@pytest.fixture
def client(side: Side, core_door: CoreDoor) -> Client:
    row = side.exchange.store.row("select password from practice where slug = 'tidewater'")
    return Client(
        core_door,
        {
            "PayloadType": ELIGIBILITY,
            "ProcessingMode": "RealTime",
            "PayloadID": "00000000-0000-0000-0000-000000000001",
            "TimeStamp": "2026-11-25T20:00:00Z",
            "UserName": "tidewater",
            "Password": row["password"],
            "SenderID": side.clinic.npi,
            "ReceiverID": "RIVERWAY",
            "CORERuleVersion": "2.2.0",
        },
    )


@pytest.fixture
def question(side: Side) -> bytes:
    return inquiry(side.clinic, Asked(side.patient("NSH22"), trace="OURS77"))
