"""What the tests of faxed appeals do: sign, send, and let the service and the other end speak."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from otium.desk import blobs, inbox, settle
from otium.desk.outbox import packing
from otium.desk.requests import heard
from otium.desk.reviews import appeals, filing, letters, proofs, signing
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.delivery import DeliveryReceipt
from otium.terms.notice import Notice
from otium.terms.parcel import TransmissionEvent as Event
from otium.wires.delivery import receipts
from tests import build
from tests.desk.reviews.conftest import AT, Denied

BY = build.TEST
TO = "617-555-0142"
LATER, MUCH_LATER = AT + timedelta(minutes=5), AT + timedelta(minutes=20)


@pytest.fixture
def fax(denied: Denied) -> models.Connection:
    return build.connection(denied.practice, name="Fax", carrier="folder", carries=["fax"])


@pytest.fixture
def ready(denied: Denied) -> models.Appeal:
    row = appeals.open_appeal(request_id=denied.request.pk, by=BY, at=AT)
    return signed(denied, row)


@pytest.fixture
def faxed(denied: Denied, fax: models.Connection, ready: models.Appeal) -> models.Appeal:
    send(ready)
    packing.pack(denied.practice, fax, is_real_time=False, at=AT)
    return ready


def signed(denied: Denied, row: models.Appeal) -> models.Appeal:
    row = models.Appeal.objects.get(pk=row.pk)
    digest = letters.digest(letters.letter(row, AT, proofs.now(row.request_id, AT)))
    signing.sign(appeal_id=row.pk, digest=digest, by=denied.signer, at=AT)
    return models.Appeal.objects.get(pk=row.pk)


def send(row: models.Appeal, at: datetime = AT, **more: object) -> models.RequestSending:
    return filing.fax(appeal_id=row.pk, by=BY, at=at, **{"to": TO, **more})  # type: ignore[arg-type]


def becomes(*events: Event, at: datetime = LATER) -> None:
    """The fax's transmission after these, as the worker tells of it."""
    row = models.Transmission.objects.select_related("practice").get()
    for event in events:
        move(row, event, by=BY, at=at)
    patients = heard.of_transmission(row, by=BY, at=at)
    settle.settle(row.practice, by=BY, at=at, patients=list(patients), why="test")


def receipt(*, is_delivered: bool, at: datetime = LATER, fax: str = "", pages: int = 7, cause: str = "") -> str:
    """One comes in; what became of its file."""
    row = models.Transmission.objects.select_related("practice").get()
    content = receipts.write(DeliveryReceipt(fax or str(row.payload_id), is_delivered, at, pages, "FX-9", cause))
    return inbox.receive_for(row.practice_id, inbox.Arrival("receipt.json", content), by=BY, at=MUCH_LATER).state


def state(row: models.Appeal) -> str:
    row.refresh_from_db()
    return str(row.state)


def pages_of(sending: models.RequestSending) -> list[str]:
    notice = Notice.from_bytes(blobs.load(sending.practice, sending.parcel.body))
    return [page.extract_text() for page in PdfReader(BytesIO(notice.attachment)).pages]


def road(denied: Denied, number: str) -> None:
    models.PayerRoad.objects.create(
        practice=denied.practice, payer=denied.payer, road="fax", destination=number, source="payer manual"
    )


def paper(denied: Denied, content: bytes, patient: models.Patient | None = None) -> models.Document:
    return models.Document.objects.create(
        practice=denied.practice, patient=patient or denied.patient, blob=blobs.keep(denied.practice, content),
        title="Consent", kind="consent", media_type="application/pdf", received_on=date(2026, 11, 20),
    )  # fmt: skip
