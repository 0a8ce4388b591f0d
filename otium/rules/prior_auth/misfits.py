"""The authorization that would cover a visit, but for whom or where it names."""

from datetime import date

from otium.rules.allocation import named
from otium.rules.case import Case
from otium.terms.prior_auth import Authorization, AuthState
from otium.terms.schedule import Visit


def names_another(case: Case, visit: Visit) -> tuple[Authorization, str] | None:
    """The authorization that would cover the visit but for whom or where it names, and which: provider, place."""
    for authorization in case.patient.authorizations:
        if authorization.state is not AuthState.ACTIVE or not is_due_to(case, authorization, visit):
            continue
        other = named.differs(authorization, visit)
        if other and _touches(authorization, visit):
            return authorization, max(other)
    return None


def is_due_to(case: Case, authorization: Authorization, visit: Visit) -> bool:
    """In its period and under its coverage."""
    starts_on, ends_on = authorization.starts_on or date.min, authorization.ends_on or date.max
    return starts_on <= visit.on <= ends_on and is_of(case, authorization, visit)


def is_of(case: Case, authorization: Authorization, visit: Visit) -> bool:
    payer = case.payer_of(visit)
    return not authorization.coverage_id or payer is None or authorization.coverage_id == payer.id


def _touches(authorization: Authorization, visit: Visit) -> bool:
    if not visit.lines:
        return True
    codes = {line.code for line in visit.lines}
    return any(not s.codes or s.codes & codes for s in authorization.services)
