"""Running PostgreSQL's own programs as the account that owns the cluster."""

import subprocess

from otium.ops.errors import CannotStart
from otium.ops.postgres import binaries
from otium.ops.postgres.cluster import Cluster

PLAIN = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


def run(cluster: Cluster, program: str, *arguments: str) -> None:
    """Waits for the program. Raises CannotStart with its last words if it fails."""
    account = cluster.account
    done = subprocess.run(
        [str(binaries.folder(account) / program), *arguments],
        cwd=cluster.home,
        env=PLAIN,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=() if account else None,
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise CannotStart(
            f"PostgreSQL's {program} failed in {cluster.home}: {words[-1] if words else 'no reason given'}"
        )
