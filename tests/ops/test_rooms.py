"""What the import contracts cannot say: which of Python's packages the pure rooms may use."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from otium.ops import places

OTIUM = places.ROOT / "otium"
KEPT_LISTS = frozenset({"holidays", "phonenumbers"})  # of days and numbering plans: they open nothing and know no clock


def _imported(room: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((OTIUM / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield path, node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("room", "besides"), [("terms", frozenset()), ("rules", KEPT_LISTS), ("wires/x12", frozenset())]
)
def test_a_pure_room_imports_the_standard_library_and_otium_only(room: str, besides: frozenset[str]) -> None:
    allowed = sys.stdlib_module_names | {"otium"} | besides

    strangers = {(str(path.relative_to(OTIUM)), name) for path, name in _imported(room) if name not in allowed}

    assert strangers == set()


@pytest.mark.parametrize("room", ["terms", "rules", "wires", "records", "desk", "pages", "doors", "ops", "settings"])
def test_every_room_says_what_lives_there(room: str) -> None:
    said = ast.get_docstring(ast.parse((OTIUM / room / "__init__.py").read_text()))

    assert said
