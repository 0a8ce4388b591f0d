"""What payers answer when asked: benefits (271), where a claim stands (277)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from partners import x271, x277
from partners.adjudication.contracts import CONTRACTS, Contract
from partners.exchange import ledger
from partners.exchange.place import ID, NAME, Exchange, Return
from partners.payers import MEDICARE, OTHER, Payer
from partners.reading import asks
from partners.reading.asks import Ask
from partners.reading.interchange import Set
from partners.state import members
from partners.state.members import Member
from partners.world import Answer, Clinic, Coverage

UNKNOWN_PAYER = Payer(NAME, OTHER, ID, "", "", "", None)
OLDEST_DAYS = 730
"""Service dates further back are outside the inquiry window (AAA 62)."""


def eligibility(exchange: Exchange, one: Set, to: Return) -> list[tuple[str, list[str]]]:
    """One 271 for each payer that the 270 asks; a payer that is away or unknown is told of at its own level."""
    asked = asks.read(one.segments)
    bodies = []
    for payer_id in dict.fromkeys(ask.payer_id for ask in asked):
        group = [ask for ask in asked if ask.payer_id == payer_id]
        bodies.append((payer_id if payer_id in CONTRACTS else ID, _answer(exchange, payer_id, group, one, to)))
    return bodies


def _answer(exchange: Exchange, payer_id: str, asked: list[Ask], one: Set, to: Return) -> list[str]:
    head = next((s for s in one.segments if s[0] == "BHT"), ())
    reference = head[3] if len(head) > 3 else "0"
    contract = CONTRACTS.get(payer_id)
    if contract is None or not contract.payer.answers_eligibility:
        return x271.unavailable(UNKNOWN_PAYER, reference=reference, at=exchange.stamp, reason="T4")
    if exchange.has_trouble("down", payer_id):
        return x271.unavailable(contract.payer, reference=reference, at=exchange.stamp)
    clinic = members.clinic_of(exchange.store, to.practice)
    people = [_person(exchange, contract, clinic, ask) for ask in asked]
    return x271.answers(contract.payer, clinic, people, reference=reference, at=exchange.stamp)


def _person(exchange: Exchange, contract: Contract, clinic: Clinic, ask: Ask) -> x271.Known | x271.Rejected:
    patient, trace = ask.patient, x271.Trace(ask.trace, ask.originator)
    reason = _reject(exchange, contract, clinic, ask)
    if reason:
        name = (patient.last, patient.first, patient.member_id, patient.born_on)
        return x271.Rejected(*name, trace=trace, reason=reason)
    member = members.find(
        exchange.store, contract.payer.payer_id, patient.member_id, last=patient.last, born_on=patient.born_on
    )[0]
    if exchange.has_trouble("wrong-patient", contract.payer.payer_id):
        member = _somebody_else(exchange, member)
    coverage = Coverage(
        contract.payer,
        member.member_id,
        member.group_number,
        member.effective_on,
        member.terminates_on,
        member.is_dependent,
    )
    return x271.Known(member.person, coverage, answer(exchange, contract, member, _service_day(exchange, ask)), trace)


def _reject(exchange: Exchange, contract: Contract, clinic: Clinic, ask: Ask) -> str:
    """AAA03, the first that fits; empty where the member can be told of."""
    patient, payer_id = ask.patient, contract.payer.payer_id
    day = _service_day(exchange, ask)
    if ask.provider_npi != clinic.npi:
        return "51"
    if (exchange.today - day).days > OLDEST_DAYS:
        return "62"
    if not patient.member_id:
        return "72"
    if patient.born_on is None:
        return "58"
    if not members.find(exchange.store, payer_id, patient.member_id):
        return "75"
    if not members.find(exchange.store, payer_id, patient.member_id, last=patient.last):
        return "67" if patient.is_dependent else "73"
    if not members.find(exchange.store, payer_id, patient.member_id, last=patient.last, born_on=patient.born_on):
        return "71"
    return ""


def _somebody_else(exchange: Exchange, member: Member) -> Member:
    rows = exchange.store.rows("select member_id from member where payer_id = ? order by member_id", member.payer_id)
    other = next((row["member_id"] for row in rows if row["member_id"] != member.member_id), member.member_id)
    return members.find(exchange.store, member.payer_id, other)[0]


def _service_day(exchange: Exchange, ask: Ask) -> date:
    asked = ask.day("291")
    return asked[0] if asked else exchange.today


def answer(exchange: Exchange, contract: Contract, member: Member, day: date) -> Answer:
    """Benefits as they stand now; a plan that ended says only that."""
    payer, earlier = contract.payer, ledger.earlier(exchange, contract, member, day.year)
    is_over = member.terminates_on is not None and member.terminates_on < day
    plain = Answer(
        answered_on=exchange.today,
        is_active=not is_over and member.effective_on <= day,
        begins_on=member.effective_on,
        ends_on=member.terminates_on,
    )
    if not plain.is_active:
        return plain
    used = len(earlier.visits) + earlier.visits_elsewhere
    return replace(
        plain,
        authorization="Y" if payer.needs_authorization else "N",
        limit=payer.visit_limit,
        remaining=max(payer.visit_limit - used, 0) if payer.visit_limit is not None else None,
        used=used if payer.visit_limit is not None and not payer.limit_is_pooled else None,
        is_pooled=payer.limit_is_pooled,
        copay=payer.copay,
        deductible=member.deductible,
        deductible_left=_left(member.deductible, earlier.deductible_met),
        therapy_dollars_used=earlier.dollars if payer.payer_type == MEDICARE else None,
        extra=member.extra,
    )


def _left(whole: Decimal | None, met: Decimal) -> Decimal | None:
    return None if whole is None else max(whole - met, Decimal(0))


def status(exchange: Exchange, one: Set, to: Return) -> list[tuple[str, list[str]]]:
    """One 277 for each payer asked, each claim's standing under its own trace."""
    asked = asks.read(one.segments, each_trace=True)
    bodies = []
    for payer_id in dict.fromkeys(ask.payer_id for ask in asked):
        found = [
            x277.Told(ask, ledger.find_claim(exchange, ask, payer_id, to.practice))
            for ask in asked
            if ask.payer_id == payer_id
        ]
        known = payer_id in CONTRACTS
        name, told_as = (CONTRACTS[payer_id].payer.name, payer_id) if known else (NAME, ID)
        bodies.append((told_as, x277.body(name, told_as, found, on=exchange.today, at=exchange.stamp)))
    return bodies
