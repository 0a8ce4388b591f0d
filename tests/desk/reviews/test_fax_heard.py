"""What becomes of the fax of an appeal becomes of the appeal, in whatever order it is heard."""

from datetime import date, timedelta

import pytest

from otium.desk import outbox
from otium.desk.outbox import tries
from otium.desk.reviews import filing, letters
from otium.desk.reviews.proof import proof
from otium.records import models
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from tests.desk.outbox.conftest import Scripted
from tests.desk.reviews.conftest import AT, Denied
from tests.desk.reviews.faxing import BY, LATER, MUCH_LATER, TO, becomes, fax, faxed, ready, receipt, send, state

__all__ = ["fax", "faxed", "ready"]


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
