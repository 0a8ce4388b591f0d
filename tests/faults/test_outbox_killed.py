"""kill -9 while messages leave and answers come: at each point once, and at random moments."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from otium.ops import places, postgres
from otium.ops.faults.kill import RESUMES_WITHIN_SECONDS
from otium.ops.postgres.cluster import APP

pytestmark = pytest.mark.django_db(transaction=True)
CLEAN = {"lost": 0, "doubled": 0, "unheard": 0, "files_doubled": 0}


def run(act: str, folder: Path) -> Any:
    """In a process of its own, on this test's database (see tests.faults.kills)."""
    url = postgres.test().url(APP, str(connection.settings_dict["NAME"]))
    own = {"DATABASE_URL": url, "OTIUM_MODE": "test", "DJANGO_SETTINGS_MODULE": "otium.settings.test"}
    command = [sys.executable, "-m", "tests.faults.kills", act, str(folder)]
    environment = {**os.environ, **own, "OTIUM_FOLDER_ROOTS": str(folder)}
    done = subprocess.run(command, cwd=places.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_a_kill_at_any_point_of_sending_and_receiving_loses_and_doubles_nothing(tmp_path):
    found = run("points", tmp_path)

    assert {"before-send", "after-send", "before-confirm", "after-confirm"} <= set(found["passed"])
    assert found["passed"].count("after-commit") >= 8
    assert found["wrong"] == []


def test_a_decision_that_is_cut_off_leaves_its_parcel_with_its_job_or_neither(tmp_path):
    assert run("deciding", tmp_path) == [[False, False], [True, True]]


def test_a_worker_killed_twenty_times_loses_and_doubles_nothing_and_resumes(tmp_path):
    found = run("twenty", tmp_path)

    assert found["tally"] == {"posted": 100, **CLEAN}
    assert found["resumed_seconds"] <= 3 * RESUMES_WITHIN_SECONDS  # the figure itself: `otium faults kill`


@pytest.mark.fault
def test_a_worker_killed_two_hundred_times_loses_and_doubles_nothing(tmp_path):
    found = run("two-hundred", tmp_path)

    assert found["tally"] == {"posted": 1000, **CLEAN}
    assert found["resumed_seconds"] <= RESUMES_WITHIN_SECONDS
