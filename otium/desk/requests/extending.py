"""The payer announced that it takes longer: without its notice the standard time stands (rules/prior_auth/clocks)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from otium.desk import clock, settle
from otium.desk.actor import Actor
from otium.desk.requests import moving
from otium.desk.requests.refusals import Refused
from otium.records.models import AuthorizationRequest
from otium.terms.prior_auth import RequestState

WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)

LONGEST = timedelta(days=180)  # after the notice; beyond it the year is a typing error


@transaction.atomic
def extension_announced(
    *, request_id: UUID, announced_on: date | None, until: date | None, by: Actor, at: datetime
) -> AuthorizationRequest:
    """Record the day of the notice, and the day that it names if any. `announced_on` None: there was no notice after
    all. The same again changes nothing. Raises Refused."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state not in WITH_PAYER:
        raise Refused("", "does_not_follow")
    if announced_on is None and (until is not None or request.extended_on is None):
        raise Refused("announced_on", "missing")
    if announced_on is not None:
        _check(request, announced_on, until, clock.day(at, request.practice))
    values = {"extended_on": announced_on, "extended_until": until}
    event = "extension_announced" if announced_on else "extension_undone"
    moving.write(request, values, event, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="extension announced")
    return request


def _check(request: AuthorizationRequest, announced_on: date, until: date | None, today: date) -> None:
    if announced_on > today:
        raise Refused("announced_on", "day_ahead")
    if request.submitted_on and announced_on < request.submitted_on:
        raise Refused("announced_on", "before_it_was_sent")
    if until is not None and until < announced_on:
        raise Refused("until", "ends_before_it_starts")
    if until is not None and until > announced_on + LONGEST:
        raise Refused("until", "too_far_ahead")
