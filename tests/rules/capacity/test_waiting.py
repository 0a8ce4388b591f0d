"""Who waits for an evaluation, put into the weeks in which one can start."""

from datetime import timedelta
from importlib.resources import files
from uuid import UUID

import pytest

from otium.rules.capacity import assumptions
from otium.rules.capacity.waiting import begins
from otium.terms.capacity import Waits
from otium.terms.waitlist import WaitNeed
from tests.rules.capacity.house import ANN, BOB, MON, worker

KNOWN = assumptions.read((files("otium.rules.capacity") / "assumptions.toml").read_text("utf-8"))
ASSUMED = assumptions.assumed(KNOWN, {}, (), ())  # an hour, then 45 minutes a week
MONDAYS = [MON + timedelta(weeks=n) for n in range(3)]
ANYBODY = Waits(UUID(int=70), WaitNeed.EVALUATION, 60)
FOR_BOB = Waits(UUID(int=71), WaitNeed.EVALUATION, 60, BOB)
SPEECH = Waits(UUID(int=72), WaitNeed.EVALUATION, 60, None, "SLP")
WEEKLY = Waits(UUID(int=73), WaitNeed.WEEKLY, 45)


@pytest.mark.parametrize(
    ("waits", "ann", "bob", "weeks", "minutes", "without"),
    [
        ([], [1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], 0),
        ([WEEKLY], [1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], 0),
        ([ANYBODY], [0, 1, 0], [0, 0, 0], [0, 1, 0], [0, 60, 45], 0),
        ([ANYBODY] * 3, [1, 0, 0], [0, 1, 0], [1, 1, 0], [60, 105, 90], 1),
        ([FOR_BOB], [3, 3, 3], [0, 0, 1], [0, 0, 1], [0, 0, 60], 0),
        ([FOR_BOB], [3, 3, 3], [0, 0, 0], [0, 0, 0], [0, 0, 0], 1),
        ([ANYBODY, FOR_BOB], [2, 0, 0], [1, 0, 0], [2, 0, 0], [120, 90, 90], 0),
        ([SPEECH], [3, 3, 3], [3, 3, 3], [0, 0, 0], [0, 0, 0], 1),
    ],
    ids=["nobody", "who waits for a weekly hour", "the first week that can", "one more than can start",
         "with one therapist", "with one who is full", "with who has more left", "of another discipline"],
)  # fmt: skip
def test_each_begins_in_the_first_week_in_which_one_can_start(
    waits: list[Waits], ann: list[int], bob: list[int], weeks: list[int], minutes: list[int], without: int
) -> None:
    begun, left = begins(waits, {ANN: ann, BOB: bob}, [worker(), worker(key=BOB)], MONDAYS, ASSUMED)

    assert [week.evaluations for week in begun] == weeks
    assert [week.minutes for week in begun] == minutes
    assert left == without
