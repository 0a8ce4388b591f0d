"""Which coverage of a patient pays first, second, third: what the rule suggests, set by a person."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.records import eligibility
from otium.records.facts import BACK
from otium.records.models import Practice
from otium.records.scope import Scope
from otium.rules.eligibility import order
from otium.terms.coverage import Coverage


def in_force(practice: Practice, patient_id: UUID, on: date) -> list[Coverage]:
    """Coverages in force on the day or later that take part in an order; as suggested where the rule is sure."""
    scope = Scope(practice.pk, datetime.combine(on - BACK, time(), ZoneInfo(practice.time_zone)), (patient_id,))
    rows = eligibility.coverages(scope).get(patient_id, [])
    found = [c for c in rows if (c.ends_on is None or c.ends_on >= on) and c.payer_type not in order.APART]
    if len(found) < 2:
        return found
    by_id = {c.id: c for c in found}
    return [by_id[key] for key in order.order_of(found).order]


def with_first(coverages: list[Coverage], first: UUID) -> dict[UUID, int]:
    """The place of each, from 1, when this one pays first and the others keep their order among themselves.

    Raises KeyError when it is none of them.
    """
    if first not in {c.id for c in coverages}:
        raise KeyError(first)
    ranked = [first, *(c.id for c in coverages if c.id != first)]
    return {key: place for place, key in enumerate(ranked, start=1)}
