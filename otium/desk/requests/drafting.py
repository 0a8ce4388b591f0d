"""Draft a request, change it, make it ready, reopen it: all that happens before it leaves."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.requests import moving, proposing, signing
from otium.desk.requests.following import KINDS
from otium.desk.requests.proposing import Ground, Subject
from otium.desk.requests.refusals import Refused
from otium.records.models import Authorization, AuthorizationRequest, Coverage, Patient, Task
from otium.rules.prior_auth.renewal import AT_HOME
from otium.terms.auth_content import AskedLine
from otium.terms.prior_auth import Basis, RequestEvent, RequestKind, RequestState
from otium.terms.roads import Service

HOME = [state.value for state in AT_HOME]
EDITABLE = ("kind", "service", "is_urgent", "starts_on", "ends_on", "per_week", "weeks", "lines", "place_code",
            "therapist_id", "location_id", "episode_id", "coverage_id", "authorization_id")  # fmt: skip
MOST_WEEKS, MOST_EACH_WEEK, MOST_QUANTITY = 104, 14, 9_999


@transaction.atomic
def draft(
    *,
    patient_id: UUID,
    kind: RequestKind,
    coverage_id: UUID | None,
    by: Actor,
    at: datetime,
    authorization_id: UUID | None = None,
) -> AuthorizationRequest:
    """A draft as the records propose it; the one that is open already where there is one. Raises Refused."""
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.select_related("practice").get(pk=patient_id)
    subject = _checked(patient, Subject(kind, coverage_id, authorization_id))
    known = open_draft(patient_id, subject)
    if known is not None:
        return known
    case = proposing.case_of(patient.practice, patient_id, at)
    ground = Ground.of(patient.practice, [patient_id])
    row = proposing.drafted(patient.practice, ground, case, subject)
    row.save(force_insert=True)
    history.record(row, "drafted", by=by, at=at, after={"kind": row.kind, "requested": row.requested})
    settle.settle(patient.practice, by=by, at=at, patients=[patient_id], why="request drafted")
    return row


def draft_for_task(*, task_id: UUID, by: Actor, at: datetime) -> AuthorizationRequest:
    """The draft of a duty to renew, obtain or ask beyond a limit. Raises Refused for any other."""
    task = Task.objects.get(pk=task_id)
    subject = subject_of(task)
    if subject is None or task.patient_id is None:
        raise Refused("", "no_request_of_this")
    return draft(
        patient_id=task.patient_id, kind=subject.kind, coverage_id=subject.coverage_id,
        authorization_id=subject.authorization_id, by=by, at=at,
    )  # fmt: skip


def subject_of(task: Task) -> Subject | None:
    """What the task's request is about; None for a duty that is not done by one."""
    kind = KINDS.get(task.kind)
    if kind is None:
        return None
    if task.instance == Service.EVALUATION:
        return Subject(RequestKind.ASSESSMENT, task.focus_id)
    if task.focus_type == "authorization":
        held = Authorization.objects.filter(pk=task.focus_id).first()
        return Subject(kind, held.coverage_id, task.focus_id) if held else None
    return Subject(kind, task.focus_id)


def open_draft(patient_id: UUID, subject: Subject) -> AuthorizationRequest | None:
    """The one that has not left and is about the same, locked."""
    return _at_home(patient_id, subject).select_for_update(of=("self",)).first()


def drafted_for(patient_id: UUID, subject: Subject) -> UUID | None:
    """The id of that one. One query."""
    key: UUID | None = _at_home(patient_id, subject).values_list("pk", flat=True).first()
    return key


def _at_home(patient_id: UUID, subject: Subject) -> QuerySet[AuthorizationRequest]:
    rows = AuthorizationRequest.objects.filter(patient_id=patient_id, state__in=HOME)
    if subject.kind is RequestKind.RENEWAL and subject.authorization_id:
        rows = rows.filter(authorization_id=subject.authorization_id)
    else:
        rows = rows.filter(coverage_id=subject.coverage_id)
    return rows.filter(kind=subject.kind.value).order_by("id")


def _checked(patient: Patient, subject: Subject) -> Subject:
    """With the coverage of its authorization where none is named. Raises Refused."""
    coverage_id = subject.coverage_id
    if subject.authorization_id:
        held = Authorization.objects.filter(pk=subject.authorization_id, patient=patient).first()
        if held is None:
            raise Refused("authorization", "not_an_option")
        coverage_id = coverage_id or held.coverage_id
    elif subject.kind in (RequestKind.RENEWAL,):
        raise Refused("authorization", "missing")
    own = Coverage.objects.filter(pk=coverage_id, patient=patient, entered_in_error=False)
    if coverage_id and not own.exists():
        raise Refused("coverage", "not_an_option")
    if coverage_id is None:
        raise Refused("coverage", "missing")
    return Subject(subject.kind, coverage_id, subject.authorization_id)


@transaction.atomic
def change(
    *, request_id: UUID, values: Mapping[str, Any], version: str, by: Actor, at: datetime
) -> AuthorizationRequest:
    """Other content. A signature over what it said before is withdrawn with it. Raises Refused.

    `version` is what the person saw (`version_of`): what somebody else changed meanwhile is never overwritten unseen.
    """
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state not in HOME:
        raise Refused("", "left_already")
    if version != version_of(request):
        raise Refused("", "changed_meanwhile")
    wanted = {name: value for name, value in values.items() if name in EDITABLE}
    _check(request, wanted)
    if "lines" in wanted:
        wanted |= proposing.sums(wanted["lines"])
    if not history.changes(request, wanted)[1]:
        return request
    _reopen(request, by=by, at=at, why="request changed")
    moving.write(request, wanted, "changed", by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request changed")
    return request


def version_of(request: AuthorizationRequest) -> str:
    """Changes exactly when what the request says or where it stands does."""
    values = {name: getattr(request, name) for name in (*EDITABLE, "state")}
    values["per_week"] = str(Decimal(request.per_week).normalize()) if request.per_week is not None else None
    return signing.digest(history.plain(values))


@transaction.atomic
def make_ready(*, request_id: UUID, by: Actor, at: datetime) -> AuthorizationRequest:
    """Nothing is left but to send it. Refused while the packet that must be signed is not. Ready already: as it is."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state == RequestState.READY:
        return request
    if signing.signed_packet(request) is None:
        raise Refused("", "not_signed")
    moving.move(request, RequestEvent.MAKE_READY, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request ready")
    return request


@transaction.atomic
def reopen(*, request_id: UUID, by: Actor, at: datetime, why: str = "") -> AuthorizationRequest:
    """Back to a draft, to be changed and signed anew."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state != RequestState.DRAFT:
        moving.move(request, RequestEvent.REOPEN, by=by, at=at, why=why)
    signing.withdraw(request, by=by, at=at, why=why or "reopened")
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request reopened")
    return request


def _reopen(request: AuthorizationRequest, *, by: Actor, at: datetime, why: str) -> None:
    if request.state == RequestState.READY:
        moving.move(request, RequestEvent.REOPEN, by=by, at=at, why=why)
    signing.withdraw(request, by=by, at=at, why=why)


def _check(request: AuthorizationRequest, values: Mapping[str, Any]) -> None:
    starts: date | None = values.get("starts_on", request.starts_on)
    ends: date | None = values.get("ends_on", request.ends_on)
    if starts and ends and ends < starts:
        raise Refused("ends_on", "ends_before_it_starts")
    weeks, per_week = values.get("weeks"), values.get("per_week")
    if weeks is not None and not 0 < weeks <= MOST_WEEKS:
        raise Refused("weeks", "number_unreadable")
    if per_week is not None and not 0 < per_week <= MOST_EACH_WEEK:
        raise Refused("per_week", "number_unreadable")
    for line in proposing.lines_of(values.get("lines", [])):
        _check_line(line)
    _check_rows(request, values)


def _check_line(line: AskedLine) -> None:
    if line.quantity is not None and not 0 < line.quantity <= MOST_QUANTITY:
        raise Refused("lines", "number_unreadable")
    if line.basis not in Basis:
        raise Refused("lines", "not_an_option")


def _check_rows(request: AuthorizationRequest, values: Mapping[str, Any]) -> None:
    """Coverage and authorization are the patient's own."""
    for name, model in (("coverage_id", Coverage), ("authorization_id", Authorization)):
        key = values.get(name)
        if key and not model.objects.filter(pk=key, patient_id=request.patient_id).exists():
            raise Refused(name.removesuffix("_id"), "not_an_option")
