"""Appeals that come by fax: somebody finds the decision that they are about, looks at it again, and writes a letter."""

import re
from datetime import timedelta
from sqlite3 import Row as Found

from partners.adjudication.contracts import CONTRACTS
from partners.exchange import departments, on_paper, post, second_looks
from partners.exchange.departments import DENIED, MODIFIED
from partners.exchange.on_paper import PAPER
from partners.exchange.place import LETTER, Exchange, Return
from partners.letters import unknown_appeal, upheld
from partners.payers import Payer
from partners.state.members import Granted
from partners.state.records import load

TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{4,49}")
WAITING, DECIDED = "waiting", "decided"


def arrive(exchange: Exchange, payer_id: str, text: str, *, fax: int, practice: str) -> None:
    """What names a decision of ours that denied or cut is an appeal of it; a second one of the same is laid to it."""
    reference = _reference(exchange, payer_id, text)
    if not reference:
        _write(exchange, payer_id, practice, f"appeal.{payer_id}.fax{fax}.txt", unknown_appeal(_payer(payer_id)))
        return
    department = exchange.scenario.reviews.get(payer_id)
    days = department.appeal_days if department else 0
    due = departments.in_hours(exchange.clock.now() + timedelta(days=days)) - exchange.clock.now()
    if exchange.store.row("select 1 from appeal where payer_id = ? and reference = ?", payer_id, reference) is None:
        exchange.store.insert(
            "appeal", payer_id=payer_id, reference=reference, fax=fax, state=WAITING,
            decide_at=exchange.seconds + (due / exchange.scenario.speed).total_seconds(),
        )  # fmt: skip


def _reference(exchange: Exchange, payer_id: str, text: str) -> str:
    """The first word of the fax under which something was denied or cut here; its own number, or the sender's."""
    for word in dict.fromkeys(TOKEN.findall(text)):
        found = exchange.store.row(
            "select * from authorization where payer_id = ? and state = 'decided' and trace in (?, ?)",
            payer_id, word, word.removeprefix("R"),
        )  # fmt: skip
        if found is not None and load(Granted, found["record"]).action in (DENIED, MODIFIED):
            return str(found["trace"])
    return ""


def run(exchange: Exchange) -> int:
    """Decides what has waited long enough."""
    rows = exchange.store.rows("select * from appeal where state = ? and decide_at <= ?", WAITING, exchange.seconds)
    for row in rows:
        with exchange.store.transaction():
            _decide(exchange, row)
    return len(rows)


def _decide(exchange: Exchange, row: Found) -> None:
    payer_id, reference = row["payer_id"], row["reference"]
    exchange.store.run("update appeal set state = ? where id = ?", DECIDED, row["id"])
    before = exchange.store.row(
        "select * from authorization where payer_id = ? and trace = ? and state = 'decided'", payer_id, reference
    )
    if before is None:
        return
    granted = None
    if payer_id in exchange.scenario.reviews:  # where nobody reviews, nobody looks again: it stands
        try:
            granted = second_looks.look_again(exchange, payer_id, reference, by=second_looks.APPEAL)
        except LookupError:  # a talk was faster
            return
    if granted is not None:
        on_paper.tell(exchange, before, granted)
        return
    text = upheld(_payer(payer_id), reference, exchange.today)
    _write(exchange, payer_id, before["practice"], f"appeal.{payer_id}.{reference}.txt", text)


def _payer(payer_id: str) -> Payer:
    return CONTRACTS[payer_id].payer


def _write(exchange: Exchange, payer_id: str, practice: str, name: str, text: str) -> None:
    to = Return(practice, PAPER, "", 0)
    post.lay_down(exchange, post.Draft(LETTER, name, text.encode()), to=to)
