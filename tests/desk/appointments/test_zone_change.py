"""A practice's clock is set to another time zone while visits are booked ahead."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import appointments, mend
from otium.desk.appointments import Slot, holding
from otium.desk.appointments.zones import Keeps
from otium.desk.mend import practice as house
from otium.records import models
from tests import build
from tests.desk.appointments.sessions import AT, BY, TUESDAY, book, hour

CHICAGO = ZoneInfo("America/Chicago")
pytestmark = pytest.mark.django_db


def change(practice: models.Practice, keeps: Keeps | None, zone: str = "America/Chicago") -> models.Practice:
    version = house.version_of(models.Practice.objects.get(pk=practice.pk))
    return house.change(practice_id=practice.pk, values={"time_zone": zone}, version=version, by=BY, at=AT, keeps=keeps)


def starts(visits: list[models.Appointment]) -> list[datetime]:
    return [models.Appointment.objects.get(pk=v.pk).starts_at for v in visits]


def on_the_wall(visits: list[models.Appointment]) -> list[str]:
    return [at.astimezone(CHICAGO).strftime("%m-%d %H:%M") for at in starts(visits)]


def test_visits_keep_their_hour_with_the_time_they_hold_and_say_so(practice: models.Practice) -> None:
    visits = book(practice, visits=2)
    over = build.visit(build.patient(practice), AT - timedelta(days=7), "done")

    change(practice, Keeps.HOUR)

    assert on_the_wall(visits) == ["11-24 09:00", "12-01 09:00"]
    assert starts([over]) == [AT - timedelta(days=7)]
    held = models.AppointmentParticipant.objects.filter(appointment=visits[0], is_held=True, actor_type="therapist")
    assert held.get().period.lower == datetime.combine(TUESDAY, time(9), CHICAGO)
    said = models.History.objects.filter(event="zone_changed")
    assert set(said.values_list("focus_id", flat=True)) == {v.pk for v in visits}


def test_visits_keep_their_moment_and_the_series_says_the_new_hour(practice: models.Practice) -> None:
    visits = book(practice, visits=2)
    was = starts(visits)

    change(practice, Keeps.MOMENT)

    assert starts(visits) == was
    assert on_the_wall(visits) == ["11-24 08:00", "12-01 08:00"]
    assert models.Series.objects.get().starts_at == time(8)
    assert not models.History.objects.filter(event="zone_changed").exists()


def test_visits_of_one_therapist_one_after_another_do_not_meet_on_their_way(practice: models.Practice) -> None:
    who = build.therapist(practice)
    visits = [book(practice, therapist=who, at=time(h))[0] for h in (9, 10, 11)]

    change(practice, Keeps.HOUR)
    change(practice, Keeps.HOUR, "America/New_York")

    assert [hour(at) for at in starts(visits)] == ["Tue 09:00", "Tue 10:00", "Tue 11:00"]


def test_without_a_choice_it_is_refused_with_how_many_visits(practice: models.Practice) -> None:
    visits = book(practice, visits=3)
    was = starts(visits)

    with pytest.raises(mend.Invalid) as refused:
        change(practice, None)

    (problem,) = refused.value.problems
    assert (problem.field, problem.words[:26]) == ("zone_keeps", "3 visits are booked ahead.")
    practice.refresh_from_db()
    assert (practice.time_zone, starts(visits)) == ("America/New_York", was)


def test_without_visits_ahead_there_is_nothing_to_choose(practice: models.Practice) -> None:
    change(practice, None)

    assert models.Practice.objects.get(pk=practice.pk).time_zone == "America/Chicago"


def test_a_visit_that_would_meet_what_keeps_its_moment_moves_nothing(practice: models.Practice) -> None:
    """Somebody is treated until half past eleven; who comes then would come an hour before."""
    who = build.therapist(practice)
    begun = build.visit(build.patient(practice), AT - timedelta(minutes=30), "arrived", therapist=who,
                        ends_at=AT + timedelta(minutes=90))  # fmt: skip
    assert holding.hold(begun) is None
    later = book(practice, therapist=who, on=AT.date(), at=time(11, 30))
    early = book(practice)

    with pytest.raises(mend.Invalid) as refused:
        change(practice, Keeps.HOUR, "America/Halifax")  # an hour earlier

    assert "keep their moment" in refused.value.problems[0].words
    assert [hour(at) for at in starts([*later, *early])] == ["Mon 11:30", "Tue 09:00"]
    held = models.AppointmentParticipant.objects.get(appointment=later[0], actor_type="therapist")
    assert held.is_held


def test_an_hour_that_the_new_clock_skips_is_refused(practice: models.Practice) -> None:
    """Phoenix has half past two on the night on which New York skips it."""
    night = date(2027, 3, 14)
    models.Practice.objects.filter(pk=practice.pk).update(time_zone="America/Phoenix")
    build.visit(build.patient(practice), datetime.combine(night, time(2, 30), ZoneInfo("America/Phoenix")))

    with pytest.raises(mend.Invalid) as refused:
        change(practice, Keeps.HOUR, "America/New_York")

    assert "02:30" in refused.value.problems[0].words


def test_what_families_were_told_stays_true_and_what_waits_is_written_anew(practice: models.Practice) -> None:
    (visit,) = book(practice)
    told, waits = (
        models.FamilyNotice.objects.create(
            practice=practice, patient=visit.patient, about="visit_reminder", language="en", digest=state, state=state,
            prepared_at=AT,
        )
        for state in ("told", "prepared")
    )  # fmt: skip
    for notice, step in ((told, 72), (waits, 24)):
        models.VisitMessage.objects.create(
            practice=practice, appointment=visit, notice=notice, step=step, starts_at=visit.starts_at
        )

    change(practice, Keeps.HOUR)

    (message,) = models.VisitMessage.objects.all()
    assert (message.notice_id, message.starts_at) == (told.pk, starts([visit])[0])
    assert models.FamilyNotice.objects.get(pk=waits.pk).state == "withdrawn"


def test_hours_that_visits_left_keep_their_hour_too_and_offers_go_on(practice: models.Practice) -> None:
    (visit,) = book(practice)
    appointments.move(appointment_id=visit.pk, to=Slot(visit.therapist_id, TUESDAY, time(14), 60), by=BY, at=AT)
    left = models.LeftHour.objects.get()

    change(practice, Keeps.HOUR)

    left.refresh_from_db()
    assert left.starts_at == datetime.combine(TUESDAY, time(9), CHICAGO)
    assert left.ends_at == datetime.combine(TUESDAY, time(10), CHICAGO)


def test_a_visit_that_was_cancelled_at_an_hour_that_the_new_clock_skips_hinders_nothing(
    practice: models.Practice,
) -> None:
    night = datetime.combine(date(2027, 3, 14), time(2, 30), ZoneInfo("America/Phoenix"))
    models.Practice.objects.filter(pk=practice.pk).update(time_zone="America/Phoenix")
    gone = build.visit(build.patient(practice), night, "cancelled")

    change(practice, Keeps.HOUR, "America/New_York")

    assert models.Practice.objects.get(pk=practice.pk).time_zone == "America/New_York"
    assert models.Appointment.objects.get(pk=gone.pk).status == "cancelled"
