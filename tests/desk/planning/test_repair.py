"""A therapist is away: what is proposed, decided, applied and taken back."""

from datetime import time

import pytest

from otium.desk import appointments
from otium.desk.appointments import Slot
from otium.desk.planning import applying, asking, verdicts
from otium.records import models
from otium.terms.plans import Ban
from tests import build
from tests.desk.planning.house import AT, BY, TUESDAY, WEDNESDAY, away, booked, moves, solved, stands, waits

pytestmark = pytest.mark.django_db


def apply(plan: models.SchedulePlan) -> None:
    applying.apply(practice_id=plan.practice_id, plan_id=plan.pk, by=BY, at=AT)


def test_a_colleague_takes_the_same_hour(practice: models.Practice) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    visit = booked(practice, sick)

    plan = away(practice, sick)

    (move,) = moves(plan)
    assert (plan.state, move.kind, move.state) == ("proposed", "move", "proposed")
    assert (move.on, move.at, move.therapist_id) == (TUESDAY, time(10), colleague.pk)
    assert move.why == {"code": "same_hour"}
    assert plan.tier1 == plan.tier1_bound
    assert stands(visit.pk).therapist_id == sick.pk  # nothing is applied by itself

    apply(plan)

    plan.refresh_from_db()
    assert plan.state == "applied"
    assert stands(visit.pk).therapist_id == colleague.pk
    assert models.History.objects.filter(focus_id=visit.pk, event="moved").exists()


def test_a_family_with_other_hours_stays_where_nobody_needs_its_hour(practice: models.Practice) -> None:
    """In no room, either: what does not move is no move."""
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    booked(practice, colleague, at=time(13), patient=waits(practice, weekdays=["1", "2"]).patient)

    plan = away(practice, sick)

    (move,) = moves(plan)
    assert (move.on, move.at, move.therapist_id) == (TUESDAY, time(10), colleague.pk)
    assert plan.tier2 == plan.tier2_bound
    assert [part["moves"] for part in plan.found["parts"]] == [1]


def test_a_visit_of_a_colleague_who_is_off_too_is_not_called_lost(practice: models.Practice) -> None:
    """What becomes of it is asked in a plan of its own."""
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    other = booked(practice, colleague, at=time(13), patient=waits(practice, weekdays=["1", "2"]).patient)
    away(practice, colleague)

    found = moves(away(practice, sick))

    assert [move.appointment_id for move in found if move.kind == "left"] == []
    assert other.pk not in {move.appointment_id for move in found}


def test_where_the_colleague_is_taken_the_visit_moves_to_another_hour(practice: models.Practice) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    taken = booked(practice, colleague)

    (move,) = moves(away(practice, sick))

    assert (move.on, move.at) != (TUESDAY, time(10))
    assert move.why["code"] in ("same_day", "near_hour", "hour_of_another_day")
    assert stands(taken.pk).therapist_id == colleague.pk


def test_a_visit_that_cannot_be_kept_says_why(practice: models.Practice) -> None:
    sick = build.therapist(practice)
    entry = waits(practice, weekdays=["1"], ended_on=AT.date())  # comes on Tuesdays alone
    practice.closed_on = ["2026-12-08"]
    practice.save(update_fields=["closed_on"])
    booked(practice, sick, patient=entry.patient)

    (move,) = moves(away(practice, sick))

    assert (move.kind, move.why["code"]) == ("left", "no_therapist")


def test_it_is_all_or_nothing(practice: models.Practice) -> None:
    """The hour is taken between the look at the facts and the move; both visits stay."""
    sick, colleague = build.therapist(practice), build.therapist(practice)
    first, second = booked(practice, sick), booked(practice, sick, at=time(11))
    plan = away(practice, sick)
    booked(practice, colleague, at=time(11))
    plan.refresh_from_db()
    models.SchedulePlan.objects.filter(pk=plan.pk).update(digest=applying.loading.digest(applying.loading.facts(plan)))

    with pytest.raises(appointments.Taken):
        apply(plan)

    assert {stands(v.pk).therapist_id for v in (first, second)} == {sick.pk}
    plan.refresh_from_db()
    assert plan.state == "proposed"


def test_a_plan_is_stale_once_the_calendar_changed(practice: models.Practice) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    visit = booked(practice, sick)
    plan = away(practice, sick)
    booked(practice, colleague, on=WEDNESDAY)

    with pytest.raises(applying.Stale):
        apply(plan)

    applying.age(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)
    plan.refresh_from_db()
    assert plan.state == "stale"
    assert stands(visit.pk).therapist_id == sick.pk
    assert solved(asking.ask_again(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)).state == "proposed"


@pytest.mark.parametrize("ban", [Ban.TIME, Ban.THERAPIST])
def test_what_was_refused_is_not_proposed_again(practice: models.Practice, ban: Ban) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    plan = away(practice, sick)
    (move,) = moves(plan)

    verdicts.refuse(practice_id=practice.pk, move_id=move.pk, ban=ban, by=BY, at=AT)
    with pytest.raises((applying.Undecided, applying.DoesNotFollow)):
        apply(plan)
    again = solved(asking.ask_again(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT))

    (new,) = [m for m in moves(again) if m.state == "proposed"]
    assert (new.on, new.at) != (move.on, move.at) if ban is Ban.TIME else new.therapist_id != colleague.pk


def test_what_was_pinned_stays_when_solved_again(practice: models.Practice) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    plan = away(practice, sick)
    (move,) = moves(plan)

    verdicts.pin(practice_id=practice.pk, move_id=move.pk, by=BY, at=AT)
    again = solved(asking.ask_again(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT))

    (pinned,) = moves(again)
    assert (pinned.pk, pinned.state, pinned.therapist_id) == (move.pk, "pinned", colleague.pk)
    apply(again)
    assert stands(pinned.appointment_id).therapist_id == colleague.pk


def test_it_is_taken_back_as_one(practice: models.Practice) -> None:
    sick, _colleague = build.therapist(practice), build.therapist(practice)
    visits = [booked(practice, sick, at=time(hour)) for hour in (9, 10, 11)]
    plan = away(practice, sick)
    apply(plan)

    applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)

    assert {stands(v.pk).therapist_id for v in visits} == {sick.pk}
    assert [stands(v.pk).starts_at for v in visits] == [v.starts_at for v in visits]
    plan.refresh_from_db()
    assert plan.state == "undone"


def test_a_visit_that_was_moved_since_is_not_taken_back(practice: models.Practice) -> None:
    sick, _colleague = build.therapist(practice), build.therapist(practice)
    visit = booked(practice, sick)
    plan = away(practice, sick)
    apply(plan)
    now = stands(visit.pk)
    slot = Slot(now.therapist_id, WEDNESDAY, time(15), 45)
    appointments.move(appointment_id=visit.pk, to=slot, by=BY, at=AT)

    with pytest.raises(applying.ChangedSince):
        applying.undo(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)


def test_a_plan_that_was_refused_while_it_was_solved_stays_refused(practice: models.Practice) -> None:
    sick = build.therapist(practice)
    booked(practice, sick)
    plan = asking.call_away(
        practice_id=practice.pk, therapist_id=sick.pk, first=TUESDAY, last=TUESDAY, reason="sick", by=BY, at=AT
    )
    asking.refuse(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)

    assert solved(plan).state == "refused"
    assert moves(plan) == []


def test_a_home_visit_that_came_by_import_is_planned_with_the_way_there(practice: models.Practice) -> None:
    """The import let go of what it held beside itself; moved, it holds what the house's rule says."""
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, colleague, at=time(9))  # until a quarter to ten
    visit = booked(practice, sick, kind="home_visit", is_sure=True)
    models.Appointment.objects.filter(pk=visit.pk).update(travel_minutes=0, is_imported=True)
    models.AppointmentParticipant.objects.filter(appointment=visit).update(period=(visit.starts_at, visit.ends_at))

    plan = away(practice, sick)

    (move,) = moves(plan)
    assert (move.kind, move.on == TUESDAY and move.at == time(10)) == ("move", False)
    apply(plan)
    assert stands(visit.pk).travel_minutes > 0
