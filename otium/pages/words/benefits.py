"""Benefits and kinds of insurance in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BENEFITS: dict[str, Any] = {
    "visit_limit": _("Visit limit"),
    "visits_used": _("Visits used"),
    "visits_remaining": _("Visits left"),
    "dollar_limit": _("Dollar limit"),
    "dollars_used": _("Dollars used"),
    "dollars_remaining": _("Dollars left"),
    "authorization_required": _("Authorization"),
    "copay": _("Copay"),
    "coinsurance": _("Coinsurance"),
    "deductible": _("Deductible"),
    "deductible_remaining": _("Deductible left"),
    "out_of_pocket": _("Out-of-pocket limit"),
    "out_of_pocket_remaining": _("Out-of-pocket left"),
    "other_payer": _("Other payer"),
    "covered": _("Occupational therapy"),
    "authorization_road": _("Authorization is asked for"),
    "authorization_for": _("Authorization of one service"),
    "referral_required": _("Referral required"),
    "telehealth": _("Telehealth paid"),
    "claims_address": _("Claims go to"),
    "visit_frequency": _("How often"),
    "deductible_met": _("Deductible met"),
    "out_of_pocket_met": _("Out-of-pocket met"),
    "spend_down": _("Spend-down"),
    "managed_care": _("Managed care"),
    "medicare_secondary": _("Pays before Medicare"),
    "qmb": _("QMB"),
}
# What payers ask differently for (terms.roads.Service).
SERVICES: dict[str, Any] = {
    "evaluation": _("Evaluation"),
    "treatment": _("Treatment"),
    "re_evaluation": _("Re-evaluation"),
    "other": _("Other"),
    "co_treatment": _("Co-treatment"),
    "fce": _("Functional capacity evaluation"),
    "telehealth": _("Telehealth"),
}
# EB04 of a payer that a line names by its kind alone.
INSURANCE: dict[str, Any] = {
    "12": _("group plan of a working person"),
    "13": _("group plan, for end-stage kidney disease"),
    "14": _("no-fault or auto insurance"),
    "15": _("workers’ compensation"),
    "16": _("Public Health Service or a federal agency"),
    "41": _("Black Lung programme"),
    "42": _("Veterans Affairs"),
    "43": _("large group plan, for disability"),
    "47": _("liability insurance"),
    "AP": _("auto insurance"),
    "C1": _("commercial plan"),
    "HM": _("HMO"),
    "HN": _("Medicare Advantage HMO"),
    "IN": _("indemnity plan"),
    "MA": _("Medicare Part A"),
    "MB": _("Medicare Part B"),
    "MC": _("Medicaid"),
    "PR": _("PPO"),
    "PS": _("point-of-service plan"),
    "SP": _("supplement"),
    "WC": _("workers’ compensation"),
}
