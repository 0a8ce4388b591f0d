"""The import in the browser: drop, look, apply, report; and what is refused with a sentence."""

import csv
import io
import zipfile
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import acting
from otium.desk.imports import runs, uploads
from otium.records import models
from tests import cast as people
from tests.cast import AT, Cast
from tests.desk.imports.scene import PEOPLE, Row, rows, text


@pytest.fixture
def assistant(cast: Cast) -> Client:
    return people.signed_in(cast.people["assistant"])


def files(*tables: tuple[str, list[Row]]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, text(table).encode()) for name, table in tables]


def drop(client: Client, *dropped: SimpleUploadedFile) -> UUID:
    """The run that the upload started."""
    response = client.post(reverse("import_upload"), {"practice": "alder", "files": list(dropped)})
    assert response.status_code == 302, response.content.decode()[:2000]
    return UUID(response["Location"].split("/")[-2])


def page(client: Client, run_id: UUID) -> str:
    return client.get(reverse("import_run", args=[run_id])).content.decode()


def patients(cast: Cast) -> int:
    with acting.acting_for(cast.a.pk):
        return models.Patient.objects.count()


def test_dropped_files_are_looked_at_before_anything_changes(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE))
    assert "Waiting for a free worker" in page(assistant, run_id)

    runs.preview(cast.a.pk, run_id, at=AT)

    shown = page(assistant, run_id)
    assert "Take these changes over" in shown
    assert "<b>Patient</b> 1 new" in shown
    assert patients(cast) == 0


def test_a_preview_shows_changes_without_names_or_birth_dates(cast: Cast, assistant: Client) -> None:
    person = rows("patient", {"first_name": "Quentin", "date_of_birth": "2017-05-06", "sex": "M"})

    run_id = drop(assistant, *files(person))
    runs.preview(cast.a.pk, run_id, at=AT)

    shown = page(assistant, run_id)
    assert "Quentin" not in shown
    assert "2017-05-06" not in shown
    assert "patients.csv row 2" in shown


def test_what_is_applied_is_reported_with_held_rows_and_tasks(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE, rows("authorization", {"case_id": 99})))
    runs.preview(cast.a.pk, run_id, at=AT)

    assistant.post(reverse("import_apply", args=[run_id]))
    runs.apply(cast.a.pk, run_id, at=AT)

    shown = page(assistant, run_id)
    assert patients(cast) == 1
    assert "1 row was held back" in shown
    assert "It refers to case 99, which is neither in the files nor on file." in shown
    assert "authorizations.csv, row 2" in shown


def test_held_rows_are_a_csv_that_a_spreadsheet_does_not_run(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(rows("case", {"case_id": "=1+1"})))
    runs.preview(cast.a.pk, run_id, at=AT)

    response = assistant.get(reverse("import_held", args=[run_id]))

    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["file"], row["row"], row["key"]) for row in table] == [("cases.csv", "2", "'=1+1")]
    assert response["Content-Type"].startswith("text/csv")


def test_a_zip_and_payers_files_may_be_dropped_together(cast: Cast, assistant: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, table in PEOPLE:
            archive.writestr(f"webpt/{name}", text(table))
    answer = SimpleUploadedFile("a.271", b"ISA*broken~")

    run_id = drop(assistant, SimpleUploadedFile("export.zip", packed.getvalue()), answer)
    runs.preview(cast.a.pk, run_id, at=AT)
    assert "1 file of a payer is taken in after the tables." in page(assistant, run_id)

    assistant.post(reverse("import_apply", args=[run_id]))
    runs.apply(cast.a.pk, run_id, at=AT)
    assert "Cannot be read" in page(assistant, run_id)


def test_payers_files_alone_are_looked_at_too(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, SimpleUploadedFile("a.271", b"ISA*broken~"))

    with acting.acting_for(cast.a.pk):
        assert models.ImportRun.objects.get(pk=run_id).state == "previewing"
    queued = ProcrastinateJob.objects.get(args__run_id=str(run_id))
    assert queued.task_name == "otium.preview_import"

    runs.preview(cast.a.pk, run_id, at=AT)
    before = page(assistant, run_id)
    assistant.post(reverse("import_apply", args=[run_id]))
    runs.apply(cast.a.pk, run_id, at=AT)
    after = page(assistant, run_id)

    assert "cannot be read; it will wait for a person" in before
    assert "0 were applied, 1 waits for a person" in after
    assert "All changes are taken over" not in after
    assert "1 task was opened" in after


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ([], "Choose the files of an export"),
        ([SimpleUploadedFile("empty.csv", b"")], "empty.csv is empty"),
        ([SimpleUploadedFile("a.zip", b"PK\x03\x04broken")], "is damaged and cannot be unpacked"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(
    cast: Cast, assistant: Client, dropped: list[SimpleUploadedFile], said: str
) -> None:
    for file in dropped:
        file.seek(0)

    response = assistant.post(reverse("import_upload"), {"practice": "alder", "files": dropped})

    assert said in response.content.decode()
    with acting.acting_for(cast.a.pk):
        assert not models.ImportRun.objects.exists()


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(
    cast: Cast, assistant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_TOTAL", 100)

    response = assistant.post(reverse("import_upload"), {"practice": "alder", "files": files(*PEOPLE)})

    assert "Drop the files in several parts" in response.content.decode()


def test_with_several_practices_the_person_has_to_say_which(cast: Cast, assistant: Client) -> None:
    people.member(cast.b, cast.people["assistant"], "assistant")

    unnamed = assistant.post(reverse("import_upload"), {"files": files(*PEOPLE)})
    foreign = assistant.post(reverse("import_upload"), {"practice": "elsewhere", "files": files(*PEOPLE)})

    assert "Choose the practice these files belong to." in unnamed.content.decode()
    assert foreign.status_code == 404


def test_progress_says_how_far_it_is_and_ends_with_the_page_anew(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE))
    with acting.acting_for(cast.a.pk):
        models.ImportRun.objects.filter(pk=run_id).update(step="patient", done=40, total=100)
    address = reverse("import_progress", args=[run_id])

    working = assistant.get(address)
    runs.preview(cast.a.pk, run_id, at=AT)
    done = assistant.get(address)

    assert "Writing: Patient, 40 of 100" in working.content.decode()
    assert ("HX-Refresh" in working, done["HX-Refresh"]) == (False, "true")


def test_without_javascript_the_page_asks_again_by_itself(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE))

    assert '<noscript><meta http-equiv="refresh"' in page(assistant, run_id)


def test_two_people_cannot_decide_about_one_import_twice(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE))
    runs.preview(cast.a.pk, run_id, at=AT)
    address = reverse("import_apply", args=[run_id])

    assistant.post(address)
    second = assistant.post(address, follow=True)

    assert "Somebody else has decided about this import meanwhile." in second.content.decode()
    assert ProcrastinateJob.objects.filter(task_name="otium.apply_import").count() == 1


def test_an_auditor_reads_imports_and_starts_none(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(*PEOPLE))
    runs.preview(cast.a.pk, run_id, at=AT)
    auditor = people.signed_in(cast.people["auditor"])

    assert "Take these changes over" not in page(auditor, run_id)
    assert "Drop files" not in auditor.get(reverse("imports")).content.decode()
    assert auditor.post(reverse("import_apply", args=[run_id])).status_code == 404


def test_the_task_of_held_rows_leads_to_the_import_that_holds_them(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(rows("case")))
    runs.give_up(cast.a.pk, run_id, at=AT, why="x")
    assistant.post(reverse("import_apply", args=[run_id]))
    runs.apply(cast.a.pk, run_id, at=AT)

    response = assistant.get(reverse("import_run", args=[cast.a.pk]))

    assert response["Location"] == reverse("import_run", args=[run_id])


def test_earlier_imports_are_listed_with_who_and_what_was_held(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, *files(rows("case")))
    runs.preview(cast.a.pk, run_id, at=AT)

    shown = assistant.get(reverse("imports")).content.decode()

    assert reverse("import_run", args=[run_id]) in shown
    assert cast.people["assistant"].name in shown
    assert "waits for your word" in shown


def test_an_owner_keeps_a_mapping_and_the_next_import_reads_by_it(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])
    address = reverse("import_mapping")
    own = '[files]\npatients = ["clients.csv"]\n[columns.patients]\nkey = "no"\n'

    owner.post(address, {"practice": "alder", "mapping": own})
    run_id = drop(owner, *files(("clients.csv", [{"no": 7, "first_name": "Ann", "last_name": "Lee"}])))
    runs.preview(cast.a.pk, run_id, at=AT)

    assert "<b>Patient</b> 1 new" in page(owner, run_id)
    with acting.acting_for(cast.a.pk):
        assert models.History.objects.filter(event="mapping_changed", by=str(cast.people["owner"].pk)).count() == 1


def test_a_mapping_that_cannot_be_used_is_refused_and_what_was_typed_is_kept(cast: Cast) -> None:
    owner = people.signed_in(cast.people["owner"])

    response = owner.post(reverse("import_mapping"), {"practice": "alder", "mapping": "[colums.patients]"})

    shown = response.content.decode()
    assert "&#x27;colums&#x27;" in shown
    assert "[colums.patients]</textarea>" in shown
    with acting.acting_for(cast.a.pk):
        assert models.Practice.objects.get(pk=cast.a.pk).extract_mapping == ""


def test_files_for_a_practice_of_others_are_taken_by_none(cast: Cast, assistant: Client) -> None:
    sent = {"practice": "birch", "files": files(*PEOPLE)}

    assert assistant.post(reverse("import_upload"), sent).status_code == 404
    with acting.acting_for(cast.a.pk):
        assert not models.ImportRun.objects.exists()


def test_an_empty_file_is_said_above_the_form(cast: Cast, assistant: Client) -> None:
    dropped = [SimpleUploadedFile("patients.csv", b""), *files(*PEOPLE)[1:]]

    response = assistant.post(reverse("import_upload"), {"practice": "alder", "files": dropped})

    assert "patients.csv is empty" in response.content.decode()


def test_a_file_that_is_no_export_is_answered_in_one_sentence(cast: Cast, assistant: Client) -> None:
    run_id = drop(assistant, SimpleUploadedFile("p.html", b"<p>hello</p>"))

    runs.preview(cast.a.pk, run_id, at=AT)

    shown = page(assistant, run_id)
    assert shown.count("None of these files is a table") == 1
    assert "There is no file with this table" not in shown
    assert "Close this import" in shown


@pytest.mark.parametrize(
    ("choice", "said"), [("auto", "is offered by text at once"), ("ask", "is shown on the waitlist")]
)
def test_a_preview_says_what_becomes_of_the_hours_that_it_frees(
    cast: Cast, assistant: Client, choice: str, said: str
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(autonomy={"offer_hours": choice})
    later = {"start_date": "2026-12-01 09:00:00", "end_date": "2026-12-01 10:00:00"}
    before = drop(assistant, *files(*PEOPLE, rows("appointment", later)))
    runs.preview(cast.a.pk, before, at=AT)
    assistant.post(reverse("import_apply", args=[before]))
    runs.apply(cast.a.pk, before, at=AT)
    run_id = drop(assistant, *files(rows("appointment", later | {"appointment_status": "Cancelled"})))

    runs.preview(cast.a.pk, run_id, at=AT)

    shown = page(assistant, run_id)
    assert "1 hour to come is freed." in shown
    assert said in shown
