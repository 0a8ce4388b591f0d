"""Attacks on find_people: it runs as the tables' owner, so it must keep practices apart by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from otium.desk import acting
from otium.records.models import Practice
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass
class Two:
    a: Practice
    b: Practice
    of_a: UUID
    of_b: UUID


@pytest.fixture
def two(db: None) -> Two:
    """A patient of the same name in each of two practices."""
    a, b = build.open_practice(AT), build.open_practice(AT)
    keys = []
    for practice in (a, b):
        with acting.acting_for(practice.pk):
            keys.append(build.patient(practice, first_name="Marianne", last_name="Tolliver").pk)
    return Two(a, b, *keys)


def find(q: Any, most: int = 20) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select id from find_people(%s, %s)", [q, most])
        return {row[0] for row in cursor.fetchall()}


def test_a_name_is_found_in_the_practices_that_are_seen(two: Two) -> None:
    with acting.acting_for(two.a.pk):
        one = find("marianne")
    with acting.acting_for(two.a.pk, two.b.pk):
        both = find("TOLLIVER")

    assert one == {two.of_a}
    assert both == {two.of_a, two.of_b}


@pytest.mark.parametrize("q", ["marianne", "", "%", "_", "%%%", "tolliver"])
def test_nobody_is_found_where_no_practice_is_set(two: Two, q: str) -> None:
    with acting.acting_for():
        seen_none = find(q)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('otium.practices', '', true)")

    assert (seen_none, find(q)) == (set(), set())


@pytest.mark.parametrize(
    "q",
    ["%", "_", "mar%", "mar_anne", "\\", "\\%", "%\\", "a\\_b", "'; drop table records_patient; --", "') or true --"],
)
def test_signs_of_the_pattern_language_mean_themselves(two: Two, q: str) -> None:
    with acting.acting_for(two.a.pk):
        found = find(q)

    assert found == set()


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'"])
def test_a_sign_that_stands_in_a_name_is_found(two: Two, sign: str) -> None:
    with acting.acting_for(two.a.pk):
        who = build.patient(two.a, first_name="Odd", last_name=f"Na{sign}me").pk

        assert find(f"na{sign}m") == {who}


def test_no_more_than_a_hundred_come_back_whatever_is_asked(two: Two) -> None:
    with acting.acting_for(two.a.pk):
        for _ in range(110):
            build.patient(two.a, last_name="Abernathy")

        assert len(find("abernathy", 1_000_000)) == 100


def test_no_name_at_all_finds_nobody_and_a_long_one_is_no_trouble(two: Two) -> None:
    with acting.acting_for(two.a.pk):
        assert find(None) == set()
        assert find("m" * 100_000) == set()


def test_a_setting_that_is_no_list_of_practices_shows_nothing(two: Two) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('otium.practices', 'true) or (true', true)")

    with pytest.raises(DatabaseError), transaction.atomic():
        find("marianne")


def test_no_temporary_table_can_stand_in_for_the_one_that_is_searched() -> None:
    with pytest.raises(DatabaseError, match="temporary"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temporary table records_patient (id uuid)")
