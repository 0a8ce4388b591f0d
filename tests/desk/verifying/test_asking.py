"""Payers asked by themselves: at each trigger, once for each cause, and never where a person must look first."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from otium.desk import blobs, inquiries
from otium.records import models
from tests import build
from tests.desk.verifying.scene import AT, BY, HOUR, LATER, SOON, covered, open_kinds, parcels, settled


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
