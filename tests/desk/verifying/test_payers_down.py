"""Payers that are down or answer what somebody must read: asked again at their hours, or left to a person."""

from datetime import timedelta

import pytest

from otium.desk import inquiries
from otium.records import models
from tests.desk.verifying.scene import AT, BY, HOUR, answered, covered, open_kinds, parcels, settled


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
