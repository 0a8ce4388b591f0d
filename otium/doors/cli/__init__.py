"""`otium COMMAND`: finds the commands, loads only the one that is called.

Exit codes: 0 well, 1 findings, 2 wrong use or a start that cannot be.
"""

import argparse
import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Command:
    """A command as its source says it, read without running it."""

    name: str
    module: str
    help: str
    needs_database: bool


Prepare = Callable[[Command, bool], AbstractContextManager[None]]


def main(argv: Sequence[str], *, rooms: Sequence[ModuleType], prepare: Prepare) -> int:
    """Runs the command that `argv` names and returns its exit code.

    `prepare(command, explain_only)` sets up what the command needs around it; to print its help it needs less.
    """
    commands = {command.name: command for room in rooms for command in _commands(room)}
    chosen = commands.get(next((word for word in argv if not word.startswith("-")), ""))
    parser = argparse.ArgumentParser(prog="otium", description="The back office of occupational-therapy practices.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in sorted(commands.values(), key=lambda command: command.name):
        if command is not chosen:
            subparsers.add_parser(command.name, help=command.help)
    if chosen is None:
        parser.parse_args(argv)  # prints help, or what is wrong, and leaves
        return 2
    with prepare(chosen, bool({"-h", "--help"} & set(argv))):
        module = importlib.import_module(chosen.module)
        module.add(subparsers)
        return int(module.run(parser.parse_args(argv)))


def _commands(room: ModuleType) -> Iterator[Command]:
    for found in pkgutil.iter_modules(room.__path__):
        source = next(
            path
            for folder in room.__path__
            for path in (Path(folder, f"{found.name}.py"), Path(folder, found.name, "__init__.py"))
            if path.exists()
        )
        tree = ast.parse(source.read_text())
        yield Command(
            name=found.name.rstrip("_").replace("_", "-"),  # import_: the word itself is Python's
            module=f"{room.__name__}.{found.name}",
            help=(ast.get_docstring(tree) or "").split("\n")[0].rstrip("."),
            needs_database=not any(_says_no_database(statement) for statement in tree.body),
        )


def _says_no_database(statement: ast.stmt) -> bool:
    return ast.unparse(statement) == "DATABASE = False"
