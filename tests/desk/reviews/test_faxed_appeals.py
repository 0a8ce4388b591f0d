"""An appeal leaves by fax: once, to a number, with all that goes along; what becomes of the fax becomes of it."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from otium.desk import blobs, inbox, outbox, settle
from otium.desk.acts import Refused
from otium.desk.outbox import packing, tries
from otium.desk.requests import heard
from otium.desk.reviews import appeals, filing, letters, numbers, proofs, signing
from otium.desk.reviews.proof import proof
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.fax import FaxReceipt
from otium.terms.notice import Notice
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from otium.wires.fax import receipts
from otium.wires.paper.page import one_page
from tests import build
from tests.desk.outbox.conftest import Scripted
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
    content = receipts.write(FaxReceipt(fax or str(row.payload_id), is_delivered, at, pages, "FX-9", cause))
    return inbox.receive_for(row.practice_id, inbox.Arrival("receipt.json", content), by=BY, at=MUCH_LATER).state


def state(row: models.Appeal) -> str:
    row.refresh_from_db()
    return str(row.state)


def pages_of(sending: models.RequestSending) -> list[str]:
    notice = Notice.from_bytes(blobs.load(sending.practice, sending.parcel.body))
    return [page.extract_text() for page in PdfReader(BytesIO(notice.attachment)).pages]


class TestLeaving:
    def test_the_fax_has_a_cover_that_names_no_patient_the_letter_and_the_packet(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        models.AuthorizationRequest.objects.update(reference="NL-7001")

        sending = send(ready)

        pages = pages_of(sending)
        assert "Appeal of a decision" in pages[0]
        assert "NL-7001" in pages[0]
        assert f"{len(pages)}" in pages[0]
        assert denied.patient.last_name not in pages[0]
        assert "We appeal the decision" in pages[1]
        assert any("The record as of" in page for page in pages)
        assert not any("DRAFT" in page for page in pages)

    def test_it_is_filed_by_fax_to_that_number_with_the_letter_that_was_signed(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        sending = send(ready)

        ready.refresh_from_db()
        parcel = models.Parcel.objects.get()
        assert (ready.state, ready.road, ready.filed_on) == ("filed", "fax", date(2026, 11, 23))
        assert (sending.destination, sending.parcel_id, sending.packet.appeal_id) == (TO, parcel.pk, ready.pk)
        assert (parcel.kind, parcel.focus_type, parcel.focus_id) == ("fax", "appeal", ready.pk)
        assert "file_appeal" not in denied.tasks()

    def test_the_packet_that_was_signed_goes_along_while_the_records_say_the_same(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        now = proofs.now(denied.request.pk, AT)
        assert now is not None
        models.RequestPacket.objects.create(
            practice=denied.practice, request=denied.request, version=1, compiled_at=AT, compiled_by="x",
            content=blobs.keep(denied.practice, b"{}"), digest=now.digest, gaps=[], signed_at=AT,
            signed_by_id=denied.signer.staff_id, signer_name="Noor Haddad", signer_credential="OTR/L",
            signature_hash="b" * 64, pdf=blobs.keep(denied.practice, one_page(["The packet as it was signed"])),
        )  # fmt: skip

        pages = pages_of(send(ready))

        assert "The packet as it was signed" in pages[-1]

    def test_papers_that_are_chosen_go_along(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        consent = paper(denied, one_page(["Consent to be represented"]))

        assert "Consent to be represented" in pages_of(send(ready, papers=[consent.pk]))[-1]

    def test_a_paper_that_cannot_be_opened_is_named_and_nothing_leaves(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        broken = paper(denied, b"%PDF-1.7 broken")

        with pytest.raises(Refused) as caught:
            send(ready, papers=[broken.pk])

        assert (caught.value.entry, caught.value.code) == ("papers", "cannot_enclose")
        assert (state(ready), models.Parcel.objects.count()) == ("ready", 0)

    def test_a_paper_of_another_patient_does_not_go_along(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        other = paper(denied, one_page(["Somebody else"]), build.patient(denied.practice))

        with pytest.raises(Refused, match="not_an_option"):
            send(ready, papers=[other.pk])

    def test_pressed_twice_it_leaves_once(self, fax: models.Connection, ready: models.Appeal) -> None:
        assert send(ready).pk == send(ready, at=LATER).pk
        assert models.Parcel.objects.count() == 1

    @pytest.mark.parametrize(("to", "code"), [(" ", "recipient_missing"), ("12", "no_number")])
    def test_without_a_number_that_can_be_called_nothing_is_filed(
        self, fax: models.Connection, ready: models.Appeal, to: str, code: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            send(ready, to=to)

        assert (caught.value.entry, caught.value.code) == ("destination", code)
        assert (state(ready), models.RequestSending.objects.count()) == ("ready", 0)

    def test_recorded_by_hand_a_fax_has_its_number_too(self, ready: models.Appeal) -> None:
        with pytest.raises(Refused) as caught:
            filing.file(appeal_id=ready.pk, road=Road.FAX, sent_at=AT, by=BY, at=AT)

        assert (caught.value.entry, caught.value.code) == ("destination", "recipient_missing")

    def test_without_a_fax_service_it_says_so_and_nothing_is_filed(self, ready: models.Appeal) -> None:
        with pytest.raises(Refused, match="no_fax_connection"):
            send(ready)

        assert state(ready) == "ready"

    def test_what_nobody_signed_does_not_leave(self, denied: Denied, fax: models.Connection) -> None:
        row = appeals.open_appeal(request_id=denied.request.pk, by=BY, at=AT)

        with pytest.raises(Refused, match="letter_not_signed"):
            send(row)

    def test_late_it_needs_good_cause(self, fax: models.Connection, ready: models.Appeal) -> None:
        models.Appeal.objects.update(file_by=date(2026, 11, 22))

        with pytest.raises(Refused, match="late_needs_cause"):
            send(ready)

        assert send(ready, note="The notice came late").note == "The notice came late"


class TestTakingBack:
    def test_what_waits_is_taken_back_and_does_not_leave(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        send(ready)

        filing.take_back(appeal_id=ready.pk, why="wrong number", by=BY, at=LATER)

        assert (state(ready), models.Parcel.objects.get().state) == ("ready", "withdrawn")
        assert "file_appeal" in denied.tasks()

        again = send(ready, at=MUCH_LATER)

        assert again.parcel.state == "waiting"

    def test_what_is_on_its_way_is_not_taken_back(self, faxed: models.Appeal) -> None:
        with pytest.raises(Refused, match="packed_already"):
            filing.take_back(appeal_id=faxed.pk, why="wrong number", by=BY, at=LATER)

    def test_an_appeal_that_is_given_up_does_not_leave(self, fax: models.Connection, ready: models.Appeal) -> None:
        send(ready)

        appeals.withdraw(appeal_id=ready.pk, why="approved meanwhile", by=BY, at=LATER)

        assert models.Parcel.objects.get().state == "withdrawn"

    def test_withdrawn_under_traffic_it_is_to_be_filed_again(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        sending = send(ready)

        outbox.withdraw(sending.parcel_id, why="wrong payer", by=BY, at=LATER)

        assert state(ready) == "ready"
        assert "file_appeal" in denied.tasks()


class TestWhatBecomesOfIt:
    def test_that_the_service_took_it_proves_when_it_left_and_no_more(self, faxed: models.Appeal) -> None:
        becomes(Event.TAKEN)

        (left,) = proof(faxed).left
        assert (state(faxed), left.left_at, left.delivered_at) == ("filed", LATER, None)

    def test_delivered_it_is_with_the_payer_and_on_the_proof(self, faxed: models.Appeal) -> None:
        becomes(Event.TAKEN)

        assert receipt(is_delivered=True) == "applied"

        (left,) = proof(faxed).left
        assert state(faxed) == "acknowledged"
        assert (left.delivered_at, left.received, left.receipt, left.destination) == (LATER, 7, "FX-9", TO)

    def test_failed_it_is_to_be_filed_again_and_says_so(self, denied: Denied, faxed: models.Appeal) -> None:
        becomes(Event.TAKEN)

        receipt(is_delivered=False, cause="busy")

        task = models.Task.objects.get(kind="file_appeal", state="open")
        assert (state(faxed), faxed.filed_on, faxed.road) == ("ready", None, "")
        assert "appeal_fax_failed" in [reason["code"] for reason in task.why]
        assert [left.cause for left in proof(faxed).left] == ["busy"]
        assert letters.kept_of(faxed) is not None

    def test_refused_by_the_service_it_is_to_be_filed_again(self, denied: Denied, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)

        assert state(faxed) == "ready"
        assert "file_appeal" in denied.tasks()

    def test_sent_anew_after_a_failure_it_is_a_fax_of_its_own(self, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)

        again = send(faxed, at=MUCH_LATER)

        assert (state(faxed), models.Parcel.objects.count()) == ("filed", 2)
        assert again.parcel.state == "waiting"

    def test_a_receipt_twice_changes_nothing_more(self, faxed: models.Appeal) -> None:
        receipt(is_delivered=True)
        before = models.History.objects.exclude(focus_type="inboundfile").count()

        assert receipt(is_delivered=True) == "nothing_new"  # the same bytes
        assert receipt(is_delivered=True, pages=8) == "nothing_new"  # the same fact
        assert models.History.objects.exclude(focus_type="inboundfile").count() == before

    def test_a_receipt_that_is_faster_than_the_services_own_answer_leads_to_the_same(
        self, faxed: models.Appeal
    ) -> None:
        receipt(is_delivered=True)
        becomes(Event.TAKEN, at=MUCH_LATER)

        assert state(faxed) == "acknowledged"
        assert models.Transmission.objects.get().state == "sent"

    @pytest.mark.parametrize("order", [(True, False), (False, True)])
    def test_delivered_outweighs_failed_in_whatever_order_they_come(
        self, faxed: models.Appeal, order: tuple[bool, bool]
    ) -> None:
        for is_delivered in order:
            receipt(is_delivered=is_delivered)

        sending = models.RequestSending.objects.get()
        assert (state(faxed), faxed.filed_on, sending.taken_back_at) == ("acknowledged", date(2026, 11, 23), None)
        assert faxed.decide_by is not None

    def test_a_failure_does_not_undo_what_was_filed_otherwise_since(self, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)
        filing.file(appeal_id=faxed.pk, road=Road.PORTAL, sent_at=LATER, by=BY, at=LATER)

        receipt(is_delivered=False)

        assert (state(faxed), faxed.road) == ("filed", "portal")

    def test_cut_off_between_sending_and_its_answer_it_leaves_once_and_its_receipt_ends_it(
        self, faxed: models.Appeal, fax: models.Connection
    ) -> None:
        row, partner = models.Transmission.objects.get(), Scripted()
        assert tries.begin(row.practice_id, row.pk, at=AT) is not None  # and the worker is killed

        assert receipt(is_delivered=True) == "applied"
        for _ in range(2):
            outbox.deliver(row.practice_id, fax.pk, open_carrier=partner, now=lambda: MUCH_LATER)

        row.refresh_from_db()
        assert (partner.received, partner.asked) == ([], [])
        assert (row.state, state(faxed)) == ("sent", "acknowledged")

    @pytest.mark.parametrize("knows", [True, None], ids=["the service says", "the service cannot say"])
    def test_cut_off_without_a_receipt_it_is_asked_after_and_never_sent_beside_itself(
        self, faxed: models.Appeal, fax: models.Connection, knows: bool | None
    ) -> None:
        row, partner = models.Transmission.objects.get(), Scripted(knows=knows)
        begun = tries.begin(row.practice_id, row.pk, at=AT)
        assert begun is not None
        assert begun.sending is not None
        partner.received.append(begun.sending)  # it had arrived

        outbox.deliver(row.practice_id, fax.pk, open_carrier=partner, now=lambda: MUCH_LATER)

        row.refresh_from_db()
        assert len(partner.received) == 1
        assert (row.state, state(faxed)) == ("sent" if knows else "unsure", "filed")

    def test_a_receipt_for_a_fax_that_is_none_of_ours_waits_for_a_person(self, faxed: models.Appeal) -> None:
        assert receipt(is_delivered=True, fax="0f0e6a34-0000-4000-8000-000000000000") == "unmatched"
        assert receipt(is_delivered=True, fax="X-1") == "unmatched"
        assert state(faxed) == "filed"

    def test_a_fax_that_left_a_day_later_was_filed_that_day(self, faxed: models.Appeal) -> None:
        faxed.refresh_from_db()
        assert faxed.decide_by is not None
        decide_by = faxed.decide_by

        becomes(Event.TAKEN, at=AT + timedelta(days=1))

        faxed.refresh_from_db()
        assert (faxed.filed_on, faxed.decide_by) == (date(2026, 11, 24), decide_by + timedelta(days=1))

    def test_a_decision_that_came_before_the_receipt_stands(self, faxed: models.Appeal) -> None:
        models.Appeal.objects.update(state="decided", outcome="upheld", decided_on=date(2026, 11, 23))

        receipt(is_delivered=True)

        assert state(faxed) == "decided"
        assert models.RequestSending.objects.get().confirmed_at is not None


class TestNumbers:
    def test_where_none_is_on_file_none_is_known(self, ready: models.Appeal) -> None:
        assert numbers.known(ready, date(2026, 11, 23)) is None

    def test_the_number_for_requests_is_known_as_that(self, denied: Denied, ready: models.Appeal) -> None:
        road(denied, "617-555-0100")

        assert numbers.known(ready, date(2026, 11, 23)) == numbers.FaxNumber("617-555-0100", "requests")

    def test_where_an_appeal_went_comes_first(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        road(denied, "617-555-0100")
        send(ready)

        assert numbers.known(ready, date(2026, 11, 23)) == numbers.FaxNumber(TO, "appeal")

    def test_where_it_failed_is_not_proposed_again(self, denied: Denied, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)

        assert numbers.known(faxed, date(2026, 11, 23)) is None

    def test_the_adjusters_comes_before_that_for_requests(self, denied: Denied, ready: models.Appeal) -> None:
        road(denied, "617-555-0100")
        models.InjuryClaim.objects.create(
            practice=denied.practice, coverage=denied.coverage, patient=denied.patient, adjuster_fax="617-555-0177",
            changed_at=AT,
        )  # fmt: skip

        assert numbers.known(ready, date(2026, 11, 23)) == numbers.FaxNumber("617-555-0177", "adjuster")


def road(denied: Denied, number: str) -> None:
    models.PayerRoad.objects.create(
        practice=denied.practice, payer=denied.payer, road="fax", destination=number, source="payer manual"
    )


def paper(denied: Denied, content: bytes, patient: models.Patient | None = None) -> models.Document:
    return models.Document.objects.create(
        practice=denied.practice, patient=patient or denied.patient, blob=blobs.keep(denied.practice, content),
        title="Consent", kind="consent", media_type="application/pdf", received_on=date(2026, 11, 20),
    )  # fmt: skip


class TestSentAgainFromTraffic:
    def test_a_fax_that_failed_is_the_appeals_again(self, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)

        made = outbox.resend(models.Parcel.objects.get().pk, why="line was down", by=BY, at=AT + timedelta(days=1))

        assert (state(faxed), faxed.filed_on, faxed.road) == ("filed", date(2026, 11, 24), "fax")
        assert models.RequestSending.objects.get(parcel=made).appeal_id == faxed.pk

    def test_of_an_appeal_that_was_filed_otherwise_it_does_not_leave_again(self, faxed: models.Appeal) -> None:
        becomes(Event.REFUSED)
        filing.file(appeal_id=faxed.pk, road=Road.PORTAL, sent_at=LATER, by=BY, at=LATER)

        with pytest.raises(outbox.NotNow, match="sent_otherwise"):
            outbox.resend(models.Parcel.objects.get().pk, why="line was down", by=BY, at=MUCH_LATER)
