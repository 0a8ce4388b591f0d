"""The first steps of every test of an HTTPS or mail connection: is there a host, and is it the right one."""

import socket
import ssl
from urllib.parse import urlsplit

from otium.wires.carriers import network, tls
from otium.wires.carriers.base import CarrierError, Probe, Step, StepName
from otium.wires.carriers.limits import Deadline, Limits


def tried(url: str, *, limits: Limits, verify: ssl.SSLContext) -> Probe:
    """Connects, agrees on TLS, and hangs up. `tls` is skipped for a listed host without it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    steps: list[Step] = []
    reached: StepName = "address"
    deadline = Deadline(limits.total_seconds)
    try:
        with network.connect(host, port, limits=limits, deadline=deadline) as plain:
            steps.append(Step("address", "ok"))
            reached = "tls"
            if parts.scheme == "https":
                plain.settimeout(deadline.left(limits.read_seconds))
                steps.append(_secured(plain, host, verify))
            else:
                steps.append(Step("tls", "skipped"))
    except CarrierError as error:
        steps.append(Step(reached, error.code, error.detail))
    return Probe(tuple(steps))


def _secured(plain: socket.socket, host: str, verify: ssl.SSLContext) -> Step:
    try:
        with verify.wrap_socket(plain, server_hostname=host) as secured:
            return Step("tls", "ok", secured.version() or "")
    except ssl.SSLError as error:
        raise tls.fault_of(error) from None
    except OSError as error:
        raise network.fault_of(error) from None
