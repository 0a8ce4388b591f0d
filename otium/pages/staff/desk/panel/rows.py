"""What one task's panel reads, each a query."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from otium.desk import clock
from otium.desk.agenda import Place
from otium.pages.staff.desk.panel.plot import Spent, Supply
from otium.records.models import (
    Act,
    Appointment,
    Authorization,
    AuthorizationRequest,
    AuthorizationUse,
    AuthorizedService,
    Call,
    Coverage,
    History,
    Membership,
    Note,
    Patient,
    Staff,
    Task,
)
from otium.terms.schedule import MADE, VisitStatus

COUNTED = tuple(status.value for status in VisitStatus if status.uses_benefits)
LAST_EVENTS = 60


def task(task_id: UUID) -> Task:
    """Raises Http404 for a task that this request may not see."""
    found = Task.objects.filter(pk=task_id).select_related("patient", "therapist", "owner", "closed_by").first()
    if found is None:
        raise Http404("no such task")
    return found


def payer(task: Task) -> Coverage | None:
    """The coverage the task is about, or the patient's first one."""
    rows = Coverage.objects.filter(patient_id=task.patient_id, entered_in_error=False)
    rows = rows.select_related("payer", "plan", "patient", "practice")
    about = task.focus_id
    if task.focus_type == "call":
        about = Call.objects.filter(pk=task.focus_id).values_list("coverage_id", flat=True).first()
    if task.focus_type == "authorization_request":
        about = AuthorizationRequest.objects.filter(pk=task.focus_id).values_list("coverage_id", flat=True).first()
    found = sorted(rows, key=lambda c: (c.pk != about, c.order, str(c.pk)))
    return found[0] if found else None


def supply(task: Task, place: Place) -> Supply | None:
    """The approval that the task, or the request it is about, renews; None when what it approved is not known.

    Four queries at most.
    """
    key = _renewed(task) if task.focus_type == "authorization_request" else task.focus_id
    auth = Authorization.objects.filter(pk=key).first() if key else None
    services = list(AuthorizedService.objects.filter(authorization_id=key, approved__isnull=False)) if auth else []
    if auth is None or not services:
        return None
    uses = AuthorizationUse.objects.filter(authorization_id=auth.pk).values_list(
        "service_id", "quantity", "appointment__starts_at", "appointment__status"
    )
    spent: dict[UUID, list[Spent]] = {s.pk: [] for s in services}
    for service_id, quantity, starts_at, status in uses:
        if service_id in spent:
            spent[service_id].append(Spent(clock.day(starts_at, place.practice), quantity, status in MADE))
    scarce = min(services, key=lambda s: (s.approved or 0) - s.opening_used - sum(u.quantity for u in spent[s.pk]))
    return Supply(
        approved=scarce.approved or 0,
        opening=scarce.opening_used,
        starts_on=auth.starts_on,
        ends_on=auth.ends_on,
        spent=spent[scarce.pk],
        uncovered=_uncovered(task, auth.starts_on, place),
        send_from=task.due_on,
        send_until=task.last_safe_on or task.due_on,
        basis=scarce.basis,
    )


def _renewed(task: Task) -> UUID | None:
    rows = AuthorizationRequest.objects.filter(pk=task.focus_id, kind="renewal")
    return rows.values_list("authorization_id", flat=True).first()


def _uncovered(task: Task, since: date | None, place: Place) -> list[date]:
    """Days of the patient's OT visits since a day that use no authorization, made or booked."""
    used = AuthorizationUse.objects.filter(practice_id=task.practice_id).values("appointment_id")
    rows = Appointment.objects.filter(
        Q(episode=None) | Q(episode__discipline="OT"),
        practice_id=task.practice_id,
        patient_id=task.patient_id,
        status__in=COUNTED,
    ).exclude(Q(pk__in=used) | Q(kind="evaluation"))
    days = sorted(clock.day(at, place.practice) for at in rows.values_list("starts_at", flat=True))
    return [day for day in days if since is None or day >= since]


def visits_since(task: Task, since: date, place: Place) -> tuple[int, int]:
    """(made, booked) visits of the patient from a day to the end of its year."""
    rows = Appointment.objects.filter(patient_id=task.patient_id, status__in=COUNTED, starts_at__year__gte=since.year)
    days = [(clock.day(at, place.practice), status) for at, status in rows.values_list("starts_at", "status")]
    counted = [status for day, status in days if since <= day and day.year == since.year]
    return sum(s in MADE for s in counted), sum(s not in MADE for s in counted)


def acts(task: Task) -> list[Act]:
    return list(Act.objects.filter(task_id=task.pk).select_related("by", "undone_by").order_by("-at"))


def notes(task: Task) -> list[Note]:
    return list(Note.objects.filter(task_id=task.pk).select_related("by").order_by("at"))


def history(task: Task) -> list[History]:
    return list(
        History.objects.filter(practice_id=task.practice_id, focus_id=task.pk).order_by("-at", "-id")[:LAST_EVENTS]
    )


def names(staff_ids: set[str]) -> dict[str, str]:
    """Staff names by id as text, as history rows keep them."""
    ids = [text for text in staff_ids if len(text) == len(str(UUID(int=0)))]
    return {str(key): name for key, name in Staff.objects.filter(pk__in=ids).values_list("id", "name")}


def members(practice_id: UUID) -> list[tuple[UUID, str]]:
    """Who may be given a task of the practice: id and name, by name."""
    rows = Membership.objects.filter(practice_id=practice_id, ended_at=None).exclude(role="auditor")
    return list(rows.order_by("staff__name").values_list("staff_id", "staff__name"))


def patients(practice_id: UUID) -> list[tuple[str, str]]:
    """Active patients of the practice for a choice, by last name."""
    rows = Patient.objects.filter(practice_id=practice_id, is_active=True).order_by("last_name", "first_name")
    columns = ("id", "last_name", "first_name", "birth_on")
    return [(str(key), _line(last, first, born)) for key, last, first, born in rows.values_list(*columns)]


def _line(last: str, first: str, born: Any) -> str:
    return f"{last}, {first}" + (f" ({born:%m/%d/%Y})" if born else "")
