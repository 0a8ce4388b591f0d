"""Records by 275: they are matched by control number or claim number, and what waited for them is looked at again."""

import json
from collections.abc import Sequence

from partners.adjudication.case import Ruling
from partners.exchange import waiting
from partners.exchange.place import Exchange, Return
from partners.reading.claims import ClaimFiled
from partners.reading.interchange import Set, at
from partners.state.records import load

WANTED = frozenset({"252", "163"})
"""CARCs of a claim that waits for records."""


def take(exchange: Exchange, sets: Sequence[Set], to: Return) -> None:
    """TRN02 is the PWK06 that announced the records, REF*EJ the number of the claim they are for."""
    for one in sets:
        controls = [at(s, 2) for s in one.segments if s[0] == "TRN"]
        number = next((at(s, 2) for s in one.segments if s[:2] == ("REF", "EJ")), "")
        for control in controls or [""]:
            exchange.store.run("insert or ignore into attachment values (?, ?, ?)", to.practice, control, number)
        _hasten(exchange, set(controls))
        _reopen(exchange, to, number)


def _hasten(exchange: Exchange, controls: set[str]) -> None:
    """A pended review that waits for these records is decided at once; by a department, when its turn has come."""
    for row in exchange.store.rows("select rowid, * from authorization where state = 'pended'"):
        if not controls & set(_pwk(row["record"])):
            continue
        if row["payer_id"] in exchange.scenario.reviews:
            waiting.resume(exchange, row)
        else:
            exchange.store.run("update authorization set decide_at = ? where rowid = ?", exchange.seconds, row["rowid"])


def _pwk(record: str) -> list[str]:
    """Kept beside the question of a pended review."""
    found: list[str] = json.loads(record)["attachments"]
    return found


def _reopen(exchange: Exchange, to: Return, number: str) -> None:
    """A claim that was denied for want of records is decided anew, its denial turned back."""
    rows = exchange.store.rows(
        "select * from claim where practice = ? and number = ? and state = 'denied'", to.practice, number
    )
    for row in rows:
        carcs = {a.carc for line in load(Ruling, row["ruling"]).lines for a in line.adjustments}
        if carcs & WANTED and are_here(exchange, to.practice, load(ClaimFiled, row["record"])):
            wait = exchange.scenario.in_minutes("claim_acknowledgement", to.parcel, number)
            again = exchange.seconds + wait.total_seconds()
            exchange.store.run("update claim set state = 'reopened', decide_at = ? where icn = ?", again, row["icn"])


def are_here(exchange: Exchange, practice: str, claim: ClaimFiled) -> bool:
    rows = exchange.store.rows("select control, number from attachment where practice = ?", practice)
    return any(row["number"] == claim.number or row["control"] in claim.attachments for row in rows)
