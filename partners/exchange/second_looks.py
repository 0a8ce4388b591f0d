"""Decisions looked at again: a talk with the therapist, an appeal. What is overturned is authorized as it was asked."""

from dataclasses import replace
from datetime import timedelta

from partners.adjudication.contracts import CONTRACTS
from partners.exchange import departments
from partners.exchange.departments import DENIED, MODIFIED
from partners.exchange.place import Exchange
from partners.state import members
from partners.state.members import Granted
from partners.state.records import load

TALK, APPEAL = "talk", "appeal"


class TooLateError(ValueError):
    """The payer talks no more about this decision, or never did."""


def look_again(exchange: Exchange, payer_id: str, reference: str, *, by: str) -> Granted | None:
    """What holds now where it was overturned; None: it stands. The same decision fares alike however often it is asked.

    Raises LookupError where nothing was denied or cut under that reference, TooLateError for a talk after its window.
    """
    department = exchange.scenario.reviews.get(payer_id)
    found = exchange.store.row(
        "select * from authorization where payer_id = ? and trace = ? and state = 'decided'", payer_id, reference
    )
    granted = load(Granted, found["record"]) if found else None
    if department is None or found is None or granted is None or granted.action not in (DENIED, MODIFIED):
        raise LookupError(f"{payer_id} denied or cut nothing under {reference}")
    until = granted.decided_on and granted.decided_on + timedelta(days=department.talk_days)
    if by == TALK and (not department.talk_days or until is None or exchange.today > until):
        raise TooLateError(f"{payer_id} talks about a decision for {department.talk_days} days")
    overturned = departments.overturned(exchange.scenario.seed, payer_id, department, granted, by)
    if overturned is None:
        return None
    now = replace(overturned, decided_on=exchange.today)
    members.grant(
        exchange.store, CONTRACTS[payer_id].payer, found["member_id"], now, practice=found["practice"], via=found["via"]
    )
    return now
