"""kill -9 of a bare worker at random moments while it sends and receives: nothing is lost, nothing done twice."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from otium.desk import acting
from otium.desk.outbox import asking
from otium.ops import worker
from otium.ops.faults import forks
from otium.ops.faults.mailbox import Mailbox
from otium.ops.faults.scene import Scene, Tally
from otium.records.models import Connection

LONGEST_LIFE_SECONDS = 1.2
POSTED_A_CYCLE = 5
RESUMES_WITHIN_SECONDS = 10.0
LOOK_SECONDS = 0.02
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """`resumed_seconds`: from the start of the last worker until everything had arrived and was acknowledged."""

    cycles: int
    seed: int
    tally: Tally
    resumed_seconds: float

    @property
    def is_clean(self) -> bool:
        return self.tally.is_clean and self.resumed_seconds <= RESUMES_WITHIN_SECONDS

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "is_clean": self.is_clean}


def run(root: Path, *, cycles: int, seed: int, say: Say = lambda words: None) -> Report:
    """So many workers, one after the other, each killed after a random while. `root` holds the partner's mailbox."""
    chance = random.Random(seed)  # noqa: S311  # nosec B311: a seed that is printed, no secret
    scene = Scene(Mailbox(root))
    for cycle in range(1, cycles + 1):
        scene.post(POSTED_A_CYCLE)
        pid = forks.fork(work)
        _let_live(scene, chance.uniform(0, LONGEST_LIFE_SECONDS))
        forks.kill(pid)
        if cycle % 100 == 0:
            say(f"{cycle} of {cycles} workers killed; {sum(scene.mailbox.arrived.values())} messages arrived")
    began = time.monotonic()
    _finish(scene)
    return Report(cycles, seed, scene.tally(), round(time.monotonic() - began, 2))


def work() -> None:
    """A worker, until it is killed."""
    asyncio.run(worker.work())


def _let_live(scene: Scene, seconds: float) -> None:
    """The partner goes on meanwhile; mail is looked for at once, not each minute."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if scene.mailbox.look():
            _ask_fetch(scene)
        time.sleep(LOOK_SECONDS)


def _ask_fetch(scene: Scene) -> None:
    with acting.acting_for(scene.practice_id):
        Connection.objects.filter(pk=scene.connection_id).update(last_fetch_at=None)
        asking.ask_fetch(scene.practice_id, scene.connection_id)


def _finish(scene: Scene) -> None:
    """One worker that is left in peace, as the supervisor would start it."""
    pid = forks.fork(work)
    until = time.monotonic() + 3 * RESUMES_WITHIN_SECONDS
    while time.monotonic() < until and not scene.is_done():
        _let_live(scene, 0.2)
        _ask_fetch(scene)
    forks.kill(pid)
