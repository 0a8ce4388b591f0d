"""How a family's part was computed, step by step, and what is missing where it is unknown."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known, and what to do: `act` names it, `door` the page where it is done ("" for none)."""

    what: Any
    act: Any
    door: str = ""


STEPS: dict[str, Any] = {
    "allowed_known": _("Allowed, as the payer decided"),
    "allowed_rate": _("Allowed: your expected rate since %(since_on)s"),
    "allowed_fees": _("Allowed by Medicare’s fees: %(lines)s"),
    "allowed_usual": _("Allowed by Medicare’s fees for the usual services: %(lines)s"),
    "allowed_unknown": _("Allowed: no rate of this payer is on file"),
    "mppr": _("Later procedures of the day are paid less (MPPR): %(amount)s is taken off already"),
    "fees_of_year": _("Fees of %(year)s: later ones are not published yet"),
    "fees_uncertain": _("A fee among these is not certain (%(certainty)s)"),
    "charge_fees": _("Your fees: %(lines)s"),
    "charge_usual": _("Your fees for the usual services: %(lines)s"),
    "charge_unknown": _("The services of this visit are not planned"),
    "fee_missing": _("No fee on file for %(codes)s"),
    "self_pay_rate": _("Your self-pay rate since %(since_on)s"),
    "deductible": _("Deductible: %(left)s was left before this visit"),
    "deductible_met": _("Deductible: met"),
    "deductible_unknown": _("Deductible: what is left is not known"),
    "spend_down": _("Spend-down: %(left)s was left before this visit"),
    "spend_down_met": _("Spend-down: met"),
    "spend_down_unknown": _("Spend-down: what is left is not known"),
    "copay": _("Copay, as answered %(answered_on)s"),
    "copay_taken": _("Copay: taken already that day"),
    "copay_not_reached": _("Copay: the deductible takes all of this visit"),
    "copay_exempt": _("Copay: none below the age of %(age)s"),
    "coinsurance": _("Coinsurance: %(percent)s%% of what is left"),
    "copay_and_coinsurance": _("The payer states both a copay and a coinsurance: ask which one holds for OT"),
    "out_of_pocket_stop": _("Out-of-pocket limit: %(left)s was left, the family pays no more"),
    "second_pays": _("%(payer)s pays second"),
    "second_unknown": _("%(payer)s pays second: how much is not known"),
    "qmb": _("Qualified Medicare beneficiary: never collect a share"),
    "claim_accepted": _("The injury’s insurer pays all while it accepts the claim"),
    "veterans_affairs": _("The VA bills its own copay: collect nothing"),
    "beyond_limit": _("Beyond the plan’s limit: %(remaining)s %(unit)s were left when asked"),
    "beyond_unsure": _(
        "Beyond the plan’s limit (%(remaining)s %(unit)s left); whether the plan stops there is not known"
    ),
    "not_covered": _("The payer says that it does not cover occupational therapy"),
    "new_year": _("Yearly sums begin anew in %(year)s; counted with those of the year before"),
}

LACKS: dict[str, Missing] = {
    "coverage": Missing(_("Who pays on this day"), _("Add the coverage"), "coverage_add"),
    "coverage_inactive": Missing(_("Who pays: the payer says that the coverage is over"), _("Add the new coverage"),
                                 "coverage_add"),
    "rate": Missing(_("What the payer allows for a visit"), _("Enter your expected rate"), "settings_rates"),
    "fees": Missing(_("Your fee for a service"), _("Enter the fee"), "settings_fees"),
    "services": Missing(_("Which services the visit will have"), _("Plan its services, or enter a self-pay rate"),
                        "settings_rates"),
    "deductible_left": Missing(_("What is left of the deductible"), _("Ask the payer, or type its answer"), "coverage"),
    "spend_down_left": Missing(_("What is left of the spend-down"), _("Ask the payer, or type its answer"), "coverage"),
    "share": Missing(_("Copay and coinsurance"), _("Ask the payer, or type its answer"), "coverage"),
    "share_contradicts": Missing(_("Copay: one answer gives two amounts"), _("Ask the payer which one holds"),
                                 "coverage"),
    "copay": Missing(_("Medicaid’s copay"), _("Ask the payer, or type its answer"), "coverage"),
    "copay_contradicts": Missing(_("Copay: one answer gives two amounts"), _("Ask the payer which one holds"),
                                 "coverage"),
    "limit_nature": Missing(_("Whether the plan pays beyond its limit"), _("Set it in the payer’s rules"),
                            "payer_rules"),
    "second": Missing(_("What the second payer leaves"), _("Ask it, or type its answer"), "coverage"),
    "second_beyond": Missing(_("Whether the second payer pays beyond the first one’s limit"), _("Ask the second payer"),
                             "coverage"),
}  # fmt: skip

KINDS = {
    "deductible": _("Deductible"),
    "out_of_pocket": _("Out of pocket"),
    "spend_down": _("Spend-down"),
}
LEVELS = {"individual": _("this person"), "family": _("the family")}
UNITS = {"visits": _("visits"), "dollars": _("dollars")}

ESTIMATE_STATES = {
    "draft": ("risk", _("Draft")),
    "issued": ("clear", _("Given")),
    "superseded": ("unknown", _("Replaced")),
    "withdrawn": ("unknown", _("Withdrawn")),
}
ESTIMATE_REASONS = {
    "scheduled": _("a visit was booked"),
    "requested": _("they asked"),
    "changed": _("what is booked changed"),
    "renewed": _("the one before ends"),
}
ESTIMATE_LACKS = {
    "prices": (_("a price for each booked visit: your fees, or a self-pay rate"), "settings_fees"),
    "lines": (_("items: enter at least one"), ""),
    "birth_date": (_("the patient’s birth date"), "patient_change"),
    "npi": (_("the practice’s NPI"), "settings_practice"),
    "tax_id": (_("the practice’s tax ID"), "settings_practice"),
    "state": (_("the practice’s state"), "settings_practice"),
    "address": (_("the practice’s address"), "settings_practice"),
}
