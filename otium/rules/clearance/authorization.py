"""Authorization: is the visit covered by one, in visits or units of its codes, on its day.

Which visit uses which authorization is that of the allocation, so visits before this one have taken theirs. Who renders
it and where are tested where the approval names them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from otium.rules.allocation import named
from otium.rules.case import Case
from otium.rules.clearance.finding import Params, finding, nobody_pays
from otium.rules.prior_auth import misfits, need, outlook
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.coverage import Coverage
from otium.terms.prior_auth import Authorization, AuthorizationRequest, AuthState, RequestState, Use
from otium.terms.provenance import Source, SourceKind
from otium.terms.roads import Service
from otium.terms.schedule import Visit

CHECK = ClearanceCheck.AUTHORIZATION
WITH_THE_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)


def findings(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    by_id = {a.id: a for a in case.patient.authorizations}
    left, uses = _left_after(case, by_id), _by_visit(case)
    parents, needs = _parents(case), dict[tuple[UUID, Service], bool | None]()
    found = []
    for visit in case.judged:
        used = uses.get(visit.id)
        if used:
            found.append(_covered(case, visit, by_id[used[0].authorization_id], left, used))
        else:
            found.append(_uncovered(case, visit, parents.get(visit.id), needs))
    return found


def _by_visit(case: Case) -> dict[UUID, list[Use]]:
    found: dict[UUID, list[Use]] = {}
    for use in case.allocation.uses:
        found.setdefault(use.visit_id, []).append(use)
    return found


def _left_after(case: Case, by_id: Mapping[UUID, Authorization]) -> dict[tuple[UUID, UUID], int | None]:
    """(visit, service) -> what is left of the service after the visit; None where the approved number is unknown."""
    found: dict[tuple[UUID, UUID], int | None] = {}
    for authorization_id, taken in case.allocation.taken.items():
        services = {s.id: s for s in by_id[authorization_id].services}
        left = {s.id: None if s.approved is None else s.approved - s.opening_used for s in services.values()}
        for visit, use in taken:
            before = left[use.service_id]
            left[use.service_id] = None if before is None else before - use.quantity
            found[visit.id, use.service_id] = left[use.service_id]
    return found


def _parents(case: Case) -> dict[UUID, UUID]:
    """Visit without authorization -> the one that ought to be renewed for it, as RENEW_AUTHORIZATION has it."""
    if not case.allocation.uncovered:
        return {}
    lacking, _ = outlook.uncovered_by_authorization(case)
    return {visit.id: parent for parent, visits in lacking.items() for visit in visits}


def _covered(
    case: Case,
    visit: Visit,
    authorization: Authorization,
    left: Mapping[tuple[UUID, UUID], int | None],
    used: list[Use],
) -> Finding:
    source = _source(authorization)
    if missing := _not_covered(case, visit, used):
        told: Params = {"number": authorization.number, "codes": " ".join(sorted(missing))}
        return finding(CHECK, ClearanceState.AT_RISK, "authorization_covers_part", source,
                       act="renew_authorization", told=told)  # fmt: skip
    if unsaid := named.unknown(authorization, visit):
        told = {"number": authorization.number}
        return finding(CHECK, ClearanceState.UNKNOWN, f"authorization_{max(unsaid)}_unknown", source,
                       act="check_approval", told=told)  # fmt: skip
    lefts = [left.get((visit.id, use.service_id)) for use in used]
    known = [n for n in lefts if n is not None]
    is_known = len(known) == len(lefts)
    told = {"number": authorization.number, "left": min(known) if is_known else None, "ends_on": authorization.ends_on}
    if not is_known:  # it may be used up long before this visit
        return finding(CHECK, ClearanceState.UNKNOWN, "authorization_covers", source, act="call_payer", told=told)
    return finding(CHECK, ClearanceState.CLEAR, "authorization_covers", source, told=told)


def _not_covered(case: Case, visit: Visit, used: list[Use]) -> frozenset[str]:
    """Codes of the visit that an authorization of its day names, and that nothing is left for.

    A code that no authorization names is taken to need none.
    """
    codes = frozenset(line.code for line in visit.lines)
    if not codes:
        return codes
    taken = {use.service_id for use in used}
    named = set[str]()
    for authorization in case.patient.authorizations:
        if not _serves(authorization, visit, case.payer_of(visit)):
            continue
        for service in authorization.services:
            if service.id in taken:
                codes = codes - service.codes if service.codes else frozenset()
            named |= service.codes
    return codes & named


def _serves(authorization: Authorization, visit: Visit, payer: Coverage | None) -> bool:
    if authorization.state is AuthState.CANCELLED:
        return False
    if authorization.coverage_id and payer and authorization.coverage_id != payer.id:
        return False
    if named.differs(authorization, visit):
        return False
    return (authorization.starts_on or date.min) <= visit.on <= (authorization.ends_on or date.max)


def _uncovered(
    case: Case, visit: Visit, parent_id: UUID | None, needs: dict[tuple[UUID, Service], bool | None]
) -> Finding:
    """Blocked where the payer asks for one; at risk while a request is with it, or where one ran out unasked.

    `needs`: what was found of visits before this one, by coverage and service.
    """
    coverage = case.payer_of(visit)
    if coverage is None:
        return nobody_pays(CHECK)
    of = (coverage.id, need.service_of(case, visit))
    if of not in needs:  # what is said of the visit's own service, before what is said of therapy as a whole
        needs[of] = need.need_of(case, coverage, of[1]).is_needed
    is_needed = needs[of]
    if is_needed is not False and (other := misfits.names_another(case, visit)):
        authorization, what = other
        state = ClearanceState.BLOCKED if is_needed else ClearanceState.AT_RISK
        return finding(CHECK, state, f"authorization_other_{what}", _source(authorization), act="check_approval",
                       told={"number": authorization.number})  # fmt: skip
    parent = next((a for a in case.patient.authorizations if a.id == parent_id), None)
    source = _source(parent) if parent else Source(SourceKind.COVERAGE, coverage.id)
    if is_needed is False:
        return finding(CHECK, ClearanceState.NOT_NEEDED, "authorization_not_required", source)
    if is_needed is None and parent is None:
        return finding(CHECK, ClearanceState.UNKNOWN, "authorization_need_unknown", source, act="call_payer")
    asked = _asked(case, coverage)
    if asked is not None:
        source = Source(SourceKind.AUTHORIZATION_REQUEST, asked.id, asked.trace)
        return finding(CHECK, ClearanceState.AT_RISK, "authorization_requested", source,
                       act="wait_for_payer", submitted_on=asked.submitted_on)  # fmt: skip
    state = ClearanceState.BLOCKED if is_needed else ClearanceState.AT_RISK
    if parent is None:
        return finding(CHECK, state, "authorization_missing", source, act="obtain_authorization")
    act = "renew_authorization"
    if parent.ends_on and parent.ends_on < visit.on:
        told: Params = {"number": parent.number, "ends_on": parent.ends_on}
        return finding(CHECK, state, "authorization_ended", source, act=act, told=told)
    return finding(CHECK, state, "authorization_used_up", source, act=act, number=parent.number)


def _asked(case: Case, coverage: Coverage) -> AuthorizationRequest | None:
    """The newest request of the coverage that is with the payer."""
    return max(_with_the_payer(case, coverage), key=lambda r: (r.submitted_on or date.min, r.id), default=None)


def _with_the_payer(case: Case, coverage: Coverage) -> Iterator[AuthorizationRequest]:
    for request in case.patient.requests:
        if request.state in WITH_THE_PAYER and request.coverage_id in (None, coverage.id):
            yield request


def _source(authorization: Authorization) -> Source:
    return Source(SourceKind.AUTHORIZATION, authorization.id, authorization.number)
