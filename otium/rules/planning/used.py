"""How much of the therapists' hours is booked, or would be."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from otium.rules.planning import spans
from otium.rules.planning.house import House
from otium.rules.planning.spans import Span
from otium.terms.planning import Placed
from otium.terms.plans import HouseFacts, Wanted


def used(facts: HouseFacts, placed: list[tuple[Wanted, Placed]]) -> int | None:
    """Per cent of the hours of work of these days that visits take, booked or placed; None where nobody has hours."""
    hours: dict[tuple[UUID, date], list[Span]] = defaultdict(list)
    for who, working in House(facts).hours.items():
        for day, _location, span in working:
            hours[who, day].append(span)
    there = sum(end - start for found in hours.values() for start, end in spans.joined(found))
    taken = sum(visit.minutes for visit in facts.visits if visit.therapist_id and visit.on in facts.days)
    taken += sum(wanted.minutes * wanted.weeks * len(one.therapists) for wanted, one in placed)
    return round(100 * taken / there) if there else None
