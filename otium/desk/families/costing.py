"""The letter about costs: what a family will owe for the visits booked, prepared when a person asks for it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import costs, history, settle
from otium.desk.actor import Actor
from otium.desk.costs import Costs
from otium.desk.families import recipients
from otium.desk.families.facts import Facts
from otium.records.models import FamilyNotice, Patient, Practice, RelatedPerson
from otium.terms.estimate import VisitEstimate
from otium.terms.family import NoticeAbout, NoticeState

COST = NoticeAbout.COST.value


class NothingToTell(Exception):
    """No letter is prepared. `code` names the sentence (pages.words.families): no_visits, nobody_to_tell."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def prepare(*, patient_id: UUID, by: Actor, at: datetime) -> FamilyNotice:
    """The letter that says what is owed today; one that says something else and was not approved is withdrawn.

    Told already in these words: that letter, and no other. Raises NothingToTell.
    """
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.select_related("practice").get(pk=patient_id)
    found = costs.of_patient(patient.practice, patient_id, at=at)
    people = RelatedPerson.objects.filter(practice=patient.practice, patient=patient)
    to = recipients.recipient(patient, people, found.on)
    if not found.estimate.visits:
        raise NothingToTell("no_visits")
    if to is None:
        raise NothingToTell("nobody_to_tell")
    facts = facts_of(found)
    fresh = FamilyNotice(
        practice=patient.practice, patient=patient, related_person_id=to.related_person_id, about=COST,
        language=to.language, facts=facts, digest=_digest(facts), state=NoticeState.PREPARED.value,
        first_visit_on=found.estimate.visits[0].on, prepared_at=at,
    )  # fmt: skip
    known = _same(fresh, by=by, at=at)
    if known is not None:
        return known
    fresh.save(force_insert=True)
    history.record(fresh, "prepared", by=by, at=at, after={"about": COST, "state": fresh.state})
    return fresh


def is_as_told(notice: FamilyNotice, *, at: datetime) -> bool:
    """Whether a letter about costs still says what is owed today."""
    practice: Practice = notice.practice
    return _digest(facts_of(costs.of_patient(practice, notice.patient_id, at=at))) == notice.digest


def facts_of(found: Costs) -> Facts:
    """Over the visits that are known; `each` where all of them cost the same. Dollars as text, null for unknown."""
    known = [v for v in found.estimate.visits if v.owed is not None]
    amounts = {v.owed for v in known}
    return {
        "visits": len(known),
        "owed": f"{found.estimate.owed:.2f}" if known else None,
        "each": f"{amounts.pop():.2f}" if len(amounts) == 1 else None,
        "unknown": found.estimate.unknown,
        "until_on": _until(found.estimate.visits),
    }


def _until(visits: Sequence[VisitEstimate]) -> str | None:
    return max(v.on for v in visits).isoformat() if visits else None


def _same(fresh: FamilyNotice, *, by: Actor, at: datetime) -> FamilyNotice | None:
    """A letter that says the same to the same person; what waits and says something else is withdrawn."""
    same = None
    rows = FamilyNotice.objects.filter(practice=fresh.practice, patient_id=fresh.patient_id, about=COST)
    for row in rows.exclude(state=NoticeState.WITHDRAWN).select_for_update().order_by("prepared_at", "id"):
        if (row.digest, row.related_person_id) == (fresh.digest, fresh.related_person_id):
            same = row
        elif row.state == NoticeState.PREPARED:
            row.state = NoticeState.WITHDRAWN.value
            row.save(update_fields=["state"])
            moved = {"before": {"state": "prepared"}, "after": {"state": "withdrawn"}}
            history.record(row, "withdrawn", by=by, at=at, **moved)
    return same


def _digest(facts: Facts) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
