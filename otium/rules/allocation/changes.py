"""Why a visit uses another authorization than at the last settling."""

from uuid import UUID

from otium.rules.allocation import named
from otium.rules.primary import PrimaryByDay
from otium.terms.facts import PatientFacts
from otium.terms.prior_auth import Authorization, AuthState, Use, UseChange
from otium.terms.schedule import Visit

Place = tuple[UUID, UUID]


def explain_changes(patient: PatientFacts, new: tuple[Use, ...]) -> tuple[UseChange, ...]:
    """Each difference between the stored uses (`patient.uses`) and `new`, with the fact that brought it about.

    Compared by visit: a visit that moves is one change, not a loss and a gain. In order of `new`, then what is given
    back. Empty when nothing changed.
    """
    old = patient.uses
    if old == new:
        return ()
    story = _Story(patient, old)
    old_by_place = {(u.visit_id, u.service_id): u for u in old}
    new_by_place = {(u.visit_id, u.service_id): u for u in new}
    kept = old_by_place.keys() & new_by_place.keys()
    given_back: dict[UUID, list[Use]] = {}
    for place, use in old_by_place.items():
        if place not in kept:
            given_back.setdefault(use.visit_id, []).append(use)
    changes = []
    for place, use in new_by_place.items():
        if place in kept:
            changes += _resized(old_by_place[place], use)
            continue
        waiting = given_back.get(use.visit_id)
        before = waiting.pop(0) if waiting else None
        changes.append(UseChange(use.visit_id, before, use, story.of_gain(before, use)))
    for uses in given_back.values():
        changes += [UseChange(u.visit_id, u, None, story.of_loss(u) or "nothing_left") for u in uses]
    return tuple(changes)


def why_lost(patient: PatientFacts, use: Use) -> str | None:
    """Why the authorization can no longer serve the visit (one of CHANGE_REASONS); None where it can."""
    return _Story(patient, ()).of_loss(use)


def _resized(old: Use, new: Use) -> list[UseChange]:
    if old.quantity == new.quantity and old.is_estimated == new.is_estimated:
        return []
    return [UseChange(new.visit_id, old, new, "quantity_changed")]


class _Story:
    """What can be said about one use, given the facts of today and who used what before."""

    def __init__(self, patient: PatientFacts, old: tuple[Use, ...]) -> None:
        self.visits: dict[UUID, Visit] = {v.id: v for v in patient.visits}
        self.authorizations: dict[UUID, Authorization] = {a.id: a for a in patient.authorizations}
        self.used_before = {u.authorization_id for u in old}
        self.primary_on = PrimaryByDay(patient.coverages)

    def of_gain(self, before: Use | None, after: Use) -> str:
        lost = self.of_loss(before) if before else None
        if lost:
            return lost
        if after.authorization_id not in self.used_before:
            return "authorization_arrived"
        return "rebalanced" if before else "visit_added"

    def of_loss(self, use: Use) -> str | None:
        """The plain reason why the use could not stay; None when it could have."""
        visit, authorization = self.visits.get(use.visit_id), self.authorizations.get(use.authorization_id)
        if visit is None or not visit.status.uses_benefits:
            return "visit_released"
        if authorization is None or authorization.state is AuthState.CANCELLED:
            return "authorization_removed"
        if authorization.state is AuthState.INACTIVE:
            return "authorization_inactive"
        if not _in_period(visit, authorization):
            return "out_of_period"
        payer = self.primary_on[visit.on]
        if payer and authorization.coverage_id and authorization.coverage_id != payer.id:
            return "coverage_changed"
        other = named.differs(authorization, visit)
        return f"other_{min(other)}" if other else None


def _in_period(visit: Visit, authorization: Authorization) -> bool:
    starts_on, ends_on = authorization.starts_on, authorization.ends_on
    return (starts_on is None or starts_on <= visit.on) and (ends_on is None or visit.on <= ends_on)
