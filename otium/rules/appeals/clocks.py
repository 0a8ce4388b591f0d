"""Until when a level is filed and decided, with what each day rests on.

Level 1 has the payer's time (`rules.deadlines` over rules/payers, where a practice may say otherwise); the levels after
it their track's. Source: each level's own ground.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from otium.rules import business_days, deadlines
from otium.terms.payers import Ground, PayerRules
from otium.terms.reviews import AppealLevel, Filer, Minimum, Until


def file_by(level: AppealLevel, rules: PayerRules, *, notice_on: date | None) -> Until:
    """The last day to file. `notice_on`: of the denial for level 1, of the decision of the level before for the others.

    Vector D05: a Medicare notice of 2026-11-02 counts as received on 2026-11-07; 120 days later is 2027-03-07, and the
    day to keep is 2027-03-02.
    """
    ground = _ground(level, rules)
    if notice_on is None or level.filer is Filer.PAYER:
        return Until(None, ground)
    if level.level == 1:
        on, target = (
            deadlines.appeal_by(rules, notice_on=notice_on),
            deadlines.appeal_target(rules, notice_on=notice_on),
        )
        return Until(on, ground, target)
    counted_from = business_days.shift(notice_on, level.presumed_days)
    return Until(_after(level, counted_from), ground, _after(level, notice_on))


def continue_by(level: AppealLevel, *, notice_on: date | None) -> date | None:
    """The last day to ask that care goes on as it was. None: this level knows no such right, or the day is unknown."""
    if notice_on is None or level.continue_days is None:
        return None
    return business_days.shift(notice_on, level.continue_days)


def decide_by(level: AppealLevel, *, filed_on: date, is_payment: bool = False) -> date | None:
    """The last day to decide a standard appeal; `is_payment`: about care that was given."""
    days = level.payment_days if is_payment else level.decision_days
    return None if days is None else business_days.shift(filed_on, days)


def expedited_by(level: AppealLevel, *, filed_at: datetime) -> datetime | None:
    """The last moment to decide an expedited one: clock hours, also over a change of the clock."""
    if level.expedited_hours is None:
        return None
    return (filed_at.astimezone(UTC) + timedelta(hours=level.expedited_hours)).astimezone(filed_at.tzinfo)


def minimum(level: AppealLevel, on: date) -> Minimum | None:
    """The least amount in dispute in the day's year; of a year not published the newest known. None: any amount."""
    known = [each for each in level.minimums if each.year <= on.year]
    return max(known, key=lambda each: each.year, default=None)


def reaches(level: AppealLevel, amount: Decimal | None, on: date) -> bool | None:
    """Whether the amount in dispute opens the level; None where the amount is not known and one is asked for."""
    least = minimum(level, on)
    if least is None:
        return True
    return None if amount is None else amount >= least.amount


def _after(level: AppealLevel, day: date) -> date | None:
    if level.filing_days is not None:
        return business_days.shift(day, level.filing_days)
    return None if level.filing_months is None else deadlines.months_after(day, level.filing_months)


def _ground(level: AppealLevel, rules: PayerRules) -> Ground:
    """What the day to file rests on: the payer's own value at level 1, the track's after it."""
    if level.level > 1:
        return level.ground
    return rules.grounds.get("appeal_days", Ground(rules.source or level.ground.source, rules.certainty))
