"""A practice in New York that carries texts, siblings of one mother, and what left for them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from otium.desk import blobs, inbox, settle
from otium.desk.acting import acting_for
from otium.desk.actor import RECEIVE
from otium.desk.visit_messages import due
from otium.records import models
from otium.terms.notice import Notice
from otium.terms.text import IncomingText
from otium.wires.text import incoming
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
STARTS = AT + timedelta(hours=24)
PHONE, NUMBER = "(312) 555-0142", "+13125550142"


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    row.phone, row.state = "512-555-0142", "NY"
    with acting_for(row.pk):
        row.save(update_fields=["phone", "state"])
        build.connection(row, carries=["text"])
        yield row


@pytest.fixture
def child(practice: models.Practice) -> models.Patient:
    return with_mother(practice, "Mateo")


def with_mother(practice: models.Practice, name: str, **mother: Any) -> models.Patient:
    who = build.patient(practice, first_name=name, last_name="Ruiz", birth_on=date(2019, 4, 2), state="NY")
    values = {"first_name": "María", "last_name": "Ruiz", "relationship": "mother", "phone": PHONE,
              "may_receive": True, "may_consent": True, **mother}  # fmt: skip
    models.RelatedPerson.objects.create(practice=practice, patient=who, **values)
    return who


def booked(who: models.Patient, at: datetime = STARTS, **fields: Any) -> models.Appointment:
    return build.visit(who, at, therapist=build.therapist(who.practice), **fields)


def reminded(practice: models.Practice, at: datetime = AT) -> int:
    return due.remind(practice.pk, at=at)


def texts(practice: models.Practice, **filters: Any) -> list[str]:
    rows = models.Parcel.objects.filter(practice=practice, kind="text", **filters).select_related("body")
    return [Notice.from_bytes(blobs.load(practice, row.body)).text for row in rows.order_by("made_at", "id")]


def token(words: str) -> str:
    found = re.search(r"/portal/([\w-]+)/", words)
    assert found
    return found[1]


def left(practice: models.Practice, state: str = "sent") -> None:
    """All that waits has left, or could not."""
    for parcel in models.Parcel.objects.filter(practice=practice, state="waiting").select_related("connection", "body"):
        sending = models.Transmission.objects.create(
            practice=practice, connection=parcel.connection, kind=parcel.kind, payload_id=uuid4(), name="text",
            blob=parcel.body, state=state, made_at=AT, sent_at=AT,
        )  # fmt: skip
        models.Parcel.objects.filter(pk=parcel.pk).update(state="packed", transmission=sending)


def texted(
    practice: models.Practice, words: str, *, at: datetime = AT, sender: str = NUMBER, reference: str = "",
    sent_at: datetime | None = None,
) -> Any:  # fmt: skip
    """A text comes in by the road of every file."""
    text = IncomingText(reference=reference or f"ref-{abs(hash((words, at)))}", sender=sender, words=words, at=sent_at)
    arrival = inbox.Arrival("text.json", incoming.write(text), "text")
    return inbox.receive_for(practice.pk, arrival, by=RECEIVE, at=at)


def matters(**filters: Any) -> list[str]:
    return [row.what for row in models.FamilyMatter.objects.filter(**filters).order_by("at", "what")]


def tasks() -> list[str]:
    return sorted(row.why[0]["code"] for row in models.Task.objects.filter(kind="call_family", state="open"))


def settled(practice: models.Practice, at: datetime = AT) -> None:
    settle.settle(practice, by=build.TEST, at=at)
