"""Both practices as files, for days that fall differently in week, month and year."""

from datetime import date
from pathlib import Path

import pytest

from partners.practice import write_demo
from tests.partners.folder import Folder

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
