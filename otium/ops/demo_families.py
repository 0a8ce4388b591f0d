"""Whom the demo practices may tell: what a front desk asks each family once, and no export carries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import acting, history
from otium.desk.actor import Actor
from otium.records.models import History, RelatedPerson

DEMO = Actor("demo")
UNASKED = 8  # of so many families one was not asked yet
SPANISH = 3  # of so many one reads Spanish


def ask(practice_id: UUID, *, at: datetime) -> int:
    """Note for most guardians what they may receive, and for some that they read Spanish; how many were asked.

    Those who were asked before stay as they are.
    """
    with acting.acting_for(practice_id):
        unasked = RelatedPerson.objects.filter(practice_id=practice_id, may_receive=None)
        in_order = enumerate(unasked.order_by("patient__external_id", "id"), 1)
        asked = [_answered(person, number) for number, person in in_order if number % UNASKED]
        RelatedPerson.objects.bulk_update(asked, ["may_receive", "may_consent", "language"], batch_size=500)
        History.objects.bulk_create(history.row(p, "changed", by=DEMO, at=at, after=_said(p)) for p in asked)
        return len(asked)


def _answered(person: RelatedPerson, number: int) -> RelatedPerson:
    person.may_receive = person.may_consent = True
    person.language = person.language if number % SPANISH else "es"
    return person


def _said(person: RelatedPerson) -> dict[str, Any]:
    return {"may_receive": True, "may_consent": True, "language": person.language}
