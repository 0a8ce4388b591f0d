"""Why: each reason code of terms.duty.REASONS in words, and the codes that its params carry."""

from django.utils.translation import gettext_lazy as _

from otium.desk.imports.words import WORDS
from otium.pages.words import carriers
from otium.pages.words.reasons import care, claims, eligibility, inbox, prior_auth, traffic
from otium.pages.words.said import Said

SAID: dict[str, Said] = {
    **prior_auth.SAID, **eligibility.SAID, **care.SAID, **inbox.SAID, **claims.SAID, **traffic.SAID
}  # fmt: skip

# A reason with a fact missing (its param unknown, or none booked) is said differently: (param, how).
WITHOUT = {
    "authorization_ends": (("count", "authorization_ends_unbooked"),),
    "request_pended": (("answer_by", "request_pended_open"),),
    "request_submitted": (("submitted_on", "request_submitted_unknown"), ("requested", "request_submitted_on")),
    "limit_reached": (("remaining", "limit_reached_uncounted"),),
    "limit_dollars_reached": (("remaining", "limit_dollars_uncounted"),),
    "threshold_visits": (("remaining", "threshold_left_uncounted"), ("limit", "threshold_visits_unlimited")),
    "threshold_dollars": (("remaining", "threshold_left_uncounted"), ("limit", "threshold_dollars_unlimited")),
    "limit_derived": (("limit", "limit_derived_unsaid"), ("used", "limit_derived_unsaid")),
    "threshold_crossed": (("threshold", "threshold_crossed_unpriced"),),
    "review_zone": (("threshold", "review_zone_unpriced"),),
    "referral_used_up": (("visits", "referral_used_up_uncounted"),),
    "request_reduced": (("approved", "request_changed"), ("requested", "request_reduced_unasked")),
}
# A param that is not known, as its sentences go on; any other one is "unknown".
UNKNOWN = {
    "approved": _("an unknown number of"),
    "requested": _("an unknown number of"),
    "visits": _("an unknown number of"),
    "per_week": _("an unknown number of"),
    "business_days": _("an unknown number of"),
    "remaining": _("an unknown number of"),
    "limit": _("an unknown number"),
    "used": _("an unknown number"),
    "basis": _("visits"),
    "certainty": _("uncertain: ask the payer"),
    "reject_code": _("it did not say why"),
    "cause": _("why is not known"),
    "format": _("received"),
    "position": _("the start"),
    "disciplines": _("other disciplines"),
    "number": _("without number"),
    "trace": _("without number"),
    "kind": _("messages"),
    "name": _("a connection"),
    "year": _("an unknown year"),
    "from_year": _("an earlier year"),
}
UNKNOWN_DAY = _("an unknown day")
CERTAINTY = {
    "verified": _("verified"),
    "knowledge": _("as commonly known"),
    "uncertain": _("uncertain: ask the payer"),
    "practice": _("your practice’s own rule"),
}
BASIS = {"visits": _("visits"), "units": _("units")}
# AAA03 in our own words.
REJECTS = {
    "15": _("what was asked is incomplete"),
    "42": _("the payer’s system is down"),
    "43": _("the payer does not know the provider"),
    "45": _("the payer does not know the specialty"),
    "51": _("the payer does not have the provider on file"),
    "57": _("the date of service is not valid"),
    "58": _("the birth date is not valid"),
    "62": _("the date is outside the payer’s range"),
    "64": _("the patient’s ID is missing or wrong"),
    "65": _("the patient’s name is missing or wrong"),
    "67": _("the patient was not found"),
    "71": _("the birth date is not the payer’s"),
    "72": _("the member ID is missing or wrong"),
    "73": _("the member’s name is missing or wrong"),
    "75": _("the member was not found"),
    "76": _("the member ID is there twice"),
    "78": _("the member is not in this group"),
    "79": _("the payer ID is wrong"),
    "80": _("the payer gave no answer"),
}
# Why a file waits (desk.inbox).
CAUSES = {
    "member_missing": _("no member ID in it"),
    "member_unknown": _("the member ID is not on file"),
    "other_person": _("that member ID is somebody else’s"),
    "several_people": _("several people fit"),
    "unsure": _("name or birth date differ"),
    "no_practice_named": _("no receiver ID or NPI of ours"),
    "other_practice_named": _("it names another practice"),
    "several_practices_named": _("it names several practices: ask for a file each"),
    "no_event": _("it decides about no request"),
    "no_decision": _("it holds no decision"),
    "no_number": _("it holds no authorization number"),
    "contradicts_number": _("the number on file says otherwise"),
    "cannot_keep": _("a value in it cannot be kept"),
    "number_out_of_range": _("a number in it is out of range"),
    "day_out_of_range": _("a day in it is out of range"),
    "days_reversed": _("it ends before it begins"),
    "code_too_long": _("a code in it is too long"),
    "text_unreadable": _("a text in it is damaged"),
    "does_not_follow": _("the request is closed already"),
    "patient_without_coverage": _("the patient has no coverage on file"),
    "sending_unknown": _("it answers something we did not send"),
    "claim_unknown": _("it names no claim of ours"),
    "amount_missing": _("an amount in it is missing"),
    "verdict_unclear": _("it does not say whether it was taken"),
    "not_of_a_patient": _("it is about something we sent, not about a patient"),
    "nothing_waits": _("nothing of it waits any more"),
    # findings of otium.wires.x12
    "no-se": _("a message in it has no end (SE)"),
    "no-ge": _("a group in it has no end (GE)"),
    "no-iea": _("it has no end (IEA)"),
    "cut-in-segment": _("it is cut off within a segment"),
    "no-final-terminator": _("its last segment has no end"),
    "isa-length": _("its envelope (ISA) has the wrong length"),
    "isa-unreadable": _("its envelope (ISA) cannot be read"),
    "no-delimiters": _("it is no X12 file, or damaged"),
    "no-transaction": _("there is no message in it"),
    "unknown-transaction": _("it is of a kind that Otium does not read"),
    "wrong-count": _("its own count of segments is wrong"),
    "control-number-differs": _("its control numbers do not agree"),
    "binary-length": _("a binary part has the wrong length"),
    **carriers.FAULTS,
    **{problem.value: said.short for problem, said in WORDS.items()},
}
