"""The two practices of the demo: where they are, how busy, who comes, what goes wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners import clinical, payers
from partners.caseload import Rhythm
from partners.intake import Share
from partners.scenes import FOR_JUNIPER, FOR_TIDEWATER, Scene


@dataclass(frozen=True, slots=True)
class Site:
    """What makes one practice differ from the other; figures are for scale 1."""

    slug: str
    name: str
    city: str
    zip: str
    clinic_id: int
    therapists: int
    rhythm: Rhythm
    shares: Sequence[Share]
    scenes: Sequence[Scene]


TIDEWATER = Site(
    slug="tidewater",
    name="Tidewater Hand and Neuro Therapy",
    city="Tacoma",
    zip="98402",
    clinic_id=410,
    therapists=2,
    rhythm=Rhythm(booked=(61, 63), missed=(1, 4), new=6, new_ahead=1),
    shares=(
        Share(4, payers.EVERGREEN, clinical.HAND + clinical.NEURO),
        Share(4, payers.NORTHSOUND, clinical.HAND + clinical.NEURO),
        Share(3, payers.CASCADIA, clinical.HAND),
        Share(4, payers.MEDICARE_B, clinical.OLDER),
        Share(2, payers.BAYLIGHT, clinical.OLDER),
        Share(2, payers.MEADOW, clinical.CHILD),
        Share(1, payers.TRICARE_WEST, clinical.HAND),
        Share(1, payers.HARBOR, clinical.HAND[:3]),
        Share(1, payers.SELF, clinical.NEURO),
    ),
    scenes=FOR_TIDEWATER,
)
JUNIPER = Site(
    slug="juniper",
    name="Juniper Pediatric Therapy",
    city="Olympia",
    zip="98501",
    clinic_id=520,
    therapists=1,
    rhythm=Rhythm(booked=(17, 19), missed=(0, 2), new=2, new_ahead=0),
    shares=(
        Share(4, payers.MEADOW, clinical.CHILD),
        Share(2, payers.EVERGREEN, clinical.CHILD),
        Share(2, payers.NORTHSOUND, clinical.CHILD),
        Share(1, payers.TRICARE_WEST, clinical.CHILD),
        Share(1, payers.SELF, clinical.CHILD),
    ),
    scenes=FOR_JUNIPER,
)
