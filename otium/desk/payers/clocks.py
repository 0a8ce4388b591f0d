"""Until when things must be done with a payer, if they began today."""

from dataclasses import dataclass
from datetime import date, datetime

from otium.rules import deadlines
from otium.terms.payers import PayerRules


@dataclass(frozen=True, slots=True)
class Clock:
    """`until` is a day, or a moment for clocks that count hours; None: the payer's limit is not known.

    `rule` names the value of PayerRules that it rests on.
    """

    code: str
    until: date | datetime | None
    rule: str


def clocks(rules: PayerRules, at: datetime) -> tuple[Clock, ...]:
    """`at` is in the practice's zone. Nothing runs where nobody but the family pays."""
    if not rules.needs_check:
        return ()
    claims = _of_claims(rules, at.date())
    return claims if rules.authorization_required is False else (*claims, *_of_requests(rules, at))


def _of_claims(rules: PayerRules, on: date) -> tuple[Clock, ...]:
    found = [
        Clock("first_claim", deadlines.filing_by(rules, starts_on=on), _either(rules, "filing")),
        Clock("corrected_claim", deadlines.corrected_by(rules, remitted_on=on), _either(rules, "corrected")),
        Clock("appeal", deadlines.appeal_by(rules, notice_on=on), "appeal_days"),
    ]
    if rules.notice_days is not None:
        found.insert(0, Clock("notice", deadlines.notice_by(rules, first_treatment_on=on), "notice_days"))
    if rules.notice_received_days:
        found.append(Clock("appeal_target", deadlines.appeal_target(rules, notice_on=on), "appeal_days"))
    return tuple(found)


def _of_requests(rules: PayerRules, at: datetime) -> tuple[Clock, ...]:
    """Standard, extended and urgent decisions on a request that the payer received now."""
    on = at.date()
    found = [
        Clock("decision", deadlines.decide_by(rules, received_on=on), "decision_days"),
        Clock("urgent_decision", deadlines.urgent_decide_by(rules, received_at=at), "urgent_decision_hours"),
    ]
    if rules.decision_extension_days is not None:
        extended = deadlines.decide_by(rules, received_on=on, is_extended=True)
        found.append(Clock("extended_decision", extended, "decision_extension_days"))
    return tuple(found)


def _either(rules: PayerRules, limit: str) -> str:
    """The value that says the limit: in months where it is said so, else in days."""
    return f"{limit}_months" if getattr(rules, f"{limit}_months") is not None else f"{limit}_days"
