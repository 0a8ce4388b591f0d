"""What a payer or a referrer asks for on the phone or in a portal, at hand beside the act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import formats
from django.utils.translation import gettext as _

from otium.desk import clock, pressing, raw_file
from otium.desk.agenda import Place
from otium.desk.inbox import reading
from otium.records.models import (
    Call,
    Coverage,
    EpisodeOfCare,
    FamilyMatter,
    InboundFile,
    Patient,
    PlanOfCare,
    Referral,
    RelatedPerson,
    Task,
)
from otium.terms.duty import WORKFLOW_OF, DutyKind, Workflow
from otium.terms.x12 import Person

FOR_PAYER = frozenset({Workflow.PRIOR_AUTH, Workflow.ELIGIBILITY})
FOR_CARE = frozenset({Workflow.PRIOR_AUTH, Workflow.CARE})


@dataclass(frozen=True, slots=True)
class Item:
    """One value to read out or paste; empty where it is not on file."""

    name: str
    value: str
    is_long: bool = False


def items(task: Task, coverage: Coverage | None, place: Place) -> list[Item]:
    """For work with a payer or a referrer: who the patient is, under which numbers, and why they are treated.

    One query; none where the task is about a file.
    """
    workflow = WORKFLOW_OF[DutyKind(task.kind)]
    if task.kind == DutyKind.CALL_FAMILY:
        return _said_by_family(task, place)
    if task.kind == DutyKind.MATCH_FILE:
        return _stated(task)
    if task.patient is None or workflow not in FOR_PAYER | FOR_CARE:
        return []
    if task.kind == DutyKind.FOLLOW_PROMISE:
        return [*_promised(task), *_of_coverage(coverage), Item(_("Birth date"), _day(task.patient.birth_on))]
    found = _of_care(task)
    pressed = _pressing(task, place) if task.kind == DutyKind.CHASE_DECISION else []
    listed = [Item(_("Birth date"), _day(task.patient.birth_on)), Item(_("Family’s phone"), task.patient.phone)]
    if workflow in FOR_PAYER:
        listed = [*_of_coverage(coverage), *listed]
    listed += [Item(_("Practice NPI"), place.practice.npi)]
    if task.therapist:
        listed.append(Item(_("Therapist NPI"), task.therapist.npi))
    listed += _referrer(found["referral"])
    if workflow in FOR_CARE:
        listed += [Item(_("ICD-10"), ", ".join(found["icd10"] or ())), Item(_("Plan of care"), _plan(found["plan"]))]
    return [*pressed, *listed]


def _said_by_family(task: Task, place: Place) -> list[Item]:
    """The text as it came, when they would rather come, and whom to call. Three queries."""
    matter = FamilyMatter.objects.select_related("appointment").filter(pk=task.focus_id).first()
    if matter is None:
        return []
    zone = clock.zone(place.practice)
    listed = [Item(_("They wrote"), matter.words, is_long=True)] if matter.words else []
    if matter.wish_at is not None:
        listed.append(Item(_("Would suit"), formats.date_format(matter.wish_at.astimezone(zone), "D, M j, g:i A")))
    if matter.appointment is not None:
        at = matter.appointment.starts_at.astimezone(zone)
        listed.append(Item(_("Visit"), formats.date_format(at, "D, M j, g:i A")))
    people = RelatedPerson.objects.filter(practice=place.practice, patient_id=task.patient_id).exclude(phone="")
    for person in people.order_by("last_name", "first_name", "id"):
        listed.append(Item(f"{person.first_name} {person.last_name}", person.phone))
    if task.patient and task.patient.phone:
        listed.append(Item(_("Family’s phone"), task.patient.phone))
    if matter.number:
        listed.append(Item(_("From"), matter.number))
    return listed


def _pressing(task: Task, place: Place) -> list[Item]:
    """The step that is due against a payer that is late, in words to say or to write."""
    params = next((reason["params"] for reason in task.why if "expected_on" in reason["params"]), {})
    usual = params.get("expected_on")
    usual_on = date.fromisoformat(usual) if usual else None
    found = pressing.words(task.focus_id, place.practice, place.on, usual_on=usual_on)
    if found is None:
        return []
    return [Item(_("Ask for"), found.to, is_long=True), Item(_("Say or write"), found.text, is_long=True)]


def _promised(task: Task) -> list[Item]:
    """What was said, by whom, under which reference: the next person at the payer asks for it."""
    call = Call.objects.filter(pk=task.focus_id).first()
    if call is None:
        return []
    named = [(_("Promised"), call.promise), (_("By"), call.representative), (_("Reference"), call.reference)]
    return [Item(name, value) for name, value in named]


def _of_coverage(coverage: Coverage | None) -> list[Item]:
    if coverage is None:
        return [Item(_("Coverage"), "")]
    plan = f", {coverage.plan.name}" if coverage.plan else ""
    return [
        Item(_("Payer"), coverage.payer.name + plan),
        Item(_("Payer’s phone"), coverage.payer.phone),
        Item(_("Member ID"), coverage.member_id),
        Item(_("Group"), coverage.group_number),
    ]


def _of_care(task: Task) -> dict[str, Any]:
    """The newest referral, plan and diagnosis codes of the patient, in one query."""
    of_patient = {"practice_id": task.practice_id, "patient_id": OuterRef("pk")}
    referrals = Referral.objects.filter(**of_patient, entered_in_error=False).order_by("-written_on")
    plans = PlanOfCare.objects.filter(**of_patient, entered_in_error=False).order_by("-starts_on")
    episodes = EpisodeOfCare.objects.filter(**of_patient, discipline="OT").order_by("-is_active", "-starts_on")
    patients = Patient.objects.filter(practice_id=task.practice_id, pk=task.patient_id)
    return patients.values(
        referral=_first(referrals, name="referrer_name", npi="referrer_npi"),
        plan=_first(plans, per_week="frequency_per_week", weeks="duration_weeks"),
        icd10=Subquery(episodes.values("icd10")[:1]),
    ).get()


def _first(rows: QuerySet[Any], **columns: str) -> Subquery:
    return Subquery(rows.values(said=JSONObject(**columns))[:1])


def _referrer(said: dict[str, str] | None) -> list[Item]:
    name, npi = (said["name"], said["npi"]) if said else ("", "")
    return [Item(_("Referred by"), name), *([Item(_("Their NPI"), npi)] if npi else [])]


def _plan(said: dict[str, int | None] | None) -> str:
    if not said or not said["per_week"]:
        return ""
    if not said["weeks"]:
        return _("%(n)s a week") % {"n": said["per_week"]}
    return _("%(n)s a week for %(weeks)s weeks") % {"n": said["per_week"], "weeks": said["weeks"]}


def _stated(task: Task) -> list[Item]:
    """Whom the file names, to be compared with the patient who is chosen."""
    file = InboundFile.objects.filter(pk=task.focus_id).first()
    waiting = _waiting(file) if file else None
    person = waiting and (waiting.dependent or waiting.subscriber)
    if file is None or waiting is None or not isinstance(person, Person):
        return []
    member_id = next((p.member_id for p in (waiting.dependent, waiting.subscriber) if p and p.member_id), None)
    return [
        Item(_("Named in the file"), " ".join(filter(None, (person.party.given, person.party.name)))),
        Item(_("Birth date"), _day(person.birth_on)),
        Item(_("Member ID"), member_id or ""),
    ]


def _waiting(file: InboundFile) -> Any:
    """The first message of the file that is about nobody known; None where none waits any more."""
    states = [message["state"] for message in file.report.get("messages", [])]
    messages = reading.read(raw_file.load(file)).messages if "unmatched" in states else ()
    at = states.index("unmatched") if messages else 0
    return messages[at].body if at < len(messages) else None


def _day(day: date | None) -> str:
    return formats.date_format(day, "m/d/Y") if day else ""
