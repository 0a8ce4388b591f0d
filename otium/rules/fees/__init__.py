"""What Medicare Part B allows and pays for the services of a day. Pure; figures with source and certainty in *.toml."""

from otium.rules.fees.allowed import DayAllowed, FeeLine, LineAllowed, medicare_allowed
from otium.rules.fees.payment import LinePayment, medicare_paid
from otium.rules.fees.schedule import CodeFee, FeeDataError, FeeSchedule, PaymentRule, parse

__all__ = [
    "CodeFee",
    "DayAllowed",
    "FeeDataError",
    "FeeLine",
    "FeeSchedule",
    "LineAllowed",
    "LinePayment",
    "PaymentRule",
    "medicare_allowed",
    "medicare_paid",
    "parse",
]
