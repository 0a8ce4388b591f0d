"""How soon what waited has left once a partner is back: a real worker, a mailbox in folders, 10,000 claims."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.test import override_settings

from otium.desk import acting, clock, outbox
from otium.ops.bench.figure import Figure
from otium.ops.faults import forks, kill
from otium.ops.faults.mailbox import Mailbox
from otium.ops.faults.scene import Scene
from otium.records.models import Connection

PARCELS = 10_000
IN_BATCH = 500
LONGEST_REST = timedelta(seconds=60)
PATIENCE_SECONDS = 600.0
Say = Callable[[str], None]


def figures(say: Say) -> Iterator[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="otium-") as folder,
        override_settings(OTIUM_FOLDER_ROOTS=(folder,)),
    ):
        scene = Scene(Mailbox(Path(folder)), most_in_batch=IN_BATCH)
        say(f"Posting {PARCELS} claims")
        posted = _seconds(lambda: scene.post(PARCELS))
        drained = _drain(scene)
        floor = _seconds(lambda: _write(Path(folder) / "floor", PARCELS // IN_BATCH))
        note = (
            f"in interchanges of {IN_BATCH}; from the partner's return to the last one there; of it the connection "
            f"rested {LONGEST_REST.seconds} s, the longest it may"
        )
        yield Figure(
            "outbox_drain", round(drained, 1), "s", "as many files written and flushed", round(floor, 4), 1, note
        )
        note = "each in a transaction of its own, with its job and history"
        rate = round(PARCELS / posted, 1)
        yield Figure("outbox_post", rate, "parcels/s", "commits of one row", round(_commits(scene), 1), 1, note)


def _drain(scene: Scene) -> float:
    """The partner's folder is gone, and comes back while the connection has just begun its longest rest."""
    away = scene.mailbox.send.with_name("away")
    scene.mailbox.send.rename(away)
    outbox.deliver(scene.practice_id, scene.connection_id)
    with acting.acting_for(scene.practice_id):
        row = Connection.objects.get(pk=scene.connection_id)
        if row.failures != 1:
            raise RuntimeError(f"the partner is not away: {row.last_error}")
        Connection.objects.filter(pk=row.pk).update(failures=12, rests_until=clock.now() + LONGEST_REST)
    away.rename(scene.mailbox.send)
    began = time.monotonic()
    pid = forks.fork(kill.work)
    while sum(scene.mailbox.arrived.values()) < PARCELS and time.monotonic() - began < PATIENCE_SECONDS:
        scene.mailbox.look()
        time.sleep(0.1)
    seconds = time.monotonic() - began
    forks.kill(pid)
    return seconds


def _commits(scene: Scene) -> float:
    """Transactions a second that change one row."""
    count = 200

    def change() -> None:
        for number in range(count):
            with acting.acting_for(scene.practice_id):
                Connection.objects.filter(pk=scene.connection_id).update(failures=number % 2)

    return count / _seconds(change)


def _write(folder: Path, files: int) -> None:
    folder.mkdir()
    for number in range(files):
        with (folder / str(number)).open("wb") as file:
            file.write(b"0" * 70 * IN_BATCH)
            file.flush()
            os.fsync(file.fileno())


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
