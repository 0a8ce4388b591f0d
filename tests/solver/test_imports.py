"""ortools takes 1.3 s to load, so only a search loads it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _loads(program: str) -> str:
    ask = f"import sys; {program}; print('ortools' in sys.modules, 'numpy' in sys.modules)"
    return subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, text=True).strip()


def test_neither_the_command_nor_the_solver_load_ortools_before_they_search() -> None:
    assert _loads("import otium.doors.cli.commands.schedule, otium.solver.run") == "False False"


def test_the_search_loads_it() -> None:
    assert _loads("import otium.solver.search") == "True True"
