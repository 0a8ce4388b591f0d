"""Where a parcel stands, by its rows."""

from otium.records.models import Parcel
from otium.rules import parcels as rules
from otium.terms.parcel import ParcelState, Standing, TransmissionState, Verdict


def standing_of(parcel: Parcel) -> Standing:
    """Asks for the transmission, where there is one."""
    transmission = parcel.transmission
    return rules.standing(
        ParcelState(parcel.state),
        TransmissionState(transmission.state) if transmission else None,
        Verdict(parcel.verdict) if parcel.verdict else None,
        is_answered=parcel.answer_id is not None,
    )
