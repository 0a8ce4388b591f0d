"""Authorization requests in words: where they stand, how they leave, what the desk refuses, what happened."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.prior_auth import RequestKind, RequestState, Road

# Columns of the board, in the order of work: name, title, what it holds, what to do when it is empty.
COLUMNS: tuple[tuple[str, Any, Any], ...] = (
    ("start", _("To draft"), _("Nothing waits to be drafted.")),
    ("sign", _("To sign"), _("Nothing waits for a signature.")),
    ("send", _("To send"), _("Nothing waits to be sent.")),
    ("payer", _("With the payer"), _("Nothing is with a payer.")),
    ("pended", _("Payer wants more"), _("No payer wants more.")),
    ("cut", _("Cut or denied"), _("Nothing was cut or denied.")),
    ("done", _("Done"), _("Nothing was decided in the last 30 days.")),
)
STATES: dict[str, tuple[str, Any]] = {
    RequestState.DRAFT.value: ("risk", _("Draft, to be signed")),
    RequestState.READY.value: ("risk", _("Signed, not sent")),
    RequestState.SUBMITTED.value: ("unknown", _("Sent, waiting")),
    RequestState.ACKNOWLEDGED.value: ("unknown", _("The payer has it")),
    RequestState.PENDED.value: ("risk", _("The payer wants more")),
    RequestState.APPROVED.value: ("clear", _("Approved")),
    RequestState.MODIFIED.value: ("risk", _("Approved in part")),
    RequestState.DENIED.value: ("blocked", _("Denied")),
    RequestState.CANCELLED.value: ("unknown", _("Cancelled")),
    RequestState.EXPIRED.value: ("blocked", _("Expired")),
    RequestState.SUPERSEDED.value: ("unknown", _("Replaced by another")),
}
KINDS: dict[str, Any] = {
    RequestKind.ASSESSMENT.value: _("Evaluation"),
    RequestKind.INITIAL.value: _("First request"),
    RequestKind.RENEWAL.value: _("Renewal"),
    RequestKind.AMENDMENT.value: _("More than approved"),
}
ROADS: dict[str, Any] = {
    Road.X12.value: _("wire (278)"),
    Road.PORTAL.value: _("portal"),
    Road.FAX.value: _("fax"),
    Road.CALL.value: _("phone"),
    Road.LETTER.value: _("letter"),
    Road.FHIR.value: _("FHIR"),
}
# What the primary button says, by road: where Otium sends it, and where a person does.
SENDS: dict[str, Any] = {
    Road.X12.value: _("Send to %(payer)s by wire"),
    Road.FAX.value: _("Send to %(payer)s by fax"),
}
OPENS: dict[str, Any] = {
    Road.PORTAL.value: _("Open the worksheet for %(payer)s’s portal"),
    Road.CALL.value: _("Open the script for the call to %(payer)s"),
    Road.FAX.value: _("Print the fax to %(payer)s"),
    Road.LETTER.value: _("Print the letter to %(payer)s"),
}
TABS: dict[str, Any] = {
    Road.X12.value: _("By wire"),
    Road.PORTAL.value: _("By portal"),
    Road.FAX.value: _("By fax"),
    Road.CALL.value: _("By phone"),
    Road.LETTER.value: _("By letter"),
}
CLOSED: dict[str, Any] = {
    "no_payer_id": _("This payer’s ID is not on file: nothing goes to it by wire."),
    "no_connection": _("No connection carries this to the payer now."),
    "no_fax_number": _("The payer’s fax number is not on file. Enter it below, or under Payers."),
}
REFUSED: dict[str, Any] = {
    "does_not_follow": _("This does not follow from where the request stands now. Look at it again."),
    "left_already": _("This request has left already."),
    "changed_meanwhile": _("Somebody changed this request meanwhile. What it says now is below; nothing was sent."),
    "not_signed": _("The therapist has not signed it yet. Nothing was sent."),
    "no_packet": _("There is no signed packet to send. Have it signed first."),
    "cannot_enclose": _("A paper that goes along cannot be opened. Save it as PDF and add it to the patient again."),
    "lacks": _("The records lack what the payer needs. Nothing was sent."),
    "packed_already": _("It is on its way already, so it cannot be taken back. Cancel it, and tell the payer."),
    "nothing_wanted": _("The payer wants nothing more of this request."),
    "no_request_of_this": _("This duty is not done by a request."),
    "decided_already": _("The payer has decided it. Change its authorization instead."),
    "missing": _("Enter this."),
    "not_an_option": _("Choose one of these."),
    "day_ahead": _("This day is still to come."),
    "before_it_was_sent": _("This is before the request was sent."),
    "day_unreadable": _("Enter a day of the last twelve months."),
    "too_far_ahead": _("Check the year: this is more than half a year after the notice."),
    "number_unreadable": _("Enter a whole number above 0."),
    "ends_before_it_starts": _("The last day is before the first."),
    "road_closed": _("This road is closed now."),
    "no_number": _("Enter one fax number, as 617-555-0142."),
    "recipient_missing": _("Enter the payer’s fax number."),
    "attachment_unfit": _("The packet cannot be faxed as it is."),
    "no_document": _("The packet is no PDF."),
    "not_a_day": _("Enter a day as 12/8/2026."),
    **CLOSED,
}
EVENTS: dict[str, Any] = {
    "drafted": _("Drafted from the records"),
    "proposed_anew": _("The records changed, and the draft with them"),
    "changed": _("Changed"),
    "make_ready": _("Signed and ready to send"),
    "reopen": _("Back to a draft"),
    "submit": _("Sent"),
    "take_back": _("Taken back: it is not sent"),
    "acknowledge": _("The payer says that it has it"),
    "pend": _("The payer wants more"),
    "answer": _("What the payer wanted was sent"),
    "extension_announced": _("The payer announced that it takes longer"),
    "extension_undone": _("No extension was announced after all"),
    "approve": _("Approved"),
    "modify": _("Approved in part"),
    "deny": _("Denied"),
    "cancel": _("Cancelled"),
    "expire": _("Expired"),
    "supersede": _("Replaced by another request"),
    "supersedes": _("Takes the place of another request"),
    "recorded": _("Recorded"),
    "taken_back": _("Taken back"),
    "sent": _("Left"),
    "confirmed": _("Arrival confirmed"),
    "never_left": _("It did not arrive"),
    "refused_unread": _("The payer refused it unread"),
    "cancelled_by_payer": _("The payer cancelled it"),
    "cancel_refused": _("The payer did not cancel it"),
    "resent": _("Sent once more"),
}
WHYS: dict[str, Any] = {
    "never_left": _("it did not arrive"),
    "arrived_after_all": _("it arrived after all"),
    "duty gone": _("it is not needed any more"),
    "request changed": _("its content changed"),
}
ABOUT: dict[str, Any] = {
    "request": _("Request"),
    "answer": _("What the payer wanted"),
    "appeal": _("Appeal"),
    "cancel": _("Withdrawal"),
}
PLACES: tuple[tuple[str, Any], ...] = (
    ("", _("Not said (office)")),
    ("11", _("Office (11)")),
    ("12", _("Home (12)")),
    ("02", _("Telehealth, not at home (02)")),
    ("10", _("Telehealth, at home (10)")),
    ("03", _("School (03)")),
    ("99", _("Another place (99)")),
)
