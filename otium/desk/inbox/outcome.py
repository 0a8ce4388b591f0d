"""What became of one message of a file."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Applied:
    """`state`: applied, nothing_new, unmatched, unreadable. `cause`: a code of pages.words. `segment`: its place."""

    state: str
    kind: str
    segment: int
    cause: str = ""
    patient_id: UUID | None = None
    record: str = ""  # model name of what was written
    record_id: UUID | None = None
    says: dict[str, Any] = field(default_factory=dict)  # codes, counts and days only: shown in lists

    def as_json(self) -> dict[str, Any]:
        ids = {"patient_id": self.patient_id, "record_id": self.record_id}
        plain = {"state": self.state, "kind": self.kind, "segment": self.segment, "cause": self.cause}
        return plain | {k: v and str(v) for k, v in ids.items()} | {"record": self.record, "says": self.says}
