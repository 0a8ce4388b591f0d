"""What each racer sends for one hour, by what they race for."""

from datetime import date, time
from enum import StrEnum

from otium.ops.faults.race.scene import Scene

MINUTES = 60
WEEKS = 4  # of a series
Form = dict[str, str]


class Kind(StrEnum):
    """What all book at the same hour: with one therapist, but for ROOM."""

    VISIT = "visit"
    SERIES = "series"
    CO_TREATMENT = "co_treatment"
    ROOM = "room"

    @property
    def weeks(self) -> int:
        """How many weeks in a row one of them takes."""
        return WEEKS if self is Kind.SERIES else 1


def form(kind: Kind, scene: Scene, place: int, on: date, at: time) -> Form:
    """`place`: of the racer, who books whatever limit fails.

    In a co-treatment every second racer names the two therapists the other way about, so that bookings which took them
    in the order of the form would lock each other up.
    """
    own = str(scene.racers[place].therapist_id)
    filled = {
        "on": f"{on:%m/%d/%Y}", "starts_at": f"{at:%H:%M}", "minutes": str(MINUTES), "kind": "treatment",
        "location": str(scene.location_id), "room": "", "visits": str(kind.weeks), "every": "1", "note": "",
        "therapist": own, "anyway": "on",
    }  # fmt: skip
    if kind is Kind.CO_TREATMENT:
        other = str(scene.other)
        first, second = (own, other) if place % 2 else (other, own)
        return filled | {"therapist": first, "also_therapists": second, "co_billing": "divided"}
    return filled | ({"room": str(scene.room_id)} if kind is Kind.ROOM else {})
