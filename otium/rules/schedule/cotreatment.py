"""Which minutes of a co-treatment each therapist bills, and whether the payer takes that.

Source: PayerRules.co_treatment (rules/payers). Medicare Part B: therapists who treat one patient at the same time bill
one's minutes, or divide them (CMS Pub. 100-02 ch. 15 s. 230). Where the payer's rule is not known a person decides.
"""

from enum import StrEnum

from otium.terms.payers import PayerRules

APART, EACH = "apart", "each"  # PayerRules.co_treatment


class CoBilling(StrEnum):
    """Who bills: the therapist of the first visit, the first other one, both by halves, or each the whole."""

    MAIN = "main"
    OTHER = "other"
    DIVIDED = "divided"
    EACH = "each"


def shares(choice: CoBilling, minutes: int, therapists: int) -> tuple[int, ...]:
    """Minutes that each therapist bills, in the order of the session; divided evenly, the first takes what is over.

    >>> shares(CoBilling.DIVIDED, 45, 2), shares(CoBilling.OTHER, 45, 3)
    ((23, 22), (0, 45, 0))
    """
    if choice is CoBilling.EACH:
        return (minutes,) * therapists
    if choice is CoBilling.DIVIDED:
        part, over = divmod(minutes, therapists)
        return tuple(part + (at < over) for at in range(therapists))
    bills = 0 if choice is CoBilling.MAIN else 1
    return tuple(minutes if at == bills else 0 for at in range(therapists))


def is_allowed(choice: CoBilling, rules: PayerRules | None) -> bool | None:
    """Whether the payer pays it so; None where its rule is not known. Nobody's payer is known to pay two in full."""
    if choice is not CoBilling.EACH:
        return True
    if rules is None or rules.co_treatment is None:
        return None
    return rules.co_treatment == EACH
