"""A reserve of this test's own."""

from pathlib import Path
from typing import Any

import pytest

from otium.desk.saving import standing


@pytest.fixture(autouse=True)
def reserve_file(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.OTIUM_VAR = tmp_path
    monkeypatch.setattr(standing, "BYTES", 64 * 1024)
    standing.make()
    return standing.file()
