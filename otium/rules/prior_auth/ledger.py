"""What each service of an authorization has approved, used, booked and left.

Source: the approval as entered and the practice's calendar; the payer's count may differ until claims are processed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.terms.prior_auth import Authorization, AuthorizedService, Use
from otium.terms.schedule import Visit, VisitStatus

Taken = tuple[tuple[Visit, Use], ...]


@dataclass(frozen=True, slots=True)
class ServiceLedger:
    """One service, in its own basis (visits or units). What is left is None when the approved number is unknown.

    `used` is of visits made, and of those before the authorization was entered; `booked` of those still to come.
    """

    service: AuthorizedService
    used: int
    booked: int
    is_estimated: bool
    last_covered_on: date | None

    @property
    def left_now(self) -> int | None:
        return None if self.service.approved is None else self.service.approved - self.used

    @property
    def left_after_booked(self) -> int | None:
        return None if self.left_now is None else self.left_now - self.booked


@dataclass(frozen=True, slots=True)
class Ledger:
    """One authorization on one day, all its services."""

    authorization: Authorization
    services: tuple[ServiceLedger, ...]

    @property
    def last_covered_on(self) -> date | None:
        return max((s.last_covered_on for s in self.services if s.last_covered_on), default=None)


def ledger(authorization: Authorization, *, uses: Iterable[Use], visits: Iterable[Visit], on: date) -> Ledger:
    """The count by service. Uses of other authorizations and of visits not given are left out."""
    by_id = {v.id: v for v in visits}
    own = [u for u in uses if u.authorization_id == authorization.id]
    return of_taken(authorization, tuple((by_id[u.visit_id], u) for u in own if u.visit_id in by_id), on)


def of_taken(authorization: Authorization, taken: Taken, on: date) -> Ledger:
    by_service: dict[UUID, list[tuple[Visit, Use]]] = {s.id: [] for s in authorization.services}
    for visit, use in taken:
        by_service[use.service_id].append((visit, use))
    return Ledger(authorization, tuple(_service(s, by_service[s.id], on) for s in authorization.services))


def _service(service: AuthorizedService, taken: list[tuple[Visit, Use]], on: date) -> ServiceLedger:
    booked = sum(use.quantity for visit, use in taken if _is_to_come(visit, on))
    return ServiceLedger(
        service=service,
        used=service.opening_used + sum(use.quantity for _, use in taken) - booked,
        booked=booked,
        is_estimated=any(use.is_estimated for _, use in taken),
        last_covered_on=max((visit.on for visit, _ in taken), default=None),
    )


def _is_to_come(visit: Visit, on: date) -> bool:
    """Still booked, for today or later; a booked visit of a past day counts as made."""
    return visit.on >= on and visit.status is VisitStatus.BOOKED
