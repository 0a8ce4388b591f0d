"""Gaps that a clinician may answer with a reason instead of filling: the payer reads why it cannot be had.

In the reasoning of a request such an answer stands under `gap.` and the gap's key.
"""

from otium.terms.packet import Gap

PREFIX = "gap."
# What can be missing for a good clinical reason. Who the patient is and what is asked for cannot.
EXPLAINABLE = frozenset(
    {"scores_missing", "scores_old", "retest_missing", "prior_level_missing", "home_program_missing", "onset_missing",
     "criterion_not_shown", "other_services_missing", "attendance_missing", "goal_without_change",
     "treated_before_evaluation", "more_than_planned"}
)  # fmt: skip


def key_of(gap: Gap) -> str:
    """The same for the same gap: its code, with the criterion where there is one."""
    return f"{gap.code}.{gap.criterion}" if gap.criterion else gap.code


def may_explain(key: str) -> bool:
    return key.partition(".")[0] in EXPLAINABLE


def name_of(key: str) -> str:
    return PREFIX + key
