"""Money that was paid is asked back, because somebody orders it."""

from decimal import Decimal
from pathlib import Path

from partners.adjudication.case import Ruling
from partners.clock import MachineClock
from partners.exchange import payments, scenario
from partners.exchange.place import Exchange
from partners.state.records import load
from partners.state.store import Store


def take_back(*, state: Path, icn: str, by_plb: bool = False) -> None:
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
