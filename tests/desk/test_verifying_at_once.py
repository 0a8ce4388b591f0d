"""Two workers look at the same moment at what a practice has to ask: each inquiry is made by one of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from otium.desk import acting, settle, verifying
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_two_rounds_at_once_one_finds_nothing_left_to_ask() -> None:
    practice = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(practice.pk):
        build.connection(practice)
        payer = build.payer(practice, payer_ids=["ACM01"])
        for _ in range(5):
            patient = build.patient(practice, sex="F")
            build.visit(patient, AT + timedelta(days=4))
            build.coverage(patient, payer)
        settle.settle(practice, by=build.TEST, at=AT)
    both_ready = Barrier(2)

    def ask(_number: int) -> int:
        try:
            both_ready.wait()
            return verifying.ask_for(practice.pk, at=AT).asked
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        asked = sorted(pool.map(ask, range(2)))

    assert asked == [0, 5]
    with acting.acting_for(practice.pk):
        rows = models.Parcel.objects.filter(practice=practice)
        assert len(set(rows.values_list("focus_id", flat=True))) == rows.count() == 5
