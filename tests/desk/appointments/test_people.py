"""Booking asks whether the people fit, and refuses what law forbids."""

from datetime import time
from typing import Any

import pytest

from otium.desk import appointments, mend
from otium.desk.appointments import Slot, people
from otium.desk.mend import Entered, Invalid
from otium.records import models
from tests import build
from tests.desk.appointments import sessions
from tests.desk.appointments.sessions import AT, BY, TUESDAY

pytestmark = pytest.mark.django_db


def refused(practice: models.Practice, **more: Any) -> list[str]:
    with pytest.raises(Invalid) as caught:
        sessions.book(practice, **more)
    return [p.words for p in caught.value.problems]


def test_an_assistant_evaluates_nobody_however_sure_somebody_is(practice: models.Practice) -> None:
    sarah = build.therapist(practice, name="Sarah Lee", credential="COTA/L", supervisor=build.therapist(practice))

    said = refused(practice, therapist=sarah, kind="evaluation", is_sure=True)

    assert said == ["Sarah Lee is an assistant, and an assistant does not evaluate. Choose a therapist."]


def test_an_assistant_without_a_supervisor_is_asked_about(practice: models.Practice) -> None:
    sarah = build.therapist(practice, name="Sarah Lee", credential="COTA/L")

    said = refused(practice, therapist=sarah)
    booked = sessions.book(practice, therapist=sarah, is_sure=True)

    assert said == ["Sarah Lee is an assistant, and no supervisor is on file."]
    assert len(booked) == 1


@pytest.mark.parametrize("deputy_is_there", [True, False])
def test_a_supervisor_who_must_be_there_may_be_the_deputy(practice: models.Practice, deputy_is_there: bool) -> None:
    people.choose_supervision({"on_site": True}, practice_id=practice.pk, by=BY, at=AT)
    chief, deputy = build.therapist(practice), build.therapist(practice)
    sarah = build.therapist(practice, name="Sarah Lee", credential="OTA", supervisor=chief, deputy_supervisor=deputy)
    for away in (chief,) if deputy_is_there else (chief, deputy):
        models.TimeOff.objects.create(practice=practice, therapist=away, starts_on=TUESDAY, ends_on=TUESDAY)

    if deputy_is_there:
        sessions.book(practice, therapist=sarah)
    else:
        assert refused(practice, therapist=sarah, is_sure=True) == [
            "No supervisor of Sarah Lee works that day, and one must be there."
        ]


def test_who_is_not_licensed_where_the_patient_is_treats_nobody_there(practice: models.Practice) -> None:
    models.Practice.objects.filter(pk=practice.pk).update(state="WA")
    ada = build.therapist(practice, name="Ada Okafor", licence_states=["WA"])
    away = build.patient(practice, state="OR")

    said = refused(practice, therapist=ada, patient=away, is_telehealth=True, is_sure=True)
    sessions.book(practice, therapist=ada, patient=away)

    assert said == ["Ada Okafor has no licence for OR on file, where the patient is then."]


def test_a_full_caseload_is_asked_about_for_new_patients_only(practice: models.Practice) -> None:
    ada = build.therapist(practice, name="Ada Okafor", caseload_limit=1)
    who = build.patient(practice)
    sessions.book(practice, therapist=ada, patient=who)

    sessions.book(practice, therapist=ada, patient=who, at=time(11))
    said = refused(practice, therapist=ada, at=time(13))

    assert said == ["Ada Okafor has as many patients as they should: 1 or more."]


def test_a_move_to_somebody_without_the_skill_is_asked_about(practice: models.Practice) -> None:
    kit = models.Equipment.objects.create(practice=practice, name="Lift station")
    able, other = build.therapist(practice, skills=["FCE"]), build.therapist(practice, name="Ada Okafor")
    who = build.patient(practice)
    slot = Slot(able.pk, TUESDAY, time(9), 240)
    wanted = appointments.Booking(who.pk, slot, kind="fce", equipment=(kit.pk,))
    (visit,) = appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits

    to = Slot(other.pk, TUESDAY, time(9), 240)
    with pytest.raises(Invalid) as asked:
        appointments.move(appointment_id=visit.pk, to=to, by=BY, at=AT)
    appointments.move(appointment_id=visit.pk, to=to, by=BY, at=AT, is_sure=True)

    assert [p.words for p in asked.value.problems] == ["Ada Okafor lacks on file: FCE."]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"licence_states": ["WASH"]}, "licence_states"), ({"licence_states": ["WA", "OR"]}, "")],
)
def test_licences_are_of_states(practice: models.Practice, values: dict[str, Any], field: str) -> None:
    entered = Entered({"name": "Ada Okafor", "discipline": "OT", **values})

    if not field:
        row = mend.add("therapist", entered, practice_id=practice.pk, patient_id=None, by=BY, at=AT)
        assert row.licence_states == ["WA", "OR"]
        return
    with pytest.raises(Invalid) as caught:
        mend.add("therapist", entered, practice_id=practice.pk, patient_id=None, by=BY, at=AT)
    assert [p.field for p in caught.value.problems] == [field]


def test_an_assistant_supervises_nobody(practice: models.Practice) -> None:
    sarah = build.therapist(practice, credential="COTA/L")
    entered = Entered({"name": "Bo", "discipline": "OT", "credential": "COTA/L", "supervisor": str(sarah.pk)})

    with pytest.raises(Invalid) as caught:
        mend.add("therapist", entered, practice_id=practice.pk, patient_id=None, by=BY, at=AT)

    assert [p.field for p in caught.value.problems] == ["supervisor"]


def test_what_the_practice_says_of_supervision_is_kept_with_what_stood(practice: models.Practice) -> None:
    people.choose_supervision({"on_site": True, "contact_days": None}, practice_id=practice.pk, by=BY, at=AT)

    practice.refresh_from_db()
    assert practice.supervision == {"on_site": True}
    assert models.History.objects.get(event="supervision_chosen").after == {"on_site": True}
