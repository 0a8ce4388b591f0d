"""Calls with payers in words: how one went, what the desk refuses, what the choices of an answer are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.pages.words.acts import REFUSED as ACT_REFUSED

OUTCOMES: dict[str, Any] = {
    "reached": _("Somebody answered"),
    "voicemail": _("Left a message"),
    "no_answer": _("Nobody answered"),
    "gave_up": _("Gave up on hold"),
    "refused": _("They would not say"),
}
TONES = {"reached": "clear", "voicemail": "risk", "no_answer": "unknown", "gave_up": "risk", "refused": "blocked"}
OPTIONS: dict[str, Any] = {
    "calendar_year": _("calendar year"),
    "service_year": _("plan year"),
    "episode": _("condition"),
    "lifetime": _("lifetime"),
    "PT": _("PT"),
    "SLP": _("SLP"),
}
# What a question is called in a list; the question itself is read out in English, as payers are called in it.
NAMES: dict[str, Any] = {
    "active": _("Active"),
    "covered_from": _("In force since"),
    "covered_until": _("Last day"),
    "covered": _("OT covered"),
    "visit_limit": _("Visit limit"),
    "limit_period": _("For each"),
    "visits_used": _("Visits used"),
    "pooled_with": _("Shared with"),
    "copay": _("Copay"),
    "coinsurance": _("Coinsurance"),
    "deductible": _("Deductible"),
    "deductible_remaining": _("Deductible left"),
    "out_of_pocket": _("Out-of-pocket limit"),
    "out_of_pocket_remaining": _("Out-of-pocket left"),
    "authorization_required": _("Authorization required"),
    "authorization_evaluation": _("Authorization for the evaluation"),
    "authorization_road": _("Authorization is asked for"),
    "referral_required": _("Referral required"),
    "telehealth": _("Telehealth paid"),
    "claims_address": _("Claims go to"),
    "dollars_remaining": _("Dollars left"),
    "claim_number": _("Claim number"),
    "injured_on": _("Day of the injury"),
    "accepted_parts": _("Accepted body parts"),
    "treats_accepted_part": _("We treat an accepted part"),
    "adjuster_name": _("Adjuster"),
    "adjuster_phone": _("Adjuster’s telephone"),
    "adjuster_fax": _("Adjuster’s fax"),
    "authorized_visits": _("Authorized visits"),
    "authorized_starts_on": _("Authorized from"),
    "authorized_ends_on": _("Authorized until"),
    "bills_to": _("Bills go to"),
    "employer": _("Employer"),
}
REFUSED: dict[str, Any] = {
    **ACT_REFUSED,
    "question_unknown": _("The page asked for something that is no longer asked. Open it anew."),
    "dollars_unreadable": _("Type dollars, like 25 or 24.50."),
    "percent_unreadable": _("Type per cent from 0 to 100, like 20."),
    "text_too_long": _("This is too long. Keep what matters."),
    "more_than_the_whole": _("More is left than there is in all. Ask which of the two holds."),
    "no_limit_was_said": _("They said that there is no limit. Leave this empty, or type the limit."),
    "limit_missing": _("Type the visit limit as well: none is on file."),
    "count_needs_active": _("Ask this in the same call: what is left is counted from the day of such an answer."),
    "after_the_last_day": _("The coverage on file ended before that day. Ask again, or mend the coverage first."),
    "who_said_it": _("Type who said it. An answer without a name proves nothing."),
    "reference_or_why": _("Type the reference, or why there is none."),
    "learned_from_nobody": _("You typed answers, but nobody answered. Choose “Somebody answered”."),
    "call_says_nothing": _("Type at least one thing: an answer, a promise or a note."),
    "minutes_out_of_range": _("Type minutes from 0 to 600."),
    "promise_before_call": _("That is before the call. Choose the day the payer named."),
    "time_missing": _("Type the time of the call."),
    "coverage_withdrawn": _("This coverage was taken out of the record. Nothing was recorded."),
    "call_withdrawn_already": _("This call was taken out of the record already."),
    "call_without_coverage": _("This call is about no coverage. Record it anew."),
    "changed_since": _("Something it wrote was changed since. Mend that on the patient’s page."),
}
