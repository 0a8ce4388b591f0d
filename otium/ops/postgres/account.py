"""Who runs PostgreSQL: we ourselves, or an unprivileged account when we are root, because it refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from otium.ops.errors import CannotStart

NAME = "otium"
FALLBACKS = ("postgres", "nobody")
SBIN = "/usr/sbin:/sbin:/usr/bin:/bin"  # useradd lies outside the PATH of many shells


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


@cache
def server_account() -> Account | None:
    """The account for the server's processes and files; None when it is the one we already have."""
    if os.geteuid() != 0:
        return None
    if NAME not in _names():
        _create()
    for name in (NAME, *FALLBACKS):
        if name in _names():
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL does not run as root and no other account exists: run `useradd --system otium`.")


def own(path: Path, account: Account | None) -> None:
    """Hands a folder or file over to the server's account."""
    if account:
        os.chown(path, account.uid, account.gid)


def _names() -> set[str]:
    return {entry.pw_name for entry in pwd.getpwall()}


def _create() -> None:
    useradd = shutil.which("useradd", path=SBIN)
    if useradd:
        options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *options, NAME], capture_output=True, check=False)
