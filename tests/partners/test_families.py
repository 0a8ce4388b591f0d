"""Simulated families: one will an hour, whoever asks and by whatever means."""

from datetime import UTC, datetime, timedelta

import pytest

from partners.families import Families, Fate

HOUR = datetime(2026, 11, 24, 20, tzinfo=UTC)
BEFORE = HOUR - timedelta(hours=30)
MANY = [f"family {n}" for n in range(2000)]


@pytest.fixture(scope="module")
def families() -> Families:
    return Families.load(7)


def test_the_same_seed_gives_the_same_answers(families):
    again = Families.load(7)

    assert [families.text(f, HOUR, BEFORE) for f in MANY[:50]] == [again.text(f, HOUR, BEFORE) for f in MANY[:50]]
    assert families.text(MANY[0], HOUR, BEFORE) != Families.load(8).text(MANY[0], HOUR, BEFORE)


def test_who_answers_a_call_and_a_text_says_the_same_to_both(families):
    both = [(families.text(f, HOUR, BEFORE), families.call(f, HOUR, BEFORE)) for f in MANY]
    heard = [(text.is_yes, call.is_yes) for text, call in both if text.at and call.at == BEFORE]

    assert len(heard) > 400
    assert all(text == call for text, call in heard)


def test_who_would_come_at_once_would_also_come_tomorrow(families):
    at_once = [families.text(f, HOUR, HOUR - timedelta(hours=1)) for f in MANY]
    later = [families.text(f, HOUR, BEFORE) for f in MANY]

    assert sum(reply.is_yes for reply in at_once) < sum(reply.is_yes for reply in later)
    assert all(late.is_yes for early, late in zip(at_once, later, strict=True) if early.is_yes)


@pytest.mark.parametrize(("fate", "share"), [(Fate.NO_SHOW, 0.104), (Fate.CANCELLED, 0.102), (Fate.KEPT, 0.794)])
def test_visits_are_missed_as_often_as_the_plan_says(families, fate, share):
    found = [families.fate(f, HOUR)[0] for f in MANY]

    assert found.count(fate) / len(MANY) == pytest.approx(share, abs=0.025)


def test_a_cancellation_is_known_before_the_visit_and_a_no_show_at_its_start(families):
    for fate, known_at in (families.fate(f, HOUR) for f in MANY):
        assert (known_at < HOUR) == (fate is Fate.CANCELLED)
