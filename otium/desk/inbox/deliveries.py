"""The receipt of a fax or text: the other end has it, or it did not arrive. That it was delivered outweighs that it
failed.

Services try a number several times and may tell of each: whatever order their words come in, the same stands at the
end.
"""

from uuid import UUID

from otium.desk import history
from otium.desk.inbox import asking
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.verdicts import SENDING_UNKNOWN, Speech
from otium.records.models import Acknowledgement, Parcel, Transmission
from otium.terms.delivery import DeliveryReceipt
from otium.terms.parcel import Verdict


def apply(speech: Speech, receipt: DeliveryReceipt) -> Applied:
    """Its parcel's verdict. A receipt for what is none of ours waits for somebody to look."""
    transmission = _sent(speech, receipt)
    parcel = Parcel.objects.filter(practice=speech.practice, transmission=transmission).first()
    if transmission is None or parcel is None:
        return Applied("unmatched", receipt.kind, receipt.segment, SENDING_UNKNOWN)
    verdict = Verdict.ACCEPTED if receipt.is_delivered else Verdict.REJECTED
    codes = {"at": receipt.at and receipt.at.isoformat(), "pages": receipt.pages, "reference": receipt.reference,
             "cause": receipt.cause}  # fmt: skip
    row = speech.row(receipt.kind, receipt.segment, (transmission.pk, verdict.value), verdict=verdict, codes=codes)
    row.transmission, row.parcel = transmission, parcel
    row.said_on = receipt.at and receipt.at.date()
    new = speech.keep([row])
    asking.took(transmission, by=speech.by, at=speech.at)
    _tell(speech, parcel, receipt.kind)
    says = {"verdict": verdict.value, "parcels": 1}
    state = "applied" if new else "nothing_new"
    return Applied(state, receipt.kind, receipt.segment, "", parcel.patient_id, "transmission", transmission.pk, says)


def _sent(speech: Speech, receipt: DeliveryReceipt) -> Transmission | None:
    try:
        key = UUID(receipt.payload_id)
    except ValueError:
        return None
    rows = Transmission.objects.select_for_update(of=("self",))
    return rows.filter(practice=speech.practice, kind=receipt.kind, payload_id=key).first()


def _tell(speech: Speech, parcel: Parcel, kind: str) -> None:
    heard = set(Acknowledgement.objects.filter(parcel=parcel, kind=kind).values_list("verdict", flat=True))
    verdict = (Verdict.ACCEPTED if Verdict.ACCEPTED.value in heard else Verdict.REJECTED).value
    if parcel.verdict == verdict:
        return
    said = {"before": {"verdict": parcel.verdict}, "after": {"verdict": verdict}}
    parcel.verdict = verdict
    parcel.save(update_fields=["verdict"])
    history.record(parcel, "heard", by=speech.by, at=speech.at, **said)
