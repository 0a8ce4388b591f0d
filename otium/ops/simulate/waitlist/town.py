"""Who is referred, when, and what each could do: drawn from the seed alone, so both offices meet the same people."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from otium.ops.simulate.waitlist.model import Model
from otium.terms.waitlist import WaitUrgency

SINCE, UNTIL = time(15), time(15)
A_WEEK = 5


@dataclass(slots=True)
class Patient:
    """`left`: treatments still to be made; `standing`: (therapist, weekday, hour) of their weekly visit."""

    number: int
    id: UUID
    referred_on: date
    urgency: WaitUrgency
    since: time | None
    until: time | None
    notice_hours: int
    takes_texts: bool
    ready_on: date
    gives_up_on: date
    converts: bool
    comes_back: bool
    makes_up: bool
    left: int
    standing: tuple[int, int, int] | None = None
    evaluated_on: date | None = None
    visits: set[tuple[date, int]] = field(default_factory=set)  # day and hour of what is booked

    @property
    def family(self) -> str:
        return f"family {self.number}"


def referrals(on: date, model: Model, seed: int) -> Iterator[Patient]:
    """Those referred on this working day."""
    chance = Random(f"{seed} referrals {on}")  # noqa: S311  # nosec B311: repeatable, not secret
    for n in range(_poisson(chance, model["referrals"]["a_week"] / A_WEEK)):
        yield _patient(on, on.toordinal() * 100 + n, model, Random(f"{seed} patient {on} {n}"))  # noqa: S311  # nosec B311


def _patient(on: date, number: int, model: Model, chance: Random) -> Patient:
    referrals, wishes, care = model["referrals"], model["wishes"], model["care"]
    spans = ((None, None), (SINCE, None), (None, UNTIL))
    shares = (wishes["any_time"], wishes["after_school"], wishes["before_three"])
    since, until = chance.choices(spans, shares)[0]
    hours, parts = zip(*wishes["notice_hours"], strict=True)
    weeks = math.log(1 - chance.random()) / math.log(1 - referrals["gives_up_a_week"])
    return Patient(
        number=number,
        id=UUID(int=chance.getrandbits(128)),
        referred_on=on,
        urgency=WaitUrgency(chance.choices((1, 2, 3), referrals["urgency"])[0]),
        since=since,
        until=until,
        notice_hours=chance.choices(hours, parts)[0],
        takes_texts=chance.random() >= wishes["no_texts"],
        ready_on=on + timedelta(days=chance.randint(*referrals["ready_days"])),
        gives_up_on=on + timedelta(days=round(7 * weeks)),
        converts=chance.random() < care["converts"],
        comes_back=chance.random() < referrals["comes_back"],
        makes_up=chance.random() < care["makes_up"],
        left=chance.randint(*care["visits"]),
    )


def _poisson(chance: Random, mean: float) -> int:
    """Knuth's product of uniform draws; the mean is small."""
    count, product, least = 0, chance.random(), math.exp(-mean)
    while product > least:
        count, product = count + 1, product * chance.random()
    return count
