"""What the check of a claim must know that the claim does not say."""

from dataclasses import dataclass
from datetime import date

from otium.terms.payers import PayerType


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """None is unknown: then the check says that it could not decide where that matters, never that all is well."""

    payer_type: PayerType
    on: date  # the day the claim would leave
    authorization_required: bool | None = None  # for treatment; evaluations are taken to need none
    referral_required: bool | None = None
    is_over_threshold: bool | None = None  # Medicare Part B: KX belongs on the claim's lines
    holds_unsure_pairs: bool | None = None  # the payer applies edits whose state is not published
    billed_minutes: int | None = (
        None  # that the visits' co-treatments may bill; None: none, or other visits beside them
    )
    unit_rule: str | None = None  # cms or spm
    has_separate_minutes: bool | None = None  # minutes of codes paired on one day are on file, each by itself
