"""The command line finds its commands by their files and loads only the one that is called."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from otium.doors import cli

COMMAND = '''
"""{help}."""
{extra}
def add(subparsers):
    subparsers.add_parser("{name}").add_argument("--loud", action="store_true")
def run(args):
    return {code}
'''


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of two commands, of which one breaks when it is loaded."""
    package = tmp_path / "room_of_commands"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "sweep_all.py").write_text(COMMAND.format(help="Sweep", name="sweep-all", code=1, extra=""))
    (package / "quick.py").write_text(COMMAND.format(help="Be quick", name="quick", code=0, extra="DATABASE = False"))
    (package / "broken.py").write_text('"""Break."""\nraise RuntimeError("loaded")\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("room_of_commands")
    for name in [name for name in sys.modules if name.startswith("room_of_commands")]:
        del sys.modules[name]


@pytest.fixture
def prepared() -> list[tuple[str, bool, bool]]:
    return []


def _run(room: ModuleType, prepared: list[tuple[str, bool, bool]], *argv: str) -> int:
    @contextmanager
    def prepare(command: cli.Command, explain_only: bool) -> Iterator[None]:
        prepared.append((command.name, command.needs_database, explain_only))
        yield

    return cli.main(argv, rooms=[room], prepare=prepare)


def test_a_command_returns_its_own_exit_code(room: ModuleType, prepared: list[tuple[str, bool, bool]]) -> None:
    code = _run(room, prepared, "sweep-all", "--loud")

    assert code == 1
    assert prepared == [("sweep-all", True, False)]


def test_a_command_that_says_so_gets_no_database(room: ModuleType, prepared: list[tuple[str, bool, bool]]) -> None:
    assert _run(room, prepared, "quick") == 0
    assert prepared == [("quick", False, False)]


def test_help_lists_every_command_and_loads_none(
    room: ModuleType, prepared: list[tuple[str, bool, bool]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        _run(room, prepared, "--help")

    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert all(word in shown for word in ("broken", "Break", "quick", "Be quick", "sweep-all"))
    assert prepared == []


def test_help_of_one_command_needs_no_database(
    room: ModuleType, prepared: list[tuple[str, bool, bool]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _run(room, prepared, "sweep-all", "--help")

    assert "--loud" in capsys.readouterr().out
    assert prepared == [("sweep-all", True, True)]


@pytest.mark.parametrize("argv", [(), ("unheard-of",), ("quick", "--unheard-of")])
def test_wrong_use_exits_with_2(
    room: ModuleType, prepared: list[tuple[str, bool, bool]], argv: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as left:
        _run(room, prepared, *argv)

    assert left.value.code == 2
