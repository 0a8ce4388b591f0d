"""A freed hour is offered by text: who is asked, for how long, who has it, and what all others are told."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from otium.desk.families.opening import Incomplete
from otium.desk.offers import rounds, tending
from otium.desk.outbox import packing
from otium.records import models
from tests import build
from tests.desk.offers import house
from tests.desk.offers.house import (
    AT,
    BY,
    begin,
    cancelled,
    family,
    fresh,
    look,
    offers,
    standing,
    tap,
    visits_at,
    waits,
)

pytestmark = pytest.mark.django_db
HOLD = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def test_the_first_three_are_asked_and_the_others_have_a_reason(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second, third, fourth = (waits(practice, days=40 - n) for n in range(4))

    made = begin(freed)

    assert standing(made) == {first.pk: "made", second.pk: "made", third.pk: "made", fourth.pk: "turn"}
    assert {o.expires_at for o in offers(made).values() if o.state == "made"} == {AT + HOLD}
    assert (made.state, made.wave, made.next_at) == ("open", 1, AT + HOLD)
    words = house.text_of(practice, offers(made)[first.pk].notice.parcel)
    assert "Tue Dec 1 3:00 PM is free. Want it? https://otium.example/portal/" in words


def test_each_who_waits_is_in_a_round_once_asked_or_passed_with_a_reason(
    practice: models.Practice, freed: models.Appointment
) -> None:
    everybody = [waits(practice, days=n) for n in range(6)]
    everybody += [
        waits(practice, weekdays=["0"]),
        waits(practice, discipline="PT"),
        waits(practice, patient=freed.patient),
    ]
    gone = waits(practice, ended_on=AT.date())

    made = begin(freed)

    rows = offers(made)
    assert set(rows) == {entry.pk for entry in everybody}
    assert gone.pk not in rows
    assert all(bool(row.reason) == (row.state == "passed") for row in rows.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Offer.objects.create(
            practice=practice, offer_round=made, entry=everybody[0], patient=everybody[0].patient, state="made",
            changed_at=AT,
        )  # fmt: skip


def test_why_each_is_not_asked(practice: models.Practice, freed: models.Appointment) -> None:
    late_coverage = family(practice)
    models.Coverage.objects.filter(patient=late_coverage).delete()
    build.coverage(late_coverage, build.payer(practice, "medicaid_mco"), ends_on=AT.date() - timedelta(days=1))
    same = house.phone()
    asked = waits(practice, days=50, patient=family(practice, phone=same))
    passed = {
        waits(practice, days=40, patient=family(practice, phone=same.replace("(", "").replace(")", ""))): "same_family",
        waits(practice, days=39, patient=family(practice, phone="")): "no_number",
        waits(practice, days=38, patient=family(practice, no_texts_since=AT)): "no_texts",
        waits(practice, days=37, patient=family(practice, birth_on=date(2019, 1, 1))): "nobody",
        waits(practice, days=36, patient=late_coverage): "not_ready",
        waits(practice, days=35, need="earlier"): "no_later",
        waits(practice, days=34, patient=freed.patient): "own_hour",
        waits(practice, days=33, notice_hours=30): "notice",
    }

    made = begin(freed)

    assert standing(made) == {asked.pk: "made"} | {entry.pk: reason for entry, reason in passed.items()}


@pytest.mark.parametrize(
    ("starts", "outcome"),
    [(time(9), "quiet"), (time(9, 1), "made"), (time(11), "made")],
)
def test_a_text_that_may_not_go_out_at_night_waits_for_the_morning_or_is_not_sent(
    practice: models.Practice, starts: time, outcome: str
) -> None:
    """Texts from 8 am on, offers until an hour before: from 9:01 on there is time."""
    visit, entry = cancelled(practice, starts), waits(practice)
    night = AT.replace(hour=22)

    made = begin(visit, night)

    assert standing(made) == {entry.pk: outcome}
    if outcome == "made":
        (offer,) = offers(made).values()
        eight = datetime(2026, 12, 1, 8, tzinfo=house.EASTERN)
        assert offer.notice.parcel.not_before_at == eight
        left = visit.starts_at - timedelta(minutes=60) - eight
        assert offer.expires_at == eight + min(HOLD, max(left / 4, timedelta(minutes=10)), left)


def test_who_says_yes_first_has_the_hour_and_the_others_are_told_kindly(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    made = begin(freed)
    rows = offers(made)

    done = tap(practice, rows[second.pk], "take", AT + MINUTE)
    late = tap(practice, rows[first.pk], "take", AT + 2 * MINUTE)
    again = tap(practice, rows[first.pk], "take", AT + 3 * MINUTE)

    assert (done.standing, done.title) == ("taken", "The time is yours: Tue, Dec 1, 3:00 PM")
    assert [visit.patient_id for visit in visits_at(freed)] == [second.patient_id]
    assert standing(made) == {second.pk: "taken", first.pk: "gone"}
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.ended_on, first.ended_on) == (AT.date(), None)
    assert (late.standing, again.standing) == ("gone", "gone")
    assert "You keep your place on the list" in late.points[0]
    assert fresh(made).state == "filled"
    told = [house.text_of(practice, p) for p in models.Parcel.objects.filter(patient_id=first.patient_id)]
    assert sum("was just taken" in words for words in told) == 1


def test_tapping_yes_twice_books_once_and_says_the_same(practice: models.Practice, freed: models.Appointment) -> None:
    entry = waits(practice)
    (offer,) = offers(begin(freed)).values()

    once, twice = (tap(practice, offer, "take", AT + n * MINUTE) for n in (1, 2))

    assert once == twice
    assert [visit.patient_id for visit in visits_at(freed)] == [entry.patient_id]


def test_opening_the_link_changes_nothing(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    made = begin(freed)
    (offer,) = offers(made).values()

    shown = look(practice, offer, AT + MINUTE)
    spanish = look(practice, offer, AT + MINUTE, "es")

    assert (shown.standing, shown.title) == ("open", "A time is free: Tue, Dec 1, 3:00 PM")
    assert spanish.title == "Hay una hora libre: martes 1 de diciembre, 3:00 p. m."
    assert not visits_at(freed)
    assert standing(made) == {offer.entry_id: "made"}


def test_neither_yes_nor_no_is_asked_again(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    (offer,) = offers(begin(freed)).values()

    with pytest.raises(Incomplete):
        tap(practice, offer, "maybe", AT + MINUTE)
    assert tap(practice, offer, "take", AT + MINUTE).standing == "taken"


def test_after_a_no_the_next_is_asked_at_once(practice: models.Practice, freed: models.Appointment) -> None:
    entries = [waits(practice, days=40 - n) for n in range(4)]
    made = begin(freed)

    said = tap(practice, offers(made)[entries[0].pk], "decline", AT + MINUTE)
    tending.tend(practice.pk, at=AT + MINUTE)

    assert said.standing == "declined"
    assert standing(made)[entries[0].pk] == "declined"
    assert standing(made)[entries[3].pk] == "made"
    assert offers(made)[entries[3].pk].expires_at == AT + MINUTE + HOLD


def test_by_a_simulated_clock_waves_go_out_until_nobody_is_left(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entries = [waits(practice, days=40 - n) for n in range(5)]
    made = begin(freed)
    seen = []

    for minutes in (29, 30, 30, 59, 60):
        tending.tend(practice.pk, at=AT + timedelta(minutes=minutes))
        seen.append([standing(made)[entry.pk] for entry in entries])

    assert seen == [
        ["made", "made", "made", "turn", "turn"],
        ["lapsed", "lapsed", "lapsed", "made", "made"],
        ["lapsed", "lapsed", "lapsed", "made", "made"],
        ["lapsed", "lapsed", "lapsed", "made", "made"],
        ["lapsed", "lapsed", "lapsed", "lapsed", "lapsed"],
    ]
    assert (fresh(made).state, fresh(made).wave) == ("exhausted", 2)
    assert models.Parcel.objects.filter(kind="text").count() == 5
    assert not visits_at(freed)


def test_a_yes_after_the_hold_has_the_hour_as_long_as_nobody_else_does(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    made = begin(freed)
    tending.tend(practice.pk, at=AT + HOLD)
    assert (fresh(made).state, set(standing(made).values())) == ("exhausted", {"lapsed"})
    opened = look(practice, offers(made)[first.pk], AT + HOLD)
    assert (opened.standing, opened.points[-2]) == (
        "open", "You can take it until Tue, Dec 1, 2:00 PM. If somebody takes it first, it is gone.",
    )  # fmt: skip

    done = tap(practice, offers(made)[first.pk], "take", AT + 2 * HOLD)
    late = tap(practice, offers(made)[second.pk], "take", AT + 2 * HOLD)

    assert (done.standing, late.standing) == ("taken", "gone")
    assert (fresh(made).state, standing(made)) == ("filled", {first.pk: "taken", second.pk: "lapsed"})
    assert [visit.patient_id for visit in visits_at(freed)] == [first.patient_id]


def test_an_hour_is_taken_up_to_its_last_minute(practice: models.Practice, freed: models.Appointment) -> None:
    """An hour before it, so that they get there."""
    waits(practice)
    (offer,) = offers(begin(freed)).values()
    latest = freed.starts_at - timedelta(minutes=60)

    assert look(practice, offer, latest - timedelta(seconds=1)).standing == "open"
    assert look(practice, offer, latest).standing == "lapsed"


def test_who_took_an_hour_back_takes_it_from_those_too_whose_hold_was_over(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry, *_others = (waits(practice, days=40 - n) for n in range(4))
    made = begin(freed)
    tending.tend(practice.pk, at=AT + HOLD)

    rounds.stop(round_id=made.pk, by=BY, at=AT + HOLD)

    assert tap(practice, offers(made)[entry.pk], "take", AT + HOLD).standing == "withdrawn"
    assert not visits_at(freed)


def test_a_text_that_left_is_sent(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    made = begin(freed)
    road = models.Connection.objects.get()
    assert packing.pack(practice, road, is_real_time=False, at=AT)

    tending.tend(practice.pk, at=AT + MINUTE)

    assert list(standing(made).values()) == ["sent"]


def test_who_wants_no_more_texts_is_asked_no_more(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    made = begin(freed)
    models.Parcel.objects.filter(kind="text").update(state="withdrawn")

    tending.tend(practice.pk, at=AT + MINUTE)

    assert list(standing(made).values()) == ["withdrawn"]
    assert fresh(made).state == "exhausted"


def test_asking_costs_as_many_queries_for_twelve_as_for_forty(practice: models.Practice) -> None:
    counts = []
    for size in (12, 40):
        while models.WaitlistEntry.objects.filter(ended_on=None).count() < size:
            waits(practice)
        visit = cancelled(practice, time(9 + len(counts)))
        models.Offer.objects.update(state="lapsed", made_at=AT - timedelta(days=9), reason="")
        with CaptureQueriesContext(connection) as seen:
            begin(visit)
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries))  # a job may wait already

    assert counts[1] == counts[0]
