"""Where a parcel stands: a function of what is known, so that the order in which it became known does not matter."""

from collections.abc import Iterable

from otium.terms.parcel import ParcelState, Standing, TransmissionState, Verdict

_OF_TRANSMISSION = {
    TransmissionState.READY: Standing.READY,
    TransmissionState.SENT: Standing.SENT,
    TransmissionState.UNSURE: Standing.UNSURE,
    TransmissionState.FAILED: Standing.FAILED,
}
_WORST_FIRST = (Verdict.REJECTED, Verdict.ACCEPTED_WITH_ERRORS, Verdict.ACCEPTED)


def verdict_of(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Of several acknowledgements the worst: a partner that took the envelope may still refuse what is in it."""
    heard = set(verdicts)
    return next((verdict for verdict in _WORST_FIRST if verdict in heard), None)


def standing(
    state: ParcelState, transmission: TransmissionState | None, verdict: Verdict | None, *, is_answered: bool
) -> Standing:
    """An answer says most, then an acknowledgement, then what sending it gave."""
    if state is ParcelState.WITHDRAWN:
        return Standing.WITHDRAWN
    if is_answered:
        return Standing.ANSWERED
    if verdict is Verdict.REJECTED:
        return Standing.REJECTED
    if verdict is not None:
        return Standing.ACCEPTED
    if state is ParcelState.WAITING or transmission is None:
        return Standing.WAITING
    return _OF_TRANSMISSION[transmission]
