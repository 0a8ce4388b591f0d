"""What stands on the board: requests by column, and the duties that have no request yet. Four queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from otium.desk import clock
from otium.desk.agenda import Place
from otium.records.models import Appointment, AuthorizationRequest, Task
from otium.terms.duty import DutyKind
from otium.terms.prior_auth import RequestState as S

STARTS = (
    DutyKind.RENEW_AUTHORIZATION.value,
    DutyKind.OBTAIN_AUTHORIZATION.value,
    DutyKind.REQUEST_BEYOND_LIMIT.value,
)
COLUMN_OF = {
    S.DRAFT: "sign", S.READY: "send", S.SUBMITTED: "payer", S.ACKNOWLEDGED: "payer", S.PENDED: "pended",
    S.MODIFIED: "cut", S.DENIED: "cut", S.APPROVED: "done",
}  # fmt: skip
UNDECIDED = (S.DRAFT, S.READY, S.SUBMITTED, S.ACKNOWLEDGED, S.PENDED)
DONE_FOR = timedelta(days=30)
CUT_FOR = timedelta(days=180)  # longer than most payers' time to appeal
MOST = 2_000  # rows of a board
UNREAD = ("reasoning", "codes", "wanted", "coverage__provenance", "authorization__provenance")  # long, and not shown


@dataclass(frozen=True, slots=True)
class Entry:
    """One card: a request, or a task that has none. `task` says what is at risk and until when."""

    column: str
    practice_id: UUID
    request: AuthorizationRequest | None
    task: Task | None
    first_visit_on: date | None

    @property
    def dollars(self) -> Decimal | None:
        return self.task.dollars if self.task else None

    @property
    def visits(self) -> int:
        return int(self.task.at_risk.get("visits", 0)) if self.task else 0

    @property
    def due_on(self) -> date | None:
        return self.task.due_on if self.task else None


def entries(places: Iterable[Place]) -> list[Entry]:
    """All cards of these practices; within a column what is due first comes first."""
    here = {place.practice.pk: place for place in places}
    requests = _requests(here)
    tasks = _tasks(here)
    days = _first_visits(here, tasks)
    by_focus: dict[UUID, Task] = {task.focus_id: task for task in reversed(tasks)}
    found = [_of_request(each, by_focus, days) for each in requests]
    asked: dict[UUID, list[AuthorizationRequest]] = defaultdict(list)
    for each in requests:
        if each.state in UNDECIDED:
            asked[each.patient_id].append(each)
    taken = {entry.task.pk for entry in found if entry.task and entry.column in ("sign", "send")}
    found += [
        Entry("start", task.practice_id, None, task, days.get(task.appointment_id))
        for task in tasks
        if task.kind in STARTS and task.pk not in taken and not _is_asked(task, asked[task.patient_id])
    ]
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[date, str]:
    name = entry.request.pk.hex if entry.request else entry.task.pk.hex if entry.task else ""
    return entry.due_on or date.max, name


def _requests(here: dict[UUID, Place]) -> list[AuthorizationRequest]:
    oldest = min((place.on for place in here.values()), default=date.min)
    wanted = Q(state__in=UNDECIDED)
    wanted |= Q(state__in=(S.MODIFIED, S.DENIED), decided_on__gte=oldest - CUT_FOR)
    wanted |= Q(state=S.APPROVED, decided_on__gte=oldest - DONE_FOR)
    rows = AuthorizationRequest.objects.filter(wanted, practice__in=list(here), patient__is_active=True)
    rows = rows.select_related("patient", "coverage__payer", "therapist", "authorization").defer(*UNREAD)
    return list(rows.order_by(F("decided_on").desc(nulls_first=True), "id")[:MOST])


def _tasks(here: dict[UUID, Place]) -> list[Task]:
    """Open ones of requests and of what must be asked for, what is due first in front."""
    kinds = (*STARTS, DutyKind.SIGN_REQUEST, DutyKind.SEND_REQUEST, DutyKind.ANSWER_PENDED, DutyKind.CHASE_DECISION,
             DutyKind.WORK_DENIAL, DutyKind.WORK_REDUCTION)  # fmt: skip
    rows = Task.objects.filter(practice__in=list(here), state="open", kind__in=kinds, patient__isnull=False)
    return list(rows.select_related("patient", "therapist").defer("why").order_by("due_on", "id")[:MOST])


def _first_visits(here: dict[UUID, Place], tasks: list[Task]) -> dict[UUID | None, date]:
    ids = {task.appointment_id for task in tasks if task.appointment_id}
    rows = Appointment.objects.filter(pk__in=ids).values_list("pk", "practice_id", "starts_at") if ids else ()
    return {key: clock.day(at, here[practice].practice) for key, practice, at in rows}


def _of_request(request: AuthorizationRequest, by_focus: dict[UUID, Task], days: dict[UUID | None, date]) -> Entry:
    """With its own task; a draft's is the duty behind it."""
    task = by_focus.get(request.pk)
    if task is None and request.state in (S.DRAFT, S.READY):
        of_duty = request.authorization_id if request.kind == "renewal" else request.coverage_id
        task = by_focus.get(of_duty) if of_duty else None
    column = COLUMN_OF[S(request.state)]
    if column == "done" and _is_less(request):
        column = "cut"
    first = days.get(task.appointment_id) if task else None
    return Entry(column, request.practice_id, request, task, first)


def _is_less(request: AuthorizationRequest) -> bool:
    asked, approved = request.requested, request.approved
    return asked is not None and approved is not None and approved < asked


def _is_asked(task: Task, requests: list[AuthorizationRequest]) -> bool:
    """One of the patient's requests is for it: that card speaks of it, and counts what is at risk."""
    return any(
        r.authorization_id == task.focus_id or (task.focus_type == "coverage" and r.coverage_id == task.focus_id)
        for r in requests
    )
