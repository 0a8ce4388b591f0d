"""A database of its own for the figures: one imported practice of 300 patients, then copies of it."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction

from otium.desk import acting, clock, house
from otium.desk.actor import Actor
from otium.desk.imports.folders import import_folder
from otium.desk.inbox import Arrival, receive
from otium.ops.bench import clones
from otium.records.models import Firm, Practice, Staff
from partners.practice import write_bulk

BENCH = Actor("bench")
PATIENTS = 300


def first_practice(at: datetime) -> UUID:
    """A practice with 300 active patients, from files."""
    firm = Firm.objects.first() or house.found_firm("Bench", by=BENCH, at=at)
    new = house.NewPractice(slug="bench", name="Bench", short="B", npi="1999999984")
    practice = house.open_practice(firm, new, by=BENCH, at=at)
    with tempfile.TemporaryDirectory(prefix="otium-bench-") as folder:
        files = write_bulk(Path(folder), on=clock.day(at, practice), patients=PATIENTS)
        shutil.copy(files / "expected_rates.csv", files / "webpt")
        import_folder(practice_id=practice.pk, folder=files / "webpt", by=BENCH, at=at)
        for path in sorted((files / "x12").iterdir()):
            receive(Arrival(path.name, path.read_bytes()), by=BENCH, at=at, practice_id=practice.pk)
    return practice.pk


def grow(original: UUID, total: int) -> None:
    """Copies until there are `total` practices."""
    have = len(acting.practice_ids()) - 1  # less the firm's office
    if have < total:
        with transaction.atomic(using=clones.OWNER):
            clones.copy(original, total - have)
        with connections[clones.OWNER].cursor() as cursor:
            cursor.execute("analyze")


def assistants(at: datetime, practices: Sequence[Sequence[UUID]], name: str) -> list[Staff]:
    """One person for each group of practices, who works in all of the group as an assistant."""
    made = []
    for number, group in enumerate(practices):
        staff = Staff.objects.create_user(f"{name}{number}@otium.test", name=f"{name} {number}")
        for practice_id in group:
            house.add_member(practice_id, staff, "assistant", by=BENCH, at=at)
        made.append(staff)
    return made


def with_patients() -> list[UUID]:
    """Every practice but the firm's office."""
    ids = acting.practice_ids()
    with acting.acting_for(*ids):
        return list(Practice.objects.filter(is_firm_office=False).order_by("slug").values_list("pk", flat=True))
