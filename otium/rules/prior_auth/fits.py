"""CHECK_APPROVAL: an approval that names another provider, place, code, unit or period than what is booked or asked.

Source: 278 NM1, SV1, HSD, DTP, UM04, and the letters of payers; ours what to look at. Nothing of it is repaired: what
the approval says stands, the visits it does not name are not covered by it, and a person asks the payer.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days
from otium.rules.allocation import named
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.prior_auth import misfits, retro
from otium.terms.duty import Duty, DutyKind, FocusType, Param, Reason
from otium.terms.prior_auth import Authorization, AuthorizationRequest, AuthState, RequestKind, RequestState
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit, VisitType

GRANTED = (RequestState.APPROVED, RequestState.MODIFIED)
FRESH = 30  # calendar days after a decision in which a period that was over when it came is still looked at
TELEHEALTH = frozenset({"02", "10"})  # CMS place of service codes


def duties(case: Case) -> Iterator[Duty]:
    """One an authorization; of those in force, and of those that were over when the decision came."""
    if not case.upcoming:
        return
    uncovered = [u.visit for u in case.allocation.uncovered if u.visit.on >= case.on]
    for authorization in case.patient.authorizations:
        if authorization.state is AuthState.ACTIVE:
            duty = _check(case, authorization, uncovered)
            if duty:
                yield duty


def _check(case: Case, authorization: Authorization, uncovered: list[Visit]) -> Duty | None:
    request = _request_of(case, authorization)
    over = authorization.ends_on is not None and authorization.ends_on < case.on
    found: list[tuple[Reason, list[Visit]]] = []
    if not over:
        mine = [v for v in uncovered if misfits.is_due_to(case, authorization, v)]
        found += _named(authorization, mine)
        found += _codes(case, authorization, request, mine)
        found += _place_code(case, authorization)
        found += _before_it(case, authorization)
    if request is not None:
        found += _basis(authorization, request) if not over else ()
        found += _period(case, authorization, request, uncovered)
    if not found:
        return None
    concerned = {v.id: v for _reason, visits in found for v in visits}
    visits = sorted(concerned.values(), key=lambda v: (v.starts_at, v.id))
    heard_on = (request.decided_on if request else None) or authorization.entered_on or case.on
    return Duty(
        kind=DutyKind.CHECK_APPROVAL,
        focus_type=FocusType.AUTHORIZATION,
        focus_id=authorization.id,
        due_on=business_days.add(max(heard_on, authorization.entered_on or heard_on), 1, case.days),
        last_safe_on=_last_safe_on(case, found),
        why=tuple(reason for reason, _visits in found),
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=(visits[0].therapist_id if visits else None) or case.patient.therapist_id,
        appointment_id=visits[0].id if visits else None,
        ground=_ground(authorization, found),
    )


def _last_safe_on(case: Case, found: list[tuple[Reason, list[Visit]]]) -> date | None:
    """The first visit to come that it does not fit; where only the past is asked for, the payer's last day for it."""
    ahead = [v.on for _reason, visits in found for v in visits if v.on >= case.on]
    windows = [day for reason, _visits in found if isinstance(day := reason.params.get("on"), date)]
    return min(ahead, default=min(windows, default=None))


def _ground(authorization: Authorization, found: list[tuple[Reason, list[Visit]]]) -> dict[str, Param]:
    """What the approval says, and what of it does not fit; not which visits are booked."""
    return {
        "differs": " ".join(sorted({reason.code for reason, _visits in found})),
        "npis": " ".join(sorted(authorization.therapist_npis)),
        "place": f"{authorization.location_id or ''} {authorization.place_code}".strip(),
        "codes": " ".join(sorted(frozenset[str]().union(*(s.codes for s in authorization.services)))),
        "period": f"{authorization.starts_on} {authorization.ends_on}",
    }


def _named(authorization: Authorization, mine: list[Visit]) -> Iterator[tuple[Reason, list[Visit]]]:
    source, number = _source(authorization), authorization.number
    for what in (named.PROVIDER, named.PLACE):
        others = [v for v in mine if what in named.differs(authorization, v)]
        if others:
            on, count = others[0].on, len(others)
            yield because(f"approval_other_{what}", source, number=number, on=on, count=count), others


def _codes(
    case: Case, authorization: Authorization, request: AuthorizationRequest | None, mine: list[Visit]
) -> Iterator[tuple[Reason, list[Visit]]]:
    """Codes asked for that no authorization in force names, and visits whose codes it does not name at all."""
    if not authorization.services or any(not s.codes for s in authorization.services):
        return
    granted = frozenset[str]().union(*(s.codes for s in authorization.services))
    elsewhere = frozenset[str]().union(
        *(s.codes for a in case.patient.authorizations if a.state is AuthState.ACTIVE for s in a.services)
    )
    others = [v for v in mine if v.lines and not granted & {line.code for line in v.lines}]
    asked = request.codes - granted - elsewhere if request else frozenset[str]()
    lacking = asked | {line.code for v in others for line in v.lines} - granted
    if lacking:
        codes = " ".join(sorted(lacking))
        yield because("approval_other_codes", _source(authorization), number=authorization.number, codes=codes), others


def _place_code(case: Case, authorization: Authorization) -> Iterator[tuple[Reason, list[Visit]]]:
    """An approval for telehealth while a visit that uses it is in person, or the other way."""
    if not authorization.place_code:
        return
    taken = (visit for visit, _use in case.allocation.taken.get(authorization.id, ()) if visit.on >= case.on)
    remote = authorization.place_code in TELEHEALTH
    others = {v.id: v for v in taken if v.is_telehealth is not None and v.is_telehealth is not remote}
    if others:
        visits = list(others.values())
        told = because(
            "approval_other_place_code",
            _source(authorization),
            number=authorization.number,
            place_code=authorization.place_code,
            on=visits[0].on,
            count=len(visits),
        )
        yield told, visits


def _basis(authorization: Authorization, request: AuthorizationRequest) -> Iterator[tuple[Reason, list[Visit]]]:
    """Units where visits were asked for, or the other way: nobody can tell by the numbers whether it is enough."""
    said = {s.basis for s in authorization.services if s.approved is not None}
    if said and request.basis not in said and request.requested is not None:
        told = because(
            "approval_other_basis",
            _source(authorization),
            number=authorization.number,
            requested=request.requested,
            basis=min(said).value,
        )
        yield told, []


def _period(
    case: Case, authorization: Authorization, request: AuthorizationRequest, uncovered: list[Visit]
) -> Iterator[tuple[Reason, list[Visit]]]:
    """Over when it came; or beginning after the visits that it was asked for."""
    starts_on, ends_on = authorization.starts_on, authorization.ends_on
    source, number = _source(authorization), authorization.number
    decided_on = request.decided_on
    if ends_on and decided_on and ends_on < decided_on:
        if case.on <= business_days.shift(decided_on, FRESH):
            told = because("approval_period_past", source, number=number, ends_on=ends_on, decided_on=decided_on)
            yield told, [v for v in uncovered if v.kind is not VisitType.EVALUATION]
        return
    if starts_on and request.starts_on and request.starts_on < starts_on:
        early = [
            v for v in uncovered if request.starts_on <= v.on < starts_on and misfits.is_of(case, authorization, v)
        ]
        if early:
            told = because(
                "approval_starts_later", source, number=number, starts_on=starts_on, on=early[0].on, count=len(early)
            )
            yield told, early


def _before_it(case: Case, authorization: Authorization) -> Iterator[tuple[Reason, list[Visit]]]:
    """Visits made before it began that the payer still takes a request for."""
    if authorization.starts_on is None:
        return
    coverage = next((c for c in case.patient.coverages if c.id == authorization.coverage_id), None)
    found = retro.window(case, coverage, RequestKind.AMENDMENT)
    if found is not None and found.visits[0].on < authorization.starts_on:
        yield retro.reason(found), list(found.visits)


def _request_of(case: Case, authorization: Authorization) -> AuthorizationRequest | None:
    """The newest request that this authorization was granted for; a renewal still to be decided names its parent."""
    granted = [r for r in case.patient.requests if r.authorization_id == authorization.id and r.state in GRANTED]
    return max(granted, key=lambda r: (r.decided_on or date.min, r.id), default=None)


def _source(authorization: Authorization) -> Source:
    return Source(SourceKind.AUTHORIZATION, authorization.id, authorization.number)
