"""Plans of care, the waitlist, chains and what-ifs: what is found, and what applying it does."""

from datetime import date, time, timedelta

import pytest

from otium.desk import appointments
from otium.desk.appointments import Slot
from otium.desk.planning import applying, asking, verdicts
from otium.desk.planning.asking import weeks
from otium.records import models
from otium.terms.clearance import ClearanceCheck
from otium.terms.plans import PlanKind
from tests import build
from tests.desk.planning.house import AT, BY, MONDAY, asked, booked, chained, moves, paying, solved, waits

pytestmark = pytest.mark.django_db


def apply(plan: models.SchedulePlan) -> None:
    """Although those who pay themselves have no estimate yet."""
    applying.apply(practice_id=plan.practice_id, plan_id=plan.pk, by=BY, at=AT, goes_anyway=True)


def cared_for(practice: models.Practice, who: models.Therapist, times: int, **fields: object) -> models.Patient:
    """With an active episode and a plan of care of so many visits a week."""
    patient = paying(practice)
    episode = models.EpisodeOfCare.objects.create(practice=practice, patient=patient, therapist=who)
    values = {"starts_on": AT.date() - timedelta(days=30), "frequency_per_week": times, **fields}
    models.PlanOfCare.objects.create(practice=practice, patient=patient, episode=episode, therapist=who, **values)
    return patient


def test_what_a_plan_of_care_lacks_in_a_week_is_proposed_on_different_days(practice: models.Practice) -> None:
    who = build.therapist(practice)
    patient = cared_for(practice, who, 2)

    found = moves(asked(practice, weeks(PlanKind.WEEK, MONDAY, 1)))

    assert {(m.kind, m.patient_id, m.therapist_id) for m in found} == {("book", patient.pk, who.pk)}
    assert len({m.on for m in found}) == len(found) == 2
    assert all(MONDAY <= m.on < MONDAY + timedelta(days=7) for m in found if m.on)


def test_what_is_booked_already_counts_towards_the_frequency(practice: models.Practice) -> None:
    who = build.therapist(practice)
    patient = cared_for(practice, who, 2)
    visit = booked(practice, who, on=MONDAY, patient=patient)

    (move,) = moves(asked(practice, weeks(PlanKind.WEEK, MONDAY, 1)))

    assert move.on != visit.starts_at.date()


def test_the_weeks_that_follow_keep_the_hour_of_the_first(practice: models.Practice) -> None:
    who = build.therapist(practice)
    cared_for(practice, who, 1)

    plan = asked(practice, weeks(PlanKind.WEEK, MONDAY, 3))
    found = moves(plan)

    assert [m.on - found[0].on for m in found if m.on and found[0].on] == [timedelta(weeks=n) for n in range(3)]
    assert len({m.at for m in found}) == 1
    apply(plan)
    assert models.Appointment.objects.filter(status="booked").count() == 3
    applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)
    assert models.Appointment.objects.filter(status="booked").count() == 0


def test_a_plan_of_care_that_is_over_asks_for_nothing(practice: models.Practice) -> None:
    cared_for(practice, build.therapist(practice), 2, ends_on=MONDAY - timedelta(days=1))

    assert moves(asked(practice, weeks(PlanKind.WEEK, MONDAY, 1))) == []


def test_who_waits_gets_a_free_hour_within_the_stated_ones(practice: models.Practice) -> None:
    build.therapist(practice)
    entry = waits(practice, weekdays=["2"], since=time(15), until=time(16))

    plan = asked(practice, weeks(PlanKind.FILL, MONDAY, 2))
    (move,) = moves(plan)

    assert (move.on, move.entry_id, move.why["code"]) == (MONDAY + timedelta(days=2), entry.pk, "stated_hours")
    assert time(15) <= (move.at or time()) <= time(15, 15)
    apply(plan)
    entry.refresh_from_db()
    assert entry.visit is not None
    assert (entry.visit.kind, entry.ended_on) == ("evaluation", AT.date())


def test_a_visit_that_was_missed_is_made_up_for(practice: models.Practice) -> None:
    missed = booked(practice, build.therapist(practice))
    appointments.cancel(appointment_id=missed.pk, reason="ill", by=BY, at=AT)
    entry = waits(practice, need="make_up", patient=missed.patient, makes_up=missed)

    apply(asked(practice, weeks(PlanKind.FILL, MONDAY, 1)))

    entry.refresh_from_db()
    assert entry.visit is not None
    assert (entry.visit.makes_up_id, entry.visit.kind) == (missed.pk, "treatment")
    assert models.History.objects.filter(focus_id=entry.pk, event="placed").count() == 1


def test_an_assistant_gets_no_evaluation_and_who_speaks_the_language_does(practice: models.Practice) -> None:
    build.therapist(practice, credential="COTA/L", languages=["es"])
    build.therapist(practice, credential="OTR/L")
    speaks = build.therapist(practice, credential="OTR/L", languages=["en", "es"])
    waits(practice, language="es")

    (move,) = moves(asked(practice, weeks(PlanKind.FILL, MONDAY, 1)))

    assert move.therapist_id == speaks.pk


def test_notes_after_a_visit_keep_its_therapist_busy(practice: models.Practice) -> None:
    """An evaluation of sixty minutes holds fifteen more; the next one cannot begin at its end."""
    who = build.therapist(practice)
    booked(practice, who, on=MONDAY, at=time(9), minutes=60, kind="evaluation")
    waits(practice, weekdays=["0"], since=time(10), until=time(11), minutes=45, need="make_up")
    waits(practice, weekdays=["0"], since=time(10), until=time(10, 45), minutes=45, need="make_up")

    plan = asked(practice, weeks(PlanKind.FILL, MONDAY, 1))

    assert [(m.kind, m.at) for m in moves(plan)] == [("book", time(10, 15)), ("left", None)]
    apply(plan)


def test_a_limit_that_a_new_visit_fails_holds_all_until_somebody_is_sure(practice: models.Practice) -> None:
    build.therapist(practice)
    waits(practice)
    plan = asked(practice, weeks(PlanKind.FILL, MONDAY, 1))

    with pytest.raises(applying.LimitsFail) as caught:
        applying.apply(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)

    assert [found.check for _visit, found in caught.value.failing] == [ClearanceCheck.ESTIMATE]
    assert models.Appointment.objects.count() == 0
    apply(plan)
    assert models.Appointment.objects.count() == 1


def test_of_two_who_want_the_same_hour_the_urgent_one_gets_it(practice: models.Practice) -> None:
    build.therapist(practice)
    only = {"weekdays": ["0"], "since": time(8), "until": time(8, 45)}
    calm, urgent = waits(practice, urgency="3", days=40, **only), waits(practice, urgency="1", **only)

    plan = asked(practice, weeks(PlanKind.FILL, MONDAY, 1))

    assert {m.entry_id: m.kind for m in moves(plan)} == {urgent.pk: "book", calm.pk: "left"}
    assert [m.why["code"] for m in moves(plan) if m.kind == "left"] == ["taken"]


def test_who_waits_for_a_weekly_hour_gets_one_that_is_free_in_every_week(practice: models.Practice) -> None:
    who = build.therapist(practice)
    entry = waits(practice, need="weekly", weekdays=["0"], since=time(9), until=time(11))
    booked(practice, who, on=MONDAY + timedelta(weeks=2), at=time(9))

    plan = asked(practice, weeks(PlanKind.FILL, MONDAY, 4))
    (move,) = moves(plan)

    assert (move.on, move.weeks) == (MONDAY, 4)
    assert (move.at or time()) >= time(9, 45)
    apply(plan)
    entry.refresh_from_db()
    assert entry.ended_on == AT.date()
    assert models.Appointment.objects.filter(patient=entry.patient).count() == 4


def test_a_standing_hour_is_found_by_a_chain(practice: models.Practice) -> None:
    plan, entry, visit = chained(practice)

    found = {m.kind: m for m in moves(plan)}

    assert found["book"].entry_id == entry.pk
    assert (found["book"].on, found["book"].at) == (MONDAY, time(9))
    assert (found["move"].appointment_id, found["move"].weeks) == (visit.pk, 4)
    assert found["move"].why == {"code": "makes_room"}
    assert (found["move"].at or time()) >= time(9, 45)


def test_a_chain_moves_only_when_all_said_yes_and_then_all_of_it(practice: models.Practice) -> None:
    plan, entry, visit = chained(practice)
    first, second = moves(plan)
    verdicts.answered(practice_id=practice.pk, move_id=first.pk, says_yes=True, by=BY, at=AT)

    with pytest.raises(applying.NotAllAgreed):
        apply(plan)
    verdicts.answered(practice_id=practice.pk, move_id=second.pk, says_yes=True, by=BY, at=AT)
    apply(plan)

    hours = {v.starts_at.astimezone(AT.tzinfo).time() for v in models.Appointment.objects.filter(patient=visit.patient)}
    assert len(hours) == 1
    assert time(9) not in hours
    assert models.Appointment.objects.filter(patient=entry.patient, status="booked").count() == 4


def test_a_no_ends_the_chain_and_another_is_looked_for(practice: models.Practice) -> None:
    plan, _entry, _visit = chained(practice)
    move = next(m for m in moves(plan) if m.kind == "move")

    verdicts.answered(practice_id=practice.pk, move_id=move.pk, says_yes=False, by=BY, at=AT)

    with pytest.raises((applying.Undecided, applying.NotAllAgreed)):
        apply(plan)
    again = solved(asking.ask_again(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT))
    new = next(m for m in moves(again) if m.kind == "move" and m.state == "proposed")
    assert (new.on, new.at) != (move.on, move.at)


def test_one_more_therapist_places_more_and_changes_nothing(practice: models.Practice) -> None:
    who = build.therapist(practice)
    models.WorkingHours.objects.create(
        practice=practice, therapist=who, weekdays=["0"], starts_at=time(9), ends_at=time(10)
    )
    for _ in range(3):
        waits(practice, weekdays=["0"], since=time(9), until=time(10))

    plan = asked(practice, weeks(PlanKind.WHAT_IF, MONDAY, 1, asks={"add": "therapist"}))

    before, after = plan.found["before"], plan.found["parts"]
    assert [part["name"] for part in after] == ["week 2026-12-07", "standing", "single"]
    assert (before[2]["placed"], after[2]["placed"], after[2]["wanted"]) == (1, 2, 3)
    assert plan.found["used"][0] > plan.found["used"][1]
    assert moves(plan) == []
    with pytest.raises(applying.DoesNotFollow):
        apply(plan)
    assert models.Appointment.objects.count() == 0


@pytest.mark.parametrize(("add", "placed"), [("saturday", 1), ("room", 0)])
def test_a_saturday_helps_who_can_come_then(practice: models.Practice, add: str, placed: int) -> None:
    build.therapist(practice)
    models.Location.objects.create(practice=practice, name="Main")
    waits(practice, weekdays=["5"])

    plan = asked(practice, weeks(PlanKind.WHAT_IF, MONDAY, 1, asks={"add": add}))

    assert [plan.found["before"][2]["placed"], plan.found["parts"][2]["placed"]] == [0, placed]


def test_one_more_therapist_gives_weekly_hours_to_families_who_wait(practice: models.Practice) -> None:
    """The only afternoon is booked every week; a visit that care still lacks takes the newcomer's first hour of it."""
    who, day = build.therapist(practice), MONDAY + timedelta(days=1)
    models.WorkingHours.objects.create(
        practice=practice, therapist=who, weekdays=["1"], starts_at=time(15), ends_at=time(15, 45)
    )
    booked(practice, who, on=day, at=time(15), visits=4)
    for _ in range(3):
        waits(practice, need="weekly", weekdays=["1"], since=time(15), until=time(16, 30))

    plan = asked(practice, weeks(PlanKind.WHAT_IF, MONDAY, 4, asks={"add": "therapist"}))

    before, after = ({p["name"]: p for p in plan.found[key]} for key in ("before", "parts"))
    assert (before["standing"]["placed"], after["standing"]["placed"], after["standing"]["wanted"]) == (0, 2, 3)
    assert plan.found["used"] == [100, round(100 * (4 + 2 * 4) * 45 / (4 * 45 + 4 * 5 * 9 * 60))]
    assert models.Appointment.objects.count() == 4


@pytest.mark.parametrize(
    ("first", "count"), [(date(2026, 12, 8), 1), (MONDAY, 6), (date(2027, 12, 6), 1)], ids=["tuesday", "six", "far"]
)
def test_weeks_that_cannot_be_planned_are_refused(practice: models.Practice, first: date, count: int) -> None:
    with pytest.raises(asking.Invalid):
        asking.ask(weeks(PlanKind.WEEK, first, count), practice_id=practice.pk, by=BY, at=AT)


def taken_apart(practice: models.Practice) -> tuple[models.SchedulePlan, list[models.Appointment]]:
    """A standing hour on Wednesdays at nine, put on Tuesdays at two; in the second week its therapist is off then."""
    who, wednesday = build.therapist(practice), MONDAY + timedelta(days=2)
    tuesday = MONDAY + timedelta(days=8)
    models.TimeOff.objects.create(practice=practice, therapist=who, starts_on=tuesday, ends_on=tuesday)
    holder = waits(practice, weekdays=["2"], since=time(9), until=time(17), ended_on=AT.date()).patient
    booked(practice, who, on=wednesday, at=time(9), visits=4, patient=holder)
    entry = waits(practice, need="weekly", weekdays=["2"], since=time(9), until=time(9, 45))
    plan = asked(practice, weeks(PlanKind.CHAIN, MONDAY, 4, entry_id=entry.pk))
    models.PlanMove.objects.filter(plan=plan).update(answer="yes")
    models.PlanMove.objects.filter(plan=plan, kind="move").update(on=MONDAY + timedelta(days=1), at=time(14))
    models.PlanMove.objects.filter(plan=plan, kind="book").delete()
    return plan, list(models.Appointment.objects.filter(patient=holder).order_by("starts_at"))


def hours(patient: models.Patient) -> list[tuple[int, int]]:
    rows = models.Appointment.objects.filter(patient=patient).order_by("starts_at")
    return [(v.starts_at.astimezone(AT.tzinfo).weekday(), v.starts_at.astimezone(AT.tzinfo).hour) for v in rows]


def test_a_visit_that_a_standing_hour_left_behind_stays_when_it_is_taken_back(practice: models.Practice) -> None:
    plan, visits = taken_apart(practice)
    apply(plan)
    assert hours(visits[0].patient) == [(1, 14), (2, 9), (1, 14), (1, 14)]

    applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)

    assert hours(visits[0].patient) == [(2, 9)] * 4


@pytest.mark.parametrize("number", [0, 2])
def test_a_standing_hour_of_which_one_visit_was_moved_since_is_not_taken_back(
    practice: models.Practice, number: int
) -> None:
    plan, visits = taken_apart(practice)
    apply(plan)
    moved = models.Appointment.objects.get(pk=visits[number].pk)
    slot = Slot(moved.therapist_id, moved.starts_at.date(), time(16), 45)
    appointments.move(appointment_id=moved.pk, to=slot, by=BY, at=AT)

    with pytest.raises(applying.ChangedSince):
        applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)
    assert (1, 16) in hours(visits[0].patient)


def test_booked_visits_of_which_one_was_moved_since_are_not_taken_back(practice: models.Practice) -> None:
    plan, entry, _visit = chained(practice)
    models.PlanMove.objects.filter(plan=plan).update(answer="yes")
    apply(plan)
    later = models.Appointment.objects.filter(patient=entry.patient).order_by("starts_at")[2]
    slot = Slot(later.therapist_id, later.starts_at.date() + timedelta(days=1), time(9), 45)
    appointments.move(appointment_id=later.pk, to=slot, by=BY, at=AT)

    with pytest.raises(applying.ChangedSince):
        applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)
    assert set(models.Appointment.objects.filter(patient=entry.patient).values_list("status", flat=True)) == {"booked"}
