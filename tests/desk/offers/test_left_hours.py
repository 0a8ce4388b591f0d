"""An hour that a visit left by a move is offered on; offers of an hour that is taken end before their text leaves."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import appointments, mend, waitlist
from otium.desk.appointments import Booking, Slot, undoing
from otium.desk.mend import Entered
from otium.desk.offers import hours, rounds, tending
from otium.desk.waitlist import FreedHour
from otium.records import models
from otium.terms.waitlist import Passed
from tests import build
from tests.desk.offers.house import (
    AT,
    BY,
    TUESDAY,
    begin,
    cancelled,
    family,
    fresh,
    look,
    offers,
    standing,
    tap,
    waits,
)

pytestmark = pytest.mark.django_db
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)
WEDNESDAY, THURSDAY = date(2026, 12, 2), date(2026, 12, 3)
NIGHT = AT.replace(hour=22)  # no text may leave before the morning


@pytest.fixture
def auto(practice: models.Practice) -> models.Practice:
    """Otium offers hours by itself."""
    models.Practice.objects.filter(pk=practice.pk).update(autonomy={"offer_hours": "auto"})
    practice.refresh_from_db()
    return practice


def book(
    patient: models.Patient, on: date, at: time, who: models.Therapist | None = None, minutes: int = 45, **more: object
) -> models.Appointment:
    practice = patient.practice
    slot = Slot((who or build.therapist(practice)).pk, on, at, minutes)
    return appointments.book(Booking(patient.pk, slot, **more), practice_id=practice.pk, by=BY, at=AT).visits[0]  # type: ignore[arg-type]


def move(visit: models.Appointment, on: date, at: time) -> models.Appointment:
    return appointments.move(appointment_id=visit.pk, to=Slot(visit.therapist_id, on, at, 45), by=BY, at=AT)


def work(practice: models.Practice) -> list[models.OfferRound]:
    """What the workers do with the hours that came free, each job once."""
    begun = []
    for job in ProcrastinateJob.objects.filter(task_name="otium.offer_hours").order_by("id"):
        named = {"practice_id": practice.pk, "hour_ids": job.args["hour_ids"], "freed_at": AT}
        begun += tending.offer_hours(**named, at=AT + MINUTE)
    return begun


def free(practice: models.Practice) -> list[tuple[date, time]]:
    found = (each.hour for each in hours.free_hours(practice, AT))
    local = [hour.starts_at.astimezone(AT.tzinfo) for hour in found]
    return [(each.date(), each.time()) for each in local]


def test_the_hour_that_a_visit_leaves_is_free_and_offered_where_the_practice_says_so(auto: models.Practice) -> None:
    entry = waits(auto)
    visit = book(family(auto), TUESDAY, time(15))

    move(visit, WEDNESDAY, time(9))

    assert free(auto) == [(TUESDAY, time(15))]
    (made,) = work(auto)
    assert (made.visit_id, made.left.visit_id, standing(made)) == (visit.pk, visit.pk, {entry.pk: "made"})
    assert work(auto) == []  # a job may run twice

    done = tap(auto, offers(made)[entry.pk], "take", AT + 2 * MINUTE)

    assert done.standing == "taken"
    taken = models.Appointment.objects.get(patient=entry.patient)
    assert (taken.starts_at, taken.therapist_id) == (made.left.starts_at, visit.therapist_id)
    assert free(auto) == []


def test_nothing_is_offered_where_a_person_decides(practice: models.Practice) -> None:
    waits(practice)

    move(book(family(practice), TUESDAY, time(15)), WEDNESDAY, time(9))

    assert free(practice) == [(TUESDAY, time(15))]
    assert not ProcrastinateJob.objects.filter(task_name="otium.offer_hours").exists()


@pytest.mark.parametrize(
    ("at", "waits_until"),
    [(AT + timedelta(days=13, hours=23), None), (AT + timedelta(days=14), AT), (AT + timedelta(days=21), AT + WEEK)],
    ids=["within two weeks", "two weeks ahead", "three weeks ahead"],
)
def test_an_hour_far_ahead_is_offered_once_it_is_two_weeks_away(
    auto: models.Practice, at: datetime, waits_until: datetime | None
) -> None:
    """Of a series that moves, not every hour of the year at once: families get only so many texts a week."""
    visit = book(family(auto), at.date(), at.time())

    move(visit, at.date() + timedelta(days=1), at.time())

    job = ProcrastinateJob.objects.get(task_name="otium.offer_hours")
    assert job.scheduled_at == waits_until


def test_hours_put_off_are_offered_one_after_the_other_as_they_come_near(auto: models.Practice) -> None:
    waits(auto)
    visits = [book(family(auto), TUESDAY + n * WEEK, time(15)) for n in (2, 3)]
    for visit in visits:
        appointments.cancel(appointment_id=visit.pk, reason="illness", by=BY, at=AT)
    ids = [visit.pk for visit in visits]

    def offered(at: datetime) -> list[UUID]:
        made = tending.offer_hours(practice_id=auto.pk, hour_ids=ids, freed_at=AT, at=at)
        return [each.visit_id for each in made]

    assert offered(AT + timedelta(hours=4)) == []
    assert offered(AT + timedelta(days=2)) == ids[:1]
    later = ProcrastinateJob.objects.filter(task_name="otium.offer_hours").order_by("-id").first()
    assert later is not None
    assert (later.args["hour_ids"], later.args["freed_at"]) == ([str(ids[1])], AT.isoformat())
    assert later.scheduled_at == visits[1].starts_at - timedelta(days=14)
    assert offered(AT + timedelta(days=9)) == ids[1:]


@pytest.mark.parametrize(("at", "is_free"), [(time(15, 30), False), (time(15, 45), True), (time(14, 15), True)])
def test_a_visit_that_goes_on_within_its_old_time_leaves_no_hour(
    practice: models.Practice, at: time, is_free: bool
) -> None:
    move(book(family(practice), TUESDAY, time(15)), TUESDAY, at)

    assert free(practice) == ([(TUESDAY, time(15))] if is_free else [])


def test_who_moved_is_not_asked_about_the_hour_they_left(auto: models.Practice) -> None:
    visit = book(family(auto), TUESDAY, time(15))
    own, other = waits(auto, patient=visit.patient, need="weekly"), waits(auto)
    move(visit, WEDNESDAY, time(9))

    (made,) = work(auto)

    assert standing(made) == {own.pk: Passed.OWN_HOUR, other.pk: "made"}


def test_hours_go_down_the_chain_of_those_who_wait_for_earlier_ones_and_it_ends(auto: models.Practice) -> None:
    who = build.therapist(auto)
    first, second = waits(auto, need="earlier", days=20), waits(auto, need="earlier", days=10)
    one, two = book(first.patient, WEDNESDAY, time(10), who), book(second.patient, THURSDAY, time(11), who)
    gone = book(family(auto), TUESDAY, time(15), who)
    appointments.cancel(appointment_id=gone.pk, reason="ill", by=BY, at=AT)

    (made,) = work(auto)
    tap(auto, offers(made)[first.pk], "take", AT + 2 * MINUTE)
    (made,) = work(auto)
    assert standing(made) == {second.pk: "made"}
    tap(auto, offers(made)[second.pk], "take", AT + 3 * MINUTE)
    (made,) = work(auto)

    assert (made.state, standing(made)) == ("exhausted", {})  # Thursday at eleven, and nobody waits any more
    assert work(auto) == []
    assert [each.pk for each in models.Appointment.objects.filter(status="booked").order_by("starts_at")] == [
        one.pk, two.pk,
    ]  # fmt: skip
    assert free(auto) == [(THURSDAY, time(11))]


def test_who_waits_for_an_earlier_time_is_moved_by_hand_as_by_their_own_yes_and_it_is_undone(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice, need="earlier", minutes=30)
    visit = book(entry.patient, WEDNESDAY, time(10), minutes=60)
    models.Appointment.objects.filter(pk=freed.pk).update(ends_at=freed.starts_at + timedelta(hours=1))

    seen = waitlist.foresee(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT)
    assert seen is not None
    assert [effect.about for effect in seen.effects]
    visit.refresh_from_db()
    assert visit.starts_at != freed.starts_at  # a look keeps nothing

    moved = waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=AT + MINUTE)

    entry.refresh_from_db()
    assert (moved.pk, moved.starts_at, moved.ends_at - moved.starts_at) == (
        visit.pk,
        freed.starts_at,
        timedelta(hours=1),
    )
    assert (entry.visit_id, entry.ended_on) == (visit.pk, AT.date())
    assert models.Appointment.objects.filter(patient=entry.patient).count() == 1
    assert free(practice) == [(WEDNESDAY, time(10))]

    undoing.undo_move(appointment_id=visit.pk, by=BY, at=AT + 2 * MINUTE)

    entry.refresh_from_db()
    assert (entry.visit_id, entry.ended_on) == (None, None)
    assert free(practice) == [(TUESDAY, time(15))]


def test_who_has_no_later_visit_is_told_of_as_such(practice: models.Practice, freed: models.Appointment) -> None:
    entry = waits(practice, need="earlier")

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert (found.fitting, found.passed) == ((), ((entry, Passed.NO_LATER),))


@pytest.mark.parametrize(("kind", "fits"), [("evaluation", False), ("treatment", True)])
def test_what_an_earlier_visit_takes_beside_itself_is_judged_by_its_own_kind(
    practice: models.Practice, freed: models.Appointment, kind: str, fits: bool
) -> None:
    """Fifteen minutes of notes do not fit before the visit at a quarter to four."""
    book(family(practice), TUESDAY, time(15, 45), freed.therapist)
    entry = waits(practice, need="earlier")
    book(entry.patient, WEDNESDAY, time(10), kind=kind)

    found = waitlist.candidates(FreedHour(freed), at=AT)

    assert [c.entry for c in found.fitting] == ([entry] if fits else [])
    assert list(found.passed) == ([] if fits else [(entry, Passed.TOO_SHORT)])


def text_of(offer: models.Offer) -> str:
    notice = models.FamilyNotice.objects.select_related("parcel").get(pk=offer.notice_id)
    return str(notice.parcel.state)


@pytest.mark.parametrize("by_what", ["booking", "moving", "days off", "by hand"])
def test_no_text_leaves_about_an_hour_that_somebody_has_by_now(
    practice: models.Practice, freed: models.Appointment, by_what: str
) -> None:
    entry, other = waits(practice, days=20), waits(practice, days=10)
    elsewhere = book(family(practice), WEDNESDAY, time(10), freed.therapist)
    made = begin(freed, NIGHT)
    assert {text_of(offer) for offer in offers(made).values()} == {"waiting"}

    if by_what == "booking":
        book(family(practice), TUESDAY, time(15), freed.therapist)
    elif by_what == "moving":
        move(elsewhere, TUESDAY, time(15))
    elif by_what == "days off":
        days = {"therapist": freed.therapist_id, "room": None, "location": None, "reason": "",
                "starts_on": TUESDAY, "ends_on": TUESDAY}  # fmt: skip
        mend.add("time_off", Entered(days, is_sure=True), practice_id=practice.pk, patient_id=None, by=BY, at=NIGHT)
    else:
        waitlist.place(entry_id=entry.pk, hour_id=freed.pk, by=BY, at=NIGHT)

    assert {text_of(offer) for offer in offers(made).values()} == {"withdrawn"}
    ends = {"by hand": ("filled", {entry.pk: "taken", other.pk: "gone"})}
    assert (fresh(made).state, standing(made)) == ends.get(by_what, ("closed", {entry.pk: "gone", other.pk: "gone"}))


def test_who_opens_the_text_of_an_hour_that_is_taken_is_told(
    practice: models.Practice, freed: models.Appointment
) -> None:
    entry = waits(practice)
    made = begin(freed)
    (offer,) = offers(made).values()

    book(family(practice), TUESDAY, time(15), freed.therapist)

    assert standing(made) == {entry.pk: "gone"}
    assert look(practice, offer, AT + MINUTE).standing == "gone"


def test_an_hour_of_somebody_else_stays_offered(practice: models.Practice, freed: models.Appointment) -> None:
    waits(practice)
    made = begin(freed)

    book(family(practice), TUESDAY, time(15))

    assert fresh(made).state == "open"


def test_a_group_leaves_one_hour_which_is_offered_once(auto: models.Practice) -> None:
    waits(auto)
    first, second = family(auto), family(auto)
    visit = book(first, TUESDAY, time(15), also_patients=(second.pk,))
    appointments.cancel(appointment_id=visit.pk, reason="ill", everyone=True, by=BY, at=AT)

    assert len(work(auto)) == 1
    assert free(auto) == [(TUESDAY, time(15))]
    visits = models.Appointment.objects.filter(together_id=visit.together_id)
    assert len({rounds.begin(hour_id=each.pk, by=BY, at=AT + MINUTE).pk for each in visits}) == 1


def test_a_round_that_led_to_nobody_is_not_begun_again_by_the_same_job(auto: models.Practice) -> None:
    cancelled(auto)

    assert [made.state for made in work(auto)] == ["exhausted"]
    assert work(auto) == []


def test_of_hours_freed_together_each_is_offered_on_to_those_who_are_asked_about_another_first(
    auto: models.Practice,
) -> None:
    """One family and two hours: once it said no to the first, it is asked about the second."""
    entry = waits(auto)
    first, second = cancelled(auto), cancelled(auto, on=WEDNESDAY)

    one, other = work(auto)
    assert (standing(one), standing(other)) == ({entry.pk: "made"}, {entry.pk: Passed.ASKED})
    assert (one.visit_id, other.visit_id, other.state) == (first.pk, second.pk, "open")
    assert fresh(other).next_at == offers(one)[entry.pk].expires_at

    tap(auto, offers(one)[entry.pk], "decline", AT + 2 * MINUTE)
    tending.tend(auto.pk, at=AT + 2 * MINUTE)

    assert (fresh(one).state, standing(other)) == ("exhausted", {entry.pk: "made"})

    tap(auto, offers(other)[entry.pk], "take", AT + 3 * MINUTE)
    assert fresh(other).state == "filled"


def test_an_hour_that_waits_for_those_asked_about_another_ends_once_they_took_it(auto: models.Practice) -> None:
    entry = waits(auto)
    cancelled(auto), cancelled(auto, on=WEDNESDAY)
    one, other = work(auto)

    tap(auto, offers(one)[entry.pk], "take", AT + 2 * MINUTE)
    tending.tend(auto.pk, at=AT + 2 * MINUTE)

    assert (fresh(one).state, fresh(other).state) == ("filled", "exhausted")


def test_an_hour_in_which_its_therapist_works_no_more_is_left_to_a_person(auto: models.Practice) -> None:
    waits(auto)
    visit = book(family(auto), TUESDAY, time(15))
    models.WorkingHours.objects.create(
        practice=auto, therapist=visit.therapist, weekdays=["2"], starts_at=time(8), ends_at=time(17),
        starts_on=TUESDAY,
    )  # fmt: skip

    move(visit, WEDNESDAY, time(9))  # they work on Wednesdays from now on

    assert work(auto) == []
    assert free(auto) == [(TUESDAY, time(15))]


def test_an_hour_of_a_day_on_which_the_practice_is_closed_now_is_left_to_a_person(auto: models.Practice) -> None:
    waits(auto)
    visit = book(family(auto), TUESDAY, time(15))
    models.Practice.objects.filter(pk=auto.pk).update(closed_on=[TUESDAY.isoformat()])

    move(visit, WEDNESDAY, time(9))

    assert work(auto) == []
