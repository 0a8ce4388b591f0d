"""An import against the database: everything or nothing, once, with its trail, and the desk brought in line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import acting
from otium.desk.imports import jobs, runs
from otium.desk.imports.moves import DoesNotFollow, Event
from otium.desk.imports.runs import Applied
from otium.desk.imports.uploads import Upload
from otium.records import models
from otium.wires.sheets import MappingError
from tests import build
from tests.desk.imports.scene import PEOPLE, Row, rows, text

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
ACME = {"primary_ins_name": "Acme", "primary_policy_number": "TEST1", "primary_payer_type": 2}
VISIT = {"appointment_id": 501, "date_of_service": "2026-11-20", "start_time": "09:00", "allowed_amount": "84.00"}
BOOKED = {"start_date": "2026-11-20 09:00", "end_date": "2026-11-20 10:00"}
FOLDER = (
    rows("clinic"),
    *PEOPLE[:2],
    rows("case", {**ACME, "poc_start_date": "2026-11-01", "referral_date": "2026-10-30"}),
    rows("authorization", {"visit_authorized_for": 12, "ins_name": "Acme", "policy_number": "TEST1"}),
    rows("appointment", BOOKED),
    rows("visit", VISIT),
    rows("rate"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield made


def files(*tables: tuple[str, list[Row]]) -> list[Upload]:
    return [Upload(name, text(table).encode()) for name, table in tables]


def run(practice: models.Practice, *tables: tuple[str, list[Row]], at: datetime = AT) -> Applied:
    run_id = runs.start(practice.pk, files(*tables), by=build.TEST, at=at)
    return runs.apply(practice.pk, run_id, at=at)


def table(report: dict[str, Any], name: str) -> dict[str, int]:
    found = next(t for t in report["tables"] if t["table"] == name)
    return {key: value for key, value in found.items() if value and key != "table"}


def test_a_folder_becomes_records_with_their_trail(practice: models.Practice) -> None:
    applied = run(practice, *FOLDER)

    visit = models.Appointment.objects.get(practice=practice)
    assert (visit.status, visit.lines, str(visit.allowed)) == ("done", [["97530", 2]], "84.00")
    assert visit.starts_at == datetime(2026, 11, 20, 14, tzinfo=UTC)
    coverage = models.Coverage.objects.get(practice=practice)
    assert coverage.provenance["member_id"]["place"] == "cases.csv row 2"
    changed = models.History.objects.get(focus_id=visit.pk, by="import", event="imported")
    assert changed.patient_id == visit.patient_id
    assert changed.why == "appointments.csv row 2; visits.csv row 2"
    assert applied.report["records"]["appointment"] == {"added": 1, "changed": 0}


def test_nobody_books_between_the_plan_of_an_import_and_its_writing(
    practice: models.Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    planned = runs.make_plan

    def watched(*facts: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
                " and objid = (hashtext(%s)::bigint & 4294967295)::oid",
                [f"settle {practice.pk}"],
            )
            held.extend(cursor.fetchone())
        return planned(*facts)

    monkeypatch.setattr(runs, "make_plan", watched)

    run(practice, *FOLDER)

    assert held == [1]


def test_one_audit_event_names_every_patient_that_changed(practice: models.Practice) -> None:
    applied = run(practice, *FOLDER)

    (event,) = models.AuditEvent.objects.filter(practice=practice, door="import")
    assert (event.action, event.actor) == ("change", "test")
    assert event.patients == [str(models.Patient.objects.get(practice=practice).pk)]
    assert event.detail["run"] == str(applied.run_id)


def test_the_same_files_again_change_no_row(practice: models.Practice) -> None:
    run(practice, *FOLDER)
    before = _counts(practice)

    again = run(practice, *FOLDER, at=AT + timedelta(hours=1))

    assert (again.report["records"], again.report["held_count"]) == ({}, 0)
    after = _counts(practice)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"Blob", "BlobChunk", "ImportRun", "ImportFile", "History", "AuditEvent"}
    assert not models.History.objects.filter(practice=practice, at__gt=AT).exclude(focus_type="importrun").exists()


def test_a_change_names_its_columns_before_and_after_and_what_was_changed_by_hand(practice: models.Practice) -> None:
    run(practice, *FOLDER)
    models.Patient.objects.filter(practice=practice).update(last_name="Leigh")

    run(practice, rows("patient", {"last_name": "Li"}))

    entry = models.History.objects.get(practice=practice, focus_type="patient", event="changed")
    assert (entry.before, entry.after) == ({"last_name": "Leigh"}, {"last_name": "Li"})
    assert entry.why == "patients.csv row 2; changed by hand before: last_name"


def test_held_rows_are_reported_and_open_one_task_that_the_next_import_closes(practice: models.Practice) -> None:
    held = run(practice, PEOPLE[0], rows("patient", {"date_of_birth": "soon"}))
    waiting = models.Task.objects.get(practice=practice, kind="mend_import")
    assert (waiting.state, waiting.focus_id) == ("open", practice.pk)
    assert held.report["held"] == [
        {
            "problem": "bad_date",
            "file": "patients.csv",
            "row": 2,
            "table": "patients",
            "column": "date_of_birth",
            "key": "7",
            "params": {},
        }
    ]

    mended = run(practice, PEOPLE[0], rows("patient", {"date_of_birth": "2019-01-31"}), at=AT + timedelta(days=1))

    waiting.refresh_from_db()
    assert waiting.state == "closed"
    current = models.ImportRun.objects.filter(practice=practice, is_current=True)
    assert list(current.values_list("pk", flat=True)) == [mended.run_id]


def test_overlapping_bookings_are_kept_and_the_database_agrees(practice: models.Practice) -> None:
    both = rows("appointment", {}, {"appointmnet_id": 502, "patient_id": 8, "case_id": ""})
    other = rows("patient", {}, {"patient_id": 8, "last_name": "Ode"})

    run(practice, PEOPLE[0], other, PEOPLE[2], both)

    held = models.AppointmentParticipant.objects.filter(practice=practice, is_held=True)
    clash = models.Appointment.objects.get(practice=practice, is_clash=True)
    assert (clash.external_id, held.count()) == ("502", 2)
    assert models.Task.objects.filter(practice=practice, kind="settle_calendar_clash", focus_id=clash.pk).exists()


def test_bookings_may_change_places_under_the_exclusion_constraint(practice: models.Practice) -> None:
    early = {"start_date": "2026-11-24 09:00", "end_date": "2026-11-24 10:00"}
    late = {"start_date": "2026-11-24 10:00", "end_date": "2026-11-24 11:00"}
    second = {"appointmnet_id": 502, "patient_id": 8, "case_id": ""}
    people = (PEOPLE[0], rows("patient", {}, {"patient_id": 8, "last_name": "Ode"}), PEOPLE[2])
    run(practice, *people, rows("appointment", early, {**second, **late}))

    run(practice, rows("appointment", late, {**second, **early}))

    starts = dict(models.Appointment.objects.filter(practice=practice).values_list("external_id", "starts_at"))
    assert starts["502"] < starts["501"]
    assert models.AppointmentParticipant.objects.filter(practice=practice, is_held=True).count() == 4


def test_an_import_that_fails_halfway_leaves_nothing(
    practice: models.Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = runs.start(practice.pk, files(*FOLDER), by=build.TEST, at=AT)
    monkeypatch.setattr(runs.sweep, "sweep", _break)

    with pytest.raises(RuntimeError):
        runs.apply(practice.pk, run_id, at=AT)

    assert not models.Patient.objects.filter(practice=practice).exists()
    assert models.ImportRun.objects.get(pk=run_id).state == "uploaded"


def test_applying_a_run_twice_does_its_work_once(practice: models.Practice) -> None:
    applied = run(practice, *FOLDER)
    trail = models.History.objects.filter(practice=practice).count()

    again = runs.apply(practice.pk, applied.run_id, at=AT)

    assert again.report == applied.report
    assert models.History.objects.filter(practice=practice).count() == trail


def test_a_preview_tells_what_would_change_and_changes_nothing(practice: models.Practice) -> None:
    looked = runs.look(practice.pk, files(*FOLDER), at=AT)

    assert table(looked, "visits") == {"read": 1, "added": 1}
    assert not models.Patient.objects.filter(practice=practice).exists()
    assert not models.ImportRun.objects.filter(practice=practice).exists()


def test_a_preview_of_a_kept_run_is_the_report_that_applying_gives(practice: models.Practice) -> None:
    run_id = runs.start(practice.pk, files(*FOLDER), by=build.TEST, at=AT)
    runs.move(practice.pk, run_id, Event.ASK_PREVIEW, by=build.TEST, at=AT)

    runs.preview(practice.pk, run_id, at=AT)
    previewed = models.ImportRun.objects.get(pk=run_id)
    runs.move(practice.pk, run_id, Event.ASK_APPLY, by=build.TEST, at=AT)
    applied = runs.apply(practice.pk, run_id, at=AT)

    assert previewed.state == "previewed"
    assert previewed.report["tables"] == applied.report["tables"]


def test_a_sample_of_changes_shows_no_name_birth_date_or_member_id(practice: models.Practice) -> None:
    report = run(practice, *FOLDER).report

    shown = str(report["sample"])
    assert not [word for word in ("Ann", "Lee", "TEST1", "A1") if word in shown]
    assert {"name": "status", "is_private": False, "before": None, "after": "done"} in [
        fact for one in report["sample"] for fact in one["facts"]
    ]


def test_a_mapping_of_the_practice_that_cannot_be_used_fails_the_preview_with_its_sentence(
    practice: models.Practice,
) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(extract_mapping="[reading]\ndelimiter = ''")
    run_id = runs.start(practice.pk, files(*FOLDER), by=build.TEST, at=AT)
    runs.move(practice.pk, run_id, Event.ASK_PREVIEW, by=build.TEST, at=AT)

    runs.preview(practice.pk, run_id, at=AT)

    failed = models.ImportRun.objects.get(pk=run_id)
    assert (failed.state, "delimiter" in failed.report["error"]) == ("failed", True)
    with pytest.raises(MappingError):
        runs.look(practice.pk, files(*FOLDER), at=AT)


def test_the_number_of_queries_does_not_grow_with_the_rows(practice: models.Practice) -> None:
    def queries(first: int, count: int) -> int:
        patients = [{"patient_id": first + n, "last_name": f"Ode{first + n}"} for n in range(count)]
        with CaptureQueriesContext(connection) as seen:
            run(practice, rows("patient", *patients))
        return len(seen)

    queries(0, 1)
    few = queries(100, 3)
    many = queries(1_000, 60)

    assert many == few


def test_a_job_is_queued_once_and_only_with_its_state(practice: models.Practice) -> None:
    run_id = runs.start(practice.pk, files(*FOLDER), by=build.TEST, at=AT)

    jobs.ask_apply(practice.pk, run_id, by=build.TEST, at=AT)
    with pytest.raises(DoesNotFollow):
        jobs.ask_apply(practice.pk, run_id, by=build.TEST, at=AT)

    queued = ProcrastinateJob.objects.filter(args__run_id=str(run_id))
    assert [(job.task_name, job.args) for job in queued] == [
        ("otium.apply_import", {"practice_id": str(practice.pk), "run_id": str(run_id)})
    ]
    assert models.ImportRun.objects.get(pk=run_id).state == "applying"


def test_a_run_that_was_given_up_says_so_and_may_be_asked_for_again(practice: models.Practice) -> None:
    run_id = runs.start(practice.pk, files(*FOLDER), by=build.TEST, at=AT)
    runs.move(practice.pk, run_id, Event.ASK_APPLY, by=build.TEST, at=AT)

    runs.give_up(practice.pk, run_id, at=AT, why=jobs.FAILED)
    runs.move(practice.pk, run_id, Event.ASK_APPLY, by=build.TEST, at=AT)

    assert runs.apply(practice.pk, run_id, at=AT).report["held_count"] == 0


def test_an_import_of_one_practice_sees_and_changes_no_other(practice: models.Practice) -> None:
    run(practice, *FOLDER)
    other = build.open_practice(AT)

    with acting.acting_for(other.pk):
        run(other, *FOLDER)
        assert models.Patient.objects.count() == 1

    assert models.Patient.objects.filter(practice=practice).count() == 1


def _break(**_: object) -> None:
    raise RuntimeError("broken on purpose")


def _counts(practice: models.Practice) -> dict[str, int]:
    return {name: getattr(models, name).objects.count() for name in models.__all__ if name != "ROLES"}


def test_payers_files_are_taken_in_with_the_tables_and_after_them(practice: models.Practice) -> None:
    run_id = runs.start(practice.pk, [*files(*FOLDER), Upload("a.271", b"ISA*broken~")], by=build.TEST, at=AT)

    report = runs.apply(practice.pk, run_id, at=AT).report

    (received,) = report["received"]
    kept = models.InboundFile.objects.get(practice=practice)
    assert (received["name"], received["state"], received["file_id"]) == ("a.271", "unreadable", str(kept.pk))
    assert report["tasks"]["opened"] >= 1


def test_payers_files_alone_leave_the_held_rows_of_the_last_export_open(practice: models.Practice) -> None:
    held = run(practice, rows("patient", {"date_of_birth": "soon"}))
    run_id = runs.start(practice.pk, [Upload("a.271", b"ISA*broken~")], by=build.TEST, at=AT)

    runs.apply(practice.pk, run_id, at=AT)

    assert models.ImportRun.objects.get(practice=practice, is_current=True).pk == held.run_id


def test_charts_of_all_patients_come_by_table_and_by_fhir_and_again_change_nothing(practice: models.Practice) -> None:
    score = {"id": 2, "type": "score", "instrument": "Grip strength", "side": "left", "unit": "lbs", "score": "14"}
    mrn = {"type": {"coding": [{"code": "MR"}]}, "value": "7"}
    goal = {"resourceType": "Goal", "id": "g1", "lifecycleStatus": "active", "description": {"text": "Zips a coat"}}
    entries = [{"resource": {**goal, "subject": {"identifier": mrn}}}]
    bundle = Upload("charts.json", json.dumps({"resourceType": "Bundle", "entry": entries}).encode())
    dropped = [*files(*PEOPLE, rows("chart", {"status": "met", "current": "All five"}, score)), bundle]

    first = runs.apply(practice.pk, runs.start(practice.pk, dropped, by=build.TEST, at=AT), at=AT)
    again = runs.apply(practice.pk, runs.start(practice.pk, dropped, by=build.TEST, at=AT), at=AT)

    patient = models.Patient.objects.get(practice=practice)
    goals = models.Goal.objects.filter(patient=patient).order_by("text")
    assert [(row.text, row.status, row.current) for row in goals] == [
        ("Buttons a shirt", "met", "All five"), ("Zips a coat", "active", ""),
    ]  # fmt: skip
    assert models.GoalNote.objects.get(patient=patient).status == "met"
    assert models.Measure.objects.get(patient=patient).score == 14
    assert table(first.report, "charts") == {"read": 3, "added": 3}
    assert (table(again.report, "charts"), again.report["records"]) == ({"read": 3, "unchanged": 3}, {})
    told = {fact["name"] for sample in first.report["sample"] for fact in sample["facts"] if fact["is_private"]}
    assert {"text", "current", "score"} <= told
