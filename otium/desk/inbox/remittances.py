"""Keep what a payer pays and for what (835), tied to our claims. Nothing is posted and nothing repaired.

What does not add up is marked where it stands; a claim that we do not know keeps its number and waits for a person.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from otium.desk import history
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.verdicts import Speech
from otium.records.models import ClaimVersion, RemittedClaim
from otium.records.models import Remittance as Row
from otium.terms.remittance import ClaimPayment, Remittance, ServicePayment
from otium.terms.x12 import Adjustment, Finding, Severity
from otium.wires.x12.t835.balances import BALANCES

KIND = "835"


def apply(speech: Speech, remittance: Remittance, notes: Sequence[Finding]) -> Applied:
    """The payment with its claims, unless it is on file already in these or other bytes."""
    payment = remittance.payment
    if payment is None or payment.amount is None or any(c.charge is None or c.paid is None for c in remittance.claims):
        return Applied("unreadable", KIND, remittance.segment, "amount_missing")
    same = {
        "payer_id": payer_id(remittance), "trace": remittance.trace.number if remittance.trace else "",
        "paid_on": payment.paid_on, "amount": payment.amount,
    }  # fmt: skip
    known = Row.objects.filter(practice=speech.practice, **same).first()
    if known is not None:
        return Applied("nothing_new", KIND, remittance.segment, "payment_on_file", None, "remittance", known.pk)
    unbalanced = [note for note in notes if note.code in BALANCES and note.severity is Severity.ERROR]
    row = _save(speech, remittance, same, unbalanced)
    claims = _claims(speech, remittance, row, unbalanced)
    RemittedClaim.objects.bulk_create(claims, batch_size=500)
    history.record(row, "received", by=speech.by, at=speech.at, after={"claims": len(claims)})
    says = {"claims": len(claims), "unknown": sum(claim.claim_id is None for claim in claims)}
    return Applied("applied", KIND, remittance.segment, "", None, "remittance", row.pk, says)


def payer_id(remittance: Remittance) -> str:
    """The id it goes by among payers: as its name states it, else REF 2U, else who gave the trace (TRN03)."""
    payer = remittance.payer
    stated = [payer.party.id] if payer else []
    stated += [each.value for each in payer.references if each.qualifier == "2U"] if payer else []
    stated += [remittance.trace.originator] if remittance.trace else []
    return next((each for each in stated if each), "")


def _save(speech: Speech, remittance: Remittance, same: dict[str, Any], unbalanced: Sequence[Finding]) -> Row:
    payment, payer = remittance.payment, remittance.payer
    return Row.objects.create(
        practice=speech.practice,
        inbound_file=speech.file,
        segment=remittance.segment,
        payer_name=(payer.party.name or "") if payer else "",
        method=(payment.method or "") if payment else "",
        provider_adjustments=[
            {"code": each.reason_code, "reference": each.reference or "", "amount": _money(each.amount)}
            for each in remittance.provider_adjustments
        ],
        findings=[{"code": f.code, "segment": f.segment, "message": f.message} for f in unbalanced],
        is_balanced=all(_claim_of(remittance, finding) for finding in unbalanced),
        received_at=speech.at,
        **same,
    )


def _claim_of(remittance: Remittance, finding: Finding) -> ClaimPayment | None:
    return remittance.claim_at(finding.segment) if finding.segment else None


def _claims(speech: Speech, remittance: Remittance, row: Row, unbalanced: Sequence[Finding]) -> list[RemittedClaim]:
    numbers = [claim.control_number for claim in remittance.claims]
    versions = ClaimVersion.objects.filter(practice=speech.practice, control__in=numbers)
    ours = dict(versions.values_list("control", "claim_id"))
    wrong = {claim.segment for finding in unbalanced if (claim := _claim_of(remittance, finding))}
    return [
        RemittedClaim(
            practice=speech.practice,
            remittance=row,
            position=claim.segment,
            claim_id=ours.get(claim.control_number),
            number=claim.control_number,
            status=claim.status_code,
            charge=claim.charge,
            paid=claim.paid,
            patient_responsibility=claim.patient_responsibility,
            payer_claim_number=claim.payer_control_number or "",
            is_reversal=claim.is_reversal,
            is_balanced=claim.segment not in wrong,
            adjustments=_adjustments(claim.adjustments),
            lines=[_line(service) for service in claim.services],
            remarks=[code for each in claim.adjudications for code in each.remarks],
        )
        for claim in remittance.claims
    ]


def _line(service: ServicePayment) -> dict[str, Any]:
    procedure = service.procedure
    return {
        "code": procedure.code if procedure else "",
        "modifiers": list(procedure.modifiers) if procedure else [],
        "units": str(service.units),
        "charge": _money(service.charge),
        "paid": _money(service.paid),
        "allowed": _money(service.allowed),
        "adjustments": _adjustments(service.adjustments),
        "remarks": [remark.code for remark in service.remarks],
        "on": _day(service),
    }


def _adjustments(found: Sequence[Adjustment]) -> list[dict[str, Any]]:
    return [{"group": each.group_code, "carc": each.carc, "amount": _money(each.amount)} for each in found]


def _money(amount: Any) -> str | None:
    return None if amount is None else str(amount)


def _day(service: ServicePayment) -> str | None:
    on: date | None = next((span.start_on for span in service.dates if span.qualifier in ("472", "150")), None)
    return on.isoformat() if on else None
