"""The acts of `tests.faults.act`, by their names."""

from pathlib import Path

from otium.desk import acting, clock, house, practices
from otium.desk.actor import Actor
from otium.desk.imports import folders, jobs, runs, uploads
from otium.records.models import Firm, Practice
from tests import cast as people

TEST = Actor("test")


def found(slug: str, _: Path) -> None:
    """A practice with nothing in it."""
    firm = Firm.objects.first() or house.found_firm("Test firm", by=TEST, at=clock.now())
    house.open_practice(firm, house.NewPractice(slug=slug, name=slug, short="T"), by=TEST, at=clock.now())


def sign_in(slug: str, note: Path) -> None:
    """An owner of the practice with a patient and a task: a file with the session, the patient's and the task's id."""
    practice = practices.by_slug(slug)
    with acting.acting_for(practice):
        row = Practice.objects.get(pk=practice)
    owner = people.person(f"owner@{slug}.example", "Olive Owner")
    people.member(row, owner, "owner")
    patient = people.patient(row)
    task = people.task(patient)
    session = people.signed_in(owner).cookies["otium_session"].value
    note.write_text(f"{session} {patient.pk} {task.pk}")


def take_over(slug: str, folder: Path) -> None:
    """An import by the command line: begun and ended in this process."""
    folders.import_folder(practice_id=practices.by_slug(slug), folder=folder, by=TEST, at=clock.now())


def ask(slug: str, folder: Path) -> None:
    """An import by the browser: files kept, the rest left to a worker."""
    practice_id = practices.by_slug(slug)
    files = [uploads.Upload(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    run_id = runs.start(practice_id, uploads.sort(files).tables, by=TEST, at=clock.now())
    with acting.acting_for(practice_id):
        jobs.ask_apply(practice_id, run_id, by=TEST, at=clock.now())
