"""Two exports that overlap each other, taken over at the same moment: each row once, clashes told, nothing lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from otium.desk import acting
from otium.desk.imports import runs
from otium.desk.imports.uploads import Upload
from otium.records import models
from tests import build
from tests.desk.imports.scene import PEOPLE, Row, rows, text

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
Tables = tuple[tuple[str, list[Row]], ...]
NINE = {"start_date": "2026-11-24 09:00", "end_date": "2026-11-24 10:00"}
HALF_PAST = {"start_date": "2026-11-24 09:30", "end_date": "2026-11-24 10:30"}
# Before the others: what a file lacks between its first hour and its last is gone from the calendar.
EIGHT = {"start_date": "2026-11-24 08:00", "end_date": "2026-11-24 08:45"}
ANOTHER = rows("patient", {"patient_id": 7}, {"patient_id": 8, "last_name": "Ode"})
FIRST: Tables = (
    *PEOPLE,
    ANOTHER,
    rows(
        "appointment", {"appointmnet_id": 501, **NINE}, {"appointmnet_id": 502, "patient_id": 8, "case_id": "", **EIGHT}
    ),
)
SECOND: Tables = (  # the same visit again, and one that overlaps it
    *PEOPLE,
    ANOTHER,
    rows(
        "appointment",
        {"appointmnet_id": 501, **NINE},
        {"appointmnet_id": 503, "patient_id": 8, "case_id": "", **HALF_PAST},
    ),
)


@pytest.fixture
def practice(transactional_db: None) -> Iterator[models.Practice]:
    yield build.open_practice(AT)
    connections.close_all()


def at_once(practice: models.Practice, *exports: Tables) -> list[str]:
    """How each run ended."""
    ready = Barrier(len(exports))

    def take_over(tables: Tables) -> str:
        files = [Upload(name, text(table).encode()) for name, table in _by_file(tables)]
        try:
            run_id = runs.start(practice.pk, files, by=build.TEST, at=AT)
            ready.wait(60)
            runs.apply(practice.pk, run_id, at=AT)
            with acting.acting_for(practice.pk):
                return str(models.ImportRun.objects.get(pk=run_id).state)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(exports)) as pool:
        return list(pool.map(take_over, exports))


def _by_file(tables: Tables) -> list[tuple[str, list[Row]]]:
    """The last of each name, as a folder holds one file of a name."""
    return list({name: (name, table) for name, table in tables}.values())


def test_two_overlapping_exports_at_once_leave_each_visit_once_and_tell_the_clash(practice: models.Practice) -> None:
    ended = at_once(practice, FIRST, SECOND)

    assert len(set(ended)) == 1
    with acting.acting_for(practice.pk):
        visits = models.Appointment.objects.order_by("external_id")
        assert list(visits.values_list("external_id", flat=True)) == ["501", "502", "503"]
        assert list(visits.filter(is_clash=True).values_list("external_id", flat=True)) in (["501"], ["503"])
        assert models.Patient.objects.count() == 2
        assert models.Task.objects.filter(kind="settle_calendar_clash", state="open").count() == 1


def test_the_same_export_three_times_at_once_is_taken_over_once(practice: models.Practice) -> None:
    at_once(practice, FIRST, FIRST, FIRST)

    with acting.acting_for(practice.pk):
        assert models.Appointment.objects.count() == 2
        assert models.Patient.objects.count() == 2
        held = models.AppointmentParticipant.objects.filter(is_held=True, actor_type="therapist")
        assert held.count() == 2
