"""The payment run: due claims are decided in the order of their service days; one 835 for each payer and practice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from sqlite3 import Row

from partners import letters, x835
from partners.adjudication.case import Denial, LineRuling, Ruling
from partners.adjudication.contracts import CONTRACTS
from partners.adjudication.decide import decide, denied
from partners.clock import day_of
from partners.exchange import ledger, post
from partners.exchange.place import LETTER, REMITTANCE, Exchange, Return
from partners.reading.claims import ClaimFiled
from partners.state import members
from partners.state.records import dump, load
from partners.x835 import Decided, Payee, Payment, PlbItem

ZERO = Decimal(0)
FORWARD, RECOVERY = "FB", "WO"
NO_ORIGINAL = Denial("CO", "16", ("M47",))
AFTER_REVIEW = Denial("CO", "150")
WRONG_BY = Decimal("1.00")
AGAIN_SECONDS = 60


@dataclass(slots=True)
class Run:
    """One payer's payment to one practice by one door."""

    payer_id: str
    to: Return
    decided: list[Decided] = field(default_factory=list)
    icns: list[str] = field(default_factory=list)


def run(exchange: Exchange) -> int:
    """Number of claims decided. Each payer and practice is one transaction."""
    rows = exchange.store.rows(
        "select * from claim where state in ('pending', 'review', 'reopened') and decide_at <= ?", exchange.seconds
    )
    by_run = sorted(rows, key=_run_key)
    for _, group in groupby(by_run, key=_run_key):
        with exchange.store.transaction():
            _pay(exchange, sorted(group, key=_order))
    return len(rows)


def _run_key(row: Row) -> tuple[str, str, str, str]:
    return row["payer_id"], row["practice"], row["via"], row["receiver"]


def _order(row: Row) -> tuple[str, str, str]:
    """Originals before what replaces them, else by service day and number: never by the order of arrival."""
    claim = load(ClaimFiled, row["record"])
    return ("" if claim.frequency == "1" else "7", str(claim.first_on), row["number"])


def _pay(exchange: Exchange, rows: Sequence[Row]) -> None:
    first = rows[0]
    current = Run(first["payer_id"], Return(first["practice"], first["via"], first["receiver"], first["parcel"]))
    for row in rows:
        if row["state"] == "review":
            _take_back(exchange, current, row)
        elif row["state"] == "reopened":
            _reverse(exchange, current, row)
            _rule(exchange, current, row, load(ClaimFiled, row["record"]))
        else:
            _decide(exchange, current, row)
    if not current.decided:
        return
    trace = f"{current.payer_id}{exchange.store.next_number('trace', 700_001)}"
    for icn in dict.fromkeys(current.icns):
        exchange.store.run("update claim set remit = ? where icn = ?", trace, icn)
    _send(exchange, current, trace)


def _decide(exchange: Exchange, current: Run, row: Row) -> None:
    claim = load(ClaimFiled, row["record"])
    original = None
    if claim.frequency != "1":
        original = exchange.store.row(
            "select * from claim where icn = ? and payer_id = ?", claim.payer_claim, row["payer_id"]
        )
        if original is not None and original["state"] == "pending":
            later = float(original["decide_at"]) + AGAIN_SECONDS
            exchange.store.run("update claim set decide_at = ? where icn = ?", later, row["icn"])
            return
        if original is None or original["ruling"] is None or original["state"] == "voided":
            _record(exchange, current, row, _refused(claim, NO_ORIGINAL))
            return
        _reverse(exchange, current, original)
    if claim.frequency == "8":
        _close(exchange, current, row, Ruling("1", tuple(LineRuling(ZERO, ZERO, ()) for _ in claim.lines)), "voided")
        return
    _rule(exchange, current, row, claim)


def _rule(exchange: Exchange, current: Run, row: Row, claim: ClaimFiled) -> None:
    case = ledger.case_of(exchange, claim, row)
    ruling = decide(case)
    ledger.count(exchange, row["icn"], case, ruling)
    _record(exchange, current, row, ruling)


def _refused(claim: ClaimFiled, denial: Denial) -> Ruling:
    return Ruling("1", tuple(denied(line, denial) for line in claim.lines))


def _record(exchange: Exchange, current: Run, row: Row, ruling: Ruling) -> None:
    """A paid claim may be looked at again later; which, the scenario draws."""
    _close(exchange, current, row, ruling, "denied" if ruling.is_denied else "paid")
    claim = load(ClaimFiled, row["record"])
    current.decided.append(Decided(claim, row["icn"], ruling, _day(row["received_at"])))
    key = (row["payer_id"], claim.number, "takeback")
    if ruling.paid and exchange.scenario.is_drawn(exchange.scenario.takeback_share, *key):
        review(exchange, row["icn"], exchange.scenario.to_takeback(*key).total_seconds())


def _close(exchange: Exchange, current: Run, row: Row, ruling: Ruling, state: str) -> None:
    exchange.store.run(
        "update claim set state = ?, ruling = ?, decided_at = ? where icn = ?",
        state,
        dump(ruling),
        exchange.seconds,
        row["icn"],
    )
    current.icns.append(row["icn"])


def review(exchange: Exchange, icn: str, after_seconds: float = 0) -> None:
    """A paid claim is looked at again then: reversed and denied."""
    exchange.store.run(
        "update claim set state = 'review', decide_at = ? where icn = ? and state = 'paid'",
        exchange.seconds + after_seconds,
        icn,
    )


def recover(exchange: Exchange, icn: str, amount: Decimal) -> None:
    """The next payments are shortened by so much (PLB WO), the claim itself stays as it is."""
    row = exchange.store.row("select payer_id, practice from claim where icn = ?", icn)
    if row is None:
        raise LookupError("no such claim")
    _owe(exchange, row["payer_id"], row["practice"], PlbItem(RECOVERY, icn, amount))


def _take_back(exchange: Exchange, current: Run, row: Row) -> None:
    """Reversal, then the same claim again without payment."""
    claim = load(ClaimFiled, row["record"])
    _reverse(exchange, current, row)
    ruling = _refused(claim, AFTER_REVIEW)
    _close(exchange, current, row, ruling, "denied")
    current.decided.append(Decided(claim, row["icn"], ruling, _day(row["received_at"])))


def _reverse(exchange: Exchange, current: Run, original: Row) -> None:
    claim, ruling = load(ClaimFiled, original["record"]), load(Ruling, original["ruling"])
    ledger.uncount(exchange, original["icn"])
    exchange.store.run("update claim set state = 'voided' where icn = ?", original["icn"])
    current.decided.append(Decided(claim, original["icn"], ruling, _day(original["received_at"]), is_reversal=True))


def _send(exchange: Exchange, current: Run, trace: str) -> None:
    contract = CONTRACTS[current.payer_id]
    if contract.kind == "workers_comp":
        clinic = members.clinic_of(exchange.store, current.to.practice)
        for one in current.decided:
            text = letters.explanation(clinic, contract.payer, one, on=exchange.today)
            name = f"letter.{current.payer_id}.{one.icn}.txt"
            post.lay_down(exchange, post.Draft(LETTER, name, text.encode()), to=current.to)
        return
    payment = _payment(exchange, current, trace)
    _mail(exchange, current, payment, "")
    if exchange.has_trouble("reissued", current.payer_id):
        _mail(exchange, current, payment, "-reissued")


def _mail(exchange: Exchange, current: Run, payment: Payment, mark: str) -> None:
    """Written anew each time: another control number, the same trace."""
    control, content = exchange.wrap(REMITTANCE, [x835.body(payment)], to=current.to.receiver, sender=current.payer_id)
    name = f"835.{current.payer_id}.{control}{mark}.x12"
    post.lay_down(exchange, post.Draft(REMITTANCE, name, content), to=current.to)


def _payment(exchange: Exchange, current: Run, trace: str) -> Payment:
    clinic = members.clinic_of(exchange.store, current.to.practice)
    payment = Payment(
        payer=CONTRACTS[current.payer_id].payer,
        payer_key=current.payer_id,
        payee=Payee(clinic.name, clinic.npi, clinic.ein),
        trace=trace,
        paid_on=exchange.today,
        decided=tuple(current.decided),
    )
    if payment.amount < 0:
        item = PlbItem(FORWARD, trace, payment.amount)
        _owe(exchange, current.payer_id, current.to.practice, replace(item, amount=-payment.amount))
        payment = replace(payment, items=(item,))
    else:
        payment = replace(payment, items=tuple(_collect(exchange, current, payment.amount)))
    is_wrong = exchange.has_trouble("unbalanced", current.payer_id)
    return replace(payment, wrong_by=WRONG_BY if is_wrong else ZERO)


def _owe(exchange: Exchange, payer_id: str, practice: str, item: PlbItem) -> None:
    exchange.store.insert(
        "owed",
        payer_id=payer_id,
        practice=practice,
        code=item.code,
        reference=item.reference,
        amount=str(item.amount),
        collected="0",
    )


def _collect(exchange: Exchange, current: Run, available: Decimal) -> Sequence[PlbItem]:
    """What earlier payments left owing, the oldest first, as far as this one reaches."""
    items = []
    for row in exchange.store.rows(
        "select * from owed where payer_id = ? and practice = ? order by id", current.payer_id, current.to.practice
    ):
        part = min(Decimal(row["amount"]) - Decimal(row["collected"]), available)
        if part > 0:
            available -= part
            collected = str(Decimal(row["collected"]) + part)
            exchange.store.run("update owed set collected = ? where id = ?", collected, row["id"])
            items.append(PlbItem(row["code"], row["reference"], part))
    return items


def _day(at: float) -> date:
    return day_of(datetime.fromtimestamp(at, UTC))
