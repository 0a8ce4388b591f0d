"""How long until every patient of a practice is verified by itself: through the other side, on a slow line."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.test import override_settings

from otium.desk import acting, blobs, clock, settle, verifying
from otium.desk.inbox import reading
from otium.ops import places
from otium.ops.bench import known_people
from otium.ops.bench.figure import Figure
from otium.ops.bench.known_people import BENCH, Known
from otium.ops.bench.slow_line import HOST, SlowLine
from otium.ops.faults import forks, kill
from otium.records.models import BenefitCheck, InboundFile, Parcel, Practice

PATIENTS = 1_000
WORKERS = 2
MILLISECONDS = 50
SPEED = 43_200  # a payer's day takes two seconds: what is measured is ours, not how long payers think
PATIENCE_SECONDS = 300.0
Say = Callable[[str], None]


def figures(say: Say) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="otium-") as folder:
        state = Path(folder) / "partners"
        say(f"Telling the other side of {PATIENTS} members")
        known_people.tell_the_other_side(state, PATIENTS)
        with _served(state) as told:
            known = known_people.open_practice(PATIENTS, clock.now())
            line = SlowLine(_port(told), milliseconds=MILLISECONDS)
            with override_settings(OTIUM_PRIVATE_HOSTS=(f"{HOST}:{line.port}",)):
                known_people.connect(known.practice_id, told, line.port)
                yield from _measured(known, line, say)


def _measured(known: Known, line: SlowLine, say: Say) -> Iterator[Figure]:
    with acting.acting_for(known.practice_id):
        settle.settle(Practice.objects.get(pk=known.practice_id), by=BENCH, at=clock.now())
    say("Asking")
    before = _processor_seconds()
    workers = [forks.fork(kill.work) for _ in range(WORKERS)]
    line.open()
    began = time.monotonic()
    try:
        asked = verifying.ask_for(known.practice_id, at=clock.now()).asked
        posted = time.monotonic() - began
        answered = _until_answered(known, began)
        seconds = time.monotonic() - began
    finally:
        for pid in workers:
            forks.kill(pid)
        line.close()
    spent = _processor_seconds() - before
    floor = _reading(known)
    doubled = _doubled(known)
    note = (
        f"{asked} asked, {answered} answered, {doubled} coverages asked about twice; {WORKERS} workers, answers "
        f"{MILLISECONDS} ms late; {spent:.0f} s of processor time, ours without the database; goal 60 s"
    )
    yield Figure("verification", round(seconds, 1), "s", "reading the same answers", round(floor, 3), asked, note)
    note = "posted in one transaction, with keys, blobs, history and tasks"
    yield Figure("verification_ask", round(posted, 2), "s", "reading the same answers", round(floor, 3), asked, note)


def _until_answered(known: Known, began: float) -> int:
    """How many coverages have an answer: all of them, or as many as there were when patience ended."""
    while True:
        with acting.acting_for(known.practice_id):
            rows = BenefitCheck.objects.filter(practice_id=known.practice_id, status="active")
            answered = rows.aggregate(n=Count("coverage_id", distinct=True))["n"]
        if answered >= len(known.coverages) or time.monotonic() - began > PATIENCE_SECONDS:
            return int(answered)
        time.sleep(0.2)


def _processor_seconds() -> float:
    """Of this process and of those that it forked and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _doubled(known: Known) -> int:
    with acting.acting_for(known.practice_id):
        rows = Parcel.objects.filter(practice_id=known.practice_id, kind="270").values("focus_id")
        return rows.annotate(n=Count("id")).filter(n__gt=1).count()


def _reading(known: Known) -> float:
    """Seconds to read the answers that came, and do nothing with them."""
    with acting.acting_for(known.practice_id):
        practice = Practice.objects.get(pk=known.practice_id)
        files = InboundFile.objects.filter(practice=practice, kind="271").select_related("blob")
        contents = [blobs.load(practice, file.blob) for file in files]
    began = time.monotonic()
    for content in contents:
        reading.read(content)
    return time.monotonic() - began


@contextmanager
def _served(state: Path) -> Iterator[dict[str, Any]]:
    command: Sequence[str] = (
        sys.executable, "-m", "partners", "serve", "--state", str(state), "--speed", str(SPEED),
    )  # fmt: skip
    with subprocess.Popen(command, cwd=places.ROOT, stdout=subprocess.DEVNULL) as served:
        try:
            yield _told(state, served)
        finally:
            served.terminate()


def _told(state: Path, served: "subprocess.Popen[bytes]") -> dict[str, Any]:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and served.poll() is None:
        try:
            return known_people.told_by(state)
        except LookupError:
            time.sleep(0.2)
    raise TimeoutError("the other side did not start")


def _port(told: dict[str, Any]) -> int:
    return int(str(told["core"]["url"]).rsplit(":", 1)[1].partition("/")[0])
