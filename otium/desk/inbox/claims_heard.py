"""277CA: whether the payer's front end takes a claim, tied to its version by the number we gave it (CLM01)."""

from typing import Any

from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import ClaimHeard
from otium.desk.inbox.verdicts import CLAIM_UNKNOWN, UNCLEAR, Speech
from otium.records.models import Acknowledgement, ClaimVersion
from otium.terms.acknowledgement import AckOutcome
from otium.terms.parcel import Verdict

# Received is not yet taken: it says nothing either way. Source: X12 005010X214, categories A0 and A1.
VERDICTS = {
    AckOutcome.ACCEPTED: Verdict.ACCEPTED,
    AckOutcome.REJECTED: Verdict.REJECTED,
    AckOutcome.NOT_FOUND: Verdict.REJECTED,
}


def apply(speech: Speech, heard: ClaimHeard) -> Applied:
    """A row for the version it names; for a batch that is refused whole, for what its reference (BHT03) names."""
    version = _version(speech, heard)
    if version is None:
        return Applied("unmatched", "277CA", heard.segment, CLAIM_UNKNOWN)
    outcome = AckOutcome.REJECTED if heard.is_refused else (heard.claim or heard.batch).outcome
    if outcome is None:
        return Applied("unmatched", "277CA", heard.segment, UNCLEAR)
    verdict = VERDICTS.get(outcome)
    new = speech.keep([_row(speech, heard, version, outcome)])
    if version.parcel and verdict:
        speech.tell([version.parcel], {version.parcel.pk: verdict})
    state, says = "applied" if new else "nothing_new", {"outcome": outcome.value}
    return Applied(state, "277CA", heard.segment, "", version.claim.patient_id, "claim", version.claim_id, says)


def _version(speech: Speech, heard: ClaimHeard) -> ClaimVersion | None:
    control = heard.claim.number if heard.claim else heard.batch.batch
    if not control:
        return None
    rows = ClaimVersion.objects.filter(practice=speech.practice, control=control)
    return rows.select_related("claim", "parcel").first()


def _row(speech: Speech, heard: ClaimHeard, version: ClaimVersion, outcome: AckOutcome) -> Acknowledgement:
    codes = _codes(heard, outcome)
    said = sorted(f"{each['category']}:{each['status']}:{each['entity']}" for each in codes["statuses"])
    key = (version.control, speech.sender, heard.batch.source_trace, outcome.value, *said)
    row = speech.row("277CA", heard.segment, key, verdict=VERDICTS.get(outcome), codes=codes)
    row.parcel, row.claim = version.parcel, version.claim
    row.said_on = heard.batch.processed_on or heard.batch.received_on or heard.batch.made_on
    return row


def _codes(heard: ClaimHeard, outcome: AckOutcome) -> dict[str, Any]:
    statuses = (heard.claim or heard.provider or heard.batch).statuses
    own = heard.claim.payer_claim_number if heard.claim else None
    return {
        "outcome": outcome.value,
        "statuses": [
            {"category": code.category, "status": code.code, "entity": code.entity or ""}
            for status in statuses
            for code in status.codes
        ],
        "payer_claim_number": own or "",
        "source": (heard.batch.source.entity if heard.batch.source else "") or "",
    }
