"""Ask payers by itself (playbook ask_coverage): for each open VERIFY_COVERAGE task that a wire can settle.

What cannot be asked (something is missing, no road, a payer that is down all day) leaves its task to a person. It may
run as often as it likes: an inquiry that is out, or was made today for the same cause, is not made again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from otium.desk import acting, audit, autonomy, clock, inquiries, settle
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.inquiries import KIND, CannotAsk, Wanted
from otium.desk.outbox.roads import Roads
from otium.records.models import Appointment, BenefitCheck, Coverage, Parcel, Practice, Task
from otium.rules.eligibility import by_itself as rules
from otium.rules.eligibility.by_itself import AskedSoFar
from otium.terms.coverage import CheckStatus
from otium.terms.duty import DutyKind
from otium.terms.lack import Lack
from otium.terms.parcel import ConnectionState
from otium.terms.schedule import VisitStatus

PLAYBOOK = "ask_coverage"
WHY = "asked by itself"
BACK = timedelta(days=60)  # an inquiry that waits longer was lost


@dataclass(frozen=True, slots=True)
class Hindrances:
    """Why a payer cannot be asked about a coverage by wire."""

    lacks: tuple[Lack, ...]
    has_road: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What one round did. `left`: open tasks that a person has to see to."""

    asked: int = 0
    left: int = 0


def ask(practice: Practice, *, at: datetime, patients: Collection[UUID] | None = None) -> Asked:
    """Post what is wanted for these patients (None: all) and let those tasks rest; a fixed number of queries.

    Must run inside a transaction that sees the practice, after its tasks were settled.
    """
    if autonomy.of(practice, PLAYBOOK) is not Autonomy.AUTO:
        return Asked()
    settle.lock_practice(practice.pk)
    tasks = _open(practice, patients)
    wanted = _wanted(practice, tasks, at) if tasks else []
    done = inquiries.post_all(practice, wanted, by=OTIUM, at=at) if wanted else []
    refused = {each.coverage.pk for each, made in zip(wanted, done, strict=True) if isinstance(made, CannotAsk)}
    asked = {each.coverage.pk: each.coverage.patient_id for each in wanted if each.coverage.pk not in refused}
    if asked:
        _tell(practice, asked, at)
    return Asked(len(asked), len(tasks) - len(asked))


def ask_anew(practice: Practice, coverage_id: UUID, *, at: datetime) -> bool:
    """Whether the payer was asked about a coverage that has just become another: whatever it said before is of the old.

    Only where a visit is booked under it. Must run as `ask` does.
    """
    if autonomy.of(practice, PLAYBOOK) is not Autonomy.AUTO:
        return False
    settle.lock_practice(practice.pk)
    on = clock.day(at, practice)
    coverage = Coverage.objects.select_related("practice", "patient", "payer").get(pk=coverage_id)
    first_on = _first_visit_on(coverage, at)
    so_far = _so_far(practice, [coverage.pk], at)[coverage.pk]
    if first_on is None or not _has_road(Roads(practice), coverage) or so_far.today >= rules.MOST_A_DAY:
        return False
    wanted = Wanted(coverage, on, rules.may_wait(first_on, on), is_anew=True)
    (made,) = inquiries.post_all(practice, [wanted], by=OTIUM, at=at)
    if isinstance(made, CannotAsk):
        return False
    _tell(practice, {coverage.pk: coverage.patient_id}, at)
    return True


def _first_visit_on(coverage: Coverage, at: datetime) -> date | None:
    """The day of the first visit that is booked while the coverage is in force."""
    rows = Appointment.objects.filter(
        practice=coverage.practice, patient_id=coverage.patient_id, status=VisitStatus.BOOKED, starts_at__gte=at
    )
    days = (clock.day(starts_at, coverage.practice) for starts_at in rows.values_list("starts_at", flat=True))
    starts_on, ends_on = coverage.starts_on or date.min, coverage.ends_on or date.max
    is_withdrawn = coverage.entered_in_error
    return min((day for day in days if starts_on <= day <= ends_on and not is_withdrawn), default=None)


def _tell(practice: Practice, asked: dict[UUID, UUID], at: datetime) -> None:
    """Let the tasks rest, and tell the audit trail. `asked`: coverage -> patient."""
    about = sorted(set(asked.values()), key=str)
    settle.settle(practice, by=OTIUM, at=at, patients=about, why=WHY)
    entry = audit.Entry(practice.pk, "change", PLAYBOOK, tuple(about), {"inquiries": len(asked)})
    audit.append([entry], by=OTIUM, at=at)


def hindrances(coverage: Coverage, on: date) -> Hindrances:
    """For the person to whom it is left. One query; the coverage's practice, patient and payer are loaded."""
    return Hindrances(inquiries.lacks(coverage, on), _has_road(Roads(coverage.practice), coverage))


def ask_for(practice_id: UUID, *, at: datetime) -> Asked:
    """`ask` for a whole practice, in a transaction of its own."""
    with acting.acting_for(practice_id):
        return ask(Practice.objects.get(pk=practice_id), at=at)


class AskingFailed(ExceptionGroup):
    """Some practices' payers could not be asked; the others were."""


def ask_all(at: datetime | None = None) -> int:
    """Every practice of the installation, one transaction each; how many inquiries. Raises AskingFailed at the end."""
    when = at or clock.now()
    asked, failures = 0, []
    for practice_id in acting.practice_ids():
        try:
            asked += ask_for(practice_id, at=when).asked
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}")
            failures.append(error)
    if failures:
        raise AskingFailed("payers could not be asked", failures)
    return asked


def _open(practice: Practice, patients: Collection[UUID] | None) -> list[Task]:
    rows = Task.objects.filter(practice=practice, kind=DutyKind.VERIFY_COVERAGE.value, state="open")
    if patients is not None:
        rows = rows.filter(patient_id__in=patients)
    return list(rows.order_by("due_on", "id"))


def _wanted(practice: Practice, tasks: Sequence[Task], at: datetime) -> list[Wanted]:
    """The inquiries to make, the most urgent first, one a coverage."""
    on, causes = clock.day(at, practice), {task.focus_id: _cause(task) for task in reversed(tasks)}
    so_far, visits = _so_far(practice, causes, at), _visit_days(practice, tasks)
    roads = Roads(practice)
    rows = Coverage.objects.filter(practice=practice, pk__in=causes).select_related("practice", "patient", "payer")
    coverages = {row.pk: row for row in rows}
    found = []
    for task in tasks:
        coverage = coverages.pop(task.focus_id, None)
        if coverage is None or not _has_road(roads, coverage):
            continue
        start_at = rules.ask_from(causes[coverage.pk], so_far[coverage.pk], at)
        if start_at is not None:
            may_wait = rules.may_wait(visits.get(task.appointment_id, task.due_on), on)
            found.append(Wanted(coverage, on, may_wait, start_at if start_at > at else None))
    return found


def _cause(task: Task) -> str:
    return str(task.why[0]["code"]) if task.why else ""


def _has_road(roads: Roads, coverage: Coverage) -> bool:
    """Whether a connection would take it now: what waits for somebody to make or mend one is no answer in time."""
    ids = coverage.payer.payer_ids
    road = roads.of(None, KIND, ids[0]) if ids else None
    return road is not None and road.state == ConnectionState.ACTIVE


def _visit_days(practice: Practice, tasks: Iterable[Task]) -> dict[UUID | None, date]:
    rows = Appointment.objects.filter(practice=practice, pk__in=[task.appointment_id for task in tasks])
    return {key: clock.day(at, practice) for key, at in rows.values_list("pk", "starts_at")}


def _so_far(practice: Practice, coverages: Collection[UUID], at: datetime) -> dict[UUID, AskedSoFar]:
    """Two queries."""
    answers = BenefitCheck.objects.filter(
        practice=practice, coverage_id__in=list(coverages), entered_in_error=False
    ).order_by("coverage_id", "-answered_at", "-id").distinct("coverage_id")  # fmt: skip
    newest = {row.coverage_id: row for row in answers}
    made: dict[UUID, list[dict[str, Any]]] = {}
    for row in _inquiries(practice, coverages, at):
        made.setdefault(row["focus_id"], []).append(row)
    midnight = at.astimezone(clock.zone(practice)).replace(hour=0, minute=0, second=0, microsecond=0)
    return {key: _sum(made.get(key, []), newest.get(key), midnight) for key in coverages}


def _inquiries(practice: Practice, coverages: Collection[UUID], at: datetime) -> Any:
    """Newest first."""
    about = {"practice": practice, "kind": KIND, "focus_type": "coverage", "focus_id__in": list(coverages)}
    has_answer = Exists(
        BenefitCheck.objects.filter(practice_id=practice.pk, coverage_id=OuterRef("focus_id"), trace=OuterRef("trace"))
    )
    rows = Parcel.objects.filter(**about, made_at__gte=at - BACK).annotate(
        is_answered=ExpressionWrapper(Q(has_answer) | Q(answer__isnull=False), BooleanField()),
        is_over=ExpressionWrapper(inquiries.CAME_TO_NOTHING, BooleanField()),
    )
    return rows.order_by("-made_at").values("focus_id", "made_at", "is_answered", "is_over")


def _sum(made: Sequence[dict[str, Any]], answer: BenefitCheck | None, midnight: datetime) -> AskedSoFar:
    newest = made[0] if made else None
    ended = newest is not None and newest["is_over"] and not newest["is_answered"]
    return AskedSoFar(
        today=sum(row["made_at"] >= midnight for row in made),
        is_out=any(not row["is_answered"] and not row["is_over"] for row in made),
        ended_at=newest["made_at"] if newest and ended else None,
        status=CheckStatus(answer.status) if answer else None,
        reject_code=answer.reject_code if answer else "",
        answered_at=answer.answered_at if answer else None,
    )
