"""Room kept beside the data, given up when the server finds none, so that it can repair itself and be read.

A server whose write-ahead log found no room ends; to come back it needs two files of 16 MB for it and a checkpoint
(measured: with 17 MB free it does not start).
"""

import os
import shutil
from pathlib import Path

from otium.ops.postgres.cluster import Cluster

BYTES = 64 * 1024 * 1024


def is_kept(cluster: Cluster) -> bool:
    return _file(cluster).exists()


def keep(cluster: Cluster) -> bool:
    """Takes the room when as much again stays free. True when it is kept then."""
    if is_kept(cluster):
        return True
    if shutil.disk_usage(cluster.home).free < 2 * BYTES:
        return False
    draft = _file(cluster).with_suffix(".part")
    try:
        with draft.open("wb") as opened:
            for _ in range(0, BYTES, 1024 * 1024):
                opened.write(bytes(1024 * 1024))
            opened.flush()
            os.fsync(opened.fileno())
        draft.rename(_file(cluster))
    except OSError:
        draft.unlink(missing_ok=True)
        return False
    return True


def give_up(cluster: Cluster) -> bool:
    """Frees the room if the disk is short of it; True when there was some to free."""
    if not is_short(cluster) or not is_kept(cluster):
        return False
    _file(cluster).unlink()
    return True


def is_short(cluster: Cluster) -> bool:
    """True when less is free than a server needs to repair itself."""
    return cluster.home.exists() and shutil.disk_usage(cluster.home).free < BYTES


def _file(cluster: Cluster) -> Path:
    return cluster.home / "spare-room"
