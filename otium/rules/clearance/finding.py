"""One way to say what a check found."""

from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.duty import Param
from otium.terms.provenance import Source


def finding(
    check: ClearanceCheck,
    state: ClearanceState,
    fact: str,
    source: Source | None = None,
    *,
    act: str = "",
    counts: bool = True,
    **params: Param,
) -> Finding:
    """A finding with its params by name; `fact` and `act` are of terms.clearance."""
    return Finding(check, state, fact, params, source, act, counts)


def nobody_pays(check: ClearanceCheck) -> Finding:
    """For checks that ask a payer's rules, on a day on which no payer is known: the check of coverage says so."""
    return Finding(check, ClearanceState.NOT_NEEDED, "no_payer")
