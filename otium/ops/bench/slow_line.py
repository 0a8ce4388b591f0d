"""A line that takes its time: what comes back from the other end is handed on so many milliseconds later."""

import socket
import threading
import time
from collections import deque
from contextlib import suppress

HOST = "127.0.0.1"
PIECE = 65_536


class SlowLine:
    """Listens from the start; hands on from `open` to `close`. Threads, so that it can be opened after a fork."""

    def __init__(self, port: int, *, milliseconds: int) -> None:
        self._to, self._delay = port, milliseconds / 1000
        self._listening = socket.create_server((HOST, 0), backlog=128)
        self.port = int(self._listening.getsockname()[1])

    def open(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listening.accept()
            except OSError:
                return
            theirs = socket.create_connection((HOST, self._to))
            for end in (ours, theirs):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_hand_on, args=(ours, theirs, 0.0), daemon=True).start()
            threading.Thread(target=_hand_on, args=(theirs, ours, self._delay), daemon=True).start()


def _hand_on(source: socket.socket, target: socket.socket, delay: float) -> None:
    """Until either end hangs up. Each piece waits its time on its own: the line is slow, not narrow."""
    pieces = deque[tuple[float, bytes]]()
    ready = threading.Condition()
    threading.Thread(target=_deliver, args=(target, pieces, ready), daemon=True).start()
    while True:
        try:
            piece = source.recv(PIECE)
        except OSError:
            piece = b""
        with ready:
            pieces.append((time.monotonic() + delay, piece))
            ready.notify()
        if not piece:
            return


def _deliver(target: socket.socket, pieces: deque[tuple[float, bytes]], ready: threading.Condition) -> None:
    while True:
        with ready:
            while not pieces:
                ready.wait()
            due_at, piece = pieces.popleft()
        time.sleep(max(due_at - time.monotonic(), 0))
        with suppress(OSError):
            if not piece:
                target.shutdown(socket.SHUT_WR)
                return
            target.sendall(piece)
