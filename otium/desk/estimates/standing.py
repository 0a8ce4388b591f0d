"""How a bill stands against the estimate that was given, and who is owed one, for the pages."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from otium.rules.case import Case
from otium.rules.estimate import good_faith, items
from otium.terms.estimate import EstimateLine


@dataclass(frozen=True, slots=True)
class Standing:
    """Dollars; None where a price is unknown. `disputable_from`: the bill that may be disputed."""

    billed: Decimal | None
    expected: Decimal | None
    disputable_from: Decimal
    is_disputable: bool
    is_near: bool


def standing(case: Case, estimate_id: UUID) -> Standing | None:
    """None for an estimate that was not given."""
    given = next((e for e in case.patient.estimates if e.id == estimate_id and e.issued_on), None)
    if given is None:
        return None
    found = good_faith.standing(case, given)
    return Standing(
        billed=found.billed,
        expected=found.expected,
        disputable_from=given.total + good_faith.DISPUTABLE,
        is_disputable=found.billed is not None and good_faith.is_disputable(given.total, found.billed),
        is_near=found.near_on is not None,
    )


def pays_self(case: Case) -> bool:
    """True where a visit to come is paid by the family itself."""
    return bool(items.paid_by_family(case, case.upcoming))


def line(code: str, units: int, visits: int, each: Decimal) -> EstimateLine:
    """One item with its total; without a code, a visit at one price."""
    return items.line(code, units, visits, each)
