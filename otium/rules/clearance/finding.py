"""One way to say what a check found."""

from collections.abc import Mapping

from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.duty import Param
from otium.terms.provenance import Source

Params = Mapping[str, Param]
NOTHING: Params = {}


def finding(
    check: ClearanceCheck,
    state: ClearanceState,
    fact: str,
    source: Source | None = None,
    *,
    act: str = "",
    counts: bool = True,
    told: Params = NOTHING,
    **params: Param,
) -> Finding:
    """A finding with its params by name, or as `told`; `fact` and `act` are of terms.clearance."""
    return Finding(check, state, fact, {**told, **params} if told else params, source, act, counts)


def nobody_pays(check: ClearanceCheck) -> Finding:
    """For checks that ask a payer's rules, on a day on which no payer is known: the check of coverage says so."""
    return Finding(check, ClearanceState.NOT_NEEDED, "no_payer")
