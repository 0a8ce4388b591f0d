"""Many hours come free at once: most wait for families who are asked about another, and cost the workers little."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from otium.desk.offers import closing, rounds, tending
from otium.records import models
from tests.desk.offers.house import AT, BY, begin, cancelled, fresh, offers, standing, tap, waits

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The rounds in which somebody is looked for, as they are."""
    found, ask = list[Any](), rounds.ask
    monkeypatch.setattr(tending, "AT_ONCE", 1)

    def noted(offer_round: models.OfferRound, *args: Any, **named: Any) -> None:
        found.append(offer_round.pk)
        ask(offer_round, *args, **named)

    monkeypatch.setattr(rounds, "ask", noted)
    return found


def hours(practice: models.Practice) -> list[models.OfferRound]:
    models.Practice.objects.filter(pk=practice.pk).update(waitlist={"wave": 1})
    return [begin(cancelled(practice, at=time(hour))) for hour in (13, 14, 15)]


def tended(practice: models.Practice, at: datetime, looked: list[Any]) -> set[Any]:
    looked.clear()
    tending.tend(practice.pk, at=at)
    return set(looked)


def test_of_hours_in_which_no_turn_has_come_only_the_first_look_for_somebody(
    practice: models.Practice, looked: list[Any]
) -> None:
    waits(practice)
    hours(practice)

    assert len(tended(practice, AT + MINUTE, looked)) == 1


def test_a_no_brings_the_turn_of_the_next_in_its_hour_and_of_theirs_in_all_others_later(
    practice: models.Practice, looked: list[Any]
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    one, other, third = hours(practice)
    assert (standing(one)[first.pk], standing(other)[second.pk]) == ("made", "made")
    tap(practice, offers(other)[second.pk], "decline", AT + MINUTE)

    assert other.pk in tended(practice, AT + MINUTE, looked)
    assert {one.pk, other.pk, third.pk} >= tended(practice, AT + timedelta(minutes=30), looked) >= {one.pk, third.pk}


def test_who_has_found_an_hour_leaves_the_next_their_turn_in_all_others(
    practice: models.Practice, looked: list[Any]
) -> None:
    waits(practice, days=20)
    one, other, _third = hours(practice)
    patient = offers(one).popitem()[1].patient
    entry = waits(practice, days=5, patient=patient)
    models.Offer.objects.create(
        practice=practice, offer_round=other, entry=entry, patient=patient, state="made", made_at=AT,
        expires_at=AT + timedelta(minutes=30), changed_at=AT,
    )  # fmt: skip

    closing.withdraw_others(entry, by=BY, at=AT + MINUTE)

    assert fresh(other).next_at == AT + MINUTE
