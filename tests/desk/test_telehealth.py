"""Visits by video: a room that nobody guesses, a link when its time has come, what is still lacking."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from otium.desk import telehealth
from otium.desk.acting import acting_for
from otium.desk.appointments import Booking, Slot, book
from otium.desk.mend.problems import Invalid
from otium.desk.telehealth import LinkRefusedError, chosen, holding, links
from otium.desk.telehealth.chosen import HostRefused
from otium.desk.telehealth.holding import Setting
from otium.records import models
from tests import build

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
OWN = "https://doxy.me/alder-ot"


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        row.telehealth = {"hosts": ["doxy.me", "meet.alder.example"], "room_host": "meet.alder.example"}
        row.save(update_fields=["telehealth"])
        yield models.Practice.objects.get(pk=row.pk)


@pytest.fixture
def visit(practice: models.Practice) -> models.Appointment:
    therapist = build.therapist(practice)
    therapist.telehealth_kind, therapist.telehealth_url = "doxy", OWN
    therapist.save()
    return build.visit(build.patient(practice), AT, therapist=therapist, is_telehealth=True)


@pytest.mark.parametrize(("minutes", "url"), [(-16, None), (-15, OWN), (0, OWN), (74, OWN), (75, None)])
def test_a_link_is_told_when_its_time_has_come(visit: models.Appointment, minutes: int, url: str | None) -> None:
    found = telehealth.link_for(visit, AT + timedelta(minutes=minutes))

    assert (found.url if found else None) == url


@pytest.mark.parametrize("said", [False, None])
def test_a_visit_that_is_not_by_video_has_no_link(visit: models.Appointment, said: bool | None) -> None:
    visit.is_telehealth = said

    assert telehealth.link_for(visit, AT) is None


def test_the_visits_own_room_comes_before_its_therapists(visit: models.Appointment) -> None:
    visit.telehealth_kind, visit.telehealth_url = "doxy", "https://doxy.me/second"

    found = telehealth.link_for(visit, AT)

    assert found is not None
    assert found.url == "https://doxy.me/second"


def test_a_host_that_is_allowed_no_more_is_not_shown(practice: models.Practice, visit: models.Appointment) -> None:
    chosen.choose(practice_id=practice.pk, allowed=["meet.google.com"], rooms="", by=build.TEST, at=AT)

    assert telehealth.link_for(models.Appointment.objects.get(pk=visit.pk), AT) is None


def test_a_practice_that_allows_nothing_has_no_links() -> None:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        assert (links.hosts(row), links.new_room(row)) == ((), "")


def test_two_rooms_are_never_the_same(practice: models.Practice) -> None:
    rooms = {links.new_room(practice) for _time in range(50)}

    assert len(rooms) == 50
    assert all(len(room.rpartition("/")[2]) >= 22 for room in rooms)


@pytest.mark.parametrize(
    "host", ["https://doxy.me", "doxy.me/room", "*.zoom.us", "localhost", "10.0.0.1", "meet.jit.si"]
)
def test_what_is_no_host_with_an_agreement_is_not_allowed(practice: models.Practice, host: str) -> None:
    with pytest.raises(HostRefused):
        chosen.choose(practice_id=practice.pk, allowed=["doxy.me", host], rooms="", by=build.TEST, at=AT)


def test_a_session_is_held_by_video_as_a_whole_and_history_keeps_no_link(
    practice: models.Practice, visit: models.Appointment
) -> None:
    other = build.visit(visit.patient, AT, is_telehealth=None)
    models.Appointment.objects.filter(pk__in=[visit.pk, other.pk]).update(together_id=visit.pk)
    setting = Setting(True, "doxy", "https://doxy.me/second", "home", "wa")

    holding.set_up(appointment_id=visit.pk, setting=setting, by=build.TEST, at=AT)

    rows = models.Appointment.objects.filter(together_id=visit.pk)
    assert set(rows.values_list("is_telehealth", "telehealth_url", "patient_state")) == {
        (True, "https://doxy.me/second", "WA")
    }
    told = models.History.objects.filter(event="video_set")
    assert told.count() == 2
    assert all("https" not in str(row.after) + str(row.before) for row in told)


def test_a_visit_without_any_room_gets_one_where_the_practice_has_a_host(
    practice: models.Practice, visit: models.Appointment
) -> None:
    models.Therapist.objects.filter(pk=visit.therapist_id).update(telehealth_kind="", telehealth_url="")

    done = holding.set_up(appointment_id=visit.pk, setting=Setting(True, place="home"), by=build.TEST, at=AT)

    assert done.telehealth_url.startswith("https://meet.alder.example/")
    assert "link" not in telehealth.lacks(done)


def test_in_person_again_nothing_of_the_room_is_left(visit: models.Appointment) -> None:
    holding.set_up(appointment_id=visit.pk, setting=Setting(True, "doxy", OWN, "home", "WA"), by=build.TEST, at=AT)

    done = holding.set_up(appointment_id=visit.pk, setting=Setting(False), by=build.TEST, at=AT)

    assert (done.is_telehealth, done.telehealth_url, done.patient_place, done.patient_state) == (False, "", "", "")


def test_a_link_that_is_refused_changes_nothing(visit: models.Appointment) -> None:
    setting = Setting(True, "zoom", "https://alder.zoom.us/j/123456789", "home", "WA")

    with pytest.raises(LinkRefusedError, match="host_not_allowed"):
        holding.set_up(appointment_id=visit.pk, setting=setting, by=build.TEST, at=AT)

    assert models.Appointment.objects.get(pk=visit.pk).patient_place == ""


def test_what_is_lacking_goes_as_it_is_said(visit: models.Appointment) -> None:
    before = telehealth.lacks(visit)

    holding.record_consent(
        patient_id=visit.patient_id, given_on=date(2026, 11, 20), given_by="Mother, by phone", by=build.TEST, at=AT
    )
    done = holding.set_up(
        appointment_id=visit.pk, setting=Setting(True, place="home", state="WA"), by=build.TEST, at=AT
    )

    assert before == ("consent", "place", "state")
    assert telehealth.lacks(done) == ()
    assert models.History.objects.filter(event="video_consent").count() == 1


def test_therapists_who_treat_together_by_video_meet_in_one_room(practice: models.Practice) -> None:
    who = build.patient(practice)
    first, other = build.therapist(practice), build.therapist(practice)
    models.Therapist.objects.filter(pk=first.pk).update(telehealth_kind="doxy", telehealth_url=OWN)
    models.Therapist.objects.filter(pk=other.pk).update(discipline="PT")
    models.EpisodeOfCare.objects.create(practice=practice, patient=who, discipline="PT", starts_on=date(2026, 1, 1))
    slot = Slot(first.pk, date(2026, 11, 24), time(15), 45)
    wanted = Booking(who.pk, slot, also_therapists=(other.pk,), is_telehealth=True, is_sure=True)

    visits = book(wanted, practice_id=practice.pk, by=build.TEST, at=AT).visits

    rooms = {visit.telehealth_url for visit in visits}
    assert len(rooms) == 1
    assert rooms.pop().startswith("https://meet.alder.example/")


@pytest.mark.parametrize(("licences", "is_refused"), [(["OR"], True), (["OR", "WA"], False), ([], False)])
def test_a_visit_is_not_held_by_video_where_its_therapist_holds_no_licence(
    visit: models.Appointment, licences: list[str], is_refused: bool
) -> None:
    models.Therapist.objects.filter(pk=visit.therapist_id).update(licence_states=licences)
    setting = Setting(True, place="home", state="wa")

    try:
        holding.set_up(appointment_id=visit.pk, setting=setting, by=build.TEST, at=AT)
    except Invalid as invalid:
        said = [problem.words for problem in invalid.problems]
    else:
        said = []

    visit.refresh_from_db()
    assert (bool(said), visit.patient_state) == (is_refused, "" if is_refused else "WA")
