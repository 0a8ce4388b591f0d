"""Find people by name and authorizations by number, among the practices that the transaction may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from otium.records.models import Authorization, Patient

MOST = 20
SHORTEST_NUMBER = 3
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    practice_id: UUID
    name: str
    birth_on: date | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Number:
    """An authorization whose number begins like what was typed."""

    number: str
    authorization_id: UUID
    patient: Person


@dataclass(frozen=True, slots=True)
class Found:
    people: tuple[Person, ...] = ()
    numbers: tuple[Number, ...] = ()


def find(q: str, most: int = MOST) -> Found:
    """People whose name holds `q`, the closest first, and numbers that begin with it. At most three queries."""
    return Found(tuple(people(q, most)), tuple(numbers(q, most)))


def people(q: str, most: int = MOST) -> list[Person]:
    """The closest name first; `%` and `_` mean themselves. Two queries."""
    text = _text(q)
    if not text:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select id from find_people(%s, %s)", [text, most])
        keys = [row[0] for row in cursor.fetchall()]
    found = Patient.objects.in_bulk(keys)
    return [_person(found[key]) for key in keys if key in found]


def numbers(q: str, most: int = MOST) -> list[Number]:
    """Numbers are compared without regard to case; a short `q` finds none: too many begin with it."""
    text = _text(q)
    if len(text) < SHORTEST_NUMBER:
        return []
    rows = Authorization.objects.filter(number__istartswith=text).select_related("patient")
    return [Number(row.number, row.pk, _person(row.patient)) for row in rows.order_by("number", "id")[:most]]


def _text(q: str) -> str:
    """Without what PostgreSQL cannot hold and without needless spaces."""
    return " ".join(q.replace("\x00", " ").split())[:LONGEST]


def _person(row: Patient) -> Person:
    return Person(row.pk, row.practice_id, f"{row.first_name} {row.last_name}", row.birth_on, row.is_active)
