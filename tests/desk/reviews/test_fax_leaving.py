"""An appeal leaves by fax: once, to a number, with all that goes along; it is taken back while it waits."""

from datetime import date, timedelta

import pytest

from otium.desk import blobs, outbox, settle
from otium.desk.acts import Refused
from otium.desk.outbox import packing
from otium.desk.reviews import appeals, filing, numbers, proofs
from otium.records import models
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from otium.wires.paper.page import one_page
from tests import build
from tests.desk.reviews.conftest import AT, Denied
from tests.desk.reviews.faxing import (
    BY,
    LATER,
    MUCH_LATER,
    TO,
    becomes,
    fax,
    faxed,
    pages_of,
    paper,
    ready,
    road,
    send,
    state,
)

__all__ = ["fax", "faxed", "ready"]


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


class TestWaiting:
    def test_what_has_not_left_the_next_day_is_on_the_desk_until_it_has(
        self, denied: Denied, fax: models.Connection, ready: models.Appeal
    ) -> None:
        send(ready)
        tomorrow = AT + timedelta(days=1)

        settle.settle(denied.practice, by=BY, at=tomorrow)
        task = models.Task.objects.get(kind="file_appeal", state="open")
        assert task.why[0]["code"] == "appeal_fax_waits"

        row = packing.pack(denied.practice, fax, is_real_time=False, at=tomorrow)
        assert row is not None
        becomes(Event.TAKEN, at=tomorrow)
        settle.settle(denied.practice, by=BY, at=tomorrow)
        assert "file_appeal" not in denied.tasks()


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
