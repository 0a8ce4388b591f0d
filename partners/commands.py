"""What other processes ask of a running other side: all of it through the state it shares with them."""

import json
from pathlib import Path

from partners.clock import MachineClock
from partners.state.faults import Faults
from partners.state.store import Store


def settings(state: Path) -> None:
    """Prints what `serve` told of its doors, as JSON. Raises LookupError where it never ran."""
    told = Store(state).setting("connections")
    if told is None:
        raise LookupError(f"nothing was served from {state} yet")
    print(told)


def fault(
    *, state: Path, name: str, payer_id: str = "", seconds: float | None = None, count: int | None = None
) -> None:
    """A count of 0 takes it off."""
    faults, now = Faults(Store(state)), MachineClock().now().timestamp()
    if count == 0:
        faults.lift(name, payer_id=payer_id)
        return
    faults.order(name, payer_id=payer_id, until=now + seconds if seconds is not None else None, count=count)


def down(state: Path) -> None:
    Faults(Store(state)).order("down")


def up(state: Path) -> None:
    Faults(Store(state)).lift("down")


def status(state: Path) -> None:
    """Prints counts and faults as JSON: no names, no member ids."""
    store, now = Store(state), MachineClock().now().timestamp()
    waiting = store.rows("select count(*) as n from mail where posted_at is null and picked_at is null")
    told = {
        "day": store.setting("on"),
        "parcels": _by_state(store, "parcel"),
        "parcels with a note": _notes(store),
        "claims": _by_state(store, "claim"),
        "mail waiting": waiting[0]["n"],
        "faults": Faults(store).ordered(at=now),
    }
    print(json.dumps(told, indent=2))


def _notes(store: Store) -> dict[str, int]:
    """What went wrong with parcels, or what a second reader thought of them."""
    rows = store.rows("select note, count(*) as n from parcel where note <> '' group by note order by note")
    return {row["note"]: row["n"] for row in rows}


def _by_state(store: Store, table: str) -> dict[str, int]:
    """`table` is ours, never a caller's text."""
    sql = f"select state, count(*) as n from {table} group by state order by state"  # noqa: S608
    return {row["state"]: row["n"] for row in store.rows(sql)}
