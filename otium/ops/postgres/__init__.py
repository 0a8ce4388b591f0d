"""The embedded PostgreSQL: its binaries come with a Python package, its cluster is made on first start.

One cluster serves `make run` (`main`); others with fsync off serve the tests (`test`) and a simulation (`throwaway`).
Reached by a Unix socket in a folder that only its owner may enter, with passwords; nothing listens on the network.
"""

from otium.ops.postgres.cluster import Cluster, main, test, throwaway
from otium.ops.postgres.running import ensure, is_answering, remove, start, stop, stop_if_idle

__all__ = ["Cluster", "ensure", "is_answering", "main", "remove", "start", "stop", "stop_if_idle", "test", "throwaway"]
