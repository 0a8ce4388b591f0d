"""What a call with a payer asks for: the questions, and which of them are still open for a coverage."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otium.terms.payers import PayerType


class AnswerKind(StrEnum):
    YES_NO = "yes_no"
    WHOLE = "whole"
    LIMIT = "limit"  # a whole number, or that there is none
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    TEXT = "text"
    PARTS = "parts"  # several words with commas between them
    CHOICE = "choice"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a worksheet. `fills`: check.<column>, benefit.<kind>, need.<service>, limit.<column>,
    injury.<column>."""

    code: str
    ask: str
    why: str
    kind: AnswerKind
    fills: str
    goes_stale: bool
    options: tuple[str, ...] = ()
    only_if: str = ""

    @property
    def record(self) -> str:
        return self.fills.partition(".")[0]

    @property
    def column(self) -> str:
        return self.fills.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions to payers of some types, in order, with the days and the source they hold for."""

    payer_types: tuple[PayerType, ...]
    codes: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    questions: dict[str, Question]
    sheets: tuple[Sheet, ...]


class Standing(StrEnum):
    """Where a question stands for one coverage. What does not apply is not listed at all."""

    MISSING = "missing"
    STALE = "stale"  # answered, but too long ago for the next visit
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about one coverage. `answered_on`: of the newest answer, None where the records say it otherwise."""

    question: Question
    standing: Standing
    answered_on: date | None = None
    visit_on: date | None = None  # the visit it is asked for
