"""What facts rest on: names of sources, payer types, roles."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SOURCES: dict[str, Any] = {
    "authorization": _("Approval"),
    "authorization_request": _("Request"),
    "appointment": _("Calendar"),
    "coverage": _("Coverage"),
    "benefit_check": _("Payer’s answer"),
    "referral": _("Referral"),
    "plan_of_care": _("Plan of care"),
    "progress_report": _("Report"),
    "expected_rate": _("Rates"),
    "inbound_file": _("The file"),
    "import_run": _("The import"),
    "patient": _("Patient"),
    "calendar": _("Calendar"),
    "payer_rule": _("Rule"),
    "task": _("History"),
    "claim": _("Claim"),
    "remittance": _("Payment"),
    "parcel": _("Traffic"),
    "transmission": _("Traffic"),
    "connection": _("Connection"),
    "call": _("Call"),
    "estimate": _("Estimate"),
    "notice": _("Letter"),
    "injury_claim": _("Injury claim"),
    "episode": _("Episode of care"),
    "finding": _("Clinician’s finding"),
    "measure": _("Score"),
    "goal": _("Goal"),
    "document": _("Document"),
    "therapist": _("Therapist"),
    "practice": _("Practice"),
    "reasoning": _("Clinician’s own words"),
    "packet": _("Packet"),
    "peer_to_peer": _("Peer-to-peer"),
    "appeal": _("Appeal"),
}
PAYER_TYPES: dict[str, Any] = {
    "commercial": _("Commercial"),
    "medicare_b": _("Medicare B"),
    "medicare_advantage": _("Medicare Advantage"),
    "medicaid_ffs": _("Medicaid"),
    "medicaid_mco": _("Medicaid MCO"),
    "tricare": _("TRICARE"),
    "workers_comp": _("Workers’ comp"),
    "auto": _("Auto"),
    "va": _("VA"),
    "self_pay": _("Self-pay"),
    "other": _("Other payer"),
}
ROLES: dict[str, Any] = {
    "owner": _("owner"),
    "therapist": _("therapist"),
    "assistant": _("assistant"),
    "biller": _("biller"),
    "firm_manager": _("firm manager"),
    "auditor": _("auditor"),
}
