"""SETTLE_USES: visits on a claim that went out belong to another authorization than they were billed under.

They are never moved by themselves. An equally good choice is no reason: the duty stands where the authorization can no
longer serve the visit, where another choice covers more visits, or where the claim says another number than the
records.
Source: ours; a corrected claim is CLM05-3 = 7.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from otium.rules import allocation, business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.prior_auth import Authorization, BilledVisit, Use
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

ON_CLAIM = "claim"  # instance: the claim says another number than the records


@dataclass(frozen=True, slots=True)
class Move:
    """One billed visit and where it belongs. `to` empty: nothing on file covers it. `why`: see CHANGE_REASONS."""

    billed: BilledVisit
    visit: Visit
    focus_id: UUID  # the authorization it was billed under, or (ON_CLAIM) that it uses
    instance: str
    to: tuple[Use, ...]
    why: str


def duties(case: Case) -> Iterator[Duty]:
    grouped: dict[tuple[UUID, str], list[Move]] = {}
    for move in moves(case):
        grouped.setdefault((move.focus_id, move.instance), []).append(move)
    for (focus_id, instance), found in grouped.items():
        yield _duty(case, focus_id, instance, found)


def moves(case: Case) -> list[Move]:
    """By time of visit."""
    billed = case.patient.billed
    if not billed:
        return []
    visits = {v.id: v for v in case.counted}
    known = [(b, visits[b.visit_id]) for b in billed if b.visit_id in visits]
    found = [*_elsewhere(case, known), *_said_otherwise(case, known)]
    return sorted(found, key=lambda m: (m.visit.starts_at, m.visit.id, m.instance))


def _elsewhere(case: Case, known: Iterable[tuple[BilledVisit, Visit]]) -> Iterator[Move]:
    """Visits whose authorization cannot serve them any more; else those that another choice would move."""
    held = [(b, visit) for b, visit in known if b.uses]
    lost = {b.visit_id: why for b, _visit in held if (why := allocation.why_lost(case.patient, b.uses[0]))}
    is_short = any(u.nothing_left for u in case.allocation.uncovered)
    if not lost and not is_short:
        return
    kept = tuple(b for b in case.patient.billed if b.visit_id not in lost) if lost else ()
    better = allocation.solve(replace(case.patient, billed=kept), case.counted, case.primary_on)
    if not lost and len(better.uncovered) >= len(case.allocation.uncovered):
        return
    by_visit: dict[UUID, list[Use]] = {}
    for use in better.uses:
        by_visit.setdefault(use.visit_id, []).append(use)
    for b, visit in held:
        to = tuple(by_visit.get(b.visit_id, ()))
        if {u.authorization_id for u in to} != {u.authorization_id for u in b.uses}:
            yield Move(b, visit, b.uses[0].authorization_id, "", to, lost.get(b.visit_id, "rebalanced"))


def _said_otherwise(case: Case, known: Iterable[tuple[BilledVisit, Visit]]) -> Iterator[Move]:
    """Visits whose claim names no number, or another, than that of the authorization they use."""
    numbers = {a.id: a.number for a in case.patient.authorizations}
    uses: dict[UUID, list[Use]] = {}
    for use in case.allocation.uses:
        uses.setdefault(use.visit_id, []).append(use)
    for b, visit in known:
        mine = tuple(uses.get(b.visit_id, ()))
        used = {numbers.get(u.authorization_id, "") for u in mine}
        if b.number is not None and mine and all(used) and b.number not in used:
            yield Move(b, visit, mine[0].authorization_id, ON_CLAIM, mine, "authorization_arrived")


def _duty(case: Case, focus_id: UUID, instance: str, found: list[Move]) -> Duty:
    by_id = {a.id: a for a in case.patient.authorizations}
    visits = [move.visit for move in found]
    first = found[0]
    claim = Source(SourceKind.CLAIM, first.billed.claim_id)
    under = first.billed.number if instance else _number(by_id.get(focus_id))
    to = {by_id[u.authorization_id].number for move in found for u in move.to if u.authorization_id in by_id}
    why = (
        because("billed_under", claim, number=under or None, on=first.visit.on, count=len(found)),
        because("belongs_under", _source(by_id, first), number=" ".join(sorted(to)) or None),
        because("use_would_change", _source(by_id, first), cause=first.why),
    )
    return Duty(
        kind=DutyKind.SETTLE_USES,
        focus_type=FocusType.AUTHORIZATION,
        focus_id=focus_id,
        instance=instance,
        due_on=business_days.add(case.on, 1, case.days),
        why=why,
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=first.visit.id,
        ground={"visits": " ".join(sorted(str(v.id) for v in visits)), "to": " ".join(sorted(to))},
    )


def _number(authorization: Authorization | None) -> str:
    return authorization.number if authorization else ""


def _source(by_id: dict[UUID, Authorization], move: Move) -> Source:
    key = move.to[0].authorization_id if move.to else move.focus_id
    return Source(SourceKind.AUTHORIZATION, key, _number(by_id.get(key)))
