"""How far a carrier may go: sizes, times, addresses, folders. Set by the operator, never by a practice's settings."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from otium.wires.carriers.base import CarrierError

Resolve = Callable[[str, int], tuple[str, ...]]
MEGABYTE = 1_000_000


def resolve_by_system(host: str, port: int) -> tuple[str, ...]:
    """The host's addresses in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Limits:
    """`private_hosts` are "host:port" as settings name them: they may be private addresses and speak without TLS."""

    sent_bytes: int = 64 * MEGABYTE
    fetched_bytes: int = 64 * MEGABYTE
    files: int = 1000  # in one fetch
    connect_seconds: float = 10
    read_seconds: float = 60  # without a byte; CORE wants real-time answers in 20 s
    total_seconds: float = 300  # one act: one send, one file fetched
    private_hosts: frozenset[str] = frozenset()
    folder_roots: tuple[Path, ...] = ()  # folders must lie below one of them
    resolve: Resolve = resolve_by_system

    def allows_private(self, host: str, port: int) -> bool:
        return f"{host.lower()}:{port}" in self.private_hosts


class Deadline:
    """The time left for one act, by the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self, most: float) -> float:
        """Seconds left, at most `most`. Raises CarrierError once they are over."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise CarrierError("timeout")
        return min(seconds, most)
