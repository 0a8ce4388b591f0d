"""What the board is narrowed to: read from the address, kept in every link of the page."""

from dataclasses import dataclass, fields
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from otium.desk.board import NEEDS_PERSON, BookedVisit
from otium.terms.coverage_standing import StandingState

FIRST_ROWS = 25
MOST_ROWS = 1_000
PERSON = "person"  # all states that need a person


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means: no matter. Unknown values of an address are dropped."""

    state: str = ""  # a StandingState, or `person`
    payer: str = ""  # id as text
    therapist: str = ""  # id as text
    rows: str = ""  # how many to show, empty for the first twenty-five

    def query(self, **changes: str) -> str:
        """As it stands in an address, with a question mark; empty for no filter."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        pairs = {name: value for name, value in (own | changes).items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def limit(self) -> int:
        return min(int(self.rows), MOST_ROWS) if self.rows else FIRST_ROWS

    def admits(self, booked: BookedVisit) -> bool:
        return self.is_of_state(booked) and self.is_of_people(booked)

    def is_of_state(self, booked: BookedVisit) -> bool:
        if self.state == PERSON:
            return booked.standing.state in NEEDS_PERSON
        return not self.state or booked.standing.state == self.state

    def is_of_people(self, booked: BookedVisit) -> bool:
        """By payer and therapist: what the counts of states speak of."""
        payer_id = str(booked.payer.payer_id) if booked.payer else ""
        return (not self.payer or payer_id == self.payer) and (
            not self.therapist or str(booked.visit.therapist_id) == self.therapist
        )


STATES = frozenset({*(state.value for state in StandingState), PERSON})


def read(query: QueryDict) -> Filters:
    state, rows = query.get("state", ""), query.get("rows", "")
    values = {name: query.get(name, "") for name in ("payer", "therapist") if _is_id(query.get(name, ""))}
    if state in STATES:
        values["state"] = state
    if rows.isascii() and rows.isdigit() and int(rows[:6]) > FIRST_ROWS:
        values["rows"] = rows[:6]
    return Filters(**values)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
