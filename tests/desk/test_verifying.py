"""Payers asked by themselves: at each trigger, once for each cause, and never where a person must look first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.desk import acting, appointments, blobs, inquiries, mend, settle, sweep, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.desk.mend import Entered
from otium.desk.outbox import circuit, packing
from otium.records import models
from otium.wires.carriers.base import CarrierError
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
SOON, LATER = AT + timedelta(days=1), AT + timedelta(days=4)
BY = Actor("test")
HOUR = timedelta(hours=1)


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(made.pk):
        build.connection(made, carrier="core", real_time=["270", "276"])
        yield models.Practice.objects.get(pk=made.pk)


def covered(practice: models.Practice, visit_at: datetime | None = LATER, **fields: Any) -> models.Coverage:
    """Of a patient with a visit, never asked about."""
    patient = build.patient(practice, sex="F")
    if visit_at is not None:
        build.visit(patient, visit_at)
    payer = models.Payer.objects.filter(practice=practice).first() or build.payer(practice, payer_ids=["ACM01"])
    return build.coverage(patient, payer, **fields)


def settled(practice: models.Practice, at: datetime = AT) -> verifying.Asked:
    settle.settle(practice, by=BY, at=at)
    return verifying.ask(practice, at=at)


def parcels() -> list[models.Parcel]:
    return list(models.Parcel.objects.order_by("made_at", "id"))


def open_kinds() -> list[str]:
    return sorted(models.Task.objects.filter(state="open").values_list("kind", flat=True))


def test_what_a_wire_can_settle_is_asked_and_its_task_rests(practice: models.Practice) -> None:
    coverage = covered(practice)

    done = settled(practice)

    (parcel,) = parcels()
    assert (done.asked, done.left) == (1, 0)
    assert (parcel.kind, parcel.focus_id, parcel.by) == ("270", coverage.pk, "Otium")
    assert open_kinds() == []


def test_who_asked_and_about_whom_is_in_history_and_audit(practice: models.Practice) -> None:
    coverage = covered(practice)

    settled(practice)

    posted = models.History.objects.get(focus_type="parcel", event="posted")
    audited = models.AuditEvent.objects.get(door="ask_coverage")
    assert (posted.by, audited.actor, audited.patients) == ("Otium", "Otium", [str(coverage.patient_id)])


def test_however_often_it_runs_nothing_is_asked_twice(practice: models.Practice) -> None:
    for _ in range(3):
        covered(practice)

    rounds = [settled(practice, AT + n * HOUR).asked for n in range(4)]

    assert rounds == [3, 0, 0, 0]
    assert len(parcels()) == 3


def test_one_inquiry_serves_all_visits_and_disciplines(practice: models.Practice) -> None:
    coverage = covered(practice)
    speech = models.EpisodeOfCare.objects.create(practice=practice, patient=coverage.patient, discipline="SLP")
    build.visit(coverage.patient, LATER + timedelta(days=1), episode=speech)
    build.visit(coverage.patient, LATER + timedelta(days=7))

    settled(practice)

    (parcel,) = parcels()
    assert b"EQ*30^AD^AF" in blobs.load(practice, parcel.body)


def test_a_patient_of_ot_alone_is_asked_about_for_ot(practice: models.Practice) -> None:
    covered(practice)

    settled(practice)

    assert b"EQ*30^AD" in blobs.load(practice, parcels()[0].body)
    assert b"^PT" not in blobs.load(practice, parcels()[0].body)


@pytest.mark.parametrize("mode", ["ask", "manual"])
def test_in_other_modes_nothing_is_posted_and_the_task_stands(practice: models.Practice, mode: str) -> None:
    practice.autonomy = {"ask_coverage": mode}
    practice.save()
    covered(practice)

    done = settled(practice)

    assert (done.asked, parcels(), open_kinds()) == (0, [], ["verify_coverage"])


@pytest.mark.parametrize(
    ("of_coverage", "of_payer"),
    [({"member_id": ""}, {}), ({}, {"payer_ids": []}), ({}, {"payer_type": "workers_comp"})],
    ids=["no member id", "no payer id", "by phone"],
)
def test_what_cannot_be_asked_leaves_its_task_to_a_person(
    practice: models.Practice, of_coverage: dict[str, Any], of_payer: dict[str, Any]
) -> None:
    covered(practice, **of_coverage)
    models.Payer.objects.update(**of_payer)

    done = settled(practice)

    assert (done.asked, done.left) == (0, 1)
    assert parcels() == []
    assert "verify_coverage" in open_kinds()


@pytest.mark.parametrize("state", [None, "paused"])
def test_without_a_road_that_goes_nothing_is_piled_up(practice: models.Practice, state: str | None) -> None:
    rows = models.Connection.objects.filter(practice=practice)
    rows.update(state=state) if state else rows.update(carries=["837P"])
    covered(practice)

    settled(practice)

    assert (parcels(), open_kinds()) == ([], ["verify_coverage"])


class TestTheWayItGoes:
    @pytest.mark.parametrize(
        ("visit_at", "is_real_time"), [(AT + HOUR, True), (SOON, True), (AT + timedelta(2), False)]
    )
    def test_a_visit_today_or_tomorrow_is_asked_for_on_the_call_others_by_batch(
        self, practice: models.Practice, visit_at: datetime, is_real_time: bool
    ) -> None:
        covered(practice, visit_at)

        settled(practice)

        assert parcels()[0].is_real_time is is_real_time

    def test_a_person_who_asks_gets_the_answer_on_the_call(self, practice: models.Practice) -> None:
        parcel = inquiries.ask(coverage_id=covered(practice).pk, service_on=AT.date(), by=BY, at=AT)

        assert parcel.is_real_time

    def test_where_nobody_fetches_the_answers_of_batches_it_goes_on_the_call(self, practice: models.Practice) -> None:
        models.Connection.objects.update(fetch_minutes=0)
        covered(practice)

        settled(practice)

        assert parcels()[0].is_real_time

    def test_medicare_answers_on_the_call_alone(self, practice: models.Practice) -> None:
        build.payer(practice, "medicare_b", payer_ids=["MCRTST"])
        covered(practice)

        settled(practice)

        assert parcels()[0].is_real_time


@dataclass
class Answer:
    """What a payer said to the newest inquiry."""

    status: str = "active"
    reject_code: str = ""


def answered(coverage: models.Coverage, at: datetime, status: str = "active", reject_code: str = "") -> None:
    trace = models.Parcel.objects.filter(focus_id=coverage.pk).order_by("-made_at").values_list("trace", flat=True)[0]
    build.check(coverage, at, status, trace=trace, reject_code=reject_code)


class TestAPayerThatIsDown:
    def test_is_asked_again_later_each_time_and_then_a_person_must(self, practice: models.Practice) -> None:
        coverage, at = covered(practice), AT
        settled(practice)
        waits = []
        for _ in range(3):
            at += timedelta(minutes=1)
            answered(coverage, at, "rejected", "42")
            settled(practice, at)
            newest = parcels()[-1]
            waits.append(newest.not_before_at - at)
            assert open_kinds() == []
            at = newest.not_before_at
        answered(coverage, at, "rejected", "80")

        left = settled(practice, at)

        assert waits == [timedelta(minutes=15), HOUR, 3 * HOUR]
        assert (left.asked, len(parcels()), open_kinds()) == (0, 4, ["verify_coverage"])

    def test_is_asked_again_the_next_day(self, practice: models.Practice) -> None:
        coverage = covered(practice)
        for n in range(4):
            models.Parcel.objects.filter(focus_id=coverage.pk).update(state="withdrawn")
            inquiries.ask(coverage_id=coverage.pk, service_on=AT.date(), by=BY, at=AT + n * timedelta(seconds=1))
        answered(coverage, AT + HOUR, "rejected", "42")

        assert settled(practice, AT + HOUR).asked == 0
        assert settled(practice, AT + timedelta(days=1)).asked == 1


@pytest.mark.parametrize(("status", "code"), [("rejected", "75"), ("unknown", "")])
def test_an_answer_that_somebody_must_read_is_not_asked_for_again(
    practice: models.Practice, status: str, code: str
) -> None:
    coverage = covered(practice)
    settled(practice)
    answered(coverage, AT + HOUR, status, code)

    again = [settled(practice, AT + HOUR), settled(practice, AT + timedelta(days=2))]

    assert [each.asked for each in again] == [0, 0]


@pytest.mark.parametrize("end", [{"state": "withdrawn"}, {"verdict": "rejected"}])
def test_an_inquiry_that_came_to_nothing_is_a_persons_for_a_week(
    practice: models.Practice, end: dict[str, str]
) -> None:
    covered(practice, AT + timedelta(days=20))
    settled(practice)
    models.Parcel.objects.update(**end)

    assert settled(practice, AT + timedelta(days=6)).asked == 0
    assert settled(practice, AT + timedelta(days=8)).asked == 1


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


def test_a_practice_is_asked_for_in_a_fixed_number_of_queries(
    practice: models.Practice, django_assert_max_num_queries: Any
) -> None:
    covered(practice)
    settled(practice)  # from here on the delivery waits in the queue
    for _ in range(3):
        covered(practice)
    settle.settle(practice, by=BY, at=AT)
    with django_assert_max_num_queries(66) as few:
        first = verifying.ask(practice, at=AT)
    for _ in range(40):
        covered(practice)
    settle.settle(practice, by=BY, at=AT)

    with django_assert_max_num_queries(66) as many:
        second = verifying.ask(practice, at=AT)

    assert (first.asked, second.asked) == (3, 40)
    assert len(few.captured_queries) == len(many.captured_queries)


def test_what_is_asked_for_by_itself_leaves_as_one_file_when_the_payers_window_opens(practice: models.Practice) -> None:
    models.Connection.objects.update(
        batch_minutes=30, window_opens_at=time(20), window_closes_at=time(22)
    )  # New York: 5 to 10 hours from now
    road = models.Connection.objects.get()
    for _ in range(3):
        covered(practice)
    settled(practice)

    sent = {
        hours: packing.pack(practice, road, is_real_time=False, at=AT + timedelta(hours=hours)) for hours in (1, 9, 10)
    }

    assert [made.parcels if made else None for made in sent.values()] == [None, None, 3]


@pytest.mark.parametrize(
    ("trouble", "stands"),
    [
        ({"failures": 29}, False),
        ({"failures": 30}, True),
        ({"failures": 1, "last_error": {"needs_person": True}}, True),
        ({"failures": 1, "last_error": {"needs_person": False}}, False),
        ({"state": "paused"}, True),
    ],
)
def test_what_waits_for_a_connection_that_fails_comes_back_to_people(
    practice: models.Practice, trouble: dict[str, Any], stands: bool
) -> None:
    covered(practice)
    settled(practice)
    models.Connection.objects.update(**trouble)

    again = settled(practice, AT + HOUR)

    assert (open_kinds().count("verify_coverage") == 1) is stands
    assert (again.asked, len(parcels())) == (0, 1)


def test_a_connection_that_fails_too_long_gives_its_questions_back_at_once(practice: models.Practice) -> None:
    covered(practice)
    settled(practice)
    models.Connection.objects.update(failures=29, fails_since=AT)
    road = models.Connection.objects.get()

    circuit.rest_now(practice.pk, road.pk, CarrierError("timeout"), at=AT + HOUR, act=circuit.Act.SEND)

    assert "verify_coverage" in open_kinds()
