"""The values of a payer's rules, in the order they are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SAID: dict[str, Any] = {
    "authorization_required": _("Authorization needed for treatment"),
    "decision_business_days": _("Answers within, business days"),
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
    "filing_days": _("First claim within, days of the visit"),
    "corrected_days": _("Corrected claim within, days"),
    "unit_rule": _("Units are counted by"),
    "mppr_applies": _("Later procedures of a day are paid less (MPPR)"),
    "sequestration_applies": _("Sequestration is taken off"),
    "copay_exempt_under_age": _("No copay under the age of"),
    "worksheet_fields": _("What a call asks for"),
    "advance_notice": _("Signed before a visit that is not covered"),
}
