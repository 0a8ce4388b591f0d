"""What other processes ask of a running other side: all of it through the state it shares with them."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from partners.adjudication.case import Ruling
from partners.clock import MachineClock
from partners.exchange import payments, scenario
from partners.exchange.place import Exchange
from partners.state.faults import Faults
from partners.state.records import load
from partners.state.store import Store


@dataclass(frozen=True, slots=True)
class Order:
    """A fault: for some seconds, some times, or until it is taken off."""

    name: str
    payer_id: str = ""
    seconds: float | None = None
    count: int | None = None
    is_off: bool = False


def fault(state: Path, order: Order) -> None:
    faults, now = Faults(Store(state)), MachineClock().now().timestamp()
    if order.is_off:
        faults.lift(order.name, payer_id=order.payer_id)
        return
    until = now + order.seconds if order.seconds is not None else None
    faults.order(order.name, payer_id=order.payer_id, until=until, count=order.count)


def status(state: Path) -> dict[str, object]:
    """Counts only: no names, no member ids."""
    store, now = Store(state), MachineClock().now().timestamp()
    by_state = "select state, count(*) as n from {} group by state order by state"
    return {
        "day": store.setting("on"),
        "parcels": {row["state"]: row["n"] for row in store.rows(by_state.format("parcel"))},
        "claims": {row["state"]: row["n"] for row in store.rows(by_state.format("claim"))},
        "mail waiting": store.rows("select count(*) as n from mail where posted_at is null and picked_at is null")[0][
            "n"
        ],
        "faults": Faults(store).ordered(at=now),
    }


def take_back(state: Path, icn: str, *, by_plb: bool) -> None:
    """Reversal with the next payment run, or a PLB WO of what was paid. Raises LookupError for no paid claim."""
    store = Store(state)
    row = store.row("select ruling from claim where icn = ? and state = 'paid'", icn)
    paid = load(Ruling, row["ruling"]).paid if row else Decimal(0)
    if not paid:
        raise LookupError(f"no paid claim {icn}")
    exchange = Exchange(store, MachineClock(), scenario.load())
    if by_plb:
        payments.recover(exchange, icn, paid)
    else:
        payments.review(exchange, icn)
