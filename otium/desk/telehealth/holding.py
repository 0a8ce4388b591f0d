"""Hold a visit by video or in person; record that somebody consents to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import people
from otium.desk.appointments.change import session
from otium.desk.mend.problems import Invalid
from otium.desk.telehealth.links import check, new_room
from otium.records.models import Appointment, Patient
from otium.terms.telehealth import VideoKind


@dataclass(frozen=True, slots=True)
class Setting:
    """How a visit is held. `url` empty: the therapist's own room. `state`: two letters, of where the patient is."""

    is_telehealth: bool
    kind: str = ""
    url: str = ""
    place: str = ""
    state: str = ""


@transaction.atomic
def set_up(*, appointment_id: UUID, setting: Setting, by: Actor, at: datetime) -> Appointment:
    """Hold the visit, and those of its session, by video or in person; a room is made where neither it nor its
    therapist has one and the practice has a host for them. Raises LinkRefusedError, and Invalid where a therapist holds
    no licence for where the patient is."""
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.select_related("practice", "therapist").get(pk=appointment_id)
    if setting.url:
        patients = Patient.objects.filter(pk__in=[v.patient_id for v in session(visit)])
        names = [f"{first} {last}" for first, last in patients.values_list("first_name", "last_name")]
        check(visit.practice, setting.kind, setting.url, names=names)
    if setting.is_telehealth:
        _refuse_unlicensed(visit, setting.state.upper(), at)
    if setting.is_telehealth and not setting.url and not (visit.therapist and visit.therapist.telehealth_url):
        setting = replace(setting, kind=VideoKind.JITSI.value, url=new_room(visit.practice))
    for each in session(visit):
        _write(each, _values(setting), by=by, at=at)
    settle.settle(visit.practice, by=by, at=at, patients=[v.patient_id for v in session(visit)], why="visit changed")
    return Appointment.objects.get(pk=appointment_id)


def _refuse_unlicensed(visit: Appointment, state: str, at: datetime) -> None:
    """As at booking; what is only not on file is asked there, and named on the visit's page."""
    practice, held = visit.practice, session(visit)
    found = people.problems(
        [each.therapist_id for each in held if each.therapist_id], [each.patient_id for each in held], visit.kind,
        practice, on=clock.day(visit.starts_at, practice), at=at, is_remote=True, remote_state=state,
    )  # fmt: skip
    if forbidden := [problem for problem in found if not problem.is_warning]:
        raise Invalid(forbidden)


def _values(setting: Setting) -> dict[str, Any]:
    if not setting.is_telehealth:
        return {"is_telehealth": False, "telehealth_kind": "", "telehealth_url": "", "patient_place": "",
                "patient_state": ""}  # fmt: skip
    return {
        "is_telehealth": True,
        "telehealth_kind": setting.kind if setting.url else "",
        "telehealth_url": setting.url,
        "patient_place": setting.place,
        "patient_state": setting.state.upper(),
    }


def _write(visit: Appointment, values: dict[str, Any], *, by: Actor, at: datetime) -> None:
    before, after = history.changes(visit, values)
    if not after:
        return
    for name, value in values.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(values))
    for told in (before, after):  # whoever has the link may enter: history says that it changed, not what it is
        if "telehealth_url" in told:
            told["telehealth_url"] = bool(told["telehealth_url"])
    history.record(visit, "video_set", by=by, at=at, before=before, after=after)


@transaction.atomic
def record_consent(*, patient_id: UUID, given_on: date, given_by: str, by: Actor, at: datetime) -> Patient:
    """That somebody consents to visits by video, and who and when. Source: state telehealth laws; most ask for it."""
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.get(pk=patient_id)
    values = {"telehealth_consent_on": given_on, "telehealth_consent_from": given_by.strip()}
    before, after = history.changes(patient, values)
    if after:
        patient.telehealth_consent_on, patient.telehealth_consent_from = given_on, given_by.strip()
        patient.save(update_fields=list(values))
        history.record(patient, "video_consent", by=by, at=at, before=before, after=after)
    return patient
