"""What makes a payer be asked by itself: a booking, another number, a denial, the night."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from otium.desk import appointments, blobs, mend, sweep
from otium.desk.appointments import Booking, Slot
from otium.desk.mend import Entered
from otium.records import models
from tests import build
from tests.desk.verifying.scene import AT, BY, HOUR, LATER, answered, covered, open_kinds, parcels, settled


class TestTriggers:
    def test_booking(self, practice: models.Practice) -> None:
        coverage = covered(practice, None)
        by = build.therapist(practice)
        slot = Slot(by.pk, LATER.date(), time(10), 45)

        appointments.book(Booking(coverage.patient_id, slot), practice_id=practice.pk, by=BY, at=AT)

        assert [parcel.focus_id for parcel in parcels()] == [coverage.pk]

    def test_the_nightly_sweep_72_hours_before_a_visit(self, practice: models.Practice) -> None:
        coverage = covered(practice, AT + timedelta(days=30))
        build.check(coverage, AT - timedelta(days=10))
        days = [AT + timedelta(days=n) for n in range(30)]

        asked = []
        for at in days:
            sweep.sweep(practice_id=practice.pk, at=at)
            asked += [at] * (len(parcels()) - len(asked))

        (when,) = asked
        assert when.date().isoformat() == "2026-12-11"  # due on the 18th; opened five days before

    def test_a_coverage_that_became_another(self, practice: models.Practice) -> None:
        coverage = covered(practice)
        settled(practice)
        answered(coverage, AT + HOUR, "rejected", "75")

        retype(coverage, "TEST777", AT + 2 * HOUR)

        assert len(parcels()) == 2
        assert b"TEST777" in blobs.load(practice, parcels()[-1].body)
        assert open_kinds() == []

    def test_a_coverage_that_became_another_while_the_old_one_is_asked_about(self, practice: models.Practice) -> None:
        coverage = covered(practice)
        settled(practice)

        retype(coverage, "TEST777", AT + HOUR)

        assert len(parcels()) == 2

    def test_a_denial_for_eligibility(self, practice: models.Practice) -> None:
        coverage = covered(practice)
        settled(practice)
        answered(coverage, AT + HOUR)
        before = settled(practice, AT + 2 * HOUR).asked
        denied(coverage, AT + 3 * HOUR, "27")

        after = settled(practice, AT + 4 * HOUR).asked
        answered(coverage, AT + 5 * HOUR)

        assert (before, after, settled(practice, AT + 6 * HOUR).asked) == (0, 1, 0)

    def test_a_denial_for_another_reason_is_none(self, practice: models.Practice) -> None:
        coverage = covered(practice)
        build.check(coverage, AT)
        denied(coverage, AT + HOUR, "197")

        assert settled(practice, AT + 2 * HOUR).asked == 0


def retype(coverage: models.Coverage, member_id: str, at: datetime) -> None:
    row = models.Coverage.objects.get(pk=coverage.pk)
    version = mend.version_of(mend.KINDS["coverage"], row)
    mend.change("coverage", Entered({"member_id": member_id}, version), record_id=row.pk, by=BY, at=at)


def denied(coverage: models.Coverage, at: datetime, carc: str) -> None:
    """An 835 that denies a claim to the coverage, by a line."""
    practice = coverage.practice
    claim = models.Claim.objects.create(
        practice=practice, number="C1", patient=coverage.patient, coverage=coverage, standing="denied",
        standing_at=at, starts_on=AT.date(), ends_on=AT.date(), charge=Decimal(100), made_at=at,
    )  # fmt: skip
    file = models.InboundFile.objects.create(
        practice=practice,
        digest="1" * 64,
        blob=blobs.keep(practice, b"835"),
        name="era",
        state="applied",
        received_at=at,
    )
    paid = models.Remittance.objects.create(
        practice=practice, inbound_file=file, segment=3, trace="T", amount=Decimal(0), received_at=at
    )
    models.RemittedClaim.objects.create(
        practice=practice, remittance=paid, position=9, claim=claim, number="C1", status="4", charge=Decimal(100),
        paid=Decimal(0), lines=[{"adjustments": [{"group": "CO", "carc": carc, "amount": "100"}]}],
    )  # fmt: skip
