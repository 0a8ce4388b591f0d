"""Until when a claim may be filed, corrected and appealed, and until when a payer must decide.

Source: rules/payers, value by value. An unknown limit gives an unknown day, never a late one.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from otium.rules import business_days
from otium.terms.payers import PayerRules


def months_after(day: date, n: int) -> date:
    """The same date `n` calendar months later; the month's last day where it has no such date.

    >>> [months_after(date(2027, 8, 31), n).isoformat() for n in (1, 6)]
    ['2027-09-30', '2028-02-29']
    """
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def filing_starts_on(
    service_on: date, *, earlier_payer_on: date | None = None, enrolled_notice_on: date | None = None
) -> date:
    """The day a first claim's time begins: the service, the first payer's remittance, or the notice of coverage
    granted in retrospect (Medicaid), whichever is last. Certainty: knowledge."""
    return max(day for day in (service_on, earlier_payer_on, enrolled_notice_on) if day)


def filing_by(rules: PayerRules, *, starts_on: date) -> date | None:
    """The last day for a first claim. The proof is the day of the 277CA that accepted it, not of the 999."""
    return _until(starts_on, rules.filing_days, rules.filing_months)


def corrected_by(rules: PayerRules, *, remitted_on: date) -> date | None:
    return _until(remitted_on, rules.corrected_days, rules.corrected_months)


def notice_by(rules: PayerRules, *, first_treatment_on: date) -> date | None:
    """The last day to tell the insurer that treatment began."""
    return _until(first_treatment_on, rules.notice_days, None)


def received_on(rules: PayerRules, notice_on: date) -> date:
    """The day a notice counts as received: its own date where the payer's rules presume nothing."""
    return business_days.shift(notice_on, rules.notice_received_days or 0)


def appeal_by(rules: PayerRules, *, notice_on: date) -> date | None:
    """The last day to appeal a decision whose notice has this date."""
    return _until(received_on(rules, notice_on), rules.appeal_days, None)


def appeal_target(rules: PayerRules, *, notice_on: date) -> date | None:
    """The day to have appealed by: no use is made of the days that a notice is presumed to travel."""
    return _until(notice_on, rules.appeal_days, None)


def decide_by(rules: PayerRules, *, received_on: date, is_extended: bool = False) -> date | None:
    """The payer's last day for a standard request; `is_extended`: it took the longer time that it may take once."""
    if rules.decision_days is None or (is_extended and rules.decision_extension_days is None):
        return None
    more = (rules.decision_extension_days or 0) if is_extended else 0
    return business_days.shift(received_on, rules.decision_days + more)


def urgent_decide_by(rules: PayerRules, *, received_at: datetime) -> datetime | None:
    """The payer's last moment for an urgent request, in the zone of `received_at`; clock hours, also over a change of
    the clock."""
    if rules.urgent_decision_hours is None:
        return None
    until = received_at.astimezone(UTC) + timedelta(hours=rules.urgent_decision_hours)
    return until.astimezone(received_at.tzinfo)


def _until(starts_on: date, days: int | None, months: int | None) -> date | None:
    if days is not None:
        return business_days.shift(starts_on, days)
    return None if months is None else months_after(starts_on, months)
