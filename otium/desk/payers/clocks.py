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
    """`at` is in the practice's zone."""
    on = at.date()
    in_months = rules.filing_months is not None
    found = [
        Clock("first_claim", deadlines.filing_by(rules, starts_on=on), "filing_months" if in_months else "filing_days"),
        Clock("corrected_claim", deadlines.corrected_by(rules, remitted_on=on),
              "corrected_days" if rules.corrected_months is None else "corrected_months"),
        Clock("appeal", deadlines.appeal_by(rules, notice_on=on), "appeal_days"),
        Clock("decision", deadlines.decide_by(rules, received_on=on), "decision_days"),
        Clock("urgent_decision", deadlines.urgent_decide_by(rules, received_at=at), "urgent_decision_hours"),
    ]  # fmt: skip
    if rules.notice_received_days:
        found.insert(3, Clock("appeal_target", deadlines.appeal_target(rules, notice_on=on), "appeal_days"))
    if rules.decision_extension_days is not None:
        extended = deadlines.decide_by(rules, received_on=on, is_extended=True)
        found.append(Clock("extended_decision", extended, "decision_extension_days"))
    if rules.notice_days is not None:
        notice = deadlines.notice_by(rules, first_treatment_on=on)
        found.insert(0, Clock("notice", notice, "notice_days"))
    return tuple(found)
