"""Who acts: a person by id, or a named automation. What history and audit rows carry in `by`."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` is the staff id as text, or the name of an automation: import, receive, sweep."""

    name: str
    staff_id: UUID | None = None

    @classmethod
    def person(cls, staff_id: UUID) -> "Actor":
        return cls(str(staff_id), staff_id)


IMPORT = Actor("import")
RECEIVE = Actor("receive")
SWEEP = Actor("sweep")
CLI = Actor("command line")
OTIUM = Actor("Otium")  # what a practice lets Otium do by itself (desk.autonomy)
