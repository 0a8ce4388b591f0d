"""Prior authorizations by 278: a request gets its decision at once, or later where somebody has to look at it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from sqlite3 import Row as Found

from partners.adjudication.contracts import CONTRACTS, Contract
from partners.exchange import on_paper, post, waiting
from partners.exchange.departments import (
    CALL_US,
    CANCELLED,
    CERTIFIED,
    FOR_REVIEW,
    NOT_NEEDED,
    NOT_RECEIVED,
    PENDED,
)
from partners.exchange.place import ID, REVIEW, Exchange, Return
from partners.exchange.review_answers import PAPERS, Answered, Wanted, answer, refused
from partners.exchange.waiting import Pended, Row
from partners.reading import asks
from partners.reading.asks import Ask
from partners.reading.interchange import Segment, Set, at
from partners.state import members
from partners.state.members import Granted
from partners.state.records import load

CANCEL = "3"
"""UM02."""
PERIOD = timedelta(days=90)
WHOLE = frozenset({"M1", "OZ", "77"})
"""PWK01 under which a practice sends all its records as one: medical record, support data."""


def decide(exchange: Exchange, one: Set, to: Return) -> list[tuple[str, list[str]]]:
    """A body for each patient event, under the id of the payer asked."""
    return [
        (ask.payer_id if ask.payer_id in CONTRACTS else ID, _decide(exchange, one, ask, to))
        for ask in asks.read(one.segments)
    ]


def _decide(exchange: Exchange, one: Set, ask: Ask, to: Return) -> list[str]:
    contract = CONTRACTS.get(ask.payer_id)
    if contract is None:
        return refused(one.segments, ask, "T4", exchange.stamp)
    if exchange.has_trouble("down", ask.payer_id):
        return refused(one.segments, ask, "42", exchange.stamp)
    if ask.provider_npi != members.clinic_of(exchange.store, to.practice).npi:
        return refused(one.segments, ask, "51", exchange.stamp)
    patient = ask.patient
    if not members.find(exchange.store, ask.payer_id, patient.member_id, last=patient.last, born_on=patient.born_on):
        return refused(one.segments, ask, "75", exchange.stamp)
    pended = Pended(
        [list(s) for s in one.segments], _cancelled(exchange, ask), to.receiver, to.parcel, _attachments(ask)
    )
    if not _is_cancellation(ask):
        pended = _ruled(exchange, contract, ask, pended)
    _keep(exchange, ask, pended, to)
    wanted = Wanted(tuple(pended.wants), waiting.answer_by(exchange, ask.payer_id))
    return answer(one.segments, ask, Answered(pended.granted, exchange.today, wanted), exchange.stamp)


def _attachments(ask: Ask) -> list[str]:
    """Control numbers under which records may come later; by our trace and the payer's own reference too."""
    return [at(s, 6) for s in ask.rest if s[0] == "PWK" and at(s, 6)] + [ask.trace, f"R{ask.trace}"[:50]]


def _is_cancellation(ask: Ask) -> bool:
    return at(ask.first("UM") or (), 2) == CANCEL


def _cancelled(exchange: Exchange, ask: Ask) -> Granted:
    """By the number of the authorization, else by our own of a request that waits; of neither: they should call."""
    first, last = ask.day("AAH") or (date.min, date.min)
    number, own = ask.reference("BB"), ask.reference("NT")
    if not number and own:
        found = exchange.store.row(
            "select number from authorization where payer_id = ? and member_id = ? and trace in (?, ?)",
            ask.payer_id, ask.patient.member_id, own, own.removeprefix("R"),
        )  # fmt: skip
        number = found["number"] if found else ""
    action = CANCELLED if number else CALL_US
    return Granted(number, first, last, 0, ask.provider_npi, {}, action, "", ask.trace)


def _ruled(exchange: Exchange, contract: Contract, ask: Ask, pended: Pended) -> Pended:
    """The draws depend on the payer and our trace alone."""
    first, last = _asked_period(exchange, ask)
    visits, units = visits_asked(ask), dict(_units_asked(ask))
    number = _number(exchange, contract, ask)
    whole = Granted(
        number, first, last, visits, ask.provider_npi, units, CERTIFIED, "", ask.trace, asked_on=exchange.today
    )
    if not contract.payer.needs_authorization:
        return replace(pended, granted=replace(whole, number="", action=NOT_NEEDED))
    wants = waiting.wanted(exchange, ask.payer_id, ask.trace, _papers(ask))
    if wants:
        return replace(pended, granted=replace(whole, action=PENDED, reason=NOT_RECEIVED), wants=list(wants))
    if waiting.is_pended(exchange, ask.payer_id, ask.trace):
        return replace(pended, granted=replace(whole, action=PENDED, reason=FOR_REVIEW))
    return replace(pended, granted=waiting.decided(exchange, contract, replace(pended, granted=whole)))


def _papers(ask: Ask) -> frozenset[str]:
    """PWK01 of what comes along; one bundle may be named as a whole. What is only held ready (AA) does not come."""
    named = frozenset(at(s, 1) for s in ask.rest if s[0] == "PWK" and at(s, 2) != "AA")
    return frozenset(PAPERS) if named & WHOLE else named


def _number(exchange: Exchange, contract: Contract, ask: Ask) -> str:
    """New for every request, the renewal of an older one too."""
    return f"{contract.payer.member_prefix}B{exchange.store.next_number('authorization', 5_000_001)}"


def _asked_period(exchange: Exchange, ask: Ask) -> tuple[date, date]:
    of_services = (asks.period(at(s, 3)) for service in ask.services for s in service if s[:2] == ("DTP", "472"))
    found = ask.day("AAH") or ask.day("472") or next((period for period in of_services if period), None)
    if found is None:
        return exchange.today, exchange.today + PERIOD
    return found if found[0] != found[1] else (found[0], found[0] + PERIOD)


def visits_asked(ask: Ask) -> int | None:
    """Of the event, else of its first service: a plain count, or so many each week or month over some of them."""
    services = (s for service in ask.services for s in service)
    patterns = (s for s in (*ask.rest, *services) if s[0] == "HSD" and at(s, 1) == "VS")
    return next((count for pattern in patterns if (count := _visits(pattern)) is not None), None)


def _visits(pattern: Segment) -> int | None:
    each, times = asks.number(at(pattern, 2)), asks.number(at(pattern, 6)) or Decimal(1)
    if each is None:
        return None
    repeats = {"WK": "35", "MO": "34", "DA": "7"}.get(at(pattern, 3)) == at(pattern, 5) and at(pattern, 3) != ""
    return int(each * times) if repeats else int(each)


def _units_asked(ask: Ask) -> Iterator[tuple[str, int]]:
    for service in ask.services:
        line = next((s for s in service if s[0] == "SV1"), ())
        parts, units = at(line, 1).split(":"), asks.number(at(line, 4))
        if len(parts) > 1 and units is not None:
            yield parts[1], int(units)


def _keep(exchange: Exchange, ask: Ask, pended: Pended, to: Return) -> None:
    contract, granted = CONTRACTS[ask.payer_id], pended.granted
    payer_id, member_id = members.key_of(contract.payer), ask.patient.member_id
    if granted.action == CANCELLED:
        exchange.store.run(
            "delete from authorization where payer_id = ? and member_id = ? and number = ?",
            payer_id,
            member_id,
            granted.number,
        )
    elif granted.action == PENDED:
        waiting.keep(exchange, Row(payer_id, member_id, to.practice, to.via), pended)
    elif granted.action not in (NOT_NEEDED, CALL_US):
        members.grant(exchange.store, contract.payer, member_id, granted, practice=to.practice, via=to.via)


def run(exchange: Exchange) -> int:
    """Decides what has waited long enough: by a 278 of its own, or by letter what came on paper."""
    rows = exchange.store.rows(
        "select * from authorization where state in ('arrived', 'pended') and decide_at <= ?", exchange.seconds
    )
    for row in rows:
        with exchange.store.transaction():
            if row["state"] == "arrived":
                on_paper.open_it(exchange, row)
            else:
                _decide_waiting(exchange, row)
    return len(rows)


def _decide_waiting(exchange: Exchange, row: Found) -> None:
    pended, contract = load(Pended, row["record"]), CONTRACTS[row["payer_id"]]
    granted = waiting.decided(exchange, contract, replace(pended, granted=replace(pended.granted, reason="")))
    members.grant(exchange.store, contract.payer, row["member_id"], granted, practice=row["practice"], via=row["via"])
    if row["via"] in waiting.ON_PAPER:
        on_paper.tell(exchange, row, granted)
        return
    to = Return(row["practice"], row["via"], pended.receiver, pended.parcel)
    tell(exchange, row["payer_id"], replace(pended, granted=granted), to)


def tell(exchange: Exchange, payer_id: str, decided: Pended, to: Return) -> None:
    """A 278 of its own, under the trace of the question."""
    segments = [tuple(segment) for segment in decided.segments]
    ask = next(one for one in asks.read(segments) if one.trace == decided.granted.trace)
    body = answer(segments, ask, Answered(decided.granted, exchange.today), exchange.stamp)
    control, content = exchange.wrap(REVIEW, [body], to=to.receiver, sender=payer_id)
    post.lay_down(exchange, post.Draft(REVIEW, f"278.{payer_id}.{control}.x12", content), to=to)
