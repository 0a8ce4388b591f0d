"""277CA: whether the payer's front end takes a claim, tied to its version by the number we gave it (CLM01)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import ClaimHeard
from otium.desk.inbox.verdicts import CLAIM_UNKNOWN, UNCLEAR, Speech
from otium.records.models import Acknowledgement, ClaimVersion
from otium.rules import parcels as rules
from otium.terms.acknowledgement import AckOutcome
from otium.terms.parcel import Verdict

KIND = "277CA"
# Received is not yet taken: it says nothing either way. Source: X12 005010X214, categories A0 and A1.
VERDICTS = {
    AckOutcome.ACCEPTED: Verdict.ACCEPTED,
    AckOutcome.REJECTED: Verdict.REJECTED,
    AckOutcome.NOT_FOUND: Verdict.REJECTED,
}


def apply(speech: Speech, all_heard: Sequence[ClaimHeard]) -> list[Applied]:
    """A row for each version that is named; for a batch that is refused whole, for what its reference (BHT03) names.

    One outcome each, in their order. Six queries, however many.
    """
    versions = _versions(speech, all_heard)
    spoken = [_spoken(speech, heard, versions.get(_control(heard))) for heard in all_heard]
    new = {row.key for row in speech.keep([each for each in spoken if isinstance(each, Acknowledgement)])}
    verdicts: dict[UUID, list[Verdict]] = defaultdict(list)
    for row in (each for each in spoken if isinstance(each, Acknowledgement)):
        if row.parcel_id and row.verdict:
            verdicts[row.parcel_id].append(Verdict(row.verdict))
    worst = {key: found for key, those in verdicts.items() if (found := rules.verdict_of(those))}
    speech.tell([v.parcel for v in versions.values() if v.parcel], worst)
    return [each if isinstance(each, Applied) else _applied(each, new) for each in spoken]


def _spoken(speech: Speech, heard: ClaimHeard, version: ClaimVersion | None) -> Acknowledgement | Applied:
    """The row to keep, or why there is none."""
    if version is None:
        return Applied("unmatched", KIND, heard.segment, CLAIM_UNKNOWN)
    outcome = AckOutcome.REJECTED if heard.is_refused else (heard.claim or heard.batch).outcome
    if outcome is None:
        return Applied("unmatched", KIND, heard.segment, UNCLEAR)
    return _row(speech, heard, version, outcome)


def _applied(row: Acknowledgement, new: set[str]) -> Applied:
    """New for the first that says it."""
    state = "applied" if row.key in new else "nothing_new"
    new.discard(row.key)
    says = {"outcome": row.codes["outcome"]}
    return Applied(state, KIND, row.segment, "", row.claim.patient_id, "claim", row.claim_id, says)


def _control(heard: ClaimHeard) -> str:
    return (heard.claim.number if heard.claim else heard.batch.batch) or ""


def _versions(speech: Speech, all_heard: Sequence[ClaimHeard]) -> dict[str, ClaimVersion]:
    controls = {control for heard in all_heard if (control := _control(heard))}
    rows = ClaimVersion.objects.filter(practice=speech.practice, control__in=controls)
    return {row.control: row for row in rows.select_related("claim", "parcel")}


def _row(speech: Speech, heard: ClaimHeard, version: ClaimVersion, outcome: AckOutcome) -> Acknowledgement:
    codes = _codes(heard, outcome)
    said = sorted(f"{each['category']}:{each['status']}:{each['entity']}" for each in codes["statuses"])
    key = (version.control, speech.sender, heard.batch.source_trace, outcome.value, *said)
    row = speech.row(KIND, heard.segment, key, verdict=VERDICTS.get(outcome), codes=codes)
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
