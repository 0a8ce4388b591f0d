"""What differs between the demo's practices: who works when, which rooms, which colleagues were typed in."""

from dataclasses import dataclass
from datetime import time
from typing import Any

Turn = tuple[str, time, time]  # weekdays as digits from Monday, 0; from; until
WEEKDAYS = "01234"
USUAL: tuple[Turn, ...] = ((WEEKDAYS, time(8), time(12)), (WEEKDAYS, time(13), time(17)))


@dataclass(frozen=True, slots=True)
class House:
    """`rooms`: name, sessions at once, what is in it. `colleagues` were typed in; their `turns` by name, of all others
    the usual ones. `treated_beside`: so many patients are treated by the first colleague too, so that a co-treatment
    can be booked for them at once. `area`: of the phones of the families that were typed in."""

    rooms: tuple[tuple[str, int, list[str]], ...]
    things: tuple[str, ...]
    colleagues: tuple[dict[str, Any], ...]
    turns: dict[str, tuple[Turn, ...]]
    area: str
    treated_beside: int = 3


TIDEWATER = House(
    rooms=(
        ("Gym", 2, ["SWING", "CLIMBING"]),
        ("Quiet room", 1, ["QUIET"]),
        ("Hand clinic", 1, ["SINK"]),
    ),
    things=("Dynamometer set", "Platform swing"),
    colleagues=({"name": "Mara Lindqvist", "credential": "PT, DPT", "discipline": "PT"},),
    turns={"Mara Lindqvist": (("13", time(9), time(12)),)},
    area="253",
)
JUNIPER = House(
    rooms=(("Play gym", 1, ["SWING", "CLIMBING"]),),
    things=("Platform swing",),
    colleagues=(
        {"name": "Wren Castellano", "credential": "OTR/L", "discipline": "OT"},
        {"name": "Imke Sundberg", "credential": "MS, CCC-SLP", "discipline": "SLP"},
    ),
    turns={
        # at a school until half past three
        "Wren Castellano": (("0123", time(15, 45), time(17)), ("4", time(9), time(12))),
        "Imke Sundberg": (("13", time(9), time(12)),),
    },
    area="360",
)
HOUSES = {"tidewater": TIDEWATER, "juniper": JUNIPER}
