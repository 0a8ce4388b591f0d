"""Requests that draft themselves: one for each duty to renew or obtain, kept in line with the facts, withdrawn with it.

Called by every settling with the tasks that stand after it. What a person touched is theirs: it is left as it is.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from otium.desk import autonomy, history
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.requests import moving, proposing
from otium.desk.requests.proposing import Ground, Subject
from otium.records.models import AuthorizationRequest, History, Practice, Task
from otium.rules import case as cases
from otium.rules import duties
from otium.rules.case import Case
from otium.rules.prior_auth.renewal import AT_HOME
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.prior_auth import AuthorizationRequest as RequestFact
from otium.terms.prior_auth import RequestEvent, RequestKind, RequestState
from otium.terms.roads import Service

PLAYBOOK = "draft_request"
KINDS = {
    DutyKind.RENEW_AUTHORIZATION.value: RequestKind.RENEWAL,
    DutyKind.OBTAIN_AUTHORIZATION.value: RequestKind.INITIAL,
    DutyKind.REQUEST_BEYOND_LIMIT.value: RequestKind.AMENDMENT,
}
GONE = "duty gone"
PUT_ASIDE_FOR = timedelta(days=60)
FOCUS = "authorizationrequest"
PERSON = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"  # a staff id; automations have names


def follow(practice: Practice, tasks: Iterable[Task], facts: PracticeFacts, *, on: date, at: datetime) -> set[UUID]:
    """The patients whose requests changed by this: their duties are to be derived once more.

    No query where no draft is wanted and none stands; else at most eight, and two for each that is signed or withdrawn.
    """
    known = {patient.patient_id: patient for patient in facts.patients}
    wanted = _wanted((t for t in tasks if t.state == "open"), known)
    changed = _make_ready(known.values(), at=at)
    home = [r for p in known.values() for r in p.requests if r.state in AT_HOME]
    stands = [r for r in home if r.state is RequestState.DRAFT and r.signed_on is None]
    own = _untouched(practice, [r.id for r in stands]) if stands else set()
    wanted |= _behind([r for r in stands if r.id in own and _key_of(r) not in wanted], known, facts, on)
    for request in stands:
        if request.id in own and _key_of(request) not in wanted:
            changed |= _withdraw(request.id, at=at)
    if autonomy.of(practice, PLAYBOOK) is not Autonomy.AUTO:
        return changed
    aside = _put_aside(practice, known.values(), at=at)
    covered = {_key_of(r) for r in home} | aside
    fresh = [(key[0], subject) for key, subject in wanted.items() if key not in covered]
    kept = [r for r in stands if r.id in own and _key_of(r) in wanted]
    if not fresh and not kept:
        return changed
    ground = Ground.of(practice, {patient for patient, _ in fresh} | {r.patient_id for r in kept})
    case = _Cases(known, facts, on)
    _draft([proposing.drafted(practice, ground, case.of(patient), subject) for patient, subject in fresh], at=at)
    _refresh(ground, case, kept, at=at)
    return changed | {patient for patient, _ in fresh}


class _Cases:
    """Each patient's case, worked out once."""

    def __init__(self, known: dict[UUID, PatientFacts], facts: PracticeFacts, on: date) -> None:
        self._known, self._facts, self._on = known, facts, on
        self._found: dict[UUID, Case] = {}

    def of(self, patient_id: UUID) -> Case:
        if patient_id not in self._found:
            self._found[patient_id] = cases.of(self._known[patient_id], self._facts, self._on)
        return self._found[patient_id]


Key = tuple[UUID, str, UUID | None]


def _key(patient_id: UUID, subject: Subject) -> Key:
    """What makes a draft the one of its duty: of a renewal its authorization, else the coverage."""
    is_renewal = subject.kind is RequestKind.RENEWAL and subject.authorization_id is not None
    return patient_id, subject.kind.value, subject.authorization_id if is_renewal else subject.coverage_id


def _key_of(request: RequestFact) -> Key:
    return _key(request.patient_id, _subject(request))


def _subject(request: RequestFact) -> Subject:
    return Subject(RequestKind(request.kind), request.coverage_id, request.authorization_id)


def _behind(
    drafts: list[RequestFact], known: dict[UUID, PatientFacts], facts: PracticeFacts, on: date
) -> dict[Key, Subject]:
    """What those drafts are for whose duty gave way to them (rules/prior_auth/drafted): without them it stands."""
    found: dict[Key, Subject] = {}
    for patient_id in {each.patient_id for each in drafts}:
        patient = known[patient_id]
        asked = tuple(r for r in patient.requests if r.state not in AT_HOME)
        found |= _wanted(duties.patient_duties(replace(patient, requests=asked), facts, on).duties, known)
    return found


def _wanted(tasks: Iterable[Task | Duty], known: dict[UUID, PatientFacts]) -> dict[Key, Subject]:
    found = {}
    for task in tasks:
        patient = known.get(task.patient_id) if task.patient_id else None
        if task.kind not in KINDS or patient is None:
            continue
        subject = _of(task, patient)
        if subject.coverage_id is not None:
            found[_key(patient.patient_id, subject)] = subject
    return found


def _of(task: Task | Duty, patient: PatientFacts) -> Subject:
    is_evaluation = task.instance == Service.EVALUATION  # asked for alone, before treatment
    kind = RequestKind.ASSESSMENT if is_evaluation else KINDS[task.kind]
    if task.focus_type != "authorization":
        return Subject(kind, task.focus_id)
    held = next((a for a in patient.authorizations if a.id == task.focus_id), None)
    return Subject(kind, held.coverage_id if held else None, task.focus_id)


def _untouched(practice: Practice, ids: list[UUID]) -> set[UUID]:
    """Drafts that Otium made and nobody has touched. One query."""
    rows = History.objects.filter(practice=practice, focus_type=FOCUS, focus_id__in=ids)
    made = set(rows.filter(event="drafted", by=OTIUM.name).values_list("focus_id", flat=True))
    touched = rows.filter(by__regex=PERSON).values_list("focus_id", flat=True)
    return made - set(touched)


def _put_aside(practice: Practice, patients: Iterable[PatientFacts], *, at: datetime) -> set[Key]:
    """What a person cancelled before it left is not drafted again by itself. One query, and none where none was."""
    gone = {r.id: r for p in patients for r in p.requests
            if r.state is RequestState.CANCELLED and r.submitted_on is None}  # fmt: skip
    if not gone:
        return set()
    rows = History.objects.filter(
        practice=practice, focus_type=FOCUS, focus_id__in=list(gone), by__regex=PERSON,
        after__state=RequestState.CANCELLED.value, at__gte=at - PUT_ASIDE_FOR,
    )  # fmt: skip
    return {_key_of(gone[key]) for key in rows.values_list("focus_id", flat=True)}


def _withdraw(request_id: UUID, *, at: datetime) -> set[UUID]:
    request = moving.locked(request_id)
    moving.move(request, RequestEvent.CANCEL, by=OTIUM, at=at, why=GONE)
    return {request.patient_id}


def _draft(rows: list[AuthorizationRequest], *, at: datetime) -> None:
    AuthorizationRequest.objects.bulk_create(rows)
    History.objects.bulk_create(
        history.row(row, "drafted", by=OTIUM, at=at, after={"kind": row.kind, "requested": row.requested})
        for row in rows
    )


def _refresh(ground: Ground, case: _Cases, kept: list[RequestFact], *, at: datetime) -> None:
    """The proposals anew, as the facts are now. It is no news to the duties: they speak of no draft's content."""
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).in_bulk([r.id for r in kept]) if kept else {}
    for request in kept:
        of_patient, subject = case.of(request.patient_id), _subject(request)
        proposal = proposing.proposal(of_patient, subject)
        values = proposing.columns(ground, of_patient, subject, proposal)
        moving.write(rows[request.id], values, "proposed_anew", by=OTIUM, at=at)


def _make_ready(patients: Iterable[PatientFacts], *, at: datetime) -> set[UUID]:
    """A draft whose packet was signed is ready to leave."""
    changed: set[UUID] = set()
    for patient in patients:
        for fact in patient.requests:
            if fact.state is RequestState.DRAFT and fact.signed_on is not None:
                request = moving.locked(fact.id)
                moving.move(request, RequestEvent.MAKE_READY, by=OTIUM, at=at)
                changed.add(patient.patient_id)
    return changed


def is_untouched(request: AuthorizationRequest) -> bool:
    """Otium drafted it, and no person has changed or signed anything of it."""
    return request.pk in _untouched(request.practice, [request.pk])
