"""What a person reads when the pages cannot have their port."""

import socket

import pytest

from otium.ops import ports
from otium.ops.errors import CannotStart


def test_a_taken_port_is_one_sentence_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotStart) as refusal:
            ports.check_free("127.0.0.1", port)

    assert f"Port {port} on 127.0.0.1 is taken" in str(refusal.value)
    assert f"make run OTIUM_PORT={port + 1}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_free_port_is_taken_without_a_word() -> None:
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]

    ports.check_free("127.0.0.1", port)


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OTIUM_PORT", text)

    with pytest.raises(CannotStart, match="from 1 to 65535"):
        ports.chosen()


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("1", 1), ("65535", 65535)])
def test_the_port_is_8000_unless_chosen(monkeypatch: pytest.MonkeyPatch, text: str, port: int) -> None:
    monkeypatch.setenv("OTIUM_PORT", text)

    assert ports.chosen() == port
