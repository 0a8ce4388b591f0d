"""One drafted request, one thing to do: while its packet waits for a signature, the duty to ask gives way to it.

SIGN_REQUEST takes over days, dollars and facts of RENEW_AUTHORIZATION or OBTAIN_AUTHORIZATION: what is to be done is
the signature; by when and why, what the request is for says. Source: ours.
"""

from collections.abc import Iterable
from dataclasses import replace

from otium.rules.case import Case
from otium.terms.duty import OUR_PROGRESS, Duty, DutyKind, Param
from otium.terms.prior_auth import AuthorizationRequest, RequestKind
from otium.terms.roads import Service

BEHIND = (DutyKind.RENEW_AUTHORIZATION, DutyKind.OBTAIN_AUTHORIZATION)


def merged(case: Case, found: Iterable[Duty]) -> list[Duty]:
    """Each duty once; those behind a request that waits for its signature are told by that."""
    duties = list(found)
    asked = {request.id: request for request in case.patient.requests}
    behind = {
        id(duty): [d for d in duties if is_behind(case, asked[duty.focus_id], d)]
        for duty in duties
        if duty.kind is DutyKind.SIGN_REQUEST
    }
    given_way = {id(d) for each in behind.values() for d in each}
    return [
        _for(case, behind[id(duty)][0], duty) if behind.get(id(duty)) else duty
        for duty in duties
        if id(duty) not in given_way
    ]


def is_behind(case: Case, request: AuthorizationRequest, duty: Duty) -> bool:
    """Whether the request asks for what this duty wants to be asked for."""
    if duty.kind is DutyKind.RENEW_AUTHORIZATION:
        if request.kind is not RequestKind.RENEWAL:
            return False
        renewed = next((a for a in case.patient.authorizations if a.id == duty.focus_id), None)
        by_coverage = request.authorization_id is None and renewed is not None and renewed.coverage_id is not None
        is_same = by_coverage and renewed is not None and renewed.coverage_id == request.coverage_id
        return request.authorization_id == duty.focus_id or is_same
    if duty.kind is not DutyKind.OBTAIN_AUTHORIZATION or request.coverage_id != duty.focus_id:
        return False
    is_assessment = request.kind is RequestKind.ASSESSMENT
    return request.kind is not RequestKind.RENEWAL and is_assessment == (duty.instance == Service.EVALUATION)


def _for(case: Case, behind: Duty, signature: Duty) -> Duty:
    """Its own reasons first and its own ground: a visit more is no reason to ask for a signature anew.

    That the last safe day has passed is one: who put the signature aside did not let the treatment lapse by it.
    """
    ground: dict[str, Param] = {f"{n} {r.code} {name}": v for n, r in enumerate(signature.why) for name, v in
                                {"": None, **r.params}.items()}  # fmt: skip
    if behind.last_safe_on and case.on > behind.last_safe_on:
        ground["not_safe_since"] = behind.last_safe_on
    return replace(
        signature,
        due_on=behind.due_on,
        last_safe_on=behind.last_safe_on,
        why=(*signature.why, *(reason for reason in behind.why if reason.code not in OUR_PROGRESS)),
        at_risk=behind.at_risk,
        appointment_id=behind.appointment_id,
        ground=ground,
    )
