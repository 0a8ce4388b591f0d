"""The simulated service of texts: one text an id, and calls that are signed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from otium.wires.delivery import callbacks
from partners.doors import texts as door
from partners.exchange import texts
from partners.state.store import Store
from tests.partners.side import Side

Calls = list[tuple[dict[str, str], str]]


class Listener(HTTPServer):
    def __init__(self) -> None:
        self.calls: Calls = []
        self.answer = 204
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/receipts/texts/abc/"


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.calls.append((fields, self.headers["X-Twilio-Signature"]))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def sent(side: Side, calls_back: str, number: str = "+13125550142", payload_id: str = "one") -> str:
    body = f"To=%2B{number[1:]}&Body=Yes&StatusCallback={calls_back}".encode()
    status, told = door.take(side.exchange, "tidewater", body, payload_id)
    assert status == 201
    return str(json.loads(json.dumps(told))["sid"])


def test_a_text_is_taken_once_and_told_of_twice(side: Side, listener: Listener) -> None:
    first, second = sent(side, listener.address), sent(side, listener.address)
    assert first == second

    assert texts.run(side.exchange) == 0
    side.clock.pass_by(timedelta(seconds=10))
    texts.run(side.exchange)
    texts.run(side.exchange)

    said = [fields["MessageStatus"] for fields, _signature in listener.calls]
    assert said == ["sent", "delivered"]
    key = Store.row(side.exchange.store, "select password from practice where slug = 'tidewater'")["password"]
    for fields, signature in listener.calls:
        assert fields["MessageSid"] == first
        assert callbacks.is_signed(key, listener.address, fields.items(), signature)


def test_a_phone_that_is_off_gets_none(side: Side, listener: Listener) -> None:
    side.exchange.faults.order("text-undelivered", count=1)
    sent(side, listener.address)
    side.clock.pass_by(timedelta(seconds=10))
    texts.run(side.exchange)

    last, _signature = listener.calls[-1]
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30003")


def test_who_does_not_answer_is_called_again_a_few_times(side: Side, listener: Listener) -> None:
    listener.answer = 503
    sent(side, listener.address)
    for _ in range(texts.MOST_TRIES + 2):
        side.clock.pass_by(timedelta(seconds=texts.AGAIN_SECONDS))
        texts.run(side.exchange)

    assert len(listener.calls) == 2 * texts.MOST_TRIES


@pytest.mark.parametrize("address", ["https://example.org/x", "http://10.0.0.1/x", "file:///etc/passwd", ""])
def test_nobody_beyond_this_machine_is_called(side: Side, address: str) -> None:
    sent(side, address)
    side.clock.pass_by(timedelta(seconds=10))

    assert texts.run(side.exchange) == 2
    assert texts.run(side.exchange) == 0


def test_what_is_no_text_is_refused(side: Side) -> None:
    status, _told = door.take(side.exchange, "tidewater", b"To=1", "two")

    assert status == 400
