"""Every check of the code that needs no test: style, types, rooms, security, migrations. Part of `make test`.

Runs them side by side, prints one line each and the whole words of those that fail. Exit code 1 if any fails.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STRICTLY_TYPED = (
    *("otium/terms", "otium/rules", "otium/wires", "otium/solver", "otium/ops", "otium/settings", "otium/doors"),
    *("partners", "scripts"),
)
CHECKS = {
    "types (mypy, strict)": ("mypy", *STRICTLY_TYPED),
    "migrations are made": ("otium", "manage", "makemigrations", "--check", "--dry-run", "--skip-checks"),
    "security (bandit)": ("bandit", "-q", "-r", "-c", "pyproject.toml", "otium", "scripts"),
    "rooms (import-linter)": ("lint-imports", "--no-logo"),
    "style (ruff)": ("ruff", "check", "."),
    "format (ruff)": ("ruff", "format", "--check", "."),
}


def main() -> int:
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        outcomes = list(pool.map(passes, CHECKS.items()))
    return 0 if all(outcomes) else 1


def passes(check: tuple[str, tuple[str, ...]]) -> bool:
    name, (program, *arguments) = check
    began = time.monotonic()
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False
    )
    words = "" if done.returncode == 0 else f"\n{done.stdout}{done.stderr}"
    print(f"{'ok  ' if not done.returncode else 'FAIL'} {name}, {time.monotonic() - began:.1f} s{words}", flush=True)
    return done.returncode == 0


def surroundings() -> dict[str, str]:
    """makemigrations compares files with models and must not look for a database's server."""
    return {**os.environ, "DATABASE_URL": "postgresql:///otium", "OTIUM_MODE": "test"}


if __name__ == "__main__":
    sys.exit(main())
