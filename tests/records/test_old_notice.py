"""The hours of notice that old settings of reminders hold become the attendance policy's."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from otium.desk import acting
from otium.records import models
from tests import build
from tests.cast import AT

pytestmark = pytest.mark.django_db
MOVE = import_module("otium.records.migrations.0036_texts_and_chains").MOVE_NOTICE


@pytest.mark.parametrize(
    ("messages", "policy", "then"),
    [
        ({"notice_hours": 48, "other_time": "book"}, {}, {"notice_hours": 48}),
        ({"notice_hours": 48}, {"notice_hours": 12, "percent": 80}, {"notice_hours": 12, "percent": 80}),
        ({"notice_hours": 0}, {"percent": 80}, {"notice_hours": 0, "percent": 80}),
        ({"other_time": "book"}, {"percent": 80}, {"percent": 80}),
    ],
    ids=["never chosen", "chosen", "partly chosen", "no old setting"],
)
def test_what_families_were_told_is_kept_unless_the_policy_says_otherwise(
    messages: dict[str, Any], policy: dict[str, Any], then: dict[str, Any]
) -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        models.Practice.objects.filter(pk=practice.pk).update(visit_messages=messages, attendance_policy=policy)
        with connection.cursor() as cursor:
            cursor.execute(MOVE)
        found = models.Practice.objects.get(pk=practice.pk)

    assert found.attendance_policy == then
    assert found.visit_messages == {name: value for name, value in messages.items() if name != "notice_hours"}
