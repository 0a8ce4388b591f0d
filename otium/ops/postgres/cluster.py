"""A cluster on disk: where it lies, who owns it, how to reach it."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from otium.ops import keys, places, processes
from otium.ops.postgres.account import Account, server_account

OWNER = "otium_owner"
APP = "otium_app"
SUPERUSER = "postgres"
DATABASE = "otium"
LONGEST_SOCKET_FOLDER = 85  # a Unix socket's path ends at 103 bytes on macOS, 107 on Linux


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL server and its folder."""

    home: Path
    secrets: Path  # JSON: the passwords of the three roles, and the id that ties it to the data
    account: Account | None
    durable: bool  # False: fsync off, for what is thrown away afterwards
    for_tests: bool = False  # its owner may make databases and empty tables

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    @property
    def socket(self) -> Path:
        wanted = self.home / "socket"
        if len(str(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return Path(tempfile.gettempdir()) / f"otium-{self.id[:12]}"

    @property
    def id(self) -> str:
        return self.passwords()["id"]

    @property
    def title(self) -> str:
        """Stands in the command line of each of its processes."""
        return f"otium-{self.id[:12].strip('-')}"

    def passwords(self) -> dict[str, str]:
        made: dict[str, str] = json.loads(keys.kept(self.secrets, keys.passwords("id", SUPERUSER, OWNER, APP)))
        return made

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        host = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{self.passwords()[role]}@/{database}?host={host}"

    def pid(self) -> int | None:
        """The process id of its running server, None when it does not run, whatever a stale file says."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if str(self.data) in processes.command_of(pid) else None


def main() -> Cluster:
    return _cluster("main", durable=True)


def test() -> Cluster:
    return _cluster("test", durable=False, for_tests=True)


def throwaway() -> Cluster:
    """For a simulation: made anew each time, so that a crash costs nothing and no commit waits for the disk."""
    return _cluster("throwaway", durable=False)


def _cluster(name: str, *, durable: bool, for_tests: bool = False) -> Cluster:
    secrets = places.secrets() / f"postgres-{name}.json"
    home = places.state() / name
    return Cluster(home, secrets, account=server_account(), durable=durable, for_tests=for_tests)
