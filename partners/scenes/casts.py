"""Who plays in which practice. Every kind is in Tidewater; Juniper has those of children."""

from partners import payers
from partners.clinical import CHILD, HAND, NEURO, OLDER
from partners.scenes import authorizations, eligibility, medicare, referrals
from partners.scenes.scene import Scene

TWICE, EVERY_OTHER = (2, 2), (1, 0)
WRIST, CARPAL, TENDON, THUMB, ELBOW = HAND
STROKE, SCLEROSIS, CONCUSSION = NEURO
OLD_STROKE, PARKINSON, OLD_WRIST = OLDER
COORDINATION, AUTISM, PALSY, FEEDING = CHILD
TWO_AND_ONE = (("97530", 2), ("97535", 1))

FOR_TIDEWATER = (
    Scene("authorization_runs_out", payers.EVERGREEN, STROKE, authorizations.runs_out),
    Scene("authorization_ends_unused", payers.BAYLIGHT, OLD_STROKE, authorizations.ends_unused),
    Scene("renewal_late", payers.MEADOW, AUTISM, authorizations.renewal_late, weekly=TWICE),
    Scene("authorizations_overlap", payers.EVERGREEN, SCLEROSIS, authorizations.overlapping, weekly=EVERY_OTHER),
    Scene("approval_late_overlaps", payers.BAYLIGHT, OLD_WRIST, authorizations.late_approval),
    Scene("decision_modified", payers.EVERGREEN, TENDON, authorizations.modified, weekly=TWICE),
    Scene("decision_pended", payers.MEADOW, PALSY, authorizations.pended),
    Scene("decision_denied", payers.BAYLIGHT, PARKINSON, authorizations.denied),
    Scene("visits_before_entry", payers.HARBOR, WRIST, authorizations.made_before_entry, days_ago=38),
    Scene(
        *("authorization_by_units", payers.EVERGREEN, STROKE, authorizations.by_code_units),
        days_ago=28,
        weekly=TWICE,
        units=TWO_AND_ONE,
    ),
    Scene("authorization_pooled", payers.MEADOW, COORDINATION, authorizations.pooled_visits),
    Scene("authorization_missing", payers.EVERGREEN, CARPAL, authorizations.missing, days_ago=5),
    Scene("payer_without_rate", payers.HARBOR, TENDON, authorizations.no_rate),
    Scene("eligibility_missing", payers.NORTHSOUND, CONCUSSION, eligibility.unanswered, days_ago=12),
    Scene("eligibility_truncated", payers.EVERGREEN, THUMB, eligibility.truncated, days_ago=20),
    Scene("eligibility_stale", payers.CASCADIA, ELBOW, eligibility.stale, days_ago=50),
    Scene(
        "eligibility_stale_medicaid",
        payers.MEADOW,
        FEEDING,
        eligibility.stale_medicaid,
        days_ago=60,
        weekly=EVERY_OTHER,
    ),
    Scene("coverage_inactive", payers.NORTHSOUND, WRIST, eligibility.inactive),
    Scene("member_not_found", payers.NORTHSOUND, ELBOW, eligibility.not_found, days_ago=9),
    Scene("coverage_ends_by_answer", payers.NORTHSOUND, STROKE, eligibility.ends_by_answer),
    Scene("coverage_ends_by_extract", payers.CASCADIA, THUMB, eligibility.ends_by_extract, days_ago=30),
    Scene("limit_hard", payers.CASCADIA, TENDON, eligibility.limit_reached, days_ago=60),
    Scene("limit_pooled", payers.NORTHSOUND, STROKE, eligibility.limit_reached, days_ago=80),
    Scene("self_pay_needs_none", payers.SELF, CONCUSSION, eligibility.needs_none),
    Scene("plan_unsigned", payers.MEDICARE_B, OLD_WRIST, medicare.plan_unsigned, days_ago=26),
    Scene("recertification_due", payers.MEDICARE_B, PARKINSON, medicare.recertification_due, days_ago=82),
    Scene("progress_soon", payers.MEDICARE_B, OLD_STROKE, medicare.progress_soon, days_ago=56, weekly=TWICE),
    Scene("progress_due", payers.MEDICARE_B, OLD_STROKE, medicare.progress_due, days_ago=58, weekly=TWICE),
    Scene("threshold_near", payers.MEDICARE_B, OLD_STROKE, medicare.threshold_near, days_ago=124, weekly=TWICE),
    Scene("referral_missing", payers.TRICARE_WEST, CARPAL, referrals.missing, days_ago=15),
    Scene("referral_expires", payers.TRICARE_WEST, THUMB, referrals.expires, days_ago=40),
    Scene("referral_visits_exceeded", payers.TRICARE_WEST, ELBOW, referrals.visits_exceeded),
)
FOR_JUNIPER = (
    Scene("authorization_runs_out", payers.MEADOW, AUTISM, authorizations.runs_out, days_ago=70),
    Scene("authorization_missing", payers.EVERGREEN, COORDINATION, authorizations.missing, days_ago=5),
    Scene("eligibility_stale_medicaid", payers.MEADOW, PALSY, eligibility.stale_medicaid, days_ago=65),
    Scene("coverage_ends_by_answer", payers.EVERGREEN, FEEDING, eligibility.ends_by_answer),
    Scene("limit_pooled", payers.NORTHSOUND, AUTISM, eligibility.limit_reached, days_ago=80),
    Scene("referral_expires", payers.TRICARE_WEST, COORDINATION, referrals.expires),
)
