"""What may be treated while a denial or cut is disputed, and who carries the risk. Source: continuation.toml."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from otium.rules import business_days
from otium.rules.case import Case
from otium.terms.payers import Ground, PayerType
from otium.terms.prior_auth import Authorization, AuthorizationRequest, AuthState
from otium.terms.reviews import Continuation, ContinuationRow, Risk
from otium.terms.schedule import VisitStatus

UNKNOWN = Continuation("unknown", None, Risk.UNKNOWN, Ground("no rule of this payer is on file", "uncertain"))
ONGOING, NEW = "ongoing", "new"


class ContinuationError(ValueError):
    """A row of the data that cannot be used."""


@lru_cache(maxsize=4)
def read(text: str) -> tuple[ContinuationRow, ...]:
    """Raises ContinuationError for a row without source, of an unknown payer type, risk or case."""
    return tuple(_row(row) for row in tomllib.loads(text)["continuation"])


def continuation(
    rows: Iterable[ContinuationRow],
    payer_type: PayerType,
    *,
    is_ongoing: bool,
    notice_on: date | None,
    on: date,
    takes_effect_on: date | None = None,
) -> Continuation:
    """`is_ongoing`: what was approved before still runs. `takes_effect_on`: from when the payer means to cut.

    The day to ask by is the later of so many days after the notice and the day the cut takes effect.
    """
    case = ONGOING if is_ongoing else NEW
    found = [r for r in rows if payer_type in r.payer_types and r.case == case and _holds(r.says.ground, on)]
    if not found:
        return UNKNOWN
    row = max(found, key=lambda r: r.says.ground.starts_on or date.min)
    if row.ask_days is None or notice_on is None:
        return row.says
    ask_by = business_days.shift(notice_on, row.ask_days)
    return _asked_by(row.says, max(ask_by, takes_effect_on or ask_by))


def of_request(rows: Iterable[ContinuationRow], case: Case, request: AuthorizationRequest) -> Continuation:
    """The same of a request of the case, on the case's day."""
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    if coverage is None:
        return UNKNOWN
    running = _running(case, request)
    return continuation(
        rows,
        coverage.payer_type,
        is_ongoing=running is not None,
        notice_on=request.decided_on,
        on=case.on,
        takes_effect_on=running.ends_on if running and request.approved is None else None,
    )


def _running(case: Case, request: AuthorizationRequest) -> Authorization | None:
    """An approval of the coverage that still runs on the case's day, and of which something is left."""
    found = [
        a
        for a in case.patient.authorizations
        if a.state is AuthState.ACTIVE
        and a.coverage_id in (None, request.coverage_id)
        and (a.starts_on is None or a.starts_on <= case.on)
        and (a.ends_on is None or case.on <= a.ends_on)
        and _has_left(case, a)
    ]
    return max(found, key=lambda a: (a.ends_on or date.max, a.id), default=None)


def _has_left(case: Case, authorization: Authorization) -> bool:
    """True where what was approved is unknown; what is booked to come is not used yet."""
    used: Counter[UUID] = Counter()
    for visit, use in case.allocation.taken.get(authorization.id, ()):
        if visit.status is not VisitStatus.BOOKED or visit.on < case.on:
            used[use.service_id] += use.quantity
    return any(s.approved is None or s.approved > s.opening_used + used[s.id] for s in authorization.services)


def _asked_by(says: Continuation, ask_by: date) -> Continuation:
    return Continuation(says.code, says.may_treat, says.risk, says.ground, ask_by, says.until)


def _row(row: Mapping[str, Any]) -> ContinuationRow:
    try:
        ground = Ground(row["source"], row["certainty"], row["effective_from"], row.get("effective_to"))
        says = Continuation(row["code"], row["may_treat"], Risk(row["risk"]), ground, until=row.get("until", ""))
        types = frozenset(PayerType(each) for each in row["payer_types"])
        if row["case"] not in (ONGOING, NEW):
            raise ValueError(row["case"])
    except (KeyError, ValueError) as error:
        raise ContinuationError(f"continuation {row.get('code')}: {error!r}") from error
    return ContinuationRow(types, row["case"], row.get("ask_days"), says)


def _holds(ground: Ground, on: date) -> bool:
    return (ground.starts_on is None or ground.starts_on <= on) and (ground.ends_on is None or on <= ground.ends_on)
