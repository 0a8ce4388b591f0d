"""Whether a port is free, and whether a page answers on it."""

import http.client
import os
import socket
import ssl

from otium.ops.errors import CannotStart


def chosen() -> int:
    """OTIUM_PORT, 8000 by default. Raises CannotStart if it is no port."""
    text = os.environ.get("OTIUM_PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"OTIUM_PORT is {text}: it must be a number from 1 to 65535.")
    return int(text)


def check_free(host: str, port: int) -> None:
    """Raises CannotStart if another program has the port or the system does not let us have it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotStart(f"Port {port} is not allowed for this account: choose one above 1023.") from error
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {host} is taken by another program: stop it, or choose another port, "
                f"as in `make run OTIUM_PORT={port + 1}`."
            ) from error


def answers(host: str, port: int, *, tls: bool) -> bool:
    """True when a web server gives any answer there within two seconds."""
    connection = _connection(host, port, tls=tls)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _connection(host: str, port: int, *, tls: bool) -> http.client.HTTPConnection:
    if not tls:
        return http.client.HTTPConnection(host, port, timeout=2)
    # Our own server by its loopback address: its certificate names the site, not that address.
    unchecked = ssl._create_unverified_context()  # noqa: S323  # nosec B323
    return http.client.HTTPSConnection(host, port, timeout=2, context=unchecked)
