"""No connection to a private address, however it is written or found."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.wires.carriers import network
from otium.wires.carriers.base import CarrierError
from otium.wires.carriers.limits import Deadline, resolve_by_system

from .making import carrier, limits

SECONDS = 60.0


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("9.255.255.255", True),
        ("10.0.0.0", False),
        ("10.255.255.255", False),
        ("11.0.0.0", True),
        ("100.63.255.255", True),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::80ff:fffe", False),
        ("/var/run/docker.sock", False),
        ("", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address: str, is_public: bool):
    assert network.is_public(address) is is_public


@given(st.integers(0, 2**24 - 1))
def test_no_wrapping_makes_a_loopback_address_public(tail: int):
    inner = (127 << 24) | tail

    wrapped = [inner | (0xFFFF << 32), (0x64FF9B << 96) | inner, (0x2002 << 112) | (inner << 80)]

    for address in wrapped:
        assert not network.is_public(socket.inet_ntop(socket.AF_INET6, address.to_bytes(16, "big")))


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "localhost", "::1"])
def test_loopback_is_refused_in_every_way_to_write_it(host: str):
    with pytest.raises(CarrierError) as raised:
        network.addresses(host, 443, limits=limits(resolve=resolve_by_system))

    assert raised.value.code in {"private_address", "address"}


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    both = limits(resolve=lambda host, port: ("8.8.8.8", "10.0.0.1"))

    with pytest.raises(CarrierError, match="private_address"):
        network.addresses("payer.example", 443, limits=both)


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch):
    answers = iter([("8.8.8.8",), ("127.0.0.1",)])
    tried: list[object] = []

    def connect(address: object, timeout: float) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", connect)
    rebinding = limits(resolve=lambda host, port: next(answers))

    with pytest.raises(CarrierError, match="refused"):
        network.connect("payer.example", 443, limits=rebinding, deadline=Deadline(SECONDS))

    assert tried == [("8.8.8.8", 443)]
    assert next(answers) == ("127.0.0.1",)


def test_a_listed_host_is_listed_with_its_port():
    listed = limits("localhost:4433", resolve=lambda host, port: ("127.0.0.1",))

    assert network.addresses("LOCALHOST", 4433, limits=listed) == ("127.0.0.1",)
    with pytest.raises(CarrierError, match="private_address"):
        network.addresses("localhost", 4434, limits=listed)


def test_a_name_without_address_is_told():
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror

    for resolve in (unknown, lambda host, port: ()):
        with pytest.raises(CarrierError, match="address"):
            network.addresses("payer.example", 443, limits=limits(resolve=resolve))


@pytest.mark.parametrize(("seconds", "most", "left"), [(60, 5, 5), (5, 60, 5), (0, 5, None), (-1, 5, None)])
def test_a_deadline_gives_what_is_left_and_then_nothing(seconds: float, most: float, left: float | None):
    deadline = Deadline(seconds)

    if left is None:
        with pytest.raises(CarrierError, match="timeout"):
            deadline.left(most)
    else:
        assert deadline.left(most) == pytest.approx(left, abs=1)


def test_nobody_at_the_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(CarrierError) as raised:
        network.connect("127.0.0.1", port, limits=limits(f"127.0.0.1:{port}"), deadline=Deadline(SECONDS))

    assert (raised.value.code, raised.value.needs_person) == ("refused", False)


@pytest.mark.parametrize("kind", ["sftp", "core"])
def test_no_kind_connects_to_a_private_address_that_is_not_listed(kind: str):
    settings = {
        "sftp": {"host": "127.0.0.1", "user": "u", "send_folder": "in", "fetch_folder": "out"},
        "core": {"url": "https://127.0.0.1/", "sender_id": "a", "receiver_id": "b"},
    }[kind]

    (step,) = carrier(kind, settings).probe().steps

    assert (step.name, step.code) == ("address", "private_address")
