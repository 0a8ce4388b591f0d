"""Patients of payers that no wire reaches are in the demo once, with visits to be called about."""

from datetime import UTC, datetime

import pytest

from otium.desk import acting
from otium.ops import demo_typed
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_they_are_typed_in_once_and_somebody_is_to_call_about_them() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        build.therapist(practice)

        assert [demo_typed.add(practice.pk, at=AT) for _ in range(2)] == [2, 0]

        payers = models.Coverage.objects.values_list("payer__payer_type", flat=True)
        assert sorted(payers) == ["auto", "va"]
        assert models.Appointment.objects.filter(status="booked").count() == 2 * demo_typed.VISITS
        tasks = models.Task.objects.filter(kind="verify_coverage", state="open")
        assert tasks.count() == 2
        assert {reason["code"] for task in tasks for reason in task.why} >= {"check_missing", "ask_by_phone"}
