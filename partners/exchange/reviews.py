"""Prior authorizations: a 278 request gets its decision at once, or later where somebody has to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from partners.adjudication.contracts import CONTRACTS, Contract
from partners.exchange import post
from partners.exchange.place import ID, REVIEW, Exchange, Return
from partners.exchange.review_answers import Answered, answer, refused
from partners.paperwork import block_size
from partners.reading import asks
from partners.reading.asks import Ask
from partners.reading.interchange import Segment, Set, at
from partners.state import members
from partners.state.members import Granted
from partners.state.records import dump, load

CERTIFIED, DENIED, PENDED, MODIFIED, CANCELLED, NOT_NEEDED = "A1", "A3", "A4", "A6", "C", "NA"
CANCEL = "3"
"""UM02."""
NOT_NECESSARY, FOR_REVIEW = "82", "E8"
"""HCR03, as 4010-era systems still write it."""
PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pended:
    """A question that waits, with all that its answer needs."""

    segments: list[list[str]]
    granted: Granted
    receiver: str
    parcel: int
    attachments: list[str]


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
    granted = _cancelled(ask) if _is_cancellation(ask) else _ruled(exchange, contract, ask)
    _keep(exchange, one, ask, granted, to)
    return answer(one.segments, ask, Answered(granted, exchange.today), exchange.stamp)


def _is_cancellation(ask: Ask) -> bool:
    return at(ask.first("UM") or (), 2) == CANCEL


def _cancelled(ask: Ask) -> Granted:
    first, last = ask.day("AAH") or (date.min, date.min)
    return Granted(ask.reference("BB"), first, last, 0, ask.provider_npi, {}, CANCELLED, "", ask.trace)


def _ruled(exchange: Exchange, contract: Contract, ask: Ask) -> Granted:
    """The draws depend on the payer and our trace alone."""
    scenario, shares = exchange.scenario, exchange.scenario.authorizations
    first, last = _asked_period(exchange, ask)
    visits, units = visits_asked(ask), dict(_units_asked(ask))
    number = _number(exchange, contract, ask)
    whole = Granted(number, first, last, visits, ask.provider_npi, units, CERTIFIED, "", ask.trace)
    if not contract.payer.needs_authorization:
        return replace(whole, number="", action=NOT_NEEDED)
    if scenario.is_drawn(shares.get("pended", 0), ask.payer_id, ask.trace, "pended"):
        return replace(whole, action=PENDED, reason=FOR_REVIEW)
    return final(exchange, contract, whole)


def final(exchange: Exchange, contract: Contract, asked: Granted) -> Granted:
    """Denied, fewer visits than asked, or all of them."""
    scenario, shares, payer_id = exchange.scenario, exchange.scenario.authorizations, members.key_of(contract.payer)
    if scenario.is_drawn(shares.get("denied", 0), payer_id, asked.trace, "denied"):
        return replace(asked, action=DENIED, reason=NOT_NECESSARY)
    most = 2 * block_size(contract.payer)
    visits = asked.visits or 0
    if visits > most:
        return replace(asked, action=MODIFIED, reason="", visits=most)
    if visits > 1 and scenario.is_drawn(shares.get("reduced", 0), payer_id, asked.trace, "reduced"):
        return replace(asked, action=MODIFIED, reason="", visits=visits // 2)
    return replace(asked, action=CERTIFIED, reason="")


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


def _keep(exchange: Exchange, one: Set, ask: Ask, granted: Granted, to: Return) -> None:
    contract = CONTRACTS[ask.payer_id]
    payer_id, member_id = members.key_of(contract.payer), ask.patient.member_id
    if granted.action == CANCELLED:
        exchange.store.run(
            "delete from authorization where payer_id = ? and member_id = ? and number = ?",
            payer_id,
            member_id,
            granted.number,
        )
    if granted.action in (CERTIFIED, MODIFIED, DENIED):
        members.grant(exchange.store, contract.payer, member_id, granted)
    if granted.action != PENDED:
        return
    attachments = [at(s, 6) for s in ask.rest if s[0] == "PWK" and at(s, 6)]
    pended = Pended([list(s) for s in one.segments], granted, to.receiver, to.parcel, attachments)
    wait = exchange.scenario.to_authorization(contract.kind, payer_id, ask.trace)
    exchange.store.insert(
        "authorization",
        payer_id=payer_id,
        member_id=member_id,
        number=granted.number,
        state="pended",
        decide_at=exchange.seconds + wait.total_seconds(),
        record=dump(pended),
        practice=to.practice,
        via=to.via,
    )


def run(exchange: Exchange) -> int:
    """Decides what has waited long enough; each answer is a 278 of its own."""
    rows = exchange.store.rows(
        "select * from authorization where state = 'pended' and decide_at <= ?", exchange.seconds
    )
    for row in rows:
        with exchange.store.transaction():
            pended, contract = load(Pended, row["record"]), CONTRACTS[row["payer_id"]]
            granted = final(exchange, contract, pended.granted)
            members.grant(exchange.store, contract.payer, row["member_id"], granted)
            segments = [tuple(segment) for segment in pended.segments]
            ask = next(one for one in asks.read(segments) if one.trace == granted.trace)
            body = answer(segments, ask, Answered(granted, exchange.today), exchange.stamp)
            to = Return(row["practice"], row["via"], pended.receiver, pended.parcel)
            control, content = exchange.wrap(REVIEW, [body], to=to.receiver, sender=row["payer_id"])
            post.lay_down(exchange, post.Draft(REVIEW, f"278.{row['payer_id']}.{control}.x12", content), to=to)
    return len(rows)
