"""What a clearance check found, and what would clear it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STATES: dict[str, Any] = {
    "clear": _("Clear"),
    "at_risk": _("At risk"),
    "blocked": _("Blocked"),
    "unknown": _("Not known"),
    "not_needed": _("Not needed"),
}

CHECKS: dict[str, Any] = {
    "coverage": _("Coverage"),
    "benefit_visits": _("Visit limit"),
    "benefit_dollars": _("Dollar limit"),
    "authorization": _("Authorization"),
    "referral": _("Referral"),
    "plan_of_care": _("Plan of care"),
    "progress_report": _("Progress report"),
    "medicare_threshold": _("Medicare threshold"),
    "telehealth": _("Telehealth"),
    "consents": _("Consents and forms"),
    "estimate": _("Good-faith estimate"),
    "account_hold": _("Account hold"),
}

FACTS: dict[str, Any] = {
    "no_payer": _("No payer on this day, so nothing to test"),
    "coverage_answered": _("Active by the payer’s answer of %(answered_on)s"),
    "coverage_missing": _("No coverage on file"),
    "coverage_ended": _("Coverage ends %(ends_on)s"),
    "coverage_inactive": _("Inactive by the payer’s answer of %(answered_on)s"),
    "therapy_not_covered": _("Occupational therapy is not covered, by the payer’s answer of %(answered_on)s"),
    "therapy_in_doubt": _("Two answers differ on whether occupational therapy is covered"),
    "pays_themselves": _("The patient pays; there is no payer to ask"),
    "inquiry_rejected": _("The payer refused the inquiry of %(answered_on)s: %(reject_code)s"),
    "check_missing": _("The payer was never asked"),
    "check_stale": _("The answer of %(answered_on)s is too old for this visit"),
    "check_before_month": _("The answer of %(answered_on)s is of another month"),
    "check_before_year": _("The answer of %(answered_on)s is of another year"),
    "check_before_visit": _("The answer of %(answered_on)s is of another day; this payer is asked for each visit"),
    "check_before_change": _("Answered on %(answered_on)s, before the coverage changed on %(changed_on)s"),
    "check_before_denial": _("Answered on %(answered_on)s, before a claim was denied on %(denied_on)s: %(carc)s"),
    "check_later": _("Active on %(answered_on)s; asked again from %(asks_on)s"),
    "limit_within": _("%(left)s of %(limit)s visits left after this one (%(disciplines)s)"),
    "limit_beyond_told": _("Beyond the limit (visit %(beyond)s); the family was told on %(told_on)s"),
    "limit_beyond": _(
        "Visit %(beyond)s beyond the limit: %(remaining)s were left on %(answered_on)s (%(disciplines)s)"
    ),
    "limit_soft_beyond": _(
        "Visit %(beyond)s beyond Medicaid’s limit for a child: %(remaining)s were left on %(answered_on)s"
    ),
    "limit_exceedable": _(
        "Visit %(beyond)s beyond the limit: %(remaining)s were left on %(answered_on)s; this payer may allow more"
    ),
    "limit_requested": _("More visits were asked for on %(requested_on)s; not decided yet"),
    "limit_approved": _("Beyond the limit, approved under %(number)s"),
    "limit_not_stated": _("The answer of %(answered_on)s states no limit"),
    "limit_use_unknown": _("The limit is %(limit)s; the answer of %(answered_on)s does not say how much is used"),
    "limit_in_doubt": _("Two answers say different limits; somebody must say which holds"),
    "limit_not_asked": _("Limits are not known: the payer was never asked"),
    "limit_next_year": _("A new benefit year begins %(from_on)s; its limit is not known yet"),
    "limit_next_year_beyond": _(
        "Visit %(beyond)s beyond a limit of %(limit)s, should it be the same in the year from %(from_on)s"
    ),
    "limit_unpriced": _("At most $%(left)s left: some visits have no rate on file"),
    "limit_other_kind": _("The payer states no limit of this kind"),
    "limit_is_threshold": _("Medicare has a threshold instead of a limit"),
    "dollars_within": _("$%(left)s of $%(limit)s left after this visit (%(disciplines)s)"),
    "dollars_beyond": _(
        "Visit %(beyond)s beyond the dollar limit: $%(remaining)s were left on %(answered_on)s (%(disciplines)s)"
    ),
    "dollars_soft_beyond": _(
        "Visit %(beyond)s beyond Medicaid’s dollar limit for a child: $%(remaining)s were left on %(answered_on)s"
    ),
    "dollars_exceedable": _(
        "Visit %(beyond)s beyond the dollar limit: $%(remaining)s were left on %(answered_on)s; "
        "this payer may allow more"
    ),
    "authorization_covers": _("Covered by %(number)s until %(ends_on)s; %(left)s left after this visit"),
    "authorization_other_provider": _("%(number)s names another provider"),
    "authorization_other_place": _("%(number)s names another place"),
    "authorization_provider_unknown": _("%(number)s names a provider; the visit’s therapist has no NPI on file"),
    "authorization_place_unknown": _("%(number)s names a place; where the visit is held is not on file"),
    "authorization_covers_part": _("%(number)s covers part of the visit; nothing is left for %(codes)s"),
    "authorization_missing": _("No authorization on file, and this payer asks for one"),
    "authorization_ended": _("Authorization %(number)s ends %(ends_on)s"),
    "authorization_used_up": _("Nothing is left of authorization %(number)s"),
    "authorization_requested": _("Asked for on %(submitted_on)s; not decided yet"),
    "authorization_not_required": _("This payer asks for none"),
    "authorization_need_unknown": _("Whether this payer asks for authorization is not known"),
    "referral_covers": _("Referral of %(written_on)s, until %(expires_on)s; %(left)s visits left after this one"),
    "referral_missing": _("No referral on file, and this payer asks for one"),
    "referral_expires": _("The referral ends %(expires_on)s"),
    "referral_used_up": _("All %(visits)s visits of the referral are used"),
    "referral_not_required": _("This payer asks for none"),
    "referral_need_unknown": _("Whether this payer asks for a referral is not known"),
    "plan_not_asked": _("This payer does not ask for it"),
    "plan_made_here": _("The plan follows from the evaluation"),
    "plan_missing": _("No plan of care on file"),
    "plan_certified": _("Certified until %(until_on)s"),
    "plan_unsigned": _("Plan of %(starts_on)s not signed; last day %(by_on)s"),
    "plan_not_certified": _("Plan of %(starts_on)s was not signed by %(by_on)s"),
    "recertification_due": _("Certified until %(by_on)s"),
    "recertification_unsigned": _("New plan of %(starts_on)s not signed; certified until %(by_on)s"),
    "progress_within": _("Treatment day %(day)s of %(days)s since the last report"),
    "progress_later": _("A report is due with %(tenth_on)s; nobody is asked for it yet"),
    "progress_due": _("The report is due with %(tenth_on)s"),
    "progress_overdue": _("The report was due with %(tenth_on)s"),
    "threshold_not_asked": _("Only Medicare Part B has it"),
    "threshold_within": _("$%(total)s of $%(threshold)s in %(year)s after this visit"),
    "threshold_unpriced": _("At least $%(total)s of $%(threshold)s in %(year)s: some visits have no rate on file"),
    "threshold_use_unknown": _("At least $%(total)s of $%(threshold)s in %(year)s: use elsewhere is not known"),
    "threshold_over": _("Passes $%(threshold)s of %(year)s: the claim needs KX"),
    "threshold_not_documented": _("Passes $%(threshold)s of %(year)s, and the need for therapy is not documented"),
    "threshold_figure_unknown": _("Medicare’s figure for %(year)s is not known"),
    "review_over": _("Passes $%(threshold)s of %(year)s: medical review is possible"),
    "kx_placed": _("Over $%(threshold)s of %(year)s, with KX"),
    "abn_given": _("Over $%(threshold)s of %(year)s; the advance notice was given"),
    "visit_in_person": _("In person"),
    "telehealth_not_said": _("The calendar does not say whether it is telehealth"),
    "telehealth_paid": _("Telehealth is paid until %(until_on)s"),
    "telehealth_ended": _("Telehealth is paid until %(until_on)s only"),
    "telehealth_not_paid": _("This payer does not pay telehealth"),
    "telehealth_rule_unknown": _("Whether this payer pays telehealth is not known"),
    "consents_not_kept": _("Otium does not keep these yet"),
    "account_hold_not_kept": _("Otium does not keep these yet"),
    "estimate_not_needed": _("The patient does not pay for the visit alone"),
    "estimate_given": _("Given: $%(total)s, good until %(ends_on)s"),
    "estimate_drafted": _("Prepared, not given yet"),
    "estimate_missing": _("None given for this day"),
}

# How a fact is said when one of its params is not known: code -> (param, words).
WITHOUT: dict[str, tuple[tuple[str, Any], ...]] = {
    "coverage_ended": (("ends_on", _("Coverage ended")),),
    "inquiry_rejected": (("reject_code", _("The payer refused the inquiry of %(answered_on)s")),),
    "limit_within": (("limit", _("%(left)s visits left after this one (%(disciplines)s)")),),
    "dollars_within": (("limit", _("$%(left)s left after this visit (%(disciplines)s)")),),
    "limit_approved": (("number", _("Beyond the limit, and approved")),),
    "authorization_covers": (
        ("number", _("Covered until %(ends_on)s; %(left)s left after this visit")),
        ("left", _("Covered by %(number)s; how many visits it allows is not on file")),
        ("ends_on", _("Covered by %(number)s; %(left)s left after this visit")),
    ),
    "authorization_other_provider": (("number", _("The approval names another provider")),),
    "authorization_other_place": (("number", _("The approval names another place")),),
    "authorization_covers_part": (("number", _("Covered in part; nothing is left for %(codes)s")),),
    "authorization_ended": (("number", _("The authorization ends %(ends_on)s")),),
    "authorization_used_up": (("number", _("Nothing is left of the authorization")),),
    "authorization_requested": (("submitted_on", _("Asked for; not decided yet")),),
    "referral_covers": (
        ("written_on", _("Referral on file")),
        ("left", _("Referral of %(written_on)s, for any number of visits")),
        ("expires_on", _("Referral of %(written_on)s; %(left)s visits left after this one")),
    ),
    "referral_used_up": (("visits", _("All visits of the referral are used")),),
    "telehealth_paid": (("until_on", _("Telehealth is paid")),),
}

ACTS: dict[str, Any] = {
    "enter_coverage": _("Enter the coverage"),
    "replace_coverage": _("Get the new coverage"),
    "verify_coverage": _("Ask the payer"),
    "call_payer": _("Call the payer"),
    "decide_benefit": _("Say which answer holds"),
    "fix_inquiry": _("Mend the inquiry"),
    "tell_benefit_limit": _("Tell the family"),
    "request_beyond_limit": _("Ask for visits beyond the limit"),
    "wait_for_payer": _("Wait for the payer’s decision"),
    "obtain_authorization": _("Get an authorization"),
    "renew_authorization": _("Renew the authorization"),
    "check_approval": _("Ask the payer to correct the approval"),
    "obtain_referral": _("Get a referral"),
    "enter_payer_rule": _("Enter the payer’s rule"),
    "enter_rate": _("Enter the payer’s rate"),
    "enter_plan": _("Enter the plan of care"),
    "certify_plan": _("Get the plan signed"),
    "recertify_plan": _("Get the new plan signed"),
    "write_progress_report": _("Write the progress report"),
    "place_kx": _("Add KX to the claims"),
    "give_abn": _("Get the advance notice signed"),
    "see_in_person": _("See the patient in person"),
    "give_estimate": _("Give the estimate"),
}
