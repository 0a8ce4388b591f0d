"""Requests by fax, portal or telephone, as somebody at the practice would make them; all through the shared state."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from partners import pdf
from partners.clock import MachineClock
from partners.exchange import on_paper, post, scenario, second_looks
from partners.exchange.on_paper import PAPER, Filed
from partners.exchange.place import Exchange
from partners.state import members
from partners.state.store import Store


def review(
    *, state: Path, practice: str, payer_id: str, member_id: str, road: str, visits: int, starts_on: date,
    ends_on: date, papers: str = "",
) -> None:  # fmt: skip
    """Prints the payer's reference. `papers` are PWK01 codes, by commas."""
    filed = Filed(
        payer_id, member_id, road, starts_on, ends_on, visits, papers=frozenset(filter(None, papers.split(",")))
    )
    store = Store(state)
    print(on_paper.file(store, practice, filed, seconds=MachineClock().now().timestamp()))


def records(*, state: Path, payer_id: str, reference: str) -> None:
    """What a payer wanted is faxed. Raises LookupError where it wants nothing under that reference."""
    if not on_paper.send_more(_exchange(state), payer_id, reference):
        raise LookupError(f"{payer_id} waits for nothing under {reference}")


def standing(*, state: Path, payer_id: str, reference: str) -> None:
    """Prints what the portal shows, as JSON."""
    found = on_paper.standing(Store(state), payer_id, reference)
    if found is None:
        raise LookupError(f"{payer_id} has nothing under {reference}")
    print(json.dumps(asdict(found), indent=2, default=str))


def second_look(*, state: Path, payer_id: str, reference: str, by: str) -> None:
    """Prints what holds after the talk or the appeal, as JSON."""
    exchange = _exchange(state)
    with exchange.store.transaction():
        granted = second_looks.look_again(exchange, payer_id, reference, by=by)
    print(json.dumps({"overturned": granted is not None}))
    standing(state=state, payer_id=payer_id, reference=reference)


def paper(*, state: Path, out: Path) -> None:
    """Writes letters that have come into OUT/PRACTICE as PDFs, each once, and prints their names."""
    exchange = _exchange(state)
    for letter in post.due(exchange, PAPER):
        folder = out / members.clinic_of(exchange.store, letter.practice).slug
        folder.mkdir(parents=True, exist_ok=True)
        path = (folder / letter.name).with_suffix(".pdf")
        path.write_bytes(pdf.paper(letter.content.decode()))
        post.posted(exchange, letter)
        print(path)


def _exchange(state: Path) -> Exchange:
    """As the running other side has it: with its scenario, its seed and its speed."""
    store = Store(state)
    path, seed, speed = (store.setting(name) for name in ("scenario", "seed", "speed"))
    loaded = scenario.load(
        Path(path) if path else None, seed=int(seed) if seed else None, speed=float(speed) if speed else 1
    )
    return Exchange(store, MachineClock(), loaded)
