"""The values of a payer's rules, in the order they are shown, what their words mean, and payers with own rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SAID: dict[str, Any] = {
    "authorization_required": _("Authorization needed for treatment"),
    "decision_business_days": _("Usually answers within, business days"),
    "earliest_renewal_days": _("Takes a renewal, days before the end"),
    "peer_to_peer_days": _("Peer-to-peer call, days after a denial"),
    "appeal_days": _("Appeal, days after a denial"),
    "referral_required": _("Referral needed"),
    "needs_check": _("Coverage is checked"),
    "wire_eligibility": _("Can be asked electronically"),
    "check_stale_days": _("An answer holds, days"),
    "check_each_month": _("Asked anew each month"),
    "limits_soft_under_age": _("Visit limits are soft under the age of"),
    "plan_of_care_certification": _("Plan of care must be certified"),
    "certification_days": _("Certified within, days"),
    "recertification_days": _("Certified for, days"),
    "progress_report_days": _("Progress report, each so many treatment days"),
    "progress_warning_days": _("Told of it from treatment day"),
    "order_stands_in_from": _("A signed order stands in for a signature from"),
    "kx_applies": _("Yearly threshold (KX)"),
    "kx_threshold": _("Threshold of its own"),
    "service_types": _("Service types asked for (EQ01)"),
    "check_each_visit": _("Asked anew for each visit"),
    "limits_are_hard": _("A visit beyond the limit is never paid"),
    "limit_year": _("Limits begin anew each year of the"),
    "limit_pools_with": _("Limit is shared with"),
    "evaluation_needs_authorization": _("Authorization needed for an evaluation"),
    "telehealth_allowed": _("Telehealth is paid"),
    "telehealth_until": _("Telehealth is paid until"),
    "telehealth_modifier": _("Modifier of a visit by video"),
    "co_treatment": _("Co-treatment is billed"),
    "filing_days": _("First claim within, days of the visit"),
    "corrected_days": _("Corrected claim within, days"),
    "filing_months": _("First claim within, months of the visit"),
    "corrected_months": _("Corrected claim within, months"),
    "notice_days": _("Insurer told of the treatment within, days"),
    "notice_received_days": _("A notice counts as received after, days"),
    "decision_days": _("Must decide within, days"),
    "decision_extension_days": _("May take longer once, days"),
    "urgent_decision_hours": _("Must decide an urgent request within, hours"),
    "holds_unsure_pairs": _("Pairs of codes of unknown state are refused without 59"),
    "unit_rule": _("Units are counted by"),
    "mppr_applies": _("Later procedures of a day are paid less (MPPR)"),
    "sequestration_applies": _("Sequestration is taken off"),
    "copay_exempt_under_age": _("No copay under the age of"),
    "worksheet_fields": _("What a call asks for"),
    "advance_notice": _("Signed before a visit that is not covered"),
}

# Words that stand for a text value.
CHOICES: dict[str, dict[str, Any]] = {
    "limit_year": {"calendar": _("calendar"), "plan": _("plan")},
    "unit_rule": {"cms": _("all timed minutes of the day together (CMS)"), "spm": _("each code alone (midpoint)")},
    "telehealth_modifier": {"95": "95", "gt": "GT", "none": _("none")},
    "co_treatment": {
        "apart": _("by one therapist, or with the minutes divided"),
        "each": _("whole by each therapist"),
    },
    "advance_notice": {"abn": _("Advance Beneficiary Notice"), "waiver": _("waiver")},
}
# Payers and patterns that ship with rules of their own.
KEYS: dict[str, Any] = {
    "auto_fl": _("Auto, Florida"),
    "auto_nj": _("Auto, New Jersey"),
    "auto_ny": _("Auto, New York"),
    "commercial_ot_30": _("Pattern: 30 OT visits a year"),
    "commercial_pooled_60": _("Pattern: 60 visits a year, shared with PT and speech"),
    "medicaid_ia": _("Iowa Medicaid"),
    "medicaid_ks": _("Kansas Medicaid"),
    "medicaid_ne": _("Nebraska Medicaid"),
    "medicaid_sd": _("South Dakota Medicaid"),
    "medicaid_tx": _("Texas Medicaid"),
    "uhc_commercial": _("UnitedHealthcare commercial"),
    "uhc_medicare_advantage": _("UnitedHealthcare Medicare Advantage"),
    "uhc_medicare_advantage_az_ca": _("UnitedHealthcare Medicare Advantage, Arizona and California"),
    "workers_comp_ca": _("Workers’ comp, California"),
    "workers_comp_ny": _("Workers’ comp, New York"),
    "workers_comp_tx": _("Workers’ comp, Texas"),
}
