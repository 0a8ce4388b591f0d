"""What no imported calendar knows of, rooms, equipment and sessions, outlives the next import."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from otium.desk import acting, appointments
from otium.desk.appointments import Booking, Place, Slot, Taken
from otium.desk.imports import runs
from otium.desk.imports.uploads import Upload
from otium.records import models
from tests import build
from tests.desk.imports.scene import PEOPLE, Row, rows, text

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
TEN = {"start_date": "2026-11-24 10:00:00", "end_date": "2026-11-24 11:00:00"}


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, calendar_master="emr")
    with acting.acting_for(made.pk):
        run(made, rows("clinic"), *PEOPLE)
        yield models.Practice.objects.get(pk=made.pk)


def run(practice: models.Practice, *tables: tuple[str, list[Row]]) -> None:
    files = [Upload(name, text(table).encode()) for name, table in tables]
    runs.apply(practice.pk, runs.start(practice.pk, files, by=build.TEST, at=AT), at=AT)


def room(name: str = "Gym", **fields: Any) -> models.Room:
    place = models.Location.objects.get()
    return models.Room.objects.create(practice=place.practice, location=place, name=name, **fields)


def book(practice: models.Practice, **more: Any) -> list[models.Appointment]:
    """At nine, where the usual row of a calendar is; the imported patient with the imported therapist."""
    patient = more.pop("patient", None) or models.Patient.objects.get(external_id="7")
    therapist = more.pop("therapist", None) or models.Therapist.objects.get(external_id="41")
    wanted = Booking(patient.pk, Slot(therapist.pk, TUESDAY, time(9), 60), **more)
    return list(appointments.book(wanted, practice_id=practice.pk, by=build.TEST, at=AT).visits)


def parts(visit: models.Appointment) -> set[tuple[str, bool]]:
    return set(models.AppointmentParticipant.objects.filter(appointment=visit).values_list("actor_type", "is_held"))


ALL = {("patient", True), ("therapist", True), ("room", True), ("equipment", True)}


def test_a_visit_that_the_calendar_moves_keeps_its_room_and_equipment(practice: models.Practice) -> None:
    swing = models.Equipment.objects.create(practice=practice, name="Swing")
    run(practice, rows("appointment", {"clinic_id": 4}))
    visit = models.Appointment.objects.get()
    models.EquipmentUse.objects.create(practice=practice, appointment=visit, equipment=swing)
    slot = Slot(visit.therapist_id, TUESDAY, time(9), 60)
    gym = room()
    appointments.move(appointment_id=visit.pk, to=slot, place=Place(gym.pk), by=build.TEST, at=AT)

    run(practice, rows("appointment", {"clinic_id": 4, **TEN}))

    assert parts(visit) == ALL
    assert {p.period.lower.hour for p in models.AppointmentParticipant.objects.all()} == {15}


def test_a_visit_that_is_moved_to_where_its_room_is_taken_is_a_clash_until_it_is_free(
    practice: models.Practice,
) -> None:
    gym = room()
    other = build.patient(practice)
    (held,) = book(practice, patient=other, therapist=build.therapist(practice), room_id=gym.pk,
                   location_id=gym.location_id)  # fmt: skip
    run(practice, rows("appointment", {"clinic_id": 4, **TEN}))
    visit = models.Appointment.objects.get(external_id="501")
    slot = Slot(visit.therapist_id, TUESDAY, time(10), 60)
    appointments.move(appointment_id=visit.pk, to=slot, place=Place(gym.pk), by=build.TEST, at=AT)

    run(practice, rows("appointment", {"clinic_id": 4}))

    visit.refresh_from_db()
    assert (visit.is_clash, visit.room_id) == (True, gym.pk)
    assert parts(held) == {("patient", True), ("therapist", True), ("room", True)}

    appointments.cancel(appointment_id=held.pk, reason="family", by=build.TEST, at=AT)
    run(practice, rows("appointment", {"clinic_id": 4}))

    visit.refresh_from_db()
    assert not visit.is_clash
    assert parts(visit) == {("patient", True), ("therapist", True), ("room", True)}


def test_a_room_for_two_seats_an_imported_visit_beside_the_other(practice: models.Practice) -> None:
    gym = room(capacity=2)
    place = gym.location_id
    book(practice, patient=build.patient(practice), therapist=build.therapist(practice), room_id=gym.pk,
         location_id=place)  # fmt: skip
    run(practice, rows("appointment", {"clinic_id": 4, **TEN}))
    visit = models.Appointment.objects.get(external_id="501")
    slot = Slot(visit.therapist_id, TUESDAY, time(10), 60)
    appointments.move(appointment_id=visit.pk, to=slot, place=Place(gym.pk), by=build.TEST, at=AT)

    run(practice, rows("appointment", {"clinic_id": 4}))

    visit.refresh_from_db()
    assert not visit.is_clash
    assert set(models.AppointmentParticipant.objects.filter(actor_id=gym.pk).values_list("seat", flat=True)) == {0, 1}


def test_a_group_stays_one_session_when_the_calendar_changes_one_visit(practice: models.Practice) -> None:
    gym = room()
    other = build.patient(practice)
    first, second = book(practice, also_patients=(other.pk,), room_id=gym.pk, location_id=gym.location_id)

    run(practice, rows("appointment", {"clinic_id": 4, "end_date": "2026-11-24 09:45:00"}))

    first.refresh_from_db()
    assert (first.external_id, first.is_clash, first.together_id) == ("501", False, second.together_id)
    assert parts(first) == parts(second) == {("patient", True), ("therapist", True), ("room", True)}
    assert set(models.AppointmentParticipant.objects.values_list("together", flat=True)) == {second.together_id}


def test_the_row_of_a_co_treatment_is_the_visit_of_its_own_therapist(practice: models.Practice) -> None:
    patient = models.Patient.objects.get(external_id="7")
    models.EpisodeOfCare.objects.create(practice=practice, patient=patient, discipline="PT", starts_on=AT.date())
    colleague = build.therapist(practice, discipline="PT")
    ours = models.Therapist.objects.get(external_id="41")

    for also in range(4):  # ids are random: either may be read first
        models.AppointmentParticipant.objects.all().delete()
        models.Appointment.objects.all().update(status="cancelled", external_id="")
        models.ImportedRow.objects.filter(table="appointment").delete()
        visits = book(practice, also_therapists=(colleague.pk,))

        run(practice, rows("appointment", {"appointmnet_id": 600 + also}))

        names = {v.therapist_id: models.Appointment.objects.get(pk=v.pk).external_id for v in visits}
        assert names == {ours.pk: str(600 + also), colleague.pk: ""}


def test_a_visit_that_the_calendar_shows_elsewhere_leaves_its_room(practice: models.Practice) -> None:
    gym = room()
    run(practice, rows("appointment", {"clinic_id": 4}))
    visit = models.Appointment.objects.get()
    slot = Slot(visit.therapist_id, TUESDAY, time(9), 60)
    appointments.move(appointment_id=visit.pk, to=slot, place=Place(gym.pk), by=build.TEST, at=AT)

    run(practice, rows("clinic", {}, {"clinic_id": 5, "name": "East"}), rows("appointment", {"clinic_id": 5}))

    visit.refresh_from_db()
    assert visit.room_id is None
    assert parts(visit) == {("patient", True), ("therapist", True)}


def test_the_room_of_a_moved_visit_is_nobody_elses(practice: models.Practice) -> None:
    gym = room()
    run(practice, rows("appointment", {"clinic_id": 4}))
    visit = models.Appointment.objects.get()
    slot = Slot(visit.therapist_id, TUESDAY, time(9), 60)
    appointments.move(appointment_id=visit.pk, to=slot, place=Place(gym.pk), by=build.TEST, at=AT)
    run(practice, rows("appointment", {"clinic_id": 4, "note": "Bring the splint", "end_date": "2026-11-24 09:50"}))

    with pytest.raises(Taken) as caught:
        book(practice, patient=build.patient(practice), therapist=build.therapist(practice), room_id=gym.pk,
             location_id=gym.location_id)  # fmt: skip

    assert [c.who for c in caught.value.clashes] == ["room"]


def test_an_imported_visit_right_after_an_evaluation_takes_the_minutes_of_its_notes(practice: models.Practice) -> None:
    ours = models.Therapist.objects.get(external_id="41")
    (evaluation,) = book(practice, patient=build.patient(practice), therapist=ours, kind="evaluation")
    (held,) = models.AppointmentParticipant.objects.filter(appointment=evaluation, actor_type="therapist")
    assert (held.period.upper - evaluation.ends_at).seconds == 15 * 60

    run(practice, rows("appointment", {"clinic_id": 4, **TEN}))

    visit = models.Appointment.objects.get(external_id="501")
    evaluation.refresh_from_db()
    assert (visit.is_clash, evaluation.is_clash, evaluation.documentation_minutes) == (False, False, 0)
    assert parts(visit) == parts(evaluation) == {("patient", True), ("therapist", True)}
    (held,) = models.AppointmentParticipant.objects.filter(appointment=evaluation, actor_type="therapist")
    assert held.period.upper == evaluation.ends_at
    told = models.History.objects.get(focus_id=evaluation.pk, event="margins_let_go")
    assert (told.by, told.before) == ("import", {"documentation_minutes": 15})
    assert told.after == {"documentation_minutes": 0}


def test_an_import_leaves_the_minutes_beside_a_visit_that_nobody_needs(practice: models.Practice) -> None:
    ours = models.Therapist.objects.get(external_id="41")
    (evaluation,) = book(practice, patient=build.patient(practice), therapist=ours, kind="evaluation")

    run(practice, rows("appointment", {"start_date": "2026-11-24 10:15:00", "end_date": "2026-11-24 11:00:00"}))

    evaluation.refresh_from_db()
    assert evaluation.documentation_minutes == 15
    (held,) = models.AppointmentParticipant.objects.filter(appointment=evaluation, actor_type="therapist")
    assert (held.period.upper - evaluation.ends_at).seconds == 15 * 60
