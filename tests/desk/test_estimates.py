"""Good-faith estimates at the desk: asked, drafted, given, taken the place of; the task that follows each."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, estimates, settle
from otium.records import models
from otium.rules.estimate import items
from tests import build

AT = datetime(2026, 11, 30, 15, 0, tzinfo=ZoneInfo("America/New_York"))
ON = AT.date()
WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(made.pk):
        models.Practice.objects.filter(pk=made.pk).update(
            tax_id="123456789", state="NY", address="12 Palm Way", city="Albany", postal_code="122071234"
        )
        made.refresh_from_db()
        models.Fee.objects.create(practice=made, code="97530", amount=72, starts_on=date(2026, 1, 1))
        yield made


@pytest.fixture
def who(practice: models.Practice) -> models.Patient:
    found = build.patient(practice, first_name="Theodora", last_name="Marshfield", birth_on=date(2019, 4, 2))
    build.coverage(found, build.payer(practice, "self_pay", name="Self-pay"))
    models.EpisodeOfCare.objects.create(practice=practice, patient=found, icd10=["M25.641"])
    return found


def booked(who: models.Patient, n: int = 3, **fields: Any) -> list[models.Appointment]:
    values = {"lines": [["97530", 2]], **fields}
    visits = [build.visit(who, AT + WEEK * (week + 1), **values) for week in range(n)]
    for visit in visits:
        models.History.objects.create(
            practice=who.practice, focus_type="appointment", focus_id=visit.pk, patient_id=who.pk, event="booked",
            at=AT, by="test",
        )  # fmt: skip
    return visits


def settled(who: models.Patient, at: datetime = AT) -> None:
    settle.settle(who.practice, by=build.TEST, at=at)


def open_tasks(who: models.Patient) -> dict[str, models.Task]:
    rows = models.Task.objects.filter(patient=who, state="open", kind__in=("give_estimate", "estimate_exceeded"))
    return {row.kind: row for row in rows}


def drafted(who: models.Patient, at: datetime = AT) -> models.GoodFaithEstimate:
    return estimates.draft(patient_id=who.pk, by=build.TEST, at=at)


def given(who: models.Patient, at: datetime = AT) -> models.GoodFaithEstimate:
    return estimates.issue(estimate_id=drafted(who, at).pk, by=build.TEST, at=at)


def test_a_booking_owes_an_estimate_and_giving_it_closes_the_task(who: models.Patient) -> None:
    booked(who)
    settled(who)
    task = open_tasks(who)["give_estimate"]
    assert (task.due_on, task.dollars) == (date(2026, 12, 1), 432)

    row = given(who)

    assert open_tasks(who) == {}
    assert (row.version, row.reason, row.state, row.total) == (1, "scheduled", "issued", 432)
    assert row.lines == [{"code": "97530", "units": 2, "visits": 3, "each": "72.00", "total": "432.00"}]
    assert (row.starts_on, row.ends_on, row.diagnoses) == (date(2026, 12, 7), date(2027, 12, 6), ["M25.641"])
    events = models.History.objects.filter(focus_id=row.pk).order_by("at", "id").values_list("event", flat=True)
    assert set(events) == {"drafted", "issued"}


def test_asking_starts_the_clock_once_and_makes_a_task_whoever_pays(practice: models.Practice) -> None:
    insured = build.patient(practice)
    build.coverage(insured, build.payer(practice))

    first = estimates.ask(patient_id=insured.pk, by=build.TEST, at=AT)
    again = estimates.ask(patient_id=insured.pk, by=build.TEST, at=AT + timedelta(days=1))

    assert first.pk == again.pk
    assert again.due_on == date(2026, 12, 3)
    assert open_tasks(insured)["give_estimate"].due_on == date(2026, 12, 3)


def test_asking_moves_the_clock_of_a_draft_that_waits(who: models.Patient) -> None:
    booked(who)
    row = drafted(who)

    asked = estimates.ask(patient_id=who.pk, by=build.TEST, at=AT + timedelta(days=1))

    assert (asked.pk, asked.reason, asked.due_on) == (row.pk, "requested", date(2026, 12, 4))


def test_a_draft_is_filled_anew_from_the_bookings_and_keeps_its_clock(who: models.Patient) -> None:
    booked(who, 2)
    first = drafted(who)
    booked(who, 3)

    again = drafted(who, AT + timedelta(days=1))

    assert again.pk == first.pk
    assert again.lines[0]["visits"] == 5
    assert again.asked_at == AT
    assert again.digest != first.digest


def test_more_visits_ask_for_a_new_version_and_the_old_one_is_superseded(who: models.Patient) -> None:
    booked(who, 2)
    old = given(who)
    booked(who, 1, lines=[["97530", 3]])
    settled(who)
    assert open_tasks(who)["give_estimate"].why[0]["code"] == "estimate_more"

    new = given(who, AT + timedelta(days=1))

    old.refresh_from_db()
    assert (new.version, new.reason, new.supersedes_id, old.state) == (2, "changed", old.pk, "superseded")
    assert open_tasks(who) == {}


def test_what_was_given_is_not_changed_any_more(who: models.Patient) -> None:
    booked(who)
    row = given(who)

    for act in (
        lambda: estimates.change(estimate_id=row.pk, lines=(), diagnoses=(), by=build.TEST, at=AT),
        lambda: estimates.issue(estimate_id=row.pk, by=build.TEST, at=AT),
        lambda: estimates.withdraw(estimate_id=row.pk, why="no", by=build.TEST, at=AT),
    ):
        with pytest.raises(estimates.NotDraft):
            act()
    row.refresh_from_db()
    assert (row.state, row.total) == ("issued", 432)


def test_an_estimate_without_items_cannot_be_given(who: models.Patient) -> None:
    booked(who, lines=[])
    row = drafted(who)
    assert row.lines == []

    with pytest.raises(estimates.NotReady) as refused:
        estimates.issue(estimate_id=row.pk, by=build.TEST, at=AT)

    assert refused.value.lacks == ("lines",)


def test_a_person_corrects_the_items_of_a_draft(who: models.Patient) -> None:
    booked(who, lines=[])
    row = drafted(who)
    line = items.line("97166", 1, 1, Decimal("215.00"))

    row = estimates.change(estimate_id=row.pk, lines=[line], diagnoses=["M25.642"], by=build.TEST, at=AT)

    assert (row.total, row.diagnoses, row.lines[0]["code"]) == (215, ["M25.642"], "97166")


def test_a_withdrawn_request_closes_its_task(who: models.Patient) -> None:
    row = estimates.ask(patient_id=who.pk, by=build.TEST, at=AT)
    assert open_tasks(who)

    estimates.withdraw(estimate_id=row.pk, why="They have a plan after all", by=build.TEST, at=AT)

    assert open_tasks(who) == {}


def test_visits_made_over_the_estimate_open_a_task(who: models.Patient) -> None:
    booked(who, 1)
    row = given(who)
    models.Appointment.objects.filter(patient=who).update(status="done")
    for day in range(5):
        build.visit(who, AT + WEEK + timedelta(days=day, hours=2), "done", lines=[["97530", 1]])
    settled(who, AT + WEEK * 2)
    assert open_tasks(who) == {}  # 504 against 144: 360 over

    build.visit(who, AT + WEEK + timedelta(days=6), "done", lines=[["97530", 1]])
    settled(who, AT + WEEK * 2)

    task = open_tasks(who)["estimate_exceeded"]
    assert (task.focus_id, task.dollars) == (row.pk, 432)


@pytest.mark.parametrize(
    ("language", "title", "service", "day", "used"),
    [
        ("en", "Good-faith estimate", "Practice of everyday movements", "December 7, 2026", "en"),
        ("es", "Estimación de buena fe", "Práctica de movimientos diarios", "7 de diciembre de 2026", "es"),
        ("fr", "Good-faith estimate", "Practice of everyday movements", "December 7, 2026", "en"),
    ],
)
def test_the_document_says_all_that_is_required(
    who: models.Patient, language: str, title: str, service: str, day: str, used: str
) -> None:
    booked(who)

    told = estimates.content(drafted(who).pk, language, on=ON)

    assert (told.language, told.texts["title"], told.lines[0].words, told.first) == (used, title, service, day)
    assert (told.patient, told.total, told.diagnoses, told.tax_id) == (
        "Theodora Marshfield", "$432.00", "M25.641", "12-3456789",
    )  # fmt: skip
    assert (told.provider.npi, told.provider.state) == ("1234567893", "NY")
    assert told.provider.address == "12 Palm Way, Albany NY 12207"
    assert told.lacks == ()
    assert told.is_draft
    said = " ".join(told.notices)
    for must in ("$400", "120", "$25", "1-800-985-3059"):
        assert must in said
    assert len(told.notices) == 8


def test_the_document_names_what_the_records_lack(practice: models.Practice) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(npi="", tax_id="", state="", address="")
    nobody = build.patient(practice, birth_on=None)

    told = estimates.content(drafted(nobody).pk, "en", on=ON)

    assert told.lacks == ("lines", "birth_date", "npi", "tax_id", "state", "address")
