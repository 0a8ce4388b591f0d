"""Reasons about what a payer's answer says: against another, otherwise than before, of other payers, of their order."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from otium.pages.words.said import Said

SAID = {
    "reject_cure": Said(_("What helps"), "%(cure)s", "", _("What helps: %(cure)s.")),
    "answers_contradict": Said(
        _("In doubt"),
        _("%(what)s: %(count)d values"),
        _("%(what)s: the answers differ"),
        _("%(what)s: the payer gave different answers. Until you say which one holds, Otium counts with none of them."),
    ),
    "answer_says": Said(_("Answer"), _("%(channel)s, %(answered_on)s")),
    "plan_changed": Said(
        _("Plan"),
        _("%(was_plan)s on %(earlier_on)s, now %(now_plan)s"),
        _("Another plan: %(now_plan)s"),
        _("The payer names another plan since %(answered_on)s: %(now_plan)s, before it was %(was_plan)s."),
    ),
    "authorization_now_required": Said(
        _("Authorization"),
        _("not needed on %(earlier_on)s, needed on %(answered_on)s"),
        _("Authorization is needed now"),
        _("Therapy needs an authorization now. On %(earlier_on)s it did not."),
    ),
    "therapy_no_longer_covered": Said(
        _("Therapy"),
        _("covered on %(earlier_on)s, not covered on %(answered_on)s"),
        _("Therapy is not covered any more"),
        _("The plan does not cover occupational therapy any more. On %(earlier_on)s it did."),
    ),
    "limit_changed": Said(
        _("Visit limit"),
        _("%(was)s on %(earlier_on)s, now %(now)s"),
        _("Visit limit changed from %(was)s to %(now)s"),
        _("The visit limit is %(now)s now. On %(earlier_on)s it was %(was)s."),
    ),
    "dollar_limit_changed": Said(
        _("Dollar limit"),
        _("%(was_dollars)s on %(earlier_on)s, now %(now_dollars)s"),
        _("Limit changed: %(was_dollars)s to %(now_dollars)s"),
        _("The dollar limit is %(now_dollars)s now. On %(earlier_on)s it was %(was_dollars)s."),
    ),
    "visits_used_elsewhere": Said(
        _("Visits left"),
        ngettext_lazy(
            "%(was)s on %(earlier_on)s, now %(now)s; 1 visit was ours",
            "%(was)s on %(earlier_on)s, now %(now)s; %(count)d visits were ours",
            "count",
        ),
        _("Visits were used elsewhere; %(now)s are left"),
        ngettext_lazy(
            "Visits were used elsewhere: %(was)s were left on %(earlier_on)s, %(now)s are now. 1 visit was ours.",
            "Visits were used elsewhere: %(was)s were left on %(earlier_on)s, %(now)s are now. "
            "%(count)d visits were ours.",
            "count",
        ),
    ),
    "copay_changed": Said(
        _("Copay"),
        _("%(was_dollars)s on %(earlier_on)s, now %(now_dollars)s"),
        _("Copay changed: %(was_dollars)s to %(now_dollars)s"),
        _("The copay is %(now_dollars)s now. On %(earlier_on)s it was %(was_dollars)s."),
    ),
    "deductible_changed": Said(
        _("Deductible"),
        _("%(was_dollars)s on %(earlier_on)s, now %(now_dollars)s"),
        _("Deductible changed: %(was_dollars)s to %(now_dollars)s"),
        _("The deductible is %(now_dollars)s now. On %(earlier_on)s it was %(was_dollars)s."),
    ),
    "coinsurance_changed": Said(
        _("Coinsurance"),
        _("%(was_share)s on %(earlier_on)s, now %(now_share)s"),
        _("Coinsurance changed: %(was_share)s to %(now_share)s"),
        _("The coinsurance is %(now_share)s now. On %(earlier_on)s it was %(was_share)s."),
    ),
    "network_lost": Said(
        _("Network"),
        _("in network on %(earlier_on)s, only out of network on %(answered_on)s"),
        _("Only figures out of network now"),
        _("The payer gives only figures out of network now. On %(earlier_on)s it gave those in network."),
    ),
    "other_payer_found": Said(
        _("Payer tells"),
        _("%(payer)s pays too (%(insurance)s), on %(answered_on)s"),
        _("Another payer: %(payer)s"),
        _("The payer knows of another one: %(payer)s. It is not on file for the visits booked."),
    ),
    "other_payer_found_only": Said(
        _("Payer tells"),
        _("%(payer)s pays too, on %(answered_on)s"),
        _("Another payer: %(payer)s"),
        _("The payer knows of another one: %(payer)s. It is not on file for the visits booked."),
    ),
    "managed_care_found": Said(
        _("Payer tells"),
        _("%(payer)s pays instead (%(insurance)s), on %(answered_on)s"),
        _("%(payer)s pays instead"),
        _("The patient is in managed care: %(payer)s pays, not the plan on file. Add it, then ask it."),
    ),
    "managed_care_found_only": Said(
        _("Payer tells"),
        _("%(payer)s pays instead, on %(answered_on)s"),
        _("%(payer)s pays instead"),
        _("The patient is in managed care: %(payer)s pays, not the plan on file. Add it, then ask it."),
    ),
    "payer_before_medicare_found": Said(
        _("Payer tells"),
        _("%(payer)s pays before Medicare (%(insurance)s), on %(answered_on)s"),
        _("%(payer)s pays before Medicare"),
        _("Medicare pays second: %(payer)s comes first. A claim to Medicare alone would be denied."),
    ),
    "payer_before_medicare_found_only": Said(
        _("Payer tells"),
        _("%(payer)s pays before Medicare, on %(answered_on)s"),
        _("%(payer)s pays before Medicare"),
        _("Medicare pays second: %(payer)s comes first. A claim to Medicare alone would be denied."),
    ),
    "qmb_found": Said(
        _("Payer tells"),
        _("qualified Medicare beneficiary, on %(answered_on)s"),
        _("QMB: never collect a share of the cost"),
        _("The patient is a qualified Medicare beneficiary. The law forbids collecting any share of the cost."),
    ),
    "spend_down_found": Said(
        _("Payer tells"),
        _("spend-down of %(dollars)s, on %(answered_on)s"),
        _("Spend-down of %(dollars)s comes first"),
        _("Medicaid pays only after the family has met a spend-down of %(dollars)s. Tell them before the visit."),
    ),
    "order_unknown": Said(
        _("Order"),
        _("%(payer)s and %(other)s have the same place"),
        _("%(payer)s or %(other)s first?"),
        _("Two coverages are in force, and the records do not say which pays first: %(payer)s or %(other)s."),
    ),
    "order_differs": Said(
        _("Order"),
        _("%(other)s is on file before %(payer)s"),
        _("%(payer)s should pay before %(other)s"),
        _("On file %(other)s pays first. By the rule it is %(payer)s."),
    ),
    "order_suggested": Said(_("By the rule"), _("%(payer)s first: %(rule)s"), "", _("%(payer)s first: %(rule)s.")),
    "order_lacks": Said(_("Not known"), _("%(missing)s (%(rule)s)"), "", _("To tell, Otium needs %(missing)s.")),
}
CURES = {
    "correct": _("correct the field, then ask again"),
    "ask_anew": _("ask again, for today or the day of the visit"),
    "wait": _("wait: the payer can be asked again soon"),
    "ask_family": _("ask the family for the card, correct the number, then ask again"),
    "other_payer": _("this is another payer now: ask the family for the new card and add that coverage"),
    "call": _("call the payer: only it can say what is wrong"),
}
FIELDS = {
    "coverage.member_id": _("member ID"),
    "coverage.subscriber_last_name": _("name of who holds the policy"),
    "coverage.payer": _("payer"),
    "patient.birth_on": _("birth date"),
    "patient.last_name": _("name"),
    "practice.npi": _("practice’s NPI"),
    "payer.payer_ids": _("payer’s ID"),
}
CHANNELS = {
    "x12": _("Payer (271)"),
    "portal": _("Payer’s portal"),
    "call": _("Call"),
    "letter": _("Letter"),
    "form": _("Typed here"),
    "card": _("Card"),
    "import": _("Import"),
}
RULES = {
    "medicaid_last": _("Medicaid pays last"),
    "tricare_after": _("TRICARE pays after other insurance"),
    "medicare_secondary": _("Medicare says that it pays second"),
    "medicare_first": _("Medicare pays first"),
    "medicare_and_another": _("Medicare and another plan"),
    "court_order": _("a court order names this plan"),
    "own_plan": _("one’s own plan comes before that of a parent or spouse"),
    "birthday": _("the parent whose birthday comes first in the year"),
    "covered_longer": _("same birthday: the plan that has covered longer"),
    "same_standing": _("both are of the same standing"),
}
MISSING = {
    "holder_birth_date": _("the birth date of both who hold the policies"),
    "start_dates": _("the first day of both coverages"),
    "medicare_secondary": _("Medicare’s own answer: ask it, or the family"),
    "employment": _("which one is of present work, and which of a former job, COBRA or retirement"),
}
