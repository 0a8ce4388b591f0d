"""One way to say why."""

from otium.terms.duty import Param, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind


def because(code: str, source: Source | None = None, **params: Param) -> Reason:
    """A reason of terms.duty.REASONS with its params by name."""
    return Reason(code, params, source)


def payer_rule(rules: PayerRules) -> Source:
    return Source(SourceKind.PAYER_RULE, label=rules.key)
