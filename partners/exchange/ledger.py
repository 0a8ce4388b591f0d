"""What counts already: visits, dollars, deductibles, services; and where each claim stands."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from sqlite3 import Row

from partners.adjudication.case import Case, Earlier, Ruling
from partners.adjudication.contracts import CONTRACTS, Contract
from partners.adjudication.coverage import covering
from partners.adjudication.tables import EVALUATIONS
from partners.clock import day_of
from partners.exchange import attachments
from partners.exchange.place import Exchange
from partners.reading.asks import Ask
from partners.reading.claims import ClaimFiled
from partners.state.members import Member, find, granted_to
from partners.state.records import load
from partners.x277 import Standing

ZERO = Decimal(0)


def earlier(exchange: Exchange, contract: Contract, member: Member, year: int) -> Earlier:
    """Everything that stands for this member in that calendar year."""
    rows = exchange.store.rows(
        "select * from served where payer_id = ? and member_id = ? and day between ? and ?",
        member.payer_id,
        member.member_id,
        f"{year}-01-01",
        f"{year}-12-31",
    )
    services = exchange.store.rows(
        "select day, code, npi from service where payer_id = ? and member_id = ?", member.payer_id, member.member_id
    )
    is_of_year = member.year == year
    return Earlier(
        visits=frozenset(date.fromisoformat(row["day"]) for row in rows if row["visits"]),
        visits_elsewhere=member.used_elsewhere if is_of_year else 0,
        dollars=_sum(row["dollars"] for row in rows) + (member.dollars_elsewhere if is_of_year else ZERO),
        deductible_met=_sum(row["deductible"] for row in rows),
        under_authorization=_under_authorization(exchange, member),
        units=_units(exchange, member),
        services=frozenset((date.fromisoformat(row["day"]), row["code"], row["npi"]) for row in services),
    )


def _under_authorization(exchange: Exchange, member: Member) -> dict[str, frozenset[date]]:
    """Of every year: an authorization does not end with the calendar."""
    days: dict[str, set[date]] = {}
    for row in exchange.store.rows(
        "select authorization, day from served where payer_id = ? and member_id = ? and authorization <> ''",
        member.payer_id,
        member.member_id,
    ):
        days.setdefault(row["authorization"], set()).add(date.fromisoformat(row["day"]))
    return {number: frozenset(of_number) for number, of_number in days.items()}


def _units(exchange: Exchange, member: Member) -> dict[tuple[str, str], Decimal]:
    rows = exchange.store.rows(
        """select authorization, code, sum(units) as n from served where payer_id = ? and member_id = ?
           and authorization <> '' group by authorization, code""",
        member.payer_id,
        member.member_id,
    )
    return {(row["authorization"], row["code"]): Decimal(row["n"]) for row in rows}


def _sum(texts: Iterable[str]) -> Decimal:
    return sum((Decimal(text) for text in texts), ZERO)


def count(exchange: Exchange, icn: str, case: Case, ruling: Ruling) -> None:
    """Paid lines count from now on: their days, dollars, deductible, authorization and codes."""
    if case.member is None:
        return
    for line, decision in zip(case.claim.lines, ruling.lines, strict=True):
        if decision.is_denied or line.first_on is None:
            continue
        granted = None if line.code in EVALUATIONS else covering(case, line)
        exchange.store.insert(
            "served",
            payer_id=case.member.payer_id,
            member_id=case.member.member_id,
            day=line.first_on.isoformat(),
            visits=1,
            dollars=str(decision.allowed),
            deductible=str(decision.deductible),
            authorization=granted.number if granted else "",
            claim=icn,
            code=line.code,
            units=int(decision.units),
        )
        exchange.store.insert(
            "service",
            payer_id=case.member.payer_id,
            member_id=case.member.member_id,
            day=line.first_on.isoformat(),
            code=line.code,
            claim=icn,
            npi=case.npi,
            units=str(decision.units),
        )


def uncount(exchange: Exchange, icn: str) -> None:
    exchange.store.run("delete from served where claim = ?", icn)
    exchange.store.run("delete from service where claim = ?", icn)


def find_claim(exchange: Exchange, ask: Ask, payer_id: str, practice: str) -> Standing | None:
    """By the payer's own number, else by ours, else by member and service dates; the newest of several."""
    icn, number = ask.reference("1K"), ask.reference("EJ")
    rows = exchange.store.rows(
        """select * from claim where payer_id = ? and practice = ?
           and case when ? <> '' then ? in (icn, number) else member_id = ? end
           order by received_at desc, icn desc""",
        payer_id,
        practice,
        icn or number,
        icn or number,
        ask.patient.member_id,
    )
    row = next((row for row in rows if icn or number or _is_of_days(row, ask)), None)
    return standing(row) if row else None


def _is_of_days(row: Row, ask: Ask) -> bool:
    claim, asked = load(ClaimFiled, row["record"]), ask.day("472")
    if not asked or not claim.first_on or not claim.last_on:
        return False
    return asked[0] <= claim.last_on and claim.first_on <= asked[1]


def standing(row: Row) -> Standing:
    claim, since = load(ClaimFiled, row["record"]), _day(row["decided_at"] or row["received_at"])
    if row["ruling"] is None:
        return Standing(row["icn"], claim, ("P1", "20"), since)
    ruling = load(Ruling, row["ruling"])
    return Standing(row["icn"], claim, _told(row["state"], ruling), since, ruling.paid, row["remit"])


def _told(state: str, ruling: Ruling) -> tuple[str, str]:
    """Category and status. A voided claim is final without payment; records still asked for are R4."""
    if state == "voided":
        return "F4", "101"
    carcs = [adjustment.carc for line in ruling.lines for adjustment in line.adjustments if line.is_denied]
    if not ruling.is_denied:
        return "F1", "65"
    if attachments.WANTED & set(carcs):
        return "R4", "294"
    return "F2", "54" if "18" in carcs else "585"


def _day(at: float) -> date:
    return day_of(datetime.fromtimestamp(at, UTC))


def case_of(exchange: Exchange, claim: ClaimFiled, row: Row) -> Case:
    """Every fact that the ruling rests on."""
    contract = CONTRACTS[row["payer_id"]]
    member = _member(exchange, contract, claim, row)
    years = {line.first_on.year for line in claim.lines if line.first_on}
    facts = {year: earlier(exchange, contract, member, year) for year in years} if member else {}
    return Case(
        claim=claim,
        contract=contract,
        member=member,
        granted=granted_to(exchange.store, member.payer_id, member.member_id) if member else (),
        earlier=facts,
        received_on=_day(row["received_at"]),
        chances=exchange.scenario.chances(contract.kind, row["payer_id"], claim.number),
        has_records=attachments.are_here(exchange, row["practice"], claim),
    )


def _member(exchange: Exchange, contract: Contract, claim: ClaimFiled, row: Row) -> Member | None:
    ids = filter(None, (claim.injury_claim, claim.subscriber.id))
    found = (find(exchange.store, row["payer_id"], one, last=claim.patient.last, born_on=claim.born_on) for one in ids)
    return next((members[0] for members in found if members), None)
