"""Where parcels stand, as a condition on rows: the same as rules.parcels.standing says of one."""

from django.db.models import Q

from otium.terms.parcel import ParcelState, Standing, TransmissionState, Verdict

_KEPT = ~Q(state=ParcelState.WITHDRAWN)
_UNANSWERED = _KEPT & Q(answer=None)
_UNHEARD = _UNANSWERED & Q(verdict="")
_PACKED = _UNHEARD & Q(state=ParcelState.PACKED)
CONDITIONS: dict[Standing, Q] = {
    Standing.WITHDRAWN: Q(state=ParcelState.WITHDRAWN),
    Standing.ANSWERED: _KEPT & Q(answer__isnull=False),
    Standing.REJECTED: _UNANSWERED & Q(verdict=Verdict.REJECTED),
    Standing.ACCEPTED: _UNANSWERED & Q(verdict__in=(Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_ERRORS)),
    Standing.WAITING: _UNHEARD & Q(state=ParcelState.WAITING),
    Standing.READY: _PACKED & Q(transmission__state=TransmissionState.READY),
    Standing.SENT: _PACKED & Q(transmission__state=TransmissionState.SENT),
    Standing.UNSURE: _PACKED & Q(transmission__state=TransmissionState.UNSURE),
    Standing.FAILED: _PACKED & Q(transmission__state=TransmissionState.FAILED),
}
