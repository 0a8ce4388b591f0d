"""Edits that look at codes, modifiers, units and places alone."""

from collections.abc import Callable

from partners.adjudication.case import Case, Denial
from partners.adjudication.tables import (
    ADD_ONS,
    ALWAYS,
    BUNDLED,
    DISCIPLINES,
    MUE,
    NCCI,
    NOT_FOR_MEDICARE,
    PLACES,
    SEPARATE,
)
from partners.reading.claims import LineFiled

Edit = Callable[[Case, LineFiled], Denial | None]


def place(case: Case, line: LineFiled) -> Denial | None:
    """Telehealth places 02 and 10 need modifier 95."""
    where = line.place or case.claim.place
    if where not in PLACES or (where in ("02", "10") and "95" not in line.modifiers):
        return Denial("CO", "5", ("M77",))
    return None


def discipline(case: Case, line: LineFiled) -> Denial | None:
    found = [m for m in line.modifiers if m in DISCIPLINES]
    if len(found) > 1:
        return Denial("CO", "4", ("N519",))
    if case.contract.needs_discipline and line.code in ALWAYS and not found:
        return Denial("CO", "4", ("N822",))
    return None


def assistant(case: Case, line: LineFiled) -> Denial | None:
    """CO goes with GO, CQ with GP; an assistant evaluates nobody under Medicare."""
    for mark, mate in (("CO", "GO"), ("CQ", "GP")):
        if mark in line.modifiers and mate not in line.modifiers:
            return Denial("CO", "4", ("N519",))
    return None


def validity(case: Case, line: LineFiled) -> Denial | None:
    is_medicare = case.contract.pays_medicare_fees
    if is_medicare and line.code in NOT_FOR_MEDICARE:
        return Denial("CO", "181", ("N657",))
    if is_medicare and line.code in BUNDLED:
        return Denial("CO", "234", ("M15",))
    if line.code in case.contract.experimental:
        return Denial("CO", "55")
    return None


def add_on(case: Case, line: LineFiled) -> Denial | None:
    base = ADD_ONS.get(line.code)
    if base and all(other.code != base for other in case.same_day(line)):
        return Denial("CO", "107")
    return None


def pair(case: Case, line: LineFiled) -> Denial | None:
    """NCCI: the code that needs the modifier is refused, its trigger is paid."""
    if not case.contract.has_ncci or SEPARATE & set(line.modifiers):
        return None
    if any(line.code in NCCI.get(other.code, ()) for other in case.same_day(line)):
        return Denial("CO", "236")
    return None


def unlikely_units(case: Case, line: LineFiled) -> Denial | None:
    """MUE counts a code's units of the whole day."""
    if not case.contract.has_mue or line.code not in MUE:
        return None
    units = line.units + sum(other.units for other in case.same_day(line) if other.code == line.code)
    return Denial("CO", "151", ("N362",)) if units > MUE[line.code] else None


EDITS: tuple[Edit, ...] = (place, validity, discipline, assistant, add_on, pair, unlikely_units)
