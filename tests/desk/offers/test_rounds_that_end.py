"""Hours that are taken, given away or found gone, and what becomes of those who were asked."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import appointments, waitlist
from otium.desk.appointments import Booking, Slot
from otium.desk.families.opening import Heard
from otium.desk.offers import answering, hours, rounds, tending
from otium.desk.offers.freed import FreedHour
from otium.desk.offers.moves import MOVES, OfferEvent, OfferMoveRefused, next_state
from otium.desk.visit_messages.replying import To
from otium.records import models
from otium.terms.family import Meant, Said
from otium.terms.offers import OfferState
from tests import build
from tests.desk.offers import house
from tests.desk.offers.house import (
    AT,
    BY,
    TUESDAY,
    begin,
    cancelled,
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


def test_an_hour_that_a_person_gave_away_is_gone_for_all_others(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second, third, fourth = (waits(practice, days=40 - n) for n in range(4))
    made = begin(freed)

    waitlist.place(entry_id=fourth.pk, hour_id=freed.pk, by=BY, at=AT + MINUTE, why="called, can come")

    assert standing(made) == {first.pk: "gone", second.pk: "gone", third.pk: "gone", fourth.pk: "taken"}
    assert look(practice, offers(made)[first.pk], AT + 2 * MINUTE).standing == "gone"
    assert fresh(made).state == "filled"


def test_a_person_who_gives_it_away_without_texts_leaves_why_for_everybody(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    third, fourth = waits(practice, days=5), waits(practice, weekdays=["0"])

    waitlist.place(entry_id=second.pk, hour_id=freed.pk, by=BY, at=AT, why="no answer")

    (made,) = models.OfferRound.objects.all()
    assert standing(made) == {first.pk: "by_hand", second.pk: "taken", third.pk: "turn", fourth.pk: "weekday"}
    assert offers(made)[first.pk].note == "no answer"


def test_who_was_asked_and_did_not_take_it_may_be_passed_without_another_reason(
    practice: models.Practice, freed: models.Appointment
) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    made = begin(freed)
    tap(practice, offers(made)[first.pk], "decline", AT + MINUTE)

    assert waitlist.place(entry_id=second.pk, hour_id=freed.pk, by=BY, at=AT + MINUTE)
    assert standing(made)[first.pk] == "declined"


def test_an_hour_booked_otherwise_is_found_gone_and_its_round_ends(
    practice: models.Practice, freed: models.Appointment
) -> None:
    waits(practice)
    made = begin(freed)
    (offer,) = offers(made).values()
    wanted = Booking(build.patient(practice).pk, Slot(freed.therapist_id, TUESDAY, time(15), 45))
    appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT)

    assert look(practice, offer, AT + MINUTE).standing == "gone"
    assert tap(practice, offer, "take", AT + MINUTE).standing == "gone"
    tending.tend(practice.pk, at=AT + MINUTE)

    assert fresh(made).state == "closed"
    assert standing(made) == {offer.entry_id: "gone"} or offers(made)[offer.entry_id].state == "gone"


def test_of_who_waits_for_an_earlier_time_the_later_visit_moves(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice, need="earlier")
    later = Booking(entry.patient_id, Slot(build.therapist(practice).pk, date(2026, 12, 8), time(9), 45))
    (visit,) = appointments.book(later, practice_id=practice.pk, by=BY, at=AT).visits
    (offer,) = offers(begin(freed)).values()

    done = tap(practice, offer, "take", AT + MINUTE)

    visit.refresh_from_db()
    entry.refresh_from_db()
    assert done.points[0] == "Your later visit was moved to this time."
    assert (visit.starts_at, visit.therapist_id, visit.status) == (freed.starts_at, freed.therapist_id, "booked")
    assert models.Appointment.objects.filter(patient=entry.patient).count() == 1
    assert (entry.visit_id, entry.ended_on) == (visit.pk, AT.date())


def test_who_got_another_visit_at_that_time_is_asked_to_call(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice)
    made = begin(freed)
    (offer,) = offers(made).values()
    wanted = Booking(entry.patient_id, Slot(build.therapist(practice).pk, TUESDAY, time(15, 15), 45))
    appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT)

    assert tap(practice, offer, "take", AT + MINUTE).standing == "busy"
    assert standing(made) == {entry.pk: "made"}
    assert not visits_at(freed)


def test_who_found_an_hour_is_no_longer_asked_about_another(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice)
    other = cancelled(practice, time(11))
    one = begin(freed)
    models.Offer.objects.filter(offer_round=one).update(made_at=AT - timedelta(days=8))  # else it is one at a time
    two = begin(other)
    assert (standing(one), standing(two)) == ({entry.pk: "made"}, {entry.pk: "made"})

    tap(practice, offers(one)[entry.pk], "take", AT + MINUTE)

    assert standing(two) == {entry.pk: "withdrawn"}
    assert look(practice, offers(two)[entry.pk], AT + MINUTE).standing == "withdrawn"


def test_a_family_is_asked_about_one_hour_at_a_time_and_not_too_often(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry, other = waits(practice), cancelled(practice, time(11))
    first = begin(freed)

    second = begin(other)
    assert standing(second) == {entry.pk: "asked"}

    models.Offer.objects.filter(offer_round=first).update(state="lapsed")
    for hour in (12, 13):
        third = begin(cancelled(practice, time(hour)))
        models.Offer.objects.filter(offer_round=third, state="made").update(state="lapsed")
    assert standing(begin(cancelled(practice, time(14)))) == {entry.pk: "texts_enough"}


def test_a_visit_they_took_and_cancelled_is_theirs_no_longer(
    practice: models.Practice, freed: models.Appointment
) -> None:
    waits(practice)
    (offer,) = offers(begin(freed)).values()
    tap(practice, offer, "take", AT + MINUTE)
    (booked,) = visits_at(freed)

    appointments.cancel(appointment_id=booked.pk, reason="ill", by=BY, at=AT + MINUTE)

    assert look(practice, offer, AT + 2 * MINUTE).standing == "withdrawn"


@pytest.mark.parametrize(
    ("code", "is_free"),
    [
        ("family_ill", True),
        ("practice_payer", True),
        ("", True),
        ("practice_ill", False),
        ("practice_closed", False),
        ("weather", False),
    ],
)
def test_an_hour_is_free_only_where_somebody_is_there_to_give_it(
    practice: models.Practice, freed: models.Appointment, code: str, is_free: bool
) -> None:
    models.Appointment.objects.filter(pk=freed.pk).update(reason_code=code)
    freed.refresh_from_db()

    assert waitlist.is_free(FreedHour(freed), AT) is is_free
    assert [free.hour.visit for free in hours.free_hours(practice, AT)] == ([freed] if is_free else [])


def test_beginning_twice_is_one_round_and_stopping_takes_it_back(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice)
    made = begin(freed)

    assert begin(freed) == made
    rounds.stop(round_id=made.pk, by=BY, at=AT + MINUTE)
    rounds.stop(round_id=made.pk, by=BY, at=AT + MINUTE)

    assert (fresh(made).state, standing(made)) == ("closed", {entry.pk: "withdrawn"})
    assert look(practice, offers(made)[entry.pk], AT + MINUTE).standing == "withdrawn"


def test_who_said_no_is_not_asked_again_when_the_hour_is_offered_anew(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice)
    made = begin(freed)
    tap(practice, offers(made)[entry.pk], "decline", AT + MINUTE)
    tending.tend(practice.pk, at=AT + MINUTE)

    again = begin(freed, AT + 2 * MINUTE)

    assert again != made
    assert (again.state, standing(again)) == ("exhausted", {entry.pk: "said_no"})


def test_without_a_road_for_texts_no_round_begins(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    models.Connection.objects.update(carries=["270"])

    with pytest.raises(rounds.NoRoad):
        begin(freed)
    assert not models.OfferRound.objects.exists()


def jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task).count()


@pytest.mark.parametrize(("autonomy", "deferred"), [("auto", 1), ("ask", 0), ("manual", 0)])
def test_a_cancelled_hour_is_offered_by_itself_where_the_practice_says_so(
    practice: models.Practice, autonomy: str, deferred: int
) -> None:
    waits(practice)
    models.Practice.objects.update(autonomy={"offer_hours": autonomy})

    visit = cancelled(practice)
    made = tending.offer_hours(practice_id=practice.pk, hour_ids=[visit.pk], freed_at=AT, at=AT)

    assert jobs("otium.offer_hours") == deferred
    assert len(made) == deferred
    assert models.Parcel.objects.filter(kind="text").count() == deferred


def test_a_yes_by_text_takes_the_hour_and_is_answered(practice: models.Practice, freed: models.Appointment) -> None:
    first, second = waits(practice, days=20), waits(practice, days=10)
    made = begin(freed)
    rows = offers(made)

    def hears(entry: models.WaitlistEntry, meant: Meant) -> bool:
        notice = models.FamilyNotice.objects.select_related("practice", "patient", "related_person").get(
            pk=rows[entry.pk].notice_id
        )
        to = To("+13125550110", "en", uuid4())
        return answering.hear(Heard(practice, notice, Said(meant), AT + MINUTE, to, takes_texts=True))

    assert not hears(first, Meant.UNREADABLE)
    assert hears(second, Meant.YES)
    assert hears(first, Meant.YES)

    assert standing(made) == {second.pk: "taken", first.pk: "gone"}
    told = {p.patient_id: house.text_of(practice, p) for p in models.Parcel.objects.order_by("made_at")}
    assert "is yours" in told[second.patient_id]
    assert "was just taken" in told[first.patient_id]


def test_fairness_counts_the_turns_that_somebody_else_had(practice: models.Practice, freed: models.Appointment) -> None:
    asked_on = AT.date() - timedelta(days=10)
    often, once = waits(practice, asked_on=asked_on + timedelta(days=1)), waits(practice, asked_on=asked_on)
    before = begin(cancelled(practice, time(9)))
    models.Offer.objects.filter(offer_round=before, entry=once).update(state="lapsed")
    models.Offer.objects.filter(offer_round=before, entry=often).update(state="gone")

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert [candidate.entry for candidate in found.fitting] == [often, once]  # within one week, who missed more


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("event", OfferEvent)
def test_an_offer_moves_as_the_table_says_and_no_other_way(state: OfferState, event: OfferEvent) -> None:
    if (state, event) in MOVES:
        assert next_state(state, event) == MOVES[state, event]
    else:
        with pytest.raises(OfferMoveRefused):
            next_state(state, event)


def test_who_comes_late_to_an_hour_that_another_had_and_left_is_told_that_it_is_not_offered(
    practice: models.Practice, freed: models.Appointment
) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(waitlist={"wave": 1})
    late, other = waits(practice, days=20), waits(practice, days=10)
    made = begin(freed)
    tending.tend(practice.pk, at=AT + HOLD)
    tap(practice, offers(made)[other.pk], "take", AT + HOLD + MINUTE)
    assert standing(made) == {late.pk: "lapsed", other.pk: "taken"}
    (visit,) = visits_at(freed)
    appointments.cancel(appointment_id=visit.pk, reason="ill", by=BY, at=AT + HOLD + 2 * MINUTE)

    done = tap(practice, offers(made)[late.pk], "take", AT + HOLD + 3 * MINUTE)

    assert (done.standing, visits_at(freed)) == ("withdrawn", [])
