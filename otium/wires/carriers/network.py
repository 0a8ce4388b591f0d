"""The one place that opens a connection: to an address that was checked, and to no other."""

import ipaddress
import select
import socket

from otium.wires.carriers.base import CarrierError
from otium.wires.carriers.limits import Deadline, Limits

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CLOUD = frozenset({ipaddress.IPv4Address("168.63.129.16")})  # Azure's own services answer on this public address


def connect(host: str, port: int, *, limits: Limits, deadline: Deadline) -> socket.socket:
    """A connected socket. Raises CarrierError.

    The host is looked up once, and the address that was checked is the one connected to: a name that answers
    differently the second time gains nothing.
    """
    why = CarrierError("unreachable")
    for address in addresses(host, port, limits=limits):
        try:
            made = socket.create_connection((address, port), deadline.left(limits.connect_seconds))
        except OSError as error:
            why = fault_of(error)
        else:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each body waits 40 ms behind its head
            return made
    raise why


def addresses(host: str, port: int, *, limits: Limits) -> tuple[str, ...]:
    """Where the host is. Raises CarrierError if any of its addresses is private and the host is not listed."""
    try:
        found = limits.resolve(host, port)
    except (OSError, UnicodeError):
        raise CarrierError("address") from None
    if not found:
        raise CarrierError("address")
    if not limits.allows_private(host, port) and not all(map(is_public, found)):
        raise CarrierError("private_address")
    return found


def is_public(text: str) -> bool:
    """Whether an address is one of the open internet, in whichever form it is wrapped. Not an address: no.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    try:
        address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _CLOUD


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address inside an IPv6 one that routers translate back, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def is_readable(connection: socket.socket) -> bool:
    """Whether something, or the end, waits to be read."""
    if connection.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def fault_of(error: OSError) -> CarrierError:
    """What the system's network error means."""
    if isinstance(error, TimeoutError):
        return CarrierError("timeout")
    if isinstance(error, ConnectionRefusedError):
        return CarrierError("refused")
    if isinstance(error, ConnectionError):
        return CarrierError("closed")
    return CarrierError("unreachable")
