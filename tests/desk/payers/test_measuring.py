"""How payers answer, reject, decide and deny, counted from the practice's own messages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from otium.desk import acting
from otium.desk.payers.measuring import Measured, measured, nothing
from otium.records import models
from otium.terms.measured import Share, Spread
from tests import build, dealings
from tests.cast import AT

DAY = timedelta(days=1)


@pytest.fixture
def cover(db: None) -> Iterator[models.Coverage]:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        yield build.coverage(build.patient(practice), build.payer(practice, payer_ids=["EVG01"]))


def of(cover: models.Coverage) -> Measured:
    return measured(cover.practice, AT)[cover.payer_id]


def test_answers_are_timed_from_leaving_to_coming_back(cover: models.Coverage) -> None:
    dealings.asked(cover, AT - DAY, 3, 1, 2, 4, 60, None)

    assert (of(cover).answer, of(cover).asked) == (Spread(5, 3, 60), 6)


@pytest.mark.parametrize(("back", "counted"), [(timedelta(days=90), 1), (timedelta(days=90, seconds=1), 0)])
def test_inquiries_count_for_ninety_days(cover: models.Coverage, back: timedelta, counted: int) -> None:
    dealings.asked(cover, AT - back, 3)

    assert of(cover).asked == counted


def test_an_inquiry_that_was_withdrawn_does_not_count(cover: models.Coverage) -> None:
    dealings.asked(cover, AT - DAY, None)
    models.Parcel.objects.update(state="withdrawn")

    assert of(cover).asked == 0


def test_rejects_are_counted_by_their_code(cover: models.Coverage) -> None:
    dealings.answered(cover, AT - DAY, "75", "72", "75", "", "", "", "", "")

    assert of(cover).rejected == Share(3, 8, 38)
    assert of(cover).rejects == (("75", 2), ("72", 1))


def test_answers_by_telephone_are_no_answers_by_wire(cover: models.Coverage) -> None:
    build.check(cover, AT - DAY)

    assert of(cover).rejected == Share(0, 0)


def test_a_claim_is_decided_from_leaving_to_its_remittance(cover: models.Coverage) -> None:
    for days in (10, 12, 14, 16, 40):
        dealings.decided(cover, AT - DAY, days)

    assert (of(cover).decision, of(cover).denied) == (Spread(5, 14, 40), Share(0, 5, 0))


def test_denials_say_what_they_are_about(cover: models.Coverage) -> None:
    for carc in ("197", "15", "97", "999"):
        dealings.decided(cover, AT - DAY, 10, denied_for=carc)
    dealings.decided(cover, AT - DAY, 10)

    assert of(cover).denied == Share(4, 5, 80)
    assert of(cover).denied_for == (("authorization", 2), ("", 1), ("coding", 1))


@pytest.mark.parametrize(("back", "counted"), [(timedelta(days=180), 1), (timedelta(days=180, seconds=1), 0)])
def test_claims_count_for_half_a_year(cover: models.Coverage, back: timedelta, counted: int) -> None:
    dealings.decided(cover, AT - back, 10, denied_for="197")

    found = of(cover)
    assert found.denied.n == counted
    assert sum(n for _, n in found.denied_for) == counted


def test_hold_times_come_from_calls(cover: models.Coverage) -> None:
    dealings.called(cover, AT - DAY, 10, 20, None)

    assert (of(cover).hold.calls, of(cover).hold.timed, of(cover).hold.median) == (3, 2, 15)


@pytest.mark.parametrize(
    ("dates", "counted"),
    [
        ({}, 1),
        ({"ends_on": AT.date()}, 1),
        ({"ends_on": AT.date() - DAY}, 0),
        ({"starts_on": AT.date()}, 1),
        ({"starts_on": AT.date() + DAY}, 0),
        ({"entered_in_error": True}, 0),
    ],
)
def test_patients_have_a_coverage_in_force(cover: models.Coverage, dates: dict[str, object], counted: int) -> None:
    models.Coverage.objects.filter(pk=cover.pk).update(**dates)
    build.coverage(cover.patient, cover.payer, order=2, **dates)  # the same person is counted once

    assert measured(cover.practice, AT).get(cover.payer_id, nothing()).patients == counted


def test_one_payer_is_measured_as_it_is_among_all(cover: models.Coverage) -> None:
    other = build.coverage(cover.patient, build.payer(cover.practice))
    for each in (cover, other):
        dealings.asked(each, AT - DAY, 1, 2, 3, 4, 5)
        dealings.answered(each, AT - DAY, "75")
        dealings.called(each, AT - DAY, 10)
        dealings.decided(each, AT - DAY, 10, denied_for="197")

    assert measured(cover.practice, AT, cover.payer_id) == {cover.payer_id: of(cover)}
    assert set(measured(cover.practice, AT)) == {cover.payer_id, other.payer_id}


def test_a_payer_without_dealings_has_nothing_to_say() -> None:
    assert (nothing().answer, nothing().denied, nothing().hold.calls) == (Spread(0), Share(0, 0), 0)
