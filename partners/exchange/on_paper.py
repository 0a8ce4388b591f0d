"""Requests that come by fax, portal or telephone, and the letters that answer them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from sqlite3 import Row as Found

from partners import fax_numbers, letters
from partners.adjudication.contracts import CONTRACTS
from partners.clock import day_of
from partners.exchange import post, waiting
from partners.exchange.departments import CERTIFIED, NOT_RECEIVED, PENDED
from partners.exchange.place import LETTER, Exchange, Return
from partners.exchange.review_answers import Wanted
from partners.exchange.waiting import Pended, Row
from partners.letters import Notice
from partners.state import members
from partners.state.members import Granted, clinic_of
from partners.state.records import dump, load
from partners.state.store import Store

PAPER = "paper"
"""The road of mail that no door fetches: it is laid on the practice's fax, or in its letter box."""
YEAR = 365


@dataclass(frozen=True, slots=True)
class Filed:
    """A request as it stands on a form. `papers` are PWK01 of what lies beside it; `road` is fax, portal or call."""

    payer_id: str
    member_id: str
    road: str
    starts_on: date
    ends_on: date
    visits: int | None = None
    units: tuple[tuple[str, int], ...] = ()
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What its reference leads to, by portal or telephone. `says` is accepted, wants, approved, modified, denied."""

    says: str
    reference: str
    number: str = ""
    visits: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    decided_on: date | None = None
    wants: tuple[str, ...] = ()
    answer_by: date | None = None


def file(store: Store, practice: str, filed: Filed, *, seconds: float) -> str:
    """The payer's reference, given at once. Raises LookupError for a payer or member that it does not know."""
    contract = CONTRACTS.get(filed.payer_id)
    if contract is None:
        raise LookupError(f"no payer {filed.payer_id}; there are: {', '.join(CONTRACTS)}")
    if not members.find(store, filed.payer_id, filed.member_id):
        raise LookupError(f"{filed.payer_id} knows nobody under that number")
    reference = f"{filed.payer_id[:3]}-{store.next_number('review', 70_001)}"
    number = f"{contract.payer.member_prefix}B{store.next_number('authorization', 5_000_001)}"
    asked = Granted(
        number, filed.starts_on, filed.ends_on, filed.visits, clinic_of(store, practice).npi, dict(filed.units),
        CERTIFIED, "", reference, asked_on=day_of(datetime.fromtimestamp(seconds, UTC)),
    )  # fmt: skip
    pended = Pended([], asked, "", 0, [reference], papers=sorted(filed.papers))
    store.insert(
        "authorization", payer_id=filed.payer_id, member_id=filed.member_id, number=number, state="arrived",
        decide_at=seconds, record=dump(pended), practice=practice, via=filed.road, trace=reference,
    )  # fmt: skip
    return reference


def open_it(exchange: Exchange, found: Found) -> None:
    """Somebody reads what came: what is missing is asked for by letter, else it waits for its turn."""
    pended = load(Pended, found["record"])
    payer_id, trace = found["payer_id"], found["trace"]
    row = Row(payer_id, found["member_id"], found["practice"], found["via"])
    wants = waiting.wanted(exchange, payer_id, trace, frozenset(pended.papers))
    if wants:
        granted = replace(pended.granted, action=PENDED, reason=NOT_RECEIVED)
        waiting.keep(exchange, row, replace(pended, granted=granted, wants=list(wants)))
        tell(exchange, found, granted, Wanted(wants, waiting.answer_by(exchange, payer_id)))
        return
    if waiting.is_pended(exchange, payer_id, trace):
        waiting.keep(exchange, row, pended)
        return
    contract = CONTRACTS[payer_id]
    granted = waiting.decided(exchange, contract, pended)
    exchange.store.run("delete from authorization where payer_id = ? and trace = ?", payer_id, trace)
    members.grant(exchange.store, contract.payer, row.member_id, granted, practice=row.practice, via=row.via)
    tell(exchange, found, granted)


def send_more(exchange: Exchange, payer_id: str, reference: str) -> bool:
    """What was wanted comes by fax or portal; False where nothing was wanted under that reference."""
    found = exchange.store.row(
        "select * from authorization where payer_id = ? and trace = ? and state = 'pended'", payer_id, reference
    )
    if found is None or not load(Pended, found["record"]).wants:
        return False
    waiting.resume(exchange, found)
    return True


def tell(exchange: Exchange, found: Found, granted: Granted, wanted: Wanted | None = None) -> None:
    """By letter, as text and as a page."""
    member = members.find(exchange.store, found["payer_id"], found["member_id"])[0]
    department = exchange.scenario.reviews.get(found["payer_id"])
    notice = Notice(
        granted, exchange.today, wanted or Wanted(), department.talk_days if department else 0,
        fax_numbers.printed(found["payer_id"]),
    )  # fmt: skip
    payer = CONTRACTS[found["payer_id"]].payer
    text = letters.decision(clinic_of(exchange.store, found["practice"]), payer, member, notice)
    to = Return(found["practice"], PAPER, "", 0)
    name = f"decision.{found['payer_id']}.{granted.trace}.txt"
    post.lay_down(exchange, post.Draft(LETTER, name, text.encode()), to=to)


def standing(store: Store, payer_id: str, reference: str) -> Standing | None:
    """What a portal shows, or somebody says on the telephone; None where nothing is on file under that reference."""
    found = store.row(
        "select * from authorization where payer_id = ? and trace = ? order by state desc", payer_id, reference
    )
    if found is None:
        return None
    if found["state"] != "decided":
        pended = load(Pended, found["record"])
        return Standing("wants" if pended.wants else "accepted", reference, wants=tuple(pended.wants))
    granted = load(Granted, found["record"])
    says = letters.IN_A_WORD[granted.action]
    if says == "denied":
        return Standing(says, reference, decided_on=granted.decided_on)
    period = (granted.starts_on, granted.ends_on, granted.decided_on)
    return Standing(says, reference, granted.number, granted.visits, *period)
