"""A statement that was built once asks what Django would ask, whatever the scope, and gives what Django would give."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from otium.desk import acting, calendar, clearance, payer_book, settle
from otium.desk.actor import Actor
from otium.desk.appointments.openings import openings
from otium.desk.packets import compiled_all
from otium.pages.staff.appointments import loading
from otium.records import eligibility, models, prepared
from otium.records.facts import OF_PRACTICE, OF_VISITS, patients_facts, practice_facts
from otium.records.scope import Days, Scope
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
SINCE = AT - timedelta(days=400)
pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Iterator[models.Patient]:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        patient = build.patient(practice)
        build.coverage(patient, build.payer(practice))
        build.visit(patient, AT + timedelta(days=2))
        build.authorization(patient, 12)
        yield patient


def everything(who: models.Patient) -> None:
    """Whatever reads facts, of one patient and of all."""
    settle.settle(who.practice, by=Actor("test"), at=AT)
    settle.settle(who.practice, by=Actor("test"), at=AT, patients=[who.pk])
    clearance.of_patients(who.practice, on=AT.date(), patients=None)
    request = models.AuthorizationRequest.objects.create(
        practice=who.practice, patient=who, coverage=models.Coverage.objects.get(), kind="initial", state="draft"
    )
    compiled_all(who.practice, [request.pk], at=AT)
    loading.talks(who.practice, AT.date(), 7)
    loading.blocks(who.practice, AT.date(), 7)
    openings(therapists={}, rooms={}, practice=who.practice, first=AT.date(), days=7, at=AT)


def mogrified(text: str, values: Any) -> str:
    """The words that PostgreSQL is told."""
    with connection.cursor() as cursor:
        return cursor.mogrify(text, values)


def test_every_statement_is_the_one_that_django_would_build(who: models.Patient) -> None:
    everything(who)
    checked = 0

    for (read, has_patients), statement in prepared._known.items():
        for patients in ((uuid4(),), (uuid4(), uuid4(), uuid4())) if has_patients else (None,):
            scope: Any = Scope(who.practice_id, SINCE, patients)
            if read.__annotations__.get("practice_id") is UUID:
                scope = who.practice_id
            elif read.__annotations__.get("days") is Days:
                scope = Days(who.practice_id, SINCE, AT, ZoneInfo("America/Phoenix"))
            text, values = read(scope).query.sql_with_params()
            filled, given = prepared.filled(statement, scope)

            assert mogrified(filled, given) == mogrified(text, values), read
            checked += 1

    assert checked > 60


def test_rows_are_those_that_django_would_give(who: models.Patient) -> None:
    other = build.patient(who.practice)
    build.coverage(other, models.Payer.objects.get(), plan=None)

    for patients in (None, (who.pk,), (who.pk, other.pk)):
        scope = Scope(who.practice_id, SINCE, patients)

        assert list(prepared.rows(eligibility._coverages, scope)) == list(eligibility._coverages(scope))


def test_nobody_is_no_query_and_no_row(who: models.Patient, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list(prepared.rows(eligibility._coverages, Scope(who.practice_id, SINCE, ()))) == []


def test_another_practice_sees_nothing_by_the_same_statement(who: models.Patient) -> None:
    list(prepared.rows(eligibility._coverages, Scope(who.practice_id, SINCE, (who.pk,))))
    stranger = build.open_practice(AT, slug="stranger")

    with acting.acting_for(stranger.pk):
        assert list(prepared.rows(eligibility._coverages, Scope(who.practice_id, SINCE, (who.pk,)))) == []


def test_what_is_asked_together_is_one_query_and_gives_what_each_gives_alone(
    who: models.Patient, django_assert_num_queries: Any
) -> None:
    scope = Scope(who.practice_id, SINCE, (who.pk,))
    wanted = [(build, scope) for build in OF_VISITS] + [(build, who.practice_id) for build in OF_PRACTICE]
    alone = [list(prepared.rows(build, of)) for build, of in wanted]

    with django_assert_num_queries(1), prepared.asked_together(wanted):
        together = [list(prepared.rows(build, of)) for build, of in wanted]

    assert together == alone
    assert sum(map(len, alone)) > 3


def test_another_scope_is_asked_by_itself(who: models.Patient, django_assert_num_queries: Any) -> None:
    other = build.patient(who.practice)
    build.coverage(other, models.Payer.objects.get(), plan=None)
    scopes = [Scope(who.practice_id, SINCE, (patient.pk,)) for patient in (who, other)]

    with prepared.asked_together([(eligibility._coverages, scopes[0])]), django_assert_num_queries(1):
        found = [[row[1] for row in prepared.rows(eligibility._coverages, scope)] for scope in scopes]

    assert found == [[who.pk], [other.pk]]


def test_facts_are_read_in_one_query(who: models.Patient, django_assert_num_queries: Any) -> None:
    days, book = calendar.business_days(who.practice, AT.date()), payer_book.book(who.practice, AT.date())

    for read in (patients_facts, practice_facts):
        for patients in (None, [who.pk]):
            with django_assert_num_queries(1):
                facts = read(who.practice, on=AT.date(), days=days, book=book, patients=patients)

            assert [p.patient_id for p in facts.patients] == [who.pk]
