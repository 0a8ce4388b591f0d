"""What the list is narrowed to: read from the address, kept in every link of the page."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from otium.desk.agenda import Group, Listed
from otium.terms.duty import WORKFLOW_OF, DutyKind, Workflow

LARGE = Decimal(500)
FIRST_ROWS = 50
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means: no matter. Unknown values of an address are dropped."""

    work: str = ""  # a Workflow
    therapist: str = ""  # id as text
    owner: str = ""  # me, nobody
    due: str = ""  # pressing: late or today
    money: str = ""  # large, unknown
    snoozed: str = ""  # yes: only these
    order: str = ""  # dollars; empty: by rank
    rows: str = ""  # how many to show, empty for the first fifty

    def query(self, **changes: str) -> str:
        """As it stands in an address, with a question mark; empty for no filter. `changes` may add other names."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        pairs = {name: value for name, value in (own | changes).items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def limit(self) -> int:
        return min(int(self.rows), MOST_ROWS) if self.rows else FIRST_ROWS

    @property
    def same_rows(self) -> "Filters":
        """The filters without what does not change which tasks are meant."""
        return replace(self, order="", rows="")

    def admits(self, item: Listed, *, staff_id: UUID) -> bool:
        return (
            item.is_snoozed == bool(self.snoozed)
            and (not self.work or WORKFLOW_OF[DutyKind(item.kind)] == self.work)
            and (not self.therapist or str(item.therapist_id) == self.therapist)
            and (not self.owner or item.owner_id == (staff_id if self.owner == "me" else None))
            and (not self.due or item.group in (Group.LATE, Group.TODAY))
            and (not self.money or _is_of_money(item.dollars, self.money))
        )


ALLOWED = {
    "work": {w.value for w in Workflow},
    "owner": {"me", "nobody"},
    "due": {"pressing"},
    "money": {"large", "unknown"},
    "snoozed": {"yes"},
    "order": {"dollars"},
}


def read(query: QueryDict) -> Filters:
    values = {name: value for name, allowed in ALLOWED.items() if (value := query.get(name, "")) in allowed}
    therapist, rows = query.get("therapist", ""), query.get("rows", "")
    if is_id(therapist):
        values["therapist"] = therapist
    if rows.isascii() and rows.isdigit() and int(rows) > FIRST_ROWS:
        values["rows"] = rows
    return Filters(**values)


def _is_of_money(dollars: Decimal | None, wanted: str) -> bool:
    return dollars is None if wanted == "unknown" else dollars is not None and dollars > LARGE


def is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
