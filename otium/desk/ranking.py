"""The order in which tasks are shown, for the pages: they ask the desk, and the desk asks the rules."""

from otium.rules.business_days import between as business_days_between
from otium.rules.rank import Group, Pressing, group, key

__all__ = ["Group", "Pressing", "business_days_between", "group", "key"]
