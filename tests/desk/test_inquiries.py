"""Asking a payer from the records: one inquiry at a time, and none that the payer could not read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from otium.desk import acting, acts, inquiries, settle
from otium.desk.actor import Actor
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
BY = Actor("test")


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


@pytest.fixture
def coverage(practice: models.Practice) -> models.Coverage:
    """Of a patient with a visit in four days, never asked about."""
    patient = build.patient(practice, sex="F")
    build.visit(patient, AT + timedelta(days=4))
    return build.coverage(patient, build.payer(practice, payer_ids=["ACM01"]))


def ask(coverage: models.Coverage, at: datetime = AT) -> models.Parcel:
    return inquiries.ask(coverage_id=coverage.pk, service_on=ON, by=BY, at=at)


def tasks(coverage: models.Coverage) -> list[str]:
    rows = models.Task.objects.filter(patient_id=coverage.patient_id, state="open")
    return sorted(rows.values_list("kind", flat=True))


def test_an_inquiry_is_posted_and_its_task_rests(practice: models.Practice, coverage: models.Coverage) -> None:
    settle.settle(practice, by=BY, at=AT)
    before = tasks(coverage)

    parcel = ask(coverage)

    assert before == ["verify_coverage"]
    assert tasks(coverage) == []
    assert (parcel.kind, parcel.payer_id, parcel.focus_id) == ("270", "ACM01", coverage.pk)
    assert parcel.trace


def test_asking_twice_makes_one_parcel(coverage: models.Coverage) -> None:
    first, second = ask(coverage), ask(coverage, AT + timedelta(seconds=50))

    assert first.pk == second.pk
    assert models.Parcel.objects.count() == 1


def test_asking_again_after_an_answer_makes_a_new_one(coverage: models.Coverage) -> None:
    first = ask(coverage)
    build.check(coverage, AT, trace=first.trace)

    second = ask(coverage, AT + timedelta(minutes=5))

    assert second.pk != first.pk
    assert second.trace != first.trace


@pytest.mark.parametrize("end", [{"verdict": "rejected"}, {"state": "withdrawn"}])
def test_an_inquiry_that_came_to_nothing_is_asked_anew(coverage: models.Coverage, end: dict[str, str]) -> None:
    first = ask(coverage)
    models.Parcel.objects.filter(pk=first.pk).update(**end)

    assert ask(coverage).pk != first.pk


def test_what_is_lacking_is_refused_with_its_place_and_nothing_is_posted(coverage: models.Coverage) -> None:
    models.Coverage.objects.filter(pk=coverage.pk).update(member_id="")
    models.Payer.objects.update(payer_ids=[])

    with pytest.raises(inquiries.CannotAsk) as caught:
        ask(coverage)

    places = [(each.code, each.loop, each.element, each.on) for each in caught.value.lacks]
    assert places == [
        ("payer_id_missing", "2100A", "NM109", "payer"),
        ("member_id_missing", "2100C", "NM109", "coverage"),
    ]
    assert not models.Parcel.objects.exists()


def test_a_refusal_names_nobody(coverage: models.Coverage) -> None:
    models.Coverage.objects.filter(pk=coverage.pk).update(relationship="child")

    with pytest.raises(inquiries.CannotAsk) as caught:
        ask(coverage)

    assert coverage.patient.last_name not in str(caught.value)
    assert coverage.member_id not in str(caught.value)


def test_the_task_offers_to_ask_and_asking_is_its_act(practice: models.Practice, coverage: models.Coverage) -> None:
    settle.settle(practice, by=BY, at=AT)
    task = models.Task.objects.get(kind="verify_coverage")

    acts.record(task_id=task.pk, choice="ask_payer", entries={}, by=BY, at=AT)

    assert tasks(coverage) == []
    assert models.Parcel.objects.get().focus_id == coverage.pk


def test_an_inquiry_is_not_undone_with_its_act(practice: models.Practice, coverage: models.Coverage) -> None:
    settle.settle(practice, by=BY, at=AT)
    act = acts.record(task_id=models.Task.objects.get().pk, choice="ask_payer", entries={}, by=BY, at=AT)

    with pytest.raises(acts.Refused) as caught:
        acts.undo(act_id=act.pk, by=BY, at=AT)

    assert caught.value.code == "inquiry_stays"


def test_a_payer_without_answer_for_a_day_comes_back_to_the_desk(
    practice: models.Practice, coverage: models.Coverage
) -> None:
    ask(coverage)

    settle.settle(practice, by=BY, at=AT + timedelta(days=2))

    task = models.Task.objects.get(state="open", kind="verify_coverage")
    assert "inquiry_unanswered" in [reason["code"] for reason in task.why]
