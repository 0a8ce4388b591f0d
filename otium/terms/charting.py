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


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page and line of a paper, row (`line`) and column of a sheet, path of a bundle."""

    page: int | None = None
    line: int | None = None
    column: str = ""
    path: str = ""


Item = NewGoal | NewScore | NewFinding


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line for a chart. `key` is the same at every reading of the same content; `quote` is what stands there.

    `own_id`: what the source calls it; empty: nothing, its place stands in.
    """

    key: str
    place: Place
    quote: str
    item: Item
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that looks like a line for a chart and was not taken, or that concerns all of it."""

    code: str  # of UNREAD
    place: Place = Place()
    shown: str = ""  # never a name


UNREAD = (
    "scan", "damaged", "encrypted", "no_pages", "too_long", "page_damaged", "too_hard",  # of a paper
    "score_unread", "day_unread", "status_unread", "no_score_day",
    "no_table", "columns_missing", "column_unknown", "kind_unknown", "number_unread", "text_missing", "id_twice",
    "not_json", "not_bundle", "no_subject", "several_subjects", "resource_skipped", "code_unread", "value_unread",
    "too_many_lines", "other_person", "person_unsure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a paper says it is about; empty: it does not say."""

    family: str = ""
    given: str = ""
    birth_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found. `on`: the day the whole speaks of, where it says so."""

    proposals: tuple[Proposal, ...] = ()
    unread: tuple[Unread, ...] = ()
    on: date | None = None
    person: Person = Person()
