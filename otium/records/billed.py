"""Facts of visits on claims that went out: under which authorization they were billed."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.claim import ReferenceKind
from otium.terms.claim_standing import ClaimStanding
from otium.terms.prior_auth import BilledVisit, Use

OUT = tuple(
    standing.value
    for standing in (
        ClaimStanding.SENDING,
        ClaimStanding.ACCEPTED,
        ClaimStanding.PAID,
        ClaimStanding.DENIED,
        ClaimStanding.REVERSED,
    )
)


def visits(scope: Scope) -> dict[UUID, list[BilledVisit]]:
    """By patient, in order of visit id. One query where nothing was billed, else three."""
    on_claims = list(prepared.rows(_on_claims, scope))
    if not on_claims:
        return {}
    numbers = _numbers(scope, {claim for _visit, claim, _patient in on_claims})
    uses = _uses(scope, [visit for visit, _claim, _patient in on_claims])
    found = defaultdict(list)
    for visit, claim, patient in on_claims:
        found[patient].append(BilledVisit(visit, claim, numbers.get(claim), tuple(uses.get(visit, ()))))
    return found


def _on_claims(scope: Scope) -> Rows:
    rows = models.ClaimVisit.objects.filter(
        practice_id=scope.practice_id,
        is_billed=True,
        claim__practice_id=scope.practice_id,
        claim__standing__in=OUT,
        appointment__practice_id=scope.practice_id,
        appointment__starts_at__gte=scope.since,
    )
    if scope.patients is not None:
        rows = rows.filter(claim__patient_id__in=scope.patients)
    return rows.order_by("appointment_id").values_list("appointment_id", "claim_id", "claim__patient_id")


def _numbers(scope: Scope, claims: set[UUID]) -> dict[UUID, str | None]:
    """By claim: the authorization number of its newest version; None where that cannot be read.

    A correction that has not left yet counts: the work is done, and what waits is said elsewhere.
    """
    rows = models.ClaimVersion.objects.filter(practice_id=scope.practice_id, claim_id__in=claims)
    newest = rows.order_by("claim_id", "number").values_list("claim_id", "content__references")
    return {claim: _number(references) for claim, references in newest}


def _number(references: Any) -> str | None:
    """G1 of the claim as it was built; empty where it names none."""
    if not isinstance(references, list):
        return None
    wanted = (ReferenceKind.AUTHORIZATION.value, ReferenceKind.AUTHORIZATION.name.lower())
    return next((str(each.get("value") or "") for each in references if each.get("qualifier") in wanted), "")


def _uses(scope: Scope, visits: list[UUID]) -> dict[UUID, list[Use]]:
    rows = models.AuthorizationUse.objects.filter(practice_id=scope.practice_id, appointment_id__in=visits)
    columns = ("appointment_id", "authorization_id", "service_id", "quantity", "why", "is_estimated")
    found = defaultdict(list)
    for use in rows.order_by("appointment_id", "service_id").values_list(*columns):
        found[use[0]].append(Use(*use))
    return found


OF_VISITS = (_on_claims,)  # what records/facts asks together
