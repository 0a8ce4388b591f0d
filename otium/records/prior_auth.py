"""Facts of prior authorization: approvals with their services, requests, what each visit uses."""

from collections import defaultdict
from uuid import UUID

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


def authorizations(scope: Scope) -> dict[UUID, list[Authorization]]:
    """By patient, earliest start first."""
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
    found = defaultdict(list)
    columns = ("authorization_id", "id", "codes", "basis", "approved", "requested", "opening_used")
    for authorization, key, codes, basis, *rest in rows.order_by("id").values_list(*columns):
        found[authorization].append(AuthorizedService(key, frozenset(codes), Basis(basis), *rest))
    return found


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
    """By patient, as the last settling stored them."""
    rows = models.AuthorizationUse.objects.filter(
        practice_id=scope.practice_id, authorization__practice_id=scope.practice_id
    )
    if scope.patients is not None:
        rows = rows.filter(authorization__patient_id__in=scope.patients)
    found = defaultdict(list)
    columns = ("authorization__patient_id", "appointment_id", "authorization_id", "service_id", "quantity", "why",
               "is_estimated")  # fmt: skip
    for patient, *use in rows.order_by("appointment_id", "service_id").values_list(*columns):
        found[patient].append(Use(*use))
    return found
