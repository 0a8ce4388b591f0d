"""277: where a claim stands at the payer, tied to our question by its trace, else to the claim by our number."""

from typing import Any

from otium.desk.inbox import asking
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.verdicts import CLAIM_UNKNOWN, Speech
from otium.records.models import ClaimVersion, Parcel
from otium.terms.claim_status import ClaimStatusAnswer

KIND = "277"


def apply(speech: Speech, answer: ClaimStatusAnswer) -> Applied:
    """A row of its own for each new thing the payer says; it neither takes nor refuses the claim."""
    segment, asked = answer.segment or 1, _asked(speech, answer)
    version = _version(speech, answer, asked)
    if version is None:
        return Applied("unmatched", KIND, segment, CLAIM_UNKNOWN)
    codes = _codes(answer)
    said = [f"{each['category']}:{each['status']}:{each['entity']}" for each in codes["statuses"]]
    key = (version.control, answer.trace.number if answer.trace else "", answer.answered_on, *said)
    row = speech.row(KIND, segment, key, verdict=None, codes=codes)
    row.claim, row.parcel, row.said_on = version.claim, asked, answer.answered_on
    new = speech.keep([row])
    if asked is not None:
        asking.tie(asked, speech.file, by=speech.by, at=speech.at)
    says = {"statuses": said}
    state = "applied" if new else "nothing_new"
    return Applied(state, KIND, segment, "", version.claim.patient_id, "claim", version.claim_id, says)


def _asked(speech: Speech, answer: ClaimStatusAnswer) -> Parcel | None:
    if answer.trace is None:
        return None
    rows = Parcel.objects.filter(practice=speech.practice, kind="276", trace=answer.trace.number)
    return rows.order_by("-made_at").first()


def _version(speech: Speech, answer: ClaimStatusAnswer, asked: Parcel | None) -> ClaimVersion | None:
    """Of our own question the claim it was about, unless the answer names another."""
    rows = ClaimVersion.objects.filter(practice=speech.practice).select_related("claim").order_by("-number")
    named = rows.filter(control=answer.patient_control_number).first() if answer.patient_control_number else None
    about = rows.filter(claim_id=asked.focus_id).first() if asked else None
    if named and about and named.claim_id != about.claim_id:
        return None
    return named or about


def _codes(answer: ClaimStatusAnswer) -> dict[str, Any]:
    statuses = [*answer.statuses, *(status for line in answer.lines for status in line.statuses)]
    return {
        "statuses": [
            {"category": code.category, "status": code.code, "entity": code.entity or ""}
            for status in statuses
            for code in status.codes
        ],
        "payer_claim_number": answer.payer_claim_number or "",
        "paid": next((str(s.paid) for s in answer.statuses if s.paid is not None), ""),
    }
