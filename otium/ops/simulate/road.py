"""The road between the practice and the town: a carrier without sockets."""

from collections.abc import Iterator
from typing import Self

from otium.wires.carriers.base import Fetched, Left, Probe, Sending, Sent
from partners.exchange.intake import received
from partners.exchange.post import Letter
from partners.town import Town


class Road:
    """Whatever is sent is at the clearinghouse at once; answers to batches lie there until they are fetched."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._letters: dict[str, Letter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def send(self, sending: Sending) -> Sent:
        if sending.kind == "x12_realtime":
            return Sent(sending.payload_id, self._town.ask_now(sending.content, payload_id=sending.payload_id))
        self._town.take(sending.content, payload_id=sending.payload_id)
        return Sent(reference=sending.payload_id)

    def fetch(self) -> Iterator[Fetched | Left]:
        for letter in list(self._town.mail()):
            self._letters[str(letter.id)] = letter
            yield Fetched(letter.name, letter.content, str(letter.id))

    def confirm(self, fetched: Fetched) -> None:
        self._town.taken(self._letters.pop(fetched.mark))

    def probe(self) -> Probe:
        return Probe(())

    def was_received(self, payload_id: str) -> bool | None:
        exchange = self._town.exchange
        return received(exchange, self._town.world.clinic.slug, payload_id) is not None
