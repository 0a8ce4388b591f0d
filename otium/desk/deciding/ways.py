"""What may follow a denial or cut, with its days, and what another frequency does to booked visits. Changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from otium.desk.requests.proposing import case_of
from otium.records.models import AuthorizationRequest
from otium.rules.prior_auth import follow
from otium.terms.duty import Reason


@dataclass(frozen=True, slots=True)
class Ways:
    """`fits`: visits a week that what is approved allows until its end. `stays`, `goes`: visits, id and day."""

    ways: tuple[Reason, ...]
    fits: Decimal | None
    stays: tuple[tuple[UUID, date], ...] = ()
    goes: tuple[tuple[UUID, date], ...] = ()


def weighed(request: AuthorizationRequest, *, at: datetime, per_week: Decimal | None = None) -> Ways:
    """`per_week` None tries no frequency."""
    case = case_of(request.practice, request.patient_id, at)
    asked = next(r for r in case.patient.requests if r.id == request.pk)
    fits = follow.pace_that_fits(case, asked)
    found = tuple(follow.ways(case, asked))
    if per_week is None:
        return Ways(found, fits[0] if fits else None)
    stays, goes = follow.kept_by(case, asked, per_week)
    return Ways(
        found,
        fits[0] if fits else None,
        tuple((visit.id, visit.on) for visit in stays),
        tuple((visit.id, visit.on) for visit in goes),
    )
