"""A calendar that calls visits off, moves or fills them by an import is to those who wait what a person's act is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import acting
from otium.desk.imports import runs
from otium.desk.imports.moves import Event
from otium.desk.imports.uploads import Upload
from otium.desk.offers import hours, rounds, tending
from otium.records import models
from tests import build
from tests.desk.imports.scene import PEOPLE, Row, rows, text
from tests.desk.offers.house import look, tap

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)  # Monday, ten o'clock
NINE = datetime(2026, 11, 24, 14, tzinfo=UTC)
LATER: dict[str, object] = {"start_date": "2026-11-25 10:00:00", "end_date": "2026-11-25 11:00:00"}
CANCELLED: dict[str, object] = {"appointment_status": "Cancelled"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    """Visit 501 is on Tuesday at nine with therapist 41; Otium offers hours by itself."""
    made = build.open_practice(AT, calendar_master="emr")
    with acting.acting_for(made.pk):
        values = {"autonomy": {"offer_hours": "auto"}, "phone": "512-555-0142", "state": "NY"}
        models.Practice.objects.filter(pk=made.pk).update(**values)
        build.connection(made, carries=["text"])
        run(made, *PEOPLE, rows("appointment"))
        yield models.Practice.objects.get(pk=made.pk)


def run(practice: models.Practice, *tables: tuple[str, list[Row]], at: datetime = AT) -> None:
    files = [Upload(name, text(table).encode()) for name, table in tables]
    runs.apply(practice.pk, runs.start(practice.pk, files, by=build.TEST, at=at), at=at)


JOB = 3  # queries that defer a job: its savepoint and the insert


def jobs() -> list[Any]:
    found = ProcrastinateJob.objects.filter(task_name="otium.offer_hours").order_by("id")
    return [job.args["hour_ids"] for job in found]


def waits(practice: models.Practice, phone: str = "(312) 555-0110", **fields: Any) -> models.WaitlistEntry:
    patient = build.patient(practice, phone=phone, language="en")
    build.coverage(patient, build.payer(practice, "self_pay"))
    asked_on = AT.date() - timedelta(days=10)
    return models.WaitlistEntry.objects.create(
        practice=practice, patient=patient, need="make_up", asked_on=asked_on, **fields
    )  # fmt: skip


def visit(key: str = "501") -> models.Appointment:
    return models.Appointment.objects.get(external_id=key)


def test_a_visit_that_the_calendar_cancels_is_offered_as_one_cancelled_by_hand(practice: models.Practice) -> None:
    entry = waits(practice)

    run(practice, rows("appointment", CANCELLED))

    assert jobs() == [[str(visit().pk)]]
    (made,) = tending.offer_hours(practice_id=practice.pk, hour_ids=[visit().pk], freed_at=AT, at=AT)
    assert models.Offer.objects.get(offer_round=made).entry_id == entry.pk


def test_the_same_import_again_starts_nothing_again(practice: models.Practice) -> None:
    run(practice, rows("appointment", CANCELLED))
    run(practice, rows("appointment", CANCELLED))

    assert len(jobs()) == 1


def test_where_a_person_decides_the_hour_is_shown_and_nobody_is_asked(practice: models.Practice) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(autonomy={"offer_hours": "ask"})

    run(practice, rows("appointment", CANCELLED))

    assert jobs() == []
    assert [each.hour.visit for each in hours.free_hours(practice, AT)] == [visit()]


def test_a_visit_that_is_gone_from_the_calendar_frees_its_hour_too(practice: models.Practice) -> None:
    run(practice, rows("appointment", {"appointmnet_id": 502, **LATER}, {"appointmnet_id": 500, "patient_id": "",
        "case_id": "", "start_date": "2026-11-23 09:00:00", "end_date": "2026-11-23 09:30:00"}))  # fmt: skip

    assert visit().status == "cancelled"
    assert jobs() == [[str(visit().pk)]]


def test_a_visit_that_the_calendar_moves_leaves_its_hour_to_be_offered(practice: models.Practice) -> None:
    waits(practice)

    run(practice, rows("appointment", LATER))

    left = models.LeftHour.objects.get()
    assert (left.visit, left.starts_at, left.by) == (visit(), NINE, "import")
    assert jobs() == [[str(left.pk)]]
    (made,) = tending.offer_hours(practice_id=practice.pk, hour_ids=[left.pk], freed_at=AT, at=AT)
    assert made.left == left


def test_an_hour_that_has_passed_is_offered_to_nobody(practice: models.Practice) -> None:
    run(practice, rows("appointment", CANCELLED), at=NINE)

    assert jobs() == []


def test_an_hour_that_the_same_import_fills_again_is_offered_to_nobody(practice: models.Practice) -> None:
    run(
        practice,
        rows("patient", {"patient_id": 8}),
        rows("case", {"case_id": 13, "patient_id": 8}),
        rows("appointment", CANCELLED, {"appointmnet_id": 502, "patient_id": 8, "case_id": 13}),
    )

    assert (visit().status, visit("502").is_clash) == ("cancelled", False)
    assert jobs() == []


def test_a_wait_that_the_visit_had_ended_goes_on_once(practice: models.Practice) -> None:
    entry = models.WaitlistEntry.objects.create(
        practice=practice, patient=visit().patient, need="make_up", asked_on=AT.date(),
        ended_on=AT.date(), visit=visit(),
    )  # fmt: skip

    for _time in range(2):
        run(practice, rows("appointment", CANCELLED))

    entry.refresh_from_db()
    assert (entry.visit_id, entry.ended_on) == (None, None)
    assert models.History.objects.filter(focus_id=entry.pk, event="waits_again", by="import").count() == 1

    run(practice, rows("appointment"))  # it stands again in the calendar

    entry.refresh_from_db()
    assert (entry.visit_id, entry.ended_on) == (visit().pk, AT.date())


def test_an_import_that_fills_an_hour_ends_its_offers_before_their_texts_leave(practice: models.Practice) -> None:
    night = datetime(2026, 11, 24, 3, tzinfo=UTC)
    entry = waits(practice)
    run(practice, rows("appointment", LATER))
    run(practice, rows("appointment", CANCELLED | LATER))
    made = rounds.begin(hour_id=visit().pk, by=build.TEST, at=night)
    assert models.Parcel.objects.get(kind="text").state == "waiting"

    run(practice, rows("patient", {"patient_id": 8}), rows("case", {"case_id": 13, "patient_id": 8}),
        rows("appointment", CANCELLED | LATER, LATER | {"appointmnet_id": 502, "patient_id": 8, "case_id": 13}),
        at=night)  # fmt: skip

    made.refresh_from_db()
    assert (made.state, models.Offer.objects.get(entry=entry).state) == ("closed", "gone")
    assert models.Parcel.objects.get(kind="text").state == "withdrawn"


def test_many_are_worked_as_a_set_the_soonest_first(practice: models.Practice) -> None:
    days = [f"2026-12-{n:02}" for n in range(1, 21)]
    table = [{"appointmnet_id": 600 + n, "start_date": f"{day} 09:00:00", "end_date": f"{day} 10:00:00"}
             for n, day in enumerate(days)]  # fmt: skip

    def queries(count: int) -> int:
        run(practice, rows("appointment", *table))
        ProcrastinateJob.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            run(practice, rows("appointment", *({**row, **(CANCELLED if n < count else {})}
                                                for n, row in enumerate(table))))  # fmt: skip
        return len(seen)

    few, many = queries(2), queries(20)

    found = models.Appointment.objects.filter(external_id__startswith="6").order_by("starts_at")
    near = [each for each in found if each.starts_at < AT + timedelta(days=14)]  # the others wait until they are near
    assert jobs() == [[str(each.pk) for each in near], [str(each.pk) for each in found if each not in near]]
    assert 0 < len(near) < len(found)
    assert many == few + JOB


@pytest.mark.parametrize(
    ("row", "at", "freed"),
    [
        ({}, AT, 0),
        ({"note": "Bring the splint"}, AT, 0),
        (CANCELLED, AT, 1),
        (LATER, AT, 1),
        ({"therapist_id": 42}, AT, 1),
        (CANCELLED, NINE, 0),
        ({"appointmnet_id": 502, **LATER}, AT, 0),  # new, and the other's day is not in the file
    ],
    ids=["as it stands", "a note", "cancelled", "moved", "with another", "cancelled once it was over", "new"],
)
def test_a_preview_says_how_many_hours_to_come_are_freed(
    practice: models.Practice, row: dict[str, object], at: datetime, freed: int
) -> None:
    run(practice, rows("therapist", {"therapist_id": 42, "first_name": "Uma"}))
    name, table = rows("appointment", row)
    run_id = runs.start(practice.pk, [Upload(name, text(table).encode())], by=build.TEST, at=at)
    runs.move(practice.pk, run_id, Event.ASK_PREVIEW, by=build.TEST, at=at)

    runs.preview(practice.pk, run_id, at=at)

    assert models.ImportRun.objects.get(pk=run_id).report["freed"] == freed
    assert jobs() == []


def test_the_hour_that_a_moved_visit_leaves_is_at_the_place_where_it_was(practice: models.Practice) -> None:
    place = {"clinic_id": 4}
    run(practice, rows("clinic", {}, {"clinic_id": 5, "name": "North"}), rows("appointment", place))
    main = visit().location_id
    assert main is not None

    run(practice, rows("appointment", {"clinic_id": 5, **LATER}))

    assert visit().location_id != main
    assert models.LeftHour.objects.get().location_id == main


def test_an_hour_goes_on_being_offered_where_its_cancelled_visit_comes_back_at_another_time(
    practice: models.Practice,
) -> None:
    entry = waits(practice)
    run(practice, rows("appointment", CANCELLED))
    (made,) = tending.offer_hours(practice_id=practice.pk, hour_ids=[visit().pk], freed_at=AT, at=AT)

    run(practice, rows("appointment", LATER))  # who had cancelled comes on another day instead

    made.refresh_from_db()
    assert (made.state, made.left.starts_at, made.left.visit) == ("open", NINE, visit())
    assert models.Offer.objects.get(entry=entry).state == "made"
    assert len(jobs()) == 1

    run(practice, rows("appointment"))  # and back into their hour, which is nobody else's to have then

    made.refresh_from_db()
    assert (made.state, models.Offer.objects.get(entry=entry).state) == ("closed", "gone")


def test_who_has_taken_an_hour_has_it_whatever_its_cancelled_visit_becomes(practice: models.Practice) -> None:
    entry = waits(practice)
    run(practice, rows("appointment", CANCELLED))
    assert tending.offer_hours(practice_id=practice.pk, hour_ids=[visit().pk], freed_at=AT, at=AT)
    offer = models.Offer.objects.get(entry=entry)
    assert tap(practice, offer, "take", AT).standing == "taken"

    run(practice, rows("appointment", LATER))

    assert look(practice, offer, AT).standing == "taken"
