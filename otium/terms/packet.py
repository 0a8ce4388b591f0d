"""What a practice says to a payer for a request: sections of sentences, each with what it rests on, and the gaps."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from otium.terms.duty import Param
from otium.terms.provenance import Source


class Section(StrEnum):
    """In the order in which a reviewer reads them."""

    REQUEST = "request"
    PATIENT = "patient"
    PROVIDER = "provider"
    DIAGNOSIS = "diagnosis"
    ORDER = "order"
    HISTORY = "history"
    PRIOR_LEVEL = "prior_level"
    DEFICITS = "deficits"
    SCORES = "scores"
    GOALS = "goals"
    PROGRESS = "progress"
    ATTENDANCE = "attendance"
    HOME_PROGRAM = "home_program"
    SKILLED_NEED = "skilled_need"
    PLAN = "plan"
    DISCHARGE = "discharge"
    OTHER_SERVICES = "other_services"


class Origin(StrEnum):
    """Who is behind a sentence."""

    FACT = "fact"  # composed from records
    CLINICIAN = "clinician"  # written, or accepted, by the clinician
    PROPOSED = "proposed"  # wording that nobody accepted yet; never leaves


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a packet. `sources` is never empty: a sentence that rests on nothing is not written."""

    text: str
    sources: tuple[Source, ...]
    origin: Origin = Origin.FACT


@dataclass(frozen=True, slots=True)
class Gap:
    """What the payer asks for and the records do not say. `code` names the sentence, `params` fill it.

    `is_blocking`: the request would come back without it. `criterion`: the necessity criterion that asks for it.
    """

    code: str
    section: Section
    params: dict[str, Param] = field(default_factory=dict)
    is_blocking: bool = True
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class PacketSection:
    section: Section
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A paper on file that goes along."""

    document_id: UUID
    title: str
    kind: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Packet:
    """`digest` is hex SHA-256 over all that is said and enclosed: what a signature signs."""

    request_id: UUID
    sections: tuple[PacketSection, ...]
    gaps: tuple[Gap, ...]
    enclosures: tuple[Enclosure, ...]
    digest: str

    @property
    def blocking(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.is_blocking)
