"""What a clinician adds to a chart at one sitting, or finds written in a paper."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.chart import FindingKind, GoalStatus, Page


@dataclass(frozen=True, slots=True)
class Written:
    """Where a line of a chart was written, when it came from a paper: its page, and its key there (unique)."""

    page: Page | None = None
    external_id: str = ""


TYPED = Written()


@dataclass(frozen=True, slots=True)
class GoalToday:
    """Where a goal stands on the day. An empty `current` with the same status says nothing."""

    goal_id: UUID
    status: GoalStatus
    current: str
    written: Written = TYPED


@dataclass(frozen=True, slots=True)
class NewGoal:
    """An empty text is not known."""

    text: str
    baseline: str = ""
    current: str = ""
    target: str = ""
    due_on: date | None = None
    is_long_term: bool | None = None
    code: str = ""
    status: GoalStatus = GoalStatus.ACTIVE
    set_on: date | None = None  # None: the day of the entry
    written: Written = TYPED


@dataclass(frozen=True, slots=True)
class NewScore:
    """`score` None: what was typed is no number. `taken_on` None: the day of the entry."""

    instrument: str
    part: str
    score: Decimal | None
    unit: str = ""
    side: str = ""
    norm: str = ""
    taken_on: date | None = None
    written: Written = TYPED


@dataclass(frozen=True, slots=True)
class NewFinding:
    """`found_on` None: the day of the entry."""

    kind: FindingKind
    text: str
    code: str = ""
    found_on: date | None = None
    written: Written = TYPED


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is added at once, by their place in a form."""

    on: date | None
    goals: tuple[GoalToday, ...] = ()
    new_goals: tuple[NewGoal, ...] = ()
    scores: tuple[NewScore, ...] = ()
    findings: tuple[NewFinding, ...] = ()
    is_sure: bool = False
    channel: str = "form"

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.new_goals or self.scores or self.findings)
