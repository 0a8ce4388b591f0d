"""Finding people and numbers."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from otium.desk import acting, search
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


def test_the_closest_name_comes_first(practice: models.Practice) -> None:
    for first, last in (("Marianne", "Tolliver"), ("Mari", "Anders"), ("Tamarind", "Vale")):
        build.patient(practice, first_name=first, last_name=last)

    names = [person.name for person in search.find("mari").people]

    assert names[0] == "Mari Anders"
    assert set(names) == {"Mari Anders", "Marianne Tolliver", "Tamarind Vale"}


def test_first_and_last_name_are_found_together(practice: models.Practice) -> None:
    build.patient(practice, first_name="Marianne", last_name="Tolliver")

    assert [p.name for p in search.find("  anne   toll ").people] == ["Marianne Tolliver"]


def test_a_number_is_found_by_its_beginning_in_any_case(practice: models.Practice) -> None:
    who = build.patient(practice)
    build.authorization(who, 10, number="AB-60342")

    found = search.find("ab-60")

    assert [(n.number, n.patient.id) for n in found.numbers] == [("AB-60342", who.pk)]


@pytest.mark.parametrize("q", ["", "   ", "\x00"])
def test_nothing_typed_finds_nobody(practice: models.Practice, q: str) -> None:
    build.patient(practice)

    assert search.find(q) == search.Found()


def test_two_letters_are_no_number(practice: models.Practice) -> None:
    build.authorization(build.patient(practice), 10, number="AB-60342")

    assert search.find("AB").numbers == ()


def test_searching_costs_three_queries_however_many_are_found(
    practice: models.Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        build.authorization(build.patient(practice, last_name="Abernathy"), 10, number="ABE-1")

    with django_assert_num_queries(3):
        found = search.find("abe")

    assert len(found.people) == len(found.numbers) == 12
