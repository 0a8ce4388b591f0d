"""A disk that can be full: a file system in memory, filled by shrinking it to what it holds, given room by growing."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from otium.ops import postgres
from otium.ops.postgres import binaries
from otium.ops.postgres.account import server_account
from otium.ops.postgres.cluster import OWNER

ROOMY = 700 * 1024 * 1024  # taken from memory only as far as it is used


class SmallDisk:
    """A file system of its own that can be full."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self) -> bool:
        return self._mount("-t", "tmpfs", "-o", f"size={ROOMY},mode=755", "tmpfs")

    def fill(self) -> None:
        """Twice, because the database writes on until it notices."""
        for _ in range(2):
            found = os.statvfs(self.folder)
            used = (found.f_blocks - found.f_bfree) * found.f_frsize
            assert self._mount("-o", f"remount,size={used}")

    def make_room(self) -> None:
        assert self._mount("-o", f"remount,size={ROOMY}")

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)

    def _mount(self, *options: str) -> bool:
        return subprocess.run(["mount", *options, str(self.folder)], check=False, capture_output=True).returncode == 0


@contextmanager
def mounted() -> Iterator[SmallDisk]:
    """With a folder for the state of an installation. Skips the test where mounting is not permitted."""
    with tempfile.TemporaryDirectory(prefix="otium-disk-") as folder:  # pytest's are closed to the server's account
        Path(folder).chmod(0o755)
        found = SmallDisk(Path(folder))
        if not found.mount():
            pytest.skip("a file system of its own can be mounted by root only, and not in every container")
        programs = binaries.folder(server_account()).parents[2]
        (found.folder / "state").mkdir()
        (found.folder / "state" / programs.name).symlink_to(programs)
        (found.folder / "something").write_bytes(bytes(4096))  # an empty one cannot be shrunk: size 0 is without end
        yield found
        found.unmount()


def make_filler(cluster: postgres.Cluster) -> None:
    """A table whose rows can be changed in place, without room for new ones."""
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as rows:
        rows.execute("CREATE TABLE IF NOT EXISTS filler (words text) WITH (fillfactor = 10)")
        rows.execute("INSERT INTO filler SELECT repeat('x', 200) FROM generate_series(1, 2000)")


def write_until_the_log_is_full(cluster: postgres.Cluster) -> None:
    """Until the write-ahead log finds no room, and the server dies of it."""
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as rows:
        while not rows.broken:
            with suppress(psycopg.OperationalError):
                rows.execute("UPDATE filler SET words = md5(words) || md5(random()::text)")
