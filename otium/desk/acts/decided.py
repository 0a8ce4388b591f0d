"""What an act about a decision writes: asking for the rest, a plan that fits, an approval read anew, visits moved."""

from collections.abc import Callable
from typing import Any

from otium.desk import claims, uses
from otium.desk.acts.effects import Refused, Values, Writing
from otium.desk.requests.proposing import case_of
from otium.records import models
from otium.records.prior_auth import basis_of, codes_of
from otium.records.scope import in_ot
from otium.rules.prior_auth import billed, retro
from otium.rules.prior_auth.billed import Move
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.prior_auth import RequestKind, RequestState, UseChange

TAKEN_OVER = ("service", "is_urgent", "ends_on", "per_week", "weeks", "place_code", "therapist_id", "location_id",
              "episode_id", "coverage_id", "patient_id")  # fmt: skip
MOST_A_WEEK = 14


def ask_for_rest(writing: Writing, values: Values) -> None:
    """A draft for what was not approved: an amendment of what was, or the same request once more after a denial."""
    decided = models.AuthorizationRequest.objects.select_for_update(of=("self",)).get(pk=writing.task.focus_id)
    is_cut = decided.state != RequestState.DENIED.value
    kind = RequestKind.AMENDMENT.value if is_cut else decided.kind
    same = models.AuthorizationRequest.objects.filter(patient_id=decided.patient_id, coverage_id=decided.coverage_id)
    if same.filter(kind=kind, state__in=(RequestState.DRAFT.value, RequestState.READY.value)).exists():
        raise Refused("", "rest_is_drafted")
    rest = _rest(decided) if is_cut else decided.requested
    writing.create(
        models.AuthorizationRequest,
        kind=kind,
        state=RequestState.DRAFT.value,
        authorization_id=decided.authorization_id if is_cut else None,
        requested=rest,
        codes=sorted(codes_of(decided.codes, decided.lines)),
        lines=_lines(decided, rest) if is_cut else decided.lines,
        starts_on=_first_bare(writing, decided) or decided.starts_on,
        **{name: getattr(decided, name) for name in TAKEN_OVER},
    )


def _rest(decided: models.AuthorizationRequest) -> int | None:
    """Asked for less approved; None where either is unknown."""
    if decided.requested is None or decided.approved is None:
        return None
    return max(decided.requested - decided.approved, 0)


def _lines(decided: models.AuthorizationRequest, rest: int | None) -> list[dict[str, Any]]:
    codes = sorted(codes_of(decided.codes, decided.lines))
    return [{"codes": codes, "basis": basis_of(decided.lines).value, "quantity": rest}]


def _first_bare(writing: Writing, decided: models.AuthorizationRequest) -> Any:
    """The day of the first visit that nothing covers: one made that can still be asked for, else one booked."""
    case = case_of(writing.practice, decided.patient_id, writing.at)
    request = next(r for r in case.patient.requests if r.id == decided.pk)
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    past = retro.window(case, coverage, request.kind)
    if past is not None:
        return past.visits[0].on
    return next((v.on for v in waiting_for(case, request)), None)


def plan_fitted(writing: Writing, values: Values) -> None:
    """The newest plan of care at the frequency that the therapist chose; what it was stands in its history."""
    if not 0 < values["per_week"] <= MOST_A_WEEK:
        raise Refused("per_week", "number_unreadable")
    rows = models.PlanOfCare.objects.filter(in_ot(), patient_id=writing.task.patient_id, entered_in_error=False)
    plan = rows.select_for_update(of=("self",)).order_by("-starts_on", "-id").first()
    if plan is None:
        raise Refused("", "no_plan_on_file")
    writing.change(plan, frequency_per_week=values["per_week"])


def approval_widened(writing: Writing, values: Values) -> None:
    """The payer said that it serves whom and where the visits are booked: it names nobody and no place any more."""
    row = models.Authorization.objects.select_for_update(of=("self",)).get(pk=writing.task.focus_id)
    note = f"{values['said_by']} {values.get('reference', '')}".strip()
    writing.change(row, therapist_npis=[], location_id=None, place_code="", note=f"{row.note}\n{note}".strip())


def claims_corrected(writing: Writing, values: Values) -> None:
    """The visits move to where they belong, and each claim is built anew as a replacement. It is not undone."""
    case = case_of(writing.practice, _patient(writing), writing.at)
    found = [
        move
        for move in billed.moves(case)
        if (move.focus_id, move.instance) == (writing.task.focus_id, writing.task.instance)
    ]
    for move in found:
        if not move.instance:
            _move(writing, move)
    for claim_id in dict.fromkeys(move.billed.claim_id for move in found):
        try:
            claims.replace(claim_id, why=values["reason"], by=writing.by, at=writing.at)
        except claims.Refused as refused:
            raise Refused("", refused.code) from refused


def _move(writing: Writing, move: Move) -> None:
    practice = writing.practice
    models.AuthorizationUse.objects.filter(practice=practice, appointment_id=move.visit.id).delete()
    models.AuthorizationUse.objects.bulk_create(
        models.AuthorizationUse(practice=practice, appointment_id=use.visit_id, authorization_id=use.authorization_id,
                                service_id=use.service_id, quantity=use.quantity, why=use.why,
                                is_estimated=use.is_estimated)
        for use in move.to
    )  # fmt: skip
    old, new = (next(iter(each), None) for each in (move.billed.uses, move.to))
    change = UseChange(move.visit.id, old, new, "claim_corrected")
    uses.history_of(practice, change, by=writing.by, at=writing.at).save(force_insert=True)


def _patient(writing: Writing) -> Any:
    if writing.task.patient_id is None:
        raise Refused("", "task_not_open")
    return writing.task.patient_id


EFFECTS: dict[str, Callable[[Writing, Values], None]] = {
    effect.__name__: effect for effect in (ask_for_rest, plan_fitted, approval_widened, claims_corrected)
}
