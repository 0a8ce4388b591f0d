"""Servers that the carriers' tests share."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from .https_server import App, Authority, serving


@dataclass
class Site:
    """A running HTTPS server; `app` is emptied before each test."""

    app: App
    authority: Authority
    place: str


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def _running(authority: Authority) -> Iterator[Site]:
    app = App()
    with serving(app, authority) as place:
        yield Site(app, authority, place)


@pytest.fixture
def site(_running: Site) -> Site:
    _running.app.__init__()  # type: ignore[misc]
    return _running
