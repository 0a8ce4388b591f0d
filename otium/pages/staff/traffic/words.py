"""Sentences of the traffic."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from otium.terms.parcel import Standing, TransmissionEvent, TransmissionState, Verdict


class Said(NamedTuple):
    """Where something stands: badge, word, and what that means."""

    tone: str
    word: Any
    means: Any


STANDINGS: dict[Standing, Said] = {
    Standing.WAITING: Said("unknown", _("Waiting"), _("It leaves with the next batch of its connection.")),
    Standing.READY: Said("unknown", _("Leaves now"), _("It is packed, and is sent or sent again by itself.")),
    Standing.SENT: Said("clear", _("Sent"), _("The partner has it. No acknowledgement has come yet.")),
    Standing.UNSURE: Said(
        "risk", _("May have arrived"),
        _("It was sent and the answer was lost. It is not sent again before the partner was asked, or you decide."),
    ),
    Standing.FAILED: Said("blocked", _("Not taken"), _("The partner refused the file. Nothing was taken.")),
    Standing.ACCEPTED: Said("clear", _("Accepted"), _("The partner acknowledged it. The answer is still to come.")),
    Standing.REJECTED: Said(
        "blocked", _("Refused"), _("The partner read it and refused it: it was never judged. Mend it and send it anew.")
    ),
    Standing.ANSWERED: Said("clear", _("Answered"), _("The answer is here.")),
    Standing.WITHDRAWN: Said("unknown", _("Taken back"), _("It was taken back before it left.")),
}  # fmt: skip
NO_ROAD = _("No connection carries this kind for this payer. It waits until one does.")
NOTICE_MEANS: dict[Standing, Any] = {  # of mails, texts and faxes, where it is another thing
    Standing.WAITING: _("It leaves next by its connection."),
    Standing.SENT: _("The mail server or provider took it. Whether it was read, nobody says."),
    Standing.UNSURE: _("It was sent and the answer was lost. It is not sent again by itself: you decide."),
    Standing.FAILED: _("The mail server or provider refused it. Nobody got it."),
}
NOTICE_NO_ROAD = _("No connection carries this kind. It waits until one does.")
KINDS: dict[str, Any] = {
    "270": _("Eligibility inquiry (270)"),
    "276": _("Claim status inquiry (276)"),
    "278": _("Authorization request (278)"),
    "275": _("Attachment (275)"),
    "837P": _("Claim (837P)"),
    "mail": _("Mail"),
    "text": _("Text"),
    "fax": _("Fax"),
    "mixed": _("Several kinds"),
}
SENDINGS: dict[TransmissionState, Said] = {
    TransmissionState.READY: STANDINGS[Standing.READY],
    TransmissionState.SENT: Said("clear", _("Sent"), _("The partner has it.")),
    TransmissionState.UNSURE: STANDINGS[Standing.UNSURE],
    TransmissionState.FAILED: STANDINGS[Standing.FAILED],
}
OUTCOMES: dict[TransmissionEvent, tuple[str, Any]] = {
    TransmissionEvent.TAKEN: ("clear", _("they took it")),
    TransmissionEvent.TRY_FAILED: ("risk", _("it did not get through")),
    TransmissionEvent.ANSWER_LOST: ("risk", _("their answer was lost; it may have arrived")),
    TransmissionEvent.NOT_THERE: ("unknown", _("they were asked and do not have it")),
    TransmissionEvent.REFUSED: ("blocked", _("they refused it")),
    TransmissionEvent.TRY_AGAIN: ("unknown", _("somebody had it sent again")),
}
INQUIRED = _("Asked whether it had arrived")
STILL_GOING = ("unknown", _("under way, or cut off"))
VERDICTS: dict[str, tuple[str, Any]] = {
    Verdict.ACCEPTED: ("clear", _("accepted")),
    Verdict.ACCEPTED_WITH_ERRORS: ("risk", _("accepted, with errors")),
    Verdict.REJECTED: ("blocked", _("refused")),
    "": ("unknown", _("a status, neither taken nor refused")),
}
ACKS: dict[str, Any] = {
    "TA1": _("Envelope check (TA1)"),
    "999": _("Format check (999)"),
    "277CA": _("Claim check (277CA)"),
    "277": _("Claim status (277)"),
    "fax": _("Receipt of the fax"),
    "text": _("Receipt of the text"),
}
REFUSED: dict[str, Any] = {
    "reason_missing": _("Say why, in a few words."),
    "still_leaving": _("It may still leave by itself: take it back first, or wait."),
    "payer_has_it": _("The payer has this claim: sent again it would be billed twice. Correct or void it instead."),
    "sent_anew": _("A newer message carries this claim. Look at that one."),
    "sent_otherwise": _("It was sent otherwise since, or given up. Look at the request or appeal as it stands now."),
    "request_closed": _("Its request does not wait for this any more. Look at the request as it stands now."),
    "request_changed": _("Its request was changed since. Sign it again and send it from its own page."),
    "already_packed": _("It is packed already and cannot be taken back."),
    "nothing_to_decide": _("There is nothing to decide any more."),
}
