"""What: each kind of duty as verb and thing, with what happens next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.duty import DutyKind, Workflow


@dataclass(frozen=True, slots=True)
class Named:
    """`row` stands after the name in a list; `title` names the person and heads the panel."""

    row: Any
    title: Any


NAMED: dict[DutyKind, Named] = {
    DutyKind.RENEW_AUTHORIZATION: Named(_("Renew the authorization"), _("Renew %(name)s’s authorization")),
    DutyKind.OBTAIN_AUTHORIZATION: Named(_("Get an authorization"), _("Get an authorization for %(name)s")),
    DutyKind.ANSWER_PENDED: Named(_("Send what the payer wants"), _("Send what the payer wants for %(name)s")),
    DutyKind.WORK_DENIAL: Named(_("Answer the denial"), _("Answer the denial of %(name)s’s request")),
    DutyKind.WORK_REDUCTION: Named(_("Answer the cut"), _("Answer the cut of %(name)s’s visits")),
    DutyKind.VERIFY_COVERAGE: Named(_("Verify the coverage"), _("Verify %(name)s’s coverage")),
    DutyKind.FIX_INQUIRY: Named(_("Correct and ask the payer again"), _("Correct %(name)s’s inquiry and ask again")),
    DutyKind.REPLACE_COVERAGE: Named(_("Find the new coverage"), _("Find %(name)s’s new coverage")),
    DutyKind.TELL_BENEFIT_LIMIT: Named(_("Tell the family of the limit"), _("Tell %(name)s’s family of the limit")),
    DutyKind.CERTIFY_PLAN: Named(_("Get the plan of care signed"), _("Get %(name)s’s plan of care signed")),
    DutyKind.RECERTIFY_PLAN: Named(_("Get the plan recertified"), _("Get %(name)s’s plan of care recertified")),
    DutyKind.WRITE_PROGRESS_REPORT: Named(_("Get the progress report"), _("Get %(name)s’s progress report")),
    DutyKind.PLACE_KX: Named(_("Add KX to the claims"), _("Add KX to %(name)s’s claims")),
    DutyKind.OBTAIN_REFERRAL: Named(_("Get a new referral"), _("Get a new referral for %(name)s")),
    DutyKind.SETTLE_CALENDAR_CLASH: Named(_("Settle the double booking"), _("Settle %(name)s’s double booking")),
    DutyKind.READ_FILE: Named(_("Look at a file we cannot read"), _("Look at a file we cannot read")),
    DutyKind.MATCH_FILE: Named(_("Say whom a file is about"), _("Say whom this file is about")),
    DutyKind.ROUTE_FILE: Named(_("Say whose a file is"), _("Say whose this file is")),
    DutyKind.MEND_IMPORT: Named(_("Look at rows held back"), _("Look at rows that the import held back")),
    DutyKind.FIX_CLAIM: Named(_("Mend the claim"), _("Mend %(name)s’s claim")),
    DutyKind.CHECK_REMITTANCE: Named(_("Check a payment"), _("Check a payment that does not fit")),
    DutyKind.SETTLE_SENDING: Named(_("Settle a sending"), _("Settle what may not have arrived")),
    DutyKind.GIVE_ROAD: Named(_("Give messages a road"), _("Give waiting messages a connection")),
    DutyKind.MEND_CONNECTION: Named(_("Mend a connection"), _("Mend a connection to a partner")),
    DutyKind.DECIDE_BENEFIT: Named(_("Decide between two answers"), _("Decide between two answers about %(name)s")),
    DutyKind.REVIEW_CHANGE: Named(_("Look at a changed benefit"), _("Look at what changed in %(name)s’s benefits")),
    DutyKind.SETTLE_FINDING: Named(_("Settle what the payer told"), _("Settle what the payer told about %(name)s")),
    DutyKind.ORDER_COVERAGES: Named(_("Say which coverage pays first"), _("Say which coverage of %(name)s pays first")),
    DutyKind.FOLLOW_PROMISE: Named(_("Follow up a payer’s promise"), _("Follow up a promise about %(name)s")),
    DutyKind.REQUEST_BEYOND_LIMIT: Named(_("Ask for visits beyond the limit"), _("Ask for more visits for %(name)s")),
    DutyKind.TELL_THRESHOLD: Named(_("Tell the family what is left"), _("Tell %(name)s’s family what is left")),
    DutyKind.GIVE_ESTIMATE: Named(_("Give a good-faith estimate"), _("Give %(name)s a good-faith estimate")),
    DutyKind.ESTIMATE_EXCEEDED: Named(
        _("Look at a bill over its estimate"), _("Look at %(name)s’s bill over estimate")
    ),
    DutyKind.GIVE_ABN: Named(_("Get the advance notice signed"), _("Get %(name)s’s advance notice signed")),
    DutyKind.SETTLE_NEED: Named(
        _("Find out if authorization is needed"), _("Find out if %(name)s needs an authorization")
    ),
    DutyKind.SIGN_REQUEST: Named(_("Read and sign the request"), _("Read and sign %(name)s’s request")),
    DutyKind.SEND_REQUEST: Named(_("Send the request"), _("Send %(name)s’s request")),
    DutyKind.CHASE_DECISION: Named(_("Press for the decision"), _("Press for the decision on %(name)s’s request")),
    DutyKind.CHECK_APPROVAL: Named(_("Check an approval that does not fit"), _("Check %(name)s’s approval")),
    DutyKind.SETTLE_USES: Named(
        _("Settle visits on the wrong approval"), _("Settle which approval %(name)s’s visits used")
    ),
    DutyKind.HOLD_PEER_TO_PEER: Named(_("Hold the peer-to-peer"), _("Hold the peer-to-peer about %(name)s")),
    DutyKind.FILE_APPEAL: Named(_("File the appeal"), _("File %(name)s’s appeal")),
    DutyKind.CHASE_APPEAL: Named(
        _("Press for the appeal’s decision"), _("Press for the decision on %(name)s’s appeal")
    ),
    DutyKind.TELL_ATTENDANCE: Named(_("Write about missed visits"), _("Write about %(name)s’s missed visits")),
    DutyKind.TELL_DECISION: Named(_("Tell the family what was decided"), _("Tell %(name)s’s family what was decided")),
    DutyKind.CALL_FAMILY: Named(_("Call the family"), _("Call %(name)s’s family")),
}
WORKFLOWS = {
    Workflow.PRIOR_AUTH: _("Prior auth"),
    Workflow.ELIGIBILITY: _("Eligibility"),
    Workflow.CARE: _("Plans and reports"),
    Workflow.SCHEDULE: _("Schedule"),
    Workflow.INBOX: _("Inbox"),
    Workflow.CLAIMS: _("Claims"),
    Workflow.TRAFFIC: _("Traffic"),
    Workflow.FAMILIES: _("Families"),
}

# What happens next: (when, what), the first is now. %(answer_on)s is the day an answer is expected if sent today.
_SENDING = (
    (_("Now"), _("You send it, then record it here")),
    (_("By %(answer_on)s"), _("Answer expected if sent today")),
    (_("After approval"), _("Visits move over by themselves")),
)
_DECIDING = (
    (_("Now"), _("You call or appeal, then record it")),
    (_("Then"), _("The payer decides again")),
    (_("After that"), _("Its answer lands here by itself")),
)
_PRESSING = (
    (_("Now"), _("You press the payer, then record what it says")),
    (_("Until then"), _("This task rests until the day it named")),
    (_("Then"), _("Its decision lands here and closes the task")),
)
_ASKING = (
    (_("Now"), _("You ask the payer, then record the answer")),
    (_("At once"), _("Limits and visits are checked against it")),
    (_("Then"), _("This task closes by itself")),
)
_TELLING = (
    (_("Now"), _("You look at the letter and approve it")),
    (_("At once"), _("It leaves by text with a link, or is printed")),
    (_("Then"), _("The family’s answer lands here by itself")),
)
_SETTLING = (
    (_("Now"), _("You settle it, then record it here")),
    (_("At once"), _("Visits are checked against it")),
)
STEPS: dict[DutyKind, tuple[tuple[Any, Any], ...]] = {
    DutyKind.DECIDE_BENEFIT: _SETTLING,
    DutyKind.REVIEW_CHANGE: _SETTLING,
    DutyKind.SETTLE_FINDING: _SETTLING,
    DutyKind.ORDER_COVERAGES: _SETTLING,
    DutyKind.FOLLOW_PROMISE: (
        (_("Now"), _("You see whether it came; if not, you call")),
        (_("At once"), _("Kept, or the new day, is recorded")),
        (_("Then"), _("This task closes, or comes back on that day")),
    ),
    DutyKind.REQUEST_BEYOND_LIMIT: _SENDING,
    DutyKind.TELL_THRESHOLD: _TELLING,
    DutyKind.GIVE_ESTIMATE: _TELLING,
    DutyKind.ESTIMATE_EXCEEDED: _SETTLING,
    DutyKind.GIVE_ABN: _TELLING,
    DutyKind.SETTLE_NEED: _SETTLING,
    DutyKind.SIGN_REQUEST: (
        (_("Now"), _("The therapist reads it and signs")),
        (_("At once"), _("It is ready to be sent")),
        (_("Then"), _("This task closes by itself")),
    ),
    DutyKind.SEND_REQUEST: _SENDING,
    DutyKind.CHASE_DECISION: _PRESSING,
    DutyKind.CHECK_APPROVAL: _SETTLING,
    DutyKind.SETTLE_USES: _SETTLING,
    DutyKind.HOLD_PEER_TO_PEER: _DECIDING,
    DutyKind.FILE_APPEAL: _DECIDING,
    DutyKind.CHASE_APPEAL: _DECIDING,
    DutyKind.TELL_DECISION: _TELLING,
    DutyKind.TELL_ATTENDANCE: _TELLING,
    DutyKind.CALL_FAMILY: (
        (_("Now"), _("You call the family and settle it with them")),
        (_("At once"), _("This task closes; the visit is as you left it")),
    ),
    DutyKind.RENEW_AUTHORIZATION: _SENDING,
    DutyKind.OBTAIN_AUTHORIZATION: _SENDING,
    DutyKind.ANSWER_PENDED: (
        (_("Now"), _("You send the records, then record it here")),
        (_("Then"), _("The payer decides")),
        (_("After that"), _("Its decision lands here by itself")),
    ),
    DutyKind.WORK_DENIAL: _DECIDING,
    DutyKind.WORK_REDUCTION: _DECIDING,
    DutyKind.VERIFY_COVERAGE: _ASKING,
    DutyKind.FIX_INQUIRY: _ASKING,
    DutyKind.REPLACE_COVERAGE: (
        (_("Now"), _("You ask the family for the new card")),
        (_("Then"), _("Enter it on the patient’s page")),
        (_("At once"), _("A check of it appears here")),
    ),
    DutyKind.TELL_BENEFIT_LIMIT: (
        (_("Now"), _("You look at the letter and approve it")),
        (_("They choose"), _("Pay, stop at the limit, or ask for a call; it lands here by itself")),
        (_("Then"), _("Book or cancel what they chose")),
    ),
    DutyKind.CERTIFY_PLAN: (
        (_("Now"), _("You send the plan to the referrer")),
        (_("By %(last_safe_on)s"), _("The signed copy is back")),
        (_("Then"), _("The visits can be billed")),
    ),
    DutyKind.RECERTIFY_PLAN: (
        (_("Now"), _("The therapist writes the new plan")),
        (_("By %(last_safe_on)s"), _("The referrer has signed it")),
        (_("Then"), _("The visits after it can be billed")),
    ),
    DutyKind.WRITE_PROGRESS_REPORT: (
        (_("Now"), _("The therapist writes the report")),
        (_("Then"), _("You record its day here")),
        (_("After that"), _("Ten treatment days count anew")),
    ),
    DutyKind.PLACE_KX: (
        (_("Now"), _("The biller adds KX from that visit on")),
        (_("Then"), _("You record it here")),
        (_("Each claim"), _("The notes must show the need")),
    ),
    DutyKind.OBTAIN_REFERRAL: (
        (_("Now"), _("You ask the referrer for a new one")),
        (_("Then"), _("Record it when it is here")),
        (_("At once"), _("Visits are checked against it")),
    ),
    DutyKind.SETTLE_CALENDAR_CLASH: (
        (_("Now"), _("Move one booking where the calendar is kept")),
        (_("Next import"), _("The clash is gone from here")),
    ),
    DutyKind.READ_FILE: (
        (_("Now"), _("Ask the sender for a sound copy")),
        (_("When it is here"), _("Receive it: this one can be set aside")),
    ),
    DutyKind.MATCH_FILE: (
        (_("Now"), _("You name the patient")),
        (_("At once"), _("The answer is applied to them")),
    ),
    DutyKind.ROUTE_FILE: (
        (_("Now"), _("Add its receiver ID to the right practice")),
        (_("Then"), _("Receive it again, or set it aside")),
    ),
    DutyKind.MEND_IMPORT: (
        (_("Now"), _("Mend the rows where they come from")),
        (_("Next import"), _("They land by themselves")),
    ),
    DutyKind.FIX_CLAIM: (
        (_("Now"), _("Mend the record that the claim names")),
        (_("Then"), _("Build the claim again and send it")),
        (_("After that"), _("What the payer says lands here by itself")),
    ),
    DutyKind.SETTLE_SENDING: (
        (_("Now"), _("Call the partner, or look at its page, whether it has the file")),
        (_("Then"), _("Say here that it arrived, or have it sent again")),
    ),
    DutyKind.GIVE_ROAD: (
        (_("Now"), _("Open Connections and make or change one that carries this kind")),
        (_("Then"), _("What waits leaves by itself")),
    ),
    DutyKind.MEND_CONNECTION: (
        (_("Now"), _("Open the connection, read what is wrong, and test it")),
        (_("Then"), _("What waits leaves by itself, and this task closes")),
    ),
    DutyKind.CHECK_REMITTANCE: (
        (_("Now"), _("Compare it with the payer’s own page")),
        (_("Then"), _("Call the payer where it does not add up")),
        (_("After that"), _("Record here what was found")),
    ),
}
