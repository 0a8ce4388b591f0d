"""What is known of a parcel that carries a request or an appeal: whether it arrived, whether it never will."""

from otium.records.models import RequestSending
from otium.terms.parcel import ParcelState, TransmissionState, Verdict

FAX = "fax"
PROVES = (Verdict.ACCEPTED.value, Verdict.ACCEPTED_WITH_ERRORS.value)


def has_failed(sending: RequestSending) -> bool:
    """The partner refused it, somebody withdrew it, or the other end of a fax did not take it."""
    parcel = sending.parcel
    if parcel.verdict in PROVES:
        return False
    refused = parcel.transmission is not None and parcel.transmission.state == TransmissionState.FAILED
    return parcel.verdict == Verdict.REJECTED or parcel.state == ParcelState.WITHDRAWN or refused


def has_arrived(sending: RequestSending) -> bool:
    """The partner took a fax and has not said since that it failed, or acknowledged what went by wire."""
    parcel = sending.parcel
    if parcel.verdict in PROVES:
        return True
    return parcel.kind == FAX and not parcel.verdict and was_taken(sending)


def was_taken(sending: RequestSending) -> bool:
    sent = sending.parcel.transmission
    return sent is not None and sent.state == TransmissionState.SENT


def was_delivered(sending: RequestSending) -> bool:
    """The other end said so."""
    return sending.parcel.verdict in PROVES
