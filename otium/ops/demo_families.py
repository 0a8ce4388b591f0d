"""Whom the demo practices may tell: what a front desk asks each family once, and no export carries."""

from datetime import datetime
from uuid import UUID

from otium.desk import acting, history
from otium.desk.actor import Actor
from otium.records.models import History, RelatedPerson

DEMO = Actor("demo")
UNASKED = 8  # of so many families one was not asked yet


def ask(practice_id: UUID, *, at: datetime) -> int:
    """Note for most guardians that they may receive and consent; how many. Those who were asked stay as they are."""
    with acting.acting_for(practice_id):
        people = RelatedPerson.objects.filter(practice_id=practice_id, may_receive=None).order_by(
            "patient__external_id"
        )
        asked = [person for number, person in enumerate(people, 1) if number % UNASKED]
        for person in asked:
            person.may_receive = person.may_consent = True
        RelatedPerson.objects.bulk_update(asked, ["may_receive", "may_consent"], batch_size=500)
        said = {"may_receive": True, "may_consent": True}
        History.objects.bulk_create(history.row(p, "changed", by=DEMO, at=at, after=said) for p in asked)
        return len(asked)
