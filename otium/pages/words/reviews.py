"""Words of peer-to-peers and appeals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otium.pages.words.acts import REFUSED as ACT_REFUSED
from otium.pages.words.calls import REFUSED as CALL_REFUSED
from otium.pages.words.carriers import FAULTS

# state -> (tone, word)
TALKS: dict[str, tuple[str, Any]] = {
    "open": ("risk", _("To ask for")),
    "asked": ("risk", _("Asked for")),
    "scheduled": ("clear", pgettext_lazy("peer-to-peer", "Set")),
    "held": ("unknown", pgettext_lazy("peer-to-peer", "Held")),
    "missed": ("blocked", _("Missed")),
    "withdrawn": ("unknown", _("Withdrawn")),
    "expired": ("unknown", _("Time over")),
}
OUTCOMES: dict[str, tuple[str, Any]] = {
    "overturned": ("clear", _("Overturned")),
    "partly": ("risk", _("Overturned in part")),
    "upheld": ("blocked", _("Upheld: the denial stands")),
    "unknown": ("unknown", _("Not said yet")),
    "dismissed": ("blocked", _("Dismissed, not looked at")),
}
APPEALS: dict[str, tuple[str, Any]] = {
    "draft": ("risk", _("To sign")),
    "ready": ("risk", _("To file")),
    "filed": ("unknown", _("Filed, waiting")),
    "acknowledged": ("unknown", _("The payer has it")),
    "decided": ("unknown", _("Decided")),
    "withdrawn": ("unknown", _("Withdrawn")),
    "expired": ("blocked", _("Time over")),
}
TRACKS: dict[str, Any] = {
    "medicare_ffs": _("Medicare"),
    "medicare_advantage": _("Medicare Advantage"),
    "commercial": _("Commercial plan"),
    "medicaid_mco": _("Medicaid managed care"),
    "medicaid_ffs": _("Medicaid"),
    "tricare": _("TRICARE"),
    "workers_comp": _("Workers’ compensation"),
    "other": _("Track not known"),
}
LEVELS: dict[str, Any] = {
    "redetermination": _("Redetermination"),
    "reconsideration_qic": _("Reconsideration (QIC)"),
    "alj": _("Hearing (administrative law judge)"),
    "council": _("Medicare Appeals Council"),
    "court": _("Federal court"),
    "ma_reconsideration": _("Reconsideration by the plan"),
    "ire": _("Independent review entity"),
    "internal": _("Internal appeal"),
    "external": _("External review"),
    "plan_appeal": _("Appeal to the plan"),
    "fair_hearing": _("State fair hearing"),
    "tricare_reconsideration": _("TRICARE reconsideration"),
    "tricare_formal_review": _("TRICARE formal review"),
    "tricare_hearing": _("TRICARE hearing"),
    "review": _("Review by whoever decided"),
    "wc_review": _("State review"),
    "ca_imr": _("Independent medical review (California)"),
    "ca_wcab": _("Workers’ Compensation Appeals Board (California)"),
    "tx_reconsideration": _("Reconsideration (Texas)"),
    "tx_iro": _("Independent review organization (Texas)"),
    "ny_level_2": _("Level 2 review (New York)"),
    "ny_level_3": _("Level 3 review (New York)"),
}
FILERS: dict[str, Any] = {
    "practice": _("The practice may file it"),
    "consent": _("The practice may file it with the patient’s written consent"),
    "patient": _("The patient files it; you prepare it"),
    "payer": _("Nothing is filed: the payer must send it on"),
}
ENCLOSED: dict[str, Any] = {
    "notice": _("The denial"),
    "decision": _("The decision of the level before"),
    "letter": _("This letter, signed"),
    "packet": _("The clinical packet"),
    "consent": _("The patient’s written consent"),
    "representative": _("Appointment of representative, signed by the patient"),
    "form": _("The form of this review"),
}
CERTAINTIES: dict[str, Any] = {
    "verified": _("checked against its source"),
    "knowledge": _("known, not checked again"),
    "pattern": _("usual with such payers"),
    "uncertain": _("uncertain: read the notice"),
    "practice": _("entered by your practice"),
}
ROADS: dict[str, Any] = {"fax": _("Fax"), "portal": _("Payer’s portal"), "letter": _("Letter"), "call": _("Call"),
                         "x12": _("278 (X12)")}  # fmt: skip
# Where a fax number for appeals comes from; with "" none is on file.
NUMBERS: dict[str, Any] = {
    "": _("%(payer)s’s fax number for appeals is not on file. The denial names it: enter it here."),
    "appeal": _("The last appeal to %(payer)s went to this number."),
    "adjuster": _("The adjuster’s fax. The denial names the number for appeals: check it."),
    "requests": _("Where requests to %(payer)s go. The denial names the number for appeals: check it."),
}
# Why a fax did not arrive, as services say it; others are shown as they are.
FAX_CAUSES: dict[str, Any] = {
    **FAULTS,
    "busy": _("the line was busy"),
    "no_answer": _("nobody answered"),
    "no_fax": _("no fax machine answered"),
    "invalid_number": _("the number does not exist"),
    "line_error": _("the line broke off"),
    "withdrawn": _("it was withdrawn before it left"),
}
TRIES: dict[str, Any] = {
    "reached": _("Reached"),
    "voicemail": _("Voicemail left"),
    "no_answer": _("No answer"),
    "gave_up": _("Gave up on hold"),
    "refused": _("They would not say"),
    "missed": _("Slot missed"),
    "faxed": _("Asked by fax"),
}
# code -> (what may be treated, who carries the risk)
CARE: dict[str, tuple[Any, Any]] = {
    "medicaid_ongoing": (
        _("Treatment goes on as approved where the family asks for it by the day below. Only the family may ask."),
        _("If the denial stands, the state may ask the family to pay it back."),
    ),
    "medicaid_new": (
        _("Nothing that runs covers these visits: treat only what is approved."),
        _("What you give without approval is not paid, and the family may not be billed."),
    ),
    "ma_ongoing": (
        _("Visits that were approved stay approved: treat them."),
        _("The plan pays; it may not deny an approved visit for necessity later."),
    ),
    "ma_new": (
        _("More visits may be given where the patient wants them after the plan’s written denial."),
        _("The patient pays if the denial stands. No advance notice (ABN) is used with these plans."),
    ),
    "medicare_new": (
        _("Visits may be given with an advance notice (ABN) signed before."),
        _("The patient pays if Medicare does not."),
    ),
    "commercial_ongoing": (
        _("The approved course goes on until the internal appeal is decided."),
        _("The plan pays for what it had approved."),
    ),
    "network_new": (
        _("Nothing that runs covers these visits: give them only after the patient agreed in writing, where allowed."),
        _("What lacks its authorization is usually not billed to the patient."),
    ),
    "wc_ongoing": (_("Treatment that was authorized goes on."), _("The insurer pays for what it authorized.")),
    "wc_new": (
        _("What review denied is not paid: hold these visits."),
        _("An injured worker is not billed for the injury."),
    ),
    "unknown": (_("Not known for this payer. Ask before the next visit."), _("Not known.")),
}  # fmt: skip
RISKS: dict[str, tuple[str, Any]] = {
    "payer": ("clear", _("The payer")),
    "patient": ("risk", _("The patient")),
    "practice": ("blocked", _("The practice")),
    "recovered": ("risk", _("The family, if it stands")),
    "unknown": ("unknown", _("Not known")),
}
WINDOWS: dict[str, Any] = {
    "not_offered": _("This payer offers no peer-to-peer."),
    "not_decided": _("The payer has not decided yet."),
    "before_only": _("This payer talks only before it decides. What is left is an appeal."),
    "over": _("The payer’s time for a peer-to-peer is over. What is left is an appeal."),
    "unknown": _("Until when this payer talks is not on file. Ask at once."),
    "before": _("The payer talks before it decides."),
    "after": _("The payer talks after its decision."),
}
BASES: dict[str, Any] = {
    "sent": _("As it was sent to the payer"),
    "now": _("As the records stand now"),
    "none": _("No packet is on file"),
}
LIMITED = _("This payer hears no new facts. Say only what the request said.")
UNSURE = _("Whether this payer hears new facts is not on file. What it was sent comes first.")

REFUSED: dict[str, Any] = {
    **ACT_REFUSED,
    **CALL_REFUSED,
    "does_not_follow": _(
        "This was done already, or something else happened in the meantime. Look at it as it stands now."
    ),
    "nothing_to_dispute": _("This request is neither denied nor cut: there is nothing to dispute."),
    **{f"talk_{why}": words for why, words in WINDOWS.items()},
    "minutes_out_of_range": _("A talk takes 1 to 120 minutes."),
    "slot_passed": _("This time has passed. Choose a later one."),
    "slot_after_last_day": _(
        "This is after the payer’s last day. Choose an earlier time, or confirm that the payer agreed."
    ),
    "slot_taken": _(
        "The therapist has a visit or another talk then. Choose another time, or confirm that it is moved."
    ),
    "slot_missing": _("Choose a time, or type a day and an hour."),
    "who_was_spoken_with": _("Who spoke for the payer? Write the name and credential as they gave it."),
    "reviewer_missing": _("Who spoke for the payer?"),
    "reason_missing": _("Say why, so that the next person knows."),
    "not_more_than_before": _("This is no more than was approved before."),
    "number_on_file": _("This number stands for another approval of this patient."),
    "granted_in_part": _(
        "Number, first day, last day and visits go together. Leave all four empty if the approval is to come."
    ),
    "granted_and_upheld": _(
        "An approval goes with an overturned decision. Change the outcome, or empty the four fields."
    ),
    "decision_does_not_follow": _("The request does not wait for this decision any more. Look at it as it stands now."),
    "decision_contradicts_number": _("This number is on file and says something else."),
    "decision_decided_since": _("A later decision is on file already."),
    "decision_decision_on_file": _("This approval is on file already."),
    "appeal_runs": _("An appeal of this decision is with the payer already."),
    "appeal_left": _("This appeal has been filed: its words stay as they were."),
    "no_level_left": _("No further level is open: there is none, or the amount in dispute is too small for it."),
    "point_unknown": _("This point is not there any more. Look at the letter as it stands now."),
    "reply_missing": _("Write the answer to this reason."),
    "text_too_long": _("Shorten this to 4,000 characters."),
    "no_fast_road": _("This level knows no expedited review."),
    "changed": _("The letter changed since you opened it. Read it again, then sign."),
    "not_treating": _("Only a therapist who treats this patient, or an owner who is a clinician, signs this letter."),
    "not_qualified": _("Your credential does not let you sign this letter. Ask the supervising therapist."),
    "before_the_notice": _("This is before the day of the notice."),
    "late_needs_cause": _("This is after the last day. Say what good cause there is for filing late."),
    "before_it_was_filed": _("This is before the appeal was filed."),
    "letter_not_signed": _("The letter is not signed yet. Nothing was sent."),
    "recipient_missing": _("Enter the number. Without it, nothing is filed by fax."),
    "no_number": _("Enter one fax number, as 617-555-0142."),
    "no_fax_connection": _("No fax service is connected. Send it by another road, and record it."),
    "cannot_enclose": _("A paper that goes along cannot be opened. Save it as PDF and add it to the patient again."),
    "letter_unset": _("The letter cannot be printed. Nothing was sent."),
    "no_document": _("The fax is no PDF. Nothing was sent."),
    "attachment_unfit": _("The fax cannot be sent as it is."),
    "packed_already": _(
        "The fax is on its way already, so it cannot be taken back. Give the appeal up, and tell the payer."
    ),
    "appeal_filed": _("This appeal has been filed already, by another road."),
}


def refused(code: str) -> str:
    return str(REFUSED[code])


TALK_EVENTS: dict[str, Any] = {
    "opened": _("Begun"),
    "ask": _("Called for a time"),
    "schedule": _("Time set"),
    "hold": _("Talk held"),
    "learn": _("Outcome learned"),
    "miss": _("Slot missed"),
    "withdraw": _("Withdrawn"),
    "expire": _("Time over"),
}
APPEAL_EVENTS: dict[str, Any] = {
    "opened": _("Begun"),
    "recorded": _("Recorded as sent"),
    "taken_back": _("Taken back"),
    "changed": _("Changed"),
    "make_ready": _("Signed"),
    "reopen": _("Opened again"),
    "file": _("Filed"),
    "left_on": _("Left on a later day than it was ordered"),
    "take_back": _("Taken back: it did not leave"),
    "acknowledge": _("The payer has it"),
    "decide": _("Decided"),
    "withdraw": _("Withdrawn"),
    "expire": _("Time over"),
}
