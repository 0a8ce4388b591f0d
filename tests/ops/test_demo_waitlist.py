"""Who waits in the demo."""

from datetime import UTC, datetime

import pytest

from otium.desk import acting
from otium.ops import demo_waitlist
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_families_who_may_be_told_wait_once_and_nobody_else() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        for n, may in enumerate((True, True, False)):
            child = build.patient(practice, external_id=str(n))
            models.RelatedPerson.objects.create(
                practice=practice, patient=child, first_name="Ana", last_name="Ash", phone="(312) 555-0142",
                may_receive=may,
            )  # fmt: skip

        assert [demo_waitlist.add(practice.pk, at=AT) for _ in range(2)] == [2, 0]

        entries = models.WaitlistEntry.objects.order_by("patient__external_id")
        assert [(e.need, e.windows) for e in entries] == [
            ("make_up", []), ("weekly", [{"days": "weekdays", "since": "15:00", "until": "19:00"}]),
        ]  # fmt: skip
