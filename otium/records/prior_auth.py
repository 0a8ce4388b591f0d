"""Facts of prior authorization: approvals with their services, requests, what each visit uses."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet, Sum

from otium.records import models
from otium.records.scope import Scope
from otium.terms.prior_auth import (
    Authorization,
    AuthorizationRequest,
    AuthorizedService,
    AuthState,
    Basis,
    RequestState,
    Use,
)
from otium.terms.schedule import VisitStatus

USING = [status.value for status in VisitStatus if status.uses_benefits]


def authorizations(scope: Scope) -> dict[UUID, list[Authorization]]:
    """By patient, earliest start first. What visits too old to be read have used is in `opening_used`."""
    services = _services(scope)
    rows = scope.of(models.Authorization).order_by("starts_on", "ends_on", "number", "id")
    found = defaultdict(list)
    columns = ("id", "patient_id", "coverage_id", "number", "state", "starts_on", "ends_on", "entered_on")
    for key, patient, coverage, number, state, starts, ends, entered in rows.values_list(*columns):
        lines = tuple(services.get(key, ()))
        found[patient].append(
            Authorization(key, patient, coverage, number, AuthState(state), starts, ends, lines, entered)
        )
    return found


def _services(scope: Scope) -> dict[UUID, list[AuthorizedService]]:
    rows = models.AuthorizedService.objects.filter(practice_id=scope.practice_id)
    if scope.patients is not None:
        rows = rows.filter(authorization__practice_id=scope.practice_id, authorization__patient_id__in=scope.patients)
    used_before = _used_before(scope)
    found = defaultdict(list)
    columns = ("authorization_id", "id", "codes", "basis", "approved", "requested", "opening_used")
    for authorization, key, codes, basis, approved, requested, opening in rows.order_by("id").values_list(*columns):
        opening += used_before.get(key, 0)
        service = AuthorizedService(key, frozenset(codes), Basis(basis), approved, requested, opening)
        found[authorization].append(service)
    return found


def _used_before(scope: Scope) -> dict[UUID, int]:
    """By service: quantity of the stored uses of visits before `scope.since`, less those found not to have been made.

    Those visits are not read, so their uses stay as they are; without this count their quantity would be free again.
    """
    rows = _stored(scope).filter(appointment__starts_at__lt=scope.since, appointment__status__in=USING)
    return dict(rows.values_list("service_id").annotate(Sum("quantity")))


def requests(scope: Scope) -> dict[UUID, list[AuthorizationRequest]]:
    """By patient, oldest first."""
    rows = scope.of(models.AuthorizationRequest).order_by("submitted_on", "decided_on", "id")
    found = defaultdict(list)
    columns = ("id", "patient_id", "coverage_id", "state", "kind", "authorization_id", "submitted_on", "decided_on",
               "requested", "approved", "answer_by", "trace")  # fmt: skip
    for key, patient, coverage, state, *rest in rows.values_list(*columns):
        found[patient].append(AuthorizationRequest(key, patient, coverage, RequestState(state), *rest))
    return found


def uses(scope: Scope) -> dict[UUID, list[Use]]:
    """By patient, as the last settling stored them; of the visits that are read, others are `opening_used`."""
    rows = _stored(scope).filter(appointment__starts_at__gte=scope.since)
    found = defaultdict(list)
    columns = ("authorization__patient_id", "appointment_id", "authorization_id", "service_id", "quantity", "why",
               "is_estimated")  # fmt: skip
    for patient, *use in rows.order_by("appointment_id", "service_id").values_list(*columns):
        found[patient].append(Use(*use))
    return found


def _stored(scope: Scope) -> QuerySet[models.AuthorizationUse]:
    rows = models.AuthorizationUse.objects.filter(
        practice_id=scope.practice_id,
        authorization__practice_id=scope.practice_id,
        appointment__practice_id=scope.practice_id,
    )
    return rows if scope.patients is None else rows.filter(authorization__patient_id__in=scope.patients)
