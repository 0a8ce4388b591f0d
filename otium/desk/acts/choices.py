"""What a person may record for each kind of duty: the prepared acts, with the few fields each one asks for."""

from dataclasses import dataclass

from otium.terms.duty import ActKind, DutyKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of an act's form. `kind`: date, number, text, longtext, choice (of `options`), patient, row (an id)."""

    name: str
    kind: str
    is_required: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One act a person may record. `effect` names the writer in effects; empty: the act alone is the fact.

    `door`: the row of access.DOORS that a person must be let in by, because the act does what that page does.
    """

    code: str
    kind: ActKind
    entries: tuple[Entry, ...] = ()
    effect: str = ""
    door: str = "desk_record"
    page: str = ""  # the URL name of the page on which it is done; such a choice is not recorded by a form here
    is_of_focus: bool = False  # that page is about what the task is about, not about the coverage


ROADS = ("portal", "x12", "fax", "call", "letter")
SENT_ON = Entry("sent_on", "date")
ROAD = Entry("road", "choice", options=ROADS)
REFERENCE = Entry("reference", "text", is_required=False)
REASON = Entry("reason", "longtext")
NOTE = Entry("note", "longtext", is_required=False)
UNTIL = Entry("until_on", "date")

WAIT = Choice("wait_until", ActKind.WAIT_UNTIL, (UNTIL, NOTE))
CHECKED = Choice(
    "coverage_checked",
    ActKind.SENT,
    (
        Entry("status", "choice", options=("active", "inactive")),
        Entry("road", "choice", options=("portal", "call", "letter")),
        Entry("said_by", "text"),
        Entry("coverage_ends_on", "date", is_required=False),
        Entry("visits_remaining", "number", is_required=False),
        Entry("authorization_required", "choice", is_required=False, options=("yes", "no")),
        REFERENCE,
    ),
    effect="benefit_check",
    door="benefit_check_add",
)
ASK_PAYER = Choice("ask_payer", ActKind.SENT, effect="inquiry", door="inquiry_ask")
CALL_PAYER = Choice("call_payer", ActKind.SENT, door="call_add", page="call_add")
ASKED_FAMILY = Choice("asked_family", ActKind.WAIT_UNTIL, (UNTIL, NOTE))
APPROVAL = Choice(
    "approval_recorded",
    ActKind.SENT,
    (
        Entry("number", "text"),
        Entry("starts_on", "date"),
        Entry("ends_on", "date"),
        Entry("visits", "number"),
    ),
    effect="authorization",
    door="authorization_add",
)
REQUEST_ENTRIES = (SENT_ON, ROAD, Entry("requested", "number", is_required=False), REFERENCE)
SET_ASIDE = Choice("set_aside", ActKind.DECIDED, (REASON,), effect="set_aside", door="inbox_set_aside")

HOLDS = Choice(
    "answer_holds",
    ActKind.DECIDED,
    (Entry("benefit", "row"), Entry("reason", "longtext", is_required=False)),
    effect="benefit_decision",
    door="benefit_check_add",
)
PAYS_FIRST = Choice(
    "pays_first",
    ActKind.DECIDED,
    (Entry("coverage", "row"), NOTE),
    effect="coverage_order_set",
    door="coverage_change",
)
NEED_SAID = Choice(
    "need_said",
    ActKind.SENT,
    (
        Entry("needed", "choice", options=("yes", "no")),
        Entry("road", "choice", options=("call", "portal", "letter")),
        Entry("said_by", "text"),
        REFERENCE,
    ),
    effect="need_said",
    door="benefit_check_add",
)
PRESSED = Choice(
    "payer_pressed",
    ActKind.WAIT_UNTIL,
    (Entry("road", "choice", options=("call", "portal", "fax", "letter")), Entry("said_by", "text"), UNTIL, NOTE),
)
SEEN_TO = Choice("seen_to", ActKind.DECIDED, (NOTE,))
SETTLED = Choice("settled", ActKind.DECIDED, (REASON,))
ASK_FOR_REST = Choice("ask_for_rest", ActKind.DECIDED, (NOTE,), "ask_for_rest", "authorization_request_add")
WEIGH_WAYS = Choice("weigh_ways", ActKind.DECIDED, door="reduction", page="reduction", is_of_focus=True)
PLAN_FITTED = Choice(
    "plan_fitted", ActKind.DECIDED, (Entry("per_week", "number"), REASON), "plan_fitted", "plan_of_care_change"
)
APPROVAL_WIDENED = Choice(
    "approval_widened",
    ActKind.RESOLVED,
    (Entry("said_by", "text"), Entry("road", "choice", options=("call", "portal", "letter")), REFERENCE),
    effect="approval_widened",
    door="authorization_change",
)
CORRECTION_ASKED = Choice(
    "correction_asked",
    ActKind.WAIT_UNTIL,
    (Entry("road", "choice", options=("call", "portal", "fax", "letter")), REFERENCE, UNTIL, NOTE),
)
USES_KEPT = Choice("uses_kept", ActKind.DECIDED, (REASON,))
CLAIMS_CORRECTED = Choice("claims_corrected", ActKind.SENT, (REASON,), "claims_corrected", "claim_replace")
TOLD = Choice(
    "family_told",
    ActKind.FAMILY_TOLD,
    (Entry("told_on", "date"), Entry("road", "choice", options=("call", "letter", "visit")), NOTE),
)

# Done on a page of what is disputed.
TALK = Choice("begin_talk", ActKind.SENT, door="peer_to_peer_open", page="peer_to_peer_open", is_of_focus=True)
APPEAL = Choice("begin_appeal", ActKind.SENT, door="appeal_open", page="appeal_open", is_of_focus=True)
GO_ON_TALK = Choice("go_on_talk", ActKind.SENT, door="peer_to_peer", page="peer_to_peer", is_of_focus=True)
GO_ON_APPEAL = Choice("go_on_appeal", ActKind.SENT, door="appeal", page="appeal", is_of_focus=True)
APPEAL_ROAD = Entry("road", "choice", options=("fax", "portal", "letter"))
NUMBER_OR_ADDRESS = Entry("destination", "text", is_required=False)
APPEAL_SENT = Choice(
    "appeal_sent", ActKind.SENT, (SENT_ON, APPEAL_ROAD, NUMBER_OR_ADDRESS, REFERENCE), "appeal_filed", "appeal_file"
)

CHOICES: dict[DutyKind, tuple[Choice, ...]] = {
    DutyKind.RENEW_AUTHORIZATION: (
        Choice("renewal_sent", ActKind.SENT, REQUEST_ENTRIES, "renewal_request", "authorization_request_add"),
        APPROVAL,
        Choice("no_renewal", ActKind.DECIDED, (REASON,)),
        WAIT,
    ),
    DutyKind.OBTAIN_AUTHORIZATION: (
        Choice("request_sent", ActKind.SENT, REQUEST_ENTRIES, "initial_request", "authorization_request_add"),
        APPROVAL,
        Choice("not_required", ActKind.DECIDED, (REASON, REFERENCE)),
        WAIT,
    ),
    DutyKind.ANSWER_PENDED: (
        Choice("records_sent", ActKind.SENT, (SENT_ON, ROAD, REFERENCE), "records_answer", "authorization_request_add"),
        WAIT,
    ),
    DutyKind.WORK_DENIAL: (
        TALK,
        APPEAL,
        APPEAL_SENT,
        ASK_FOR_REST,
        Choice("decision_accepted", ActKind.DECIDED, (REASON,)),
        WAIT,
    ),
    DutyKind.WORK_REDUCTION: (
        WEIGH_WAYS,
        TALK,
        APPEAL,
        APPEAL_SENT,
        ASK_FOR_REST,
        PLAN_FITTED,
        Choice("decision_accepted", ActKind.DECIDED, (REASON,)),
        WAIT,
    ),
    DutyKind.VERIFY_COVERAGE: (ASK_PAYER, CALL_PAYER, CHECKED, ASKED_FAMILY, WAIT),
    DutyKind.FIX_INQUIRY: (CHECKED, CALL_PAYER, ASK_PAYER, ASKED_FAMILY, WAIT),
    DutyKind.REPLACE_COVERAGE: (
        ASKED_FAMILY,
        Choice(
            "coverage_extended",
            ActKind.SENT,
            (Entry("ends_on", "date"), ROAD, REFERENCE),
            effect="coverage_end",
            door="coverage_change",
        ),
        CHECKED,
        WAIT,
    ),
    DutyKind.TELL_BENEFIT_LIMIT: (TOLD, WAIT),
    DutyKind.CERTIFY_PLAN: (
        Choice("plan_sent", ActKind.SENT, (SENT_ON,), "plan_sent", "plan_of_care_change"),
        Choice("plan_signed", ActKind.SENT, (Entry("certified_on", "date"),), "plan_certified", "plan_of_care_change"),
        WAIT,
    ),
    DutyKind.RECERTIFY_PLAN: (
        Choice(
            "plan_recertified",
            ActKind.SENT,
            (Entry("starts_on", "date"), Entry("certified_on", "date"), Entry("ends_on", "date", is_required=False)),
            effect="plan_recertified",
            door="plan_of_care_add",
        ),
        WAIT,
    ),
    DutyKind.WRITE_PROGRESS_REPORT: (
        Choice(
            "report_written",
            ActKind.SENT,
            (Entry("written_on", "date"),),
            effect="progress_report",
            door="progress_report_add",
        ),
        WAIT,
    ),
    DutyKind.PLACE_KX: (
        Choice("kx_placed", ActKind.RESOLVED, (NOTE,)),
        Choice("not_documented", ActKind.DECIDED, (REASON,)),
        WAIT,
    ),
    DutyKind.OBTAIN_REFERRAL: (
        Choice(
            "referral_recorded",
            ActKind.SENT,
            (
                Entry("written_on", "date"),
                Entry("expires_on", "date", is_required=False),
                Entry("visits", "number", is_required=False),
            ),
            effect="referral",
            door="referral_add",
        ),
        Choice("asked_referrer", ActKind.WAIT_UNTIL, (UNTIL, NOTE)),
    ),
    DutyKind.SETTLE_CALENDAR_CLASH: (Choice("clash_settled", ActKind.RESOLVED, (NOTE,)), WAIT),
    DutyKind.READ_FILE: (SET_ASIDE,),
    DutyKind.MATCH_FILE: (
        Choice("matched", ActKind.RESOLVED, (Entry("patient", "patient"),), "match", "inbox_match"),
        SET_ASIDE,
    ),
    DutyKind.ROUTE_FILE: (SET_ASIDE,),
    DutyKind.MEND_IMPORT: (Choice("rows_accepted", ActKind.RESOLVED, (REASON,)), WAIT),
    DutyKind.SETTLE_SENDING: (
        Choice("sending_arrived", ActKind.RESOLVED, (REASON,), "sending_arrived", "inbox_set_aside"),
        Choice("sending_again", ActKind.RESOLVED, (REASON,), "sending_again", "inbox_set_aside"),
        Choice("sending_left", ActKind.DECIDED, (REASON,)),
        WAIT,
    ),
    DutyKind.GIVE_ROAD: (Choice("went_otherwise", ActKind.DECIDED, (REASON,)), WAIT),
    DutyKind.MEND_CONNECTION: (WAIT, Choice("connection_left", ActKind.DECIDED, (REASON,))),
    DutyKind.DECIDE_BENEFIT: (HOLDS, CHECKED, ASK_PAYER, WAIT),
    DutyKind.REVIEW_CHANGE: (SEEN_TO, WAIT),
    DutyKind.SETTLE_FINDING: (SEEN_TO, ASKED_FAMILY, WAIT),
    DutyKind.ORDER_COVERAGES: (PAYS_FIRST, ASKED_FAMILY, SETTLED, WAIT),
    DutyKind.FOLLOW_PROMISE: (
        Choice("promise_kept", ActKind.SENT, (NOTE,), "promise_kept", "call_add"),
        Choice("promise_moved", ActKind.SENT, (Entry("promised_on", "date"), NOTE), "promise_moved", "call_add"),
        CALL_PAYER,
        SETTLED,
        WAIT,
    ),
    DutyKind.REQUEST_BEYOND_LIMIT: (
        Choice("request_sent", ActKind.SENT, REQUEST_ENTRIES, "initial_request", "authorization_request_add"),
        APPROVAL,
        WAIT,
    ),
    DutyKind.TELL_THRESHOLD: (TOLD, WAIT),
    DutyKind.GIVE_ESTIMATE: (WAIT,),  # giving it closes the task: by its letter, or on the patient's costs
    DutyKind.ESTIMATE_EXCEEDED: (SETTLED, WAIT),
    DutyKind.GIVE_ABN: (TOLD, Choice("kx_placed", ActKind.RESOLVED, (NOTE,)), WAIT),
    DutyKind.SETTLE_NEED: (NEED_SAID, CALL_PAYER, SETTLED, WAIT),
    DutyKind.SIGN_REQUEST: (
        Choice("request_sent", ActKind.SENT, REQUEST_ENTRIES, "drafted_request", "authorization_request_add"),
        APPROVAL,
        Choice("draft_not_needed", ActKind.DECIDED, (REASON,), "request_cancelled", "authorization_request_add"),
        WAIT,
    ),
    DutyKind.SEND_REQUEST: (WAIT,),
    DutyKind.CHASE_DECISION: (PRESSED, CALL_PAYER, WAIT),
    DutyKind.CHECK_APPROVAL: (CORRECTION_ASKED, APPROVAL_WIDENED, SETTLED, WAIT),
    DutyKind.SETTLE_USES: (CLAIMS_CORRECTED, USES_KEPT, WAIT),
    DutyKind.HOLD_PEER_TO_PEER: (GO_ON_TALK, WAIT),
    DutyKind.FILE_APPEAL: (GO_ON_APPEAL, WAIT),
    DutyKind.CHASE_APPEAL: (GO_ON_APPEAL, CALL_PAYER, WAIT),
    DutyKind.TELL_DECISION: (TOLD, WAIT),
    DutyKind.TELL_ATTENDANCE: (TOLD, WAIT),
    DutyKind.CALL_FAMILY: (Choice("family_called", ActKind.DECIDED, (NOTE,)), WAIT),
    DutyKind.FIX_CLAIM: (
        Choice("claim_rebuilt", ActKind.SENT, effect="rebuild_claim", door="claim_rebuild"),
        WAIT,
        Choice("claim_left", ActKind.DECIDED, (REASON,)),
    ),
    DutyKind.CHECK_REMITTANCE: (Choice("remittance_checked", ActKind.RESOLVED, (REASON,)), WAIT),
}


def choices(kind: str) -> tuple[Choice, ...]:
    """The acts that may be recorded for this kind of duty; the first is the primary one."""
    return CHOICES[DutyKind(kind)]
