"""Which authorization each visit uses, as stored: written only where the allocation differs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from otium.desk.actor import Actor
from otium.records.models import AuthorizationUse, History, Practice
from otium.terms.facts import PracticeFacts
from otium.terms.prior_auth import Use, UseChange

_DELETE = """
delete from records_authorizationuse u using unnest(%s::uuid[], %s::uuid[]) as gone (visit, service)
where u.practice_id = %s and u.appointment_id = gone.visit and u.service_id = gone.service
"""


def store(practice: Practice, facts: PracticeFacts, uses: Iterable[Use]) -> None:
    """Make the stored uses of these patients equal to `uses`; unchanged rows are not touched."""
    stored = {(u.visit_id, u.service_id): u for p in facts.patients for u in p.uses}
    wanted = {(u.visit_id, u.service_id): u for u in uses}
    gone = [key for key, use in stored.items() if wanted.get(key) != use]
    _delete(practice, gone)
    AuthorizationUse.objects.bulk_create(_row(practice, use) for key, use in wanted.items() if stored.get(key) != use)


def _delete(practice: Practice, keys: list[tuple[UUID, UUID]]) -> None:
    if keys:
        visits, services = zip(*keys, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, [list(visits), list(services), practice.pk])


def _row(practice: Practice, use: Use) -> AuthorizationUse:
    return AuthorizationUse(
        practice=practice,
        appointment_id=use.visit_id,
        authorization_id=use.authorization_id,
        service_id=use.service_id,
        quantity=use.quantity,
        why=use.why,
        is_estimated=use.is_estimated,
    )


def history_of(practice: Practice, change: UseChange, *, by: Actor, at: datetime) -> History:
    """The history row of one visit that now uses another authorization, or none; focus is the appointment."""
    return History(
        practice=practice,
        focus_type="appointment",
        focus_id=change.visit_id,
        event="authorization_use",
        before=_said(change.old),
        after=_said(change.new),
        at=at,
        by=by.name,
        why=change.why,
    )


def _said(use: Use | None) -> dict[str, Any]:
    return {"authorization_id": str(use.authorization_id), "quantity": use.quantity} if use else {}
