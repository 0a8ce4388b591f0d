"""What the tests of a killed outbox do, in a process of its own: python -m tests.faults.kills ACT FOLDER.

It forks, and forks want a process without threads, browsers and loops. Prints what became of it as one JSON object.
"""

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: E402

from otium.desk import acting  # noqa: E402
from otium.ops.faults import forks, kill  # noqa: E402
from otium.ops.faults.mailbox import Mailbox  # noqa: E402
from otium.ops.faults.scene import Scene  # noqa: E402
from otium.records.models import Parcel  # noqa: E402
from tests.faults import points  # noqa: E402

ROUNDS = 6  # of a worker that is left in peace; two are enough


def work_in_peace(scene: Scene) -> None:
    for _ in range(ROUNDS):
        scene.mailbox.look()
        assert forks.ended(forks.fork(scene.work)) == 0
        if scene.is_done() and not scene.mailbox.look():
            return


def with_an_answer_waiting(scene: Scene) -> None:
    """Two messages have arrived and are acknowledged over there; two more wait here."""
    scene.post(2)
    assert forks.ended(forks.fork(scene.work)) == 0
    scene.mailbox.look()
    scene.post(2)


def each_point(folder: Path) -> object:
    """Killed once at each point of sending and receiving: the points, and those after which something was wrong."""
    scene, tally = Scene(Mailbox(folder)), folder / "points"
    with_an_answer_waiting(scene)
    passed, wrong = points.passed(scene.work, tally), []
    for point, name in enumerate(passed):
        work_in_peace(scene)
        with_an_answer_waiting(scene)
        points.kill_at(point, scene.work, tally)
        work_in_peace(scene)
        if not (scene.is_done() and scene.tally().is_clean):
            wrong.append(f"{point} {name}: {scene.tally()}")
    return {"passed": passed, "wrong": wrong}


def deciding(folder: Path) -> object:
    """Killed before and after the commit of a decision: whether there was a parcel, and a job, each time."""
    scene, found = Scene(Mailbox(folder)), []
    for point in (0, 1):
        trace = f"CUT{point}"
        assert points.kill_at(point, lambda trace=trace: scene.post_one(trace), folder / "points")
        with acting.acting_for(scene.practice_id):
            has_parcel = Parcel.objects.filter(trace=trace).exists()
        found.append([has_parcel, ProcrastinateJob.objects.filter(task_name="otium.deliver").exists()])
    return found


def at_random(cycles: int) -> Callable[[Path], object]:
    return lambda folder: dataclasses.asdict(kill.run(folder, cycles=cycles, seed=20261125))


ACTS = {"points": each_point, "deciding": deciding, "twenty": at_random(20), "two-hundred": at_random(200)}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]](Path(sys.argv[2]))))
