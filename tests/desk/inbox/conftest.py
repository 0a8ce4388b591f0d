"""Files as payers would send them, of the demo's other side, and a practice that knows the people in them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otium.desk.acting import acting_for
from otium.desk.inbox import reading
from otium.records.models import Patient, Practice
from partners.practice import write_demo
from tests import build

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> dict[str, bytes]:
    """Name -> bytes of every X12 file of the demo practice, without the planted broken ones."""
    out = tmp_path_factory.mktemp("payers")
    write_demo(out, ON)
    read = {p.name: p.read_bytes() for p in sorted(Path(out, "tidewater", "x12").iterdir())}
    return {name: data for name, data in read.items() if all(m.body for m in reading.read(data).messages)}


@pytest.fixture
def practice(db, files):
    row = build.open_practice(AT, receiver_ids=tuple(reading.read(next(iter(files.values()))).addresses))
    with acting_for(row.pk):
        yield row


def know(practice: Practice, data: bytes) -> Patient:
    """The patient of the file's first message, with the coverage that it names."""
    body = reading.read(data).messages[0].body
    person, subscriber = body.patient, body.subscriber
    patient = build.patient(
        practice, first_name=person.party.given or "", last_name=person.party.name or "", birth_on=person.birth_on
    )
    build.coverage(patient, build.payer(practice), member_id=subscriber.member_id)
    return patient


def first(files: dict[str, bytes], kind: str, wanted=lambda body: True) -> bytes:
    for data in files.values():
        read = reading.read(data)
        if read.kind == kind and wanted(read.messages[0].body):
            return data
    raise LookupError(f"no {kind} like that among the files")
