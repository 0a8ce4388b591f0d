"""Which booked visits wait for a request."""

from otium.rules.case import Case
from otium.terms.prior_auth import AuthorizationRequest
from otium.terms.schedule import Visit, VisitType


def waiting_for(case: Case, request: AuthorizationRequest) -> list[Visit]:
    """Booked treatment of the request's coverage that no authorization covers yet."""
    return [
        u.visit
        for u in case.allocation.uncovered
        if u.visit.kind is not VisitType.EVALUATION
        and u.visit.on >= case.on
        and (payer := case.payer_of(u.visit)) is not None
        and (request.coverage_id is None or payer.id == request.coverage_id)
    ]
