"""Where the house keeps its files.

Everything a running Otium writes lies under `var/` beside the code (or OTIUM_VAR), but for PostgreSQL's data when root
runs it: that goes to a system folder, because PostgreSQL refuses to run as root.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def var() -> Path:
    """The folder for everything that is written while running."""
    return Path(os.environ.get("OTIUM_VAR") or ROOT / "var").resolve()


def secrets() -> Path:
    return var() / "secrets"


def log_file() -> Path:
    return var() / "log" / "otium.log"


def instance() -> str:
    """A name of this installation, so that several on one machine do not collide: folder name and hash of its path."""
    digest = hashlib.sha256(str(var()).encode()).hexdigest()[:10]
    return f"{ROOT.name}-{digest}"


def state() -> Path:
    """Where database clusters lie."""
    if os.geteuid() == 0:
        return Path(os.environ.get("OTIUM_STATE", "/var/lib/otium")) / instance()
    return var() / "postgres"
