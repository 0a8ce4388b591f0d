"""What families are told, and how far it went. Names are ours; estimates by 45 CFR 149.610, ABN by CMS-R-131."""

from enum import StrEnum


class NoticeAbout(StrEnum):
    BENEFIT_LIMIT = "benefit_limit"  # a booked visit is beyond the limit
    THRESHOLD = "threshold"  # so many visits or dollars are left
    COST = "cost"  # what a visit or the plan of care will cost
    ESTIMATE = "estimate"  # good-faith estimate
    ABN = "abn"  # advance beneficiary notice of noncoverage


class NoticeState(StrEnum):
    PREPARED = "prepared"
    TOLD = "told"  # left by text or mail, or handed over
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWN = "withdrawn"


class EstimateState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
