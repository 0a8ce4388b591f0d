"""One way to say why."""

from collections.abc import Iterable

from otium.terms.duty import Param, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind


def because(code: str, source: Source | None = None, **params: Param) -> Reason:
    """A reason of terms.reasons.REASONS with its params by name."""
    return Reason(code, params, source)


def but_for_the_visit(why: Iterable[Reason]) -> dict[str, Param]:
    """The ground of a duty about whichever visit comes next: the reasons without that visit's day."""
    reasons = tuple(why)
    told = {f"{r.code} {name}": value for r in reasons for name, value in r.params.items() if name != "visit_on"}
    return {"reasons": " ".join(r.code for r in reasons), **told}


def payer_rule(rules: PayerRules) -> Source:
    return Source(SourceKind.PAYER_RULE, label=rules.key)
