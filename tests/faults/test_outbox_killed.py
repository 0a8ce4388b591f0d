"""kill -9 while messages leave and answers come: at each point once, and at random moments."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import acting
from otium.ops.faults import forks, kill
from otium.ops.faults.mailbox import Mailbox
from otium.ops.faults.scene import Scene
from otium.records.models import Parcel
from tests.faults import points

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6  # of a worker that is left in peace; two are enough


@pytest.fixture
def scene(tmp_path: Path, settings) -> Iterator[Scene]:
    settings.OTIUM_FOLDER_ROOTS = (str(tmp_path),)
    return Scene(Mailbox(tmp_path))


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


def test_a_kill_at_any_point_of_sending_and_receiving_loses_and_doubles_nothing(scene, tmp_path):
    with_an_answer_waiting(scene)
    passed = points.passed(scene.work, tmp_path / "points")
    assert {"before-send", "after-send", "before-confirm", "after-confirm"} <= set(passed)
    assert passed.count("after-commit") >= 8

    for point in range(len(passed)):
        work_in_peace(scene)
        with_an_answer_waiting(scene)
        points.kill_at(point, scene.work, tmp_path / "points")
        work_in_peace(scene)
        assert scene.is_done(), f"killed at {point}: {passed[point]}"
        assert scene.tally().is_clean, f"killed at {point}: {passed[point]}"


@pytest.mark.parametrize(("point", "is_posted"), [(0, False), (1, True)])
def test_a_decision_that_is_cut_off_leaves_its_parcel_with_its_job_or_neither(scene, tmp_path, point, is_posted):
    def decide() -> None:
        scene.post_one("CUT")

    assert points.kill_at(point, decide, tmp_path / "points")

    with acting.acting_for(scene.practice_id):
        assert Parcel.objects.filter(trace="CUT").exists() is is_posted
    assert ProcrastinateJob.objects.filter(task_name="otium.deliver").exists() is is_posted


def test_a_worker_killed_twenty_times_loses_and_doubles_nothing_and_resumes(tmp_path, settings):
    settings.OTIUM_FOLDER_ROOTS = (str(tmp_path),)

    report = kill.run(tmp_path, cycles=20, seed=20261125)

    assert report.tally.is_clean, report
    assert report.resumed_seconds <= 3 * kill.RESUMES_WITHIN_SECONDS  # the figure itself: `otium faults kill`


@pytest.mark.fault
def test_a_worker_killed_two_hundred_times_loses_and_doubles_nothing(tmp_path, settings):
    settings.OTIUM_FOLDER_ROOTS = (str(tmp_path),)

    report = kill.run(tmp_path, cycles=200, seed=1)

    assert report.is_clean, report
