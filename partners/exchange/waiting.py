"""Reviews that are not decided yet: what they wait for, and what becomes of them."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from sqlite3 import Row as Found

from partners.adjudication.contracts import CONTRACTS, Contract
from partners.clock import day_of
from partners.exchange import departments
from partners.exchange.departments import CERTIFIED, DENIED, MODIFIED, NOT_NECESSARY, NOT_RECEIVED, Department
from partners.exchange.place import Exchange
from partners.paperwork import block_size
from partners.state import members
from partners.state.members import Granted
from partners.state.records import dump, load

ON_PAPER = ("portal", "fax", "call")


@dataclass(frozen=True, slots=True)
class Pended:
    """A question that waits, with all that its answer needs. `wants` are PWK01 of papers that have to come first.

    One that came on paper has no segments; `papers` are PWK01 of what lay beside it.
    """

    segments: list[list[str]]
    granted: Granted
    receiver: str
    parcel: int
    attachments: list[str]
    wants: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """Where it came from: the member, whose question, by which door."""

    payer_id: str
    member_id: str
    practice: str
    via: str


def keep(exchange: Exchange, row: Row, pended: Pended) -> None:
    """Until it is decided, or until what it wants should have come."""
    exchange.store.run("delete from authorization where payer_id = ? and trace = ? and state <> 'decided'",
                       row.payer_id, pended.granted.trace)  # fmt: skip
    exchange.store.insert(
        "authorization",
        payer_id=row.payer_id,
        member_id=row.member_id,
        number=pended.granted.number,
        state="pended",
        decide_at=exchange.seconds + _wait(exchange, row, pended).total_seconds(),
        record=dump(pended),
        practice=row.practice,
        via=row.via,
        trace=pended.granted.trace,
    )


def resume(exchange: Exchange, found: Found) -> None:
    """What was wanted has come: it waits for its turn from now. One that wants nothing goes on waiting as it did."""
    pended = load(Pended, found["record"])
    if pended.wants:
        row = Row(found["payer_id"], found["member_id"], found["practice"], found["via"])
        keep(exchange, row, replace(pended, wants=[]))


def _wait(exchange: Exchange, row: Row, pended: Pended) -> timedelta:
    scenario, department = exchange.scenario, exchange.scenario.reviews.get(row.payer_id)
    if department is None:
        return scenario.to_authorization(CONTRACTS[row.payer_id].kind, row.payer_id, pended.granted.trace)
    if pended.wants:
        return scenario.passed(department.answer_days)
    due = exchange.clock.now() + timedelta(
        days=departments.days(scenario.seed, row.payer_id, department, pended.granted.trace)
    )
    return (departments.in_hours(due) - exchange.clock.now()) / scenario.speed


def answer_by(exchange: Exchange, payer_id: str) -> date | None:
    """The last day on which what is wanted is taken; None where no department says so."""
    department = exchange.scenario.reviews.get(payer_id)
    if department is None:
        return None
    return day_of(exchange.clock.now() + exchange.scenario.passed(department.answer_days))


def wanted(exchange: Exchange, payer_id: str, trace: str, papers: frozenset[str]) -> tuple[str, ...]:
    department = exchange.scenario.reviews.get(payer_id)
    return departments.wanted(exchange.scenario.seed, payer_id, department, trace, papers) if department else ()


def is_pended(exchange: Exchange, payer_id: str, trace: str) -> bool:
    """Whether a person has to look at it, nothing being missing."""
    scenario, department = exchange.scenario, exchange.scenario.reviews.get(payer_id)
    if department is None:
        return scenario.is_drawn(scenario.authorizations.get("pended", 0), payer_id, trace, "pended")
    return not departments.is_at_once(scenario.seed, payer_id, department, trace)


def decided(exchange: Exchange, contract: Contract, pended: Pended) -> Granted:
    """What was wanted did not come: denied. Else by the department, or by the shares of the scenario."""
    payer_id = members.key_of(contract.payer)
    department = exchange.scenario.reviews.get(payer_id)
    asked = replace(
        pended.granted, decided_on=exchange.today, asked=pended.granted.visits, asked_units=pended.granted.units
    )
    if pended.wants:
        return replace(asked, action=DENIED, reason=NOT_RECEIVED)
    return final(exchange, contract, asked, department)


def final(exchange: Exchange, contract: Contract, asked: Granted, department: Department | None) -> Granted:
    """Denied, fewer visits than asked, or all of them."""
    scenario, shares, payer_id = exchange.scenario, exchange.scenario.authorizations, members.key_of(contract.payer)
    if department is not None:
        return departments.ruled(scenario.seed, payer_id, department, asked)
    if scenario.is_drawn(shares.get("denied", 0), payer_id, asked.trace, "denied"):
        return replace(asked, action=DENIED, reason=NOT_NECESSARY)
    most = 2 * block_size(contract.payer)
    visits = asked.visits or 0
    if visits > most:
        return replace(asked, action=MODIFIED, reason="", visits=most)
    if visits > 1 and scenario.is_drawn(shares.get("reduced", 0), payer_id, asked.trace, "reduced"):
        return replace(asked, action=MODIFIED, reason="", visits=visits // 2)
    return replace(asked, action=CERTIFIED, reason="")
