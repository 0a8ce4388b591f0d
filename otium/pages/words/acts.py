"""What may be recorded for a task, what each act asks for, and why the desk refused."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.pages.words.claims import REFUSED as CLAIM_REFUSED
from otium.pages.words.lacks import LACKS


@dataclass(frozen=True, slots=True)
class Named:
    """`button` says the effect, `tab` is its short name beside the others, `done` is the toast and the history."""

    button: Any
    tab: Any
    done: Any
    aside: Any = ""  # what the button does not do


CHOICES: dict[str, Named] = {
    "renewal_sent": Named(
        _("Record that the renewal was sent"),
        _("Renewal sent"),
        _("Renewal recorded as sent"),
        _("Records it here; nothing goes to the payer from Otium"),
    ),
    "request_sent": Named(
        _("Record that the request was sent"),
        _("Request sent"),
        _("Request recorded as sent"),
        _("Records it here; nothing goes to the payer from Otium"),
    ),
    "approval_recorded": Named(
        _("Record the approval"), _("Approval came"), _("Approval recorded"), _("Visits move over at once")
    ),
    "no_renewal": Named(_("Record that none is needed"), _("No renewal"), _("Recorded that no renewal is needed")),
    "draft_not_needed": Named(
        _("Cancel the draft"),
        _("Draft not needed"),
        _("Draft cancelled"),
        _("Then say whether an authorization is needed"),
    ),
    "not_required": Named(
        _("Record that none is required"), _("Not required"), _("Recorded that no authorization is required")
    ),
    "records_sent": Named(
        _("Record that the records were sent"),
        _("Records sent"),
        _("Records recorded as sent"),
        _("Records it here; nothing goes to the payer from Otium"),
    ),
    "begin_talk": Named(
        _("Ask for a peer-to-peer"),
        _("Peer-to-peer"),
        _("Peer-to-peer begun"),
        _("Shows until when, and what may be said"),
    ),
    "begin_appeal": Named(
        _("Begin the appeal"),
        _("Appeal"),
        _("Appeal begun"),
        _("Shows the level, its last day and the prepared answers"),
    ),
    "go_on_talk": Named(_("Open the peer-to-peer"), _("Peer-to-peer"), _("Peer-to-peer")),
    "go_on_appeal": Named(_("Open the appeal"), _("Appeal"), _("Appeal")),
    "appeal_sent": Named(
        _("Record that the appeal was sent"),
        _("Appeal sent"),
        _("Appeal recorded as sent"),
        _("Records it here; nothing goes to the payer from Otium"),
    ),
    "answer_holds": Named(
        _("This one holds"), _("One holds"), _("Recorded which answer holds"), _("Visits are counted with it at once")
    ),
    "pays_first": Named(
        _("This one pays first"), _("One pays first"), _("Order recorded"), _("Claims and checks follow at once")
    ),
    "family_called": Named(
        _("Record that you called"),
        _("Called the family"),
        _("Recorded as called"),
        _("The visit stays as you left it"),
    ),
    "seen_to": Named(
        _("Record that it is seen to"),
        _("Seen to"),
        _("Recorded as seen to"),
        _("The payer’s answer stays on the sheet"),
    ),
    "settled": Named(_("Record how it was settled"), _("Settled"), _("Recorded as settled")),
    "decision_accepted": Named(_("Accept the decision"), _("Accepted"), _("Decision accepted")),
    "coverage_checked": Named(
        _("Record the payer’s answer"), _("Answer came"), _("Answer recorded"), _("Limits are checked at once")
    ),
    "need_said": Named(
        _("Record what the payer says"), _("The payer said"), _("Payer’s word recorded"), _("Visits follow at once")
    ),
    "payer_pressed": Named(
        _("Record that the payer was pressed"),
        _("Payer pressed"),
        _("Recorded that the payer was pressed"),
        _("The task comes back on the day it named"),
    ),
    "ask_payer": Named(
        _("Ask %(payer)s now"),
        _("Ask the payer"),
        _("Payer asked"),
        _("Its answer lands here by itself"),
    ),
    "call_payer": Named(
        _("Call %(payer)s"),
        _("Call"),
        _("Payer called"),
        _("Opens what to ask"),
    ),
    "promise_kept": Named(
        _("Record that it was kept"), _("Promise kept"), _("Promise recorded as kept"), _("Records it here")
    ),
    "promise_moved": Named(
        _("Record the new day"),
        _("Promised anew"),
        _("New day recorded"),
        _("The task comes back on the day you set"),
    ),
    "asked_family": Named(
        _("Record that the family was asked"),
        _("Asked the family"),
        _("Family asked"),
        _("The task comes back on the day you set"),
    ),
    "coverage_extended": Named(_("Record the new end date"), _("Coverage goes on"), _("New end date recorded")),
    "family_told": Named(
        _("Record that the family was told"),
        _("Family told"),
        _("Family recorded as told"),
        _("Records it here; no message goes out"),
    ),
    "plan_signed": Named(_("Record the signature"), _("Signed"), _("Signature recorded")),
    "plan_sent": Named(
        _("Record that the plan was sent"),
        _("Plan sent"),
        _("Plan recorded as sent"),
        _("Records it here; nothing goes out from Otium"),
    ),
    "plan_recertified": Named(_("Record the recertification"), _("Recertified"), _("Recertification recorded")),
    "report_written": Named(_("Record the report"), _("Report written"), _("Report recorded")),
    "kx_placed": Named(_("Record that KX is placed"), _("KX placed"), _("KX recorded as placed")),
    "not_documented": Named(
        _("Record that the need is not documented"),
        _("Need not documented"),
        _("Recorded. An advance notice is next"),
    ),
    "referral_recorded": Named(_("Record the referral"), _("Referral came"), _("Referral recorded")),
    "asked_referrer": Named(
        _("Record that the referrer was asked"),
        _("Asked the referrer"),
        _("Referrer asked"),
        _("The task comes back on the day you set"),
    ),
    "clash_settled": Named(_("Record that it is settled"), _("Settled"), _("Double booking recorded as settled")),
    "set_aside": Named(_("Set the file aside"), _("Set aside"), _("File set aside"), _("The file itself is kept")),
    "matched": Named(
        _("Apply it to this patient"), _("Name the patient"), _("File applied"), _("This cannot be undone")
    ),
    "rows_accepted": Named(_("Leave the rows out"), _("Leave out"), _("Rows left out")),
    "sending_arrived": Named(
        _("Say that it arrived"), _("It arrived"), _("Recorded that it arrived"), _("This cannot be undone")
    ),
    "sending_again": Named(
        _("Send it again"), _("Send again"), _("Sent again"), _("The same file leaves once more; this cannot be undone")
    ),
    "sending_left": Named(_("Leave it as it is"), _("Leave it"), _("Left as it is"), _("Nothing is sent")),
    "went_otherwise": Named(
        _("Record that they went another way"), _("Went otherwise"), _("Recorded"), _("They stay here, unsent")
    ),
    "connection_left": Named(
        _("Leave the connection as it is"),
        _("Leave it"),
        _("Connection left as it is"),
        _("What waits stays"),
    ),
    "claim_rebuilt": Named(
        _("Build the claim again"),
        _("Built again"),
        _("Claim built again"),
        _("From the records as they stand; send it on its page"),
    ),
    "claim_left": Named(
        _("Leave the claim as it is"), _("Leave it"), _("Claim left as it is"), _("Nothing is sent; it stays on file")
    ),
    "remittance_checked": Named(
        _("Record what was found"), _("Checked"), _("Payment checked"), _("The payer’s numbers stay as they came")
    ),
    "ask_for_rest": Named(
        _("Draft the request for the rest"),
        _("Ask for the rest"),
        _("Request for the rest drafted"),
        _("Nothing leaves yet: the draft waits to be signed and sent"),
    ),
    "weigh_ways": Named(_("See each way and its day"), _("All ways"), _("Ways seen")),
    "plan_fitted": Named(
        _("Change the plan to that frequency"),
        _("Reduce the plan"),
        _("Plan of care changed"),
        _("Booked visits stay as they are: move or drop those beyond it"),
    ),
    "approval_widened": Named(
        _("Record that it covers these visits"),
        _("It covers them"),
        _("Approval read anew"),
        _("It names no provider and no place any more; visits move over at once"),
    ),
    "correction_asked": Named(
        _("Record that a correction was asked for"),
        _("Correction asked"),
        _("Correction asked for"),
        _("The task comes back on the day you set"),
    ),
    "uses_kept": Named(
        _("Leave them as billed"),
        _("Keep"),
        _("Left as billed"),
        _("The visits keep the authorization they were billed under"),
    ),
    "claims_corrected": Named(
        _("Move the visits and correct the claims"),
        _("Correct the claims"),
        _("Visits moved, claims built again"),
        _("Replacements are built from the records; send them on the claims page. This cannot be undone"),
    ),
    "wait_until": Named(
        _("Let it rest until that day"), _("Waiting"), _("Waiting"), _("The task comes back on the day you set")
    ),
}

ENTRIES: dict[str, Any] = {
    "sent_on": _("When was it sent?"),
    "road": _("How?"),
    "reference": _("Reference number"),
    "destination": _("Number or address"),
    "requested": _("Visits asked for"),
    "reason": _("Why?"),
    "note": _("Note"),
    "until_on": _("Until when?"),
    "promised_on": _("Promised by which day now?"),
    "said_by": _("Who said it, or which page?"),
    "per_week": _("Visits a week"),
    "status": _("What did the payer say?"),
    "coverage_ends_on": _("Active until"),
    "visits_remaining": _("Visits left"),
    "authorization_required": _("Authorization needed?"),
    "needed": _("Is an authorization needed?"),
    "number": _("Authorization number"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "visits": _("Visits approved"),
    "told_on": _("When?"),
    "certified_on": _("When was it signed?"),
    "written_on": _("Of which day?"),
    "expires_on": _("Until when does it hold?"),
    "patient": _("Who is it?"),
    "benefit": _("Which answer?"),
    "coverage": _("Which coverage?"),
}
# What the same entry is called in one act.
ENTRIES_OF: dict[tuple[str, str], Any] = {
    ("asked_family", "until_on"): _("Ask again on"),
    ("asked_referrer", "until_on"): _("Ask again on"),
    ("payer_pressed", "until_on"): _("They decide by"),
    ("payer_pressed", "said_by"): _("Who said what?"),
}
OPTIONS: dict[str, Any] = {
    "portal": _("Payer’s portal"),
    "x12": _("278 (X12)"),
    "fax": _("Fax"),
    "call": _("Call"),
    "letter": _("Letter"),
    "visit": _("At the visit"),
    "active": _("Active"),
    "inactive": _("Not active"),
    "yes": _("Yes"),
    "no": _("No"),
}

REFUSED: dict[str, Any] = {
    # acts
    "missing": _("This is needed."),
    "recipient_missing": _("Enter the number that it was faxed to."),
    "not_an_option": _("Choose one of the options."),
    "day_unreadable": _("We cannot read this as a day. Type it like “dec 11” or “12/11/2026”."),
    "rest_is_drafted": _("A request for the rest is drafted already. Open it on the patient’s authorizations."),
    "no_plan_on_file": _("No plan of care is on file. Enter it first."),
    "number_unreadable": _("Type a whole number, like 24."),
    "day_ahead": _("This day has not come yet. Record it when it is done."),
    "before_the_notice": _("This is before the day of the notice."),
    "wait_too_long": _("Choose a day within a year: nobody would look at it before then."),
    "day_not_ahead": _("Choose a day after today."),
    "ends_before_it_starts": _("The end comes before the start."),
    "number_on_file": _("This number is on file for this patient already."),
    "not_after_the_last_plan": _("The new plan must start after the last one."),
    "does_not_follow": _("The request stands elsewhere now. Look at it again."),
    "task_not_open": _("This task was closed in the meantime. Nothing was recorded."),
    "choice_unknown": _("This cannot be recorded for this task. Nothing was recorded."),
    "not_allowed": _("Your role may not do this for this patient. Nothing was changed."),
    "undone_already": _("This was undone already."),
    "changed_since": _("Something it wrote was changed since, so it cannot be undone. Mend it on the patient’s page."),
    "match_stays": _("A file that was applied cannot be taken back. Mend what it wrote on the patient’s page."),
    "decision_stays": _("What has left cannot be taken back."),
    "still_leaving": _("This message has not left yet; it is sent by itself."),
    "already_packed": _("This message has left already, or is just leaving."),
    "nothing_to_decide": _("This was settled in the meantime."),
    "nothing_waits": _("Nothing of this file waits any more."),
    "patient_without_coverage": _("This patient has no coverage on file. Add it first, then apply the file."),
    "inquiry_stays": _("An inquiry that was posted is not undone here. While it waits, withdraw it under Traffic."),
    "claim_stays": _("A claim that was built again is not undone. Mend the record and build it once more."),
    **LACKS,
    **CLAIM_REFUSED,
    # queue
    "owned_by_other": _("%(name)s has this task. Ask them to give it back first."),
    "not_a_member": _("This person does not work for the practice."),
    "reason_missing": _("Say why, so that the next person knows."),
    "past_last_safe_day": _("That is after the last safe day, %(on)s. Choose an earlier day."),
    "not_dismissed": _("This task was brought back already."),
    "note_empty": _("The note is empty."),
    "not_open": _("This task was closed in the meantime. Nothing was changed."),
}
