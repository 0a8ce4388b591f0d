"""Why: each reason code of terms.duty.REASONS in words, and the codes that its params carry."""

from django.utils.translation import gettext_lazy as _

from otium.pages.words.reasons import care, eligibility, inbox, prior_auth
from otium.pages.words.said import Said

SAID: dict[str, Said] = {**prior_auth.SAID, **eligibility.SAID, **care.SAID, **inbox.SAID}

# A reason with a fact missing (its param unknown, or none booked) is said differently.
WITHOUT = {
    "authorization_ends": ("count", "authorization_ends_unbooked"),
    "request_pended": ("answer_by", "request_pended_open"),
}
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
    "no_event": _("it decides about no request"),
    "no_decision": _("it holds no decision"),
    "no_number": _("it holds no authorization number"),
    "does_not_follow": _("the request is closed already"),
    "patient_without_coverage": _("the patient has no coverage on file"),
    "nothing_waits": _("nothing of it waits any more"),
}
