"""What families are told, and how far it went. Names are ours; estimates by 45 CFR 149.610, ABN by CMS-R-131."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class NoticeAbout(StrEnum):
    BENEFIT_LIMIT = "benefit_limit"  # a booked visit is beyond the limit
    THRESHOLD = "threshold"  # so many visits or dollars are left
    COST = "cost"  # what a visit or the plan of care will cost
    ESTIMATE = "estimate"  # good-faith estimate
    ABN = "abn"  # advance beneficiary notice of noncoverage
    DECISION = "decision"  # the plan denied or cut what was asked for
    OFFER = "offer"  # an hour that came free
    CHAIN = "chain"  # other standing hours, which several families must want
    ATTENDANCE = "attendance"  # so many visits were missed that the practice's policy speaks
    VISIT_BOOKED = "visit_booked"  # visits were booked
    VISIT_REMINDER = "visit_reminder"  # a visit is near: do they come?
    VISIT_CHANGED = "visit_changed"  # a visit they were reminded of has another time, or was cancelled


ABOUT_VISITS = (NoticeAbout.VISIT_BOOKED, NoticeAbout.VISIT_REMINDER, NoticeAbout.VISIT_CHANGED)


class NoticeState(StrEnum):
    PREPARED = "prepared"
    TOLD = "told"  # left by text or mail, or handed over
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWN = "withdrawn"


class FamilyChoice(StrEnum):
    """What a family answered."""

    UNDERSTOOD = "understood"
    CALL = "call"  # they ask to be called
    PAY = "pay"  # keep the visits, and pay for those the plan does not
    STOP = "stop"  # no visit that the plan does not pay
    OPTION_1 = "option_1"  # CMS-R-131: provide it and bill Medicare
    OPTION_2 = "option_2"  # provide it, do not bill Medicare
    OPTION_3 = "option_3"  # do not provide it
    TAKE = "take"  # the hour that was offered
    DECLINE = "decline"
    CONFIRM = "confirm"  # they come to the visit
    CANNOT_COME = "cannot_come"  # the visit is cancelled by it
    OTHER_TIME = "other_time"  # they ask for another time
    AGREE = "agree"  # the change of hours that was asked about suits them
    KEEP = "keep"  # it does not: they keep what they have


class Meant(StrEnum):
    """What a text that came back says to the one question that was open."""

    YES = "yes"
    NO = "no"
    OTHER_TIME = "other_time"
    UNREADABLE = "unreadable"  # a person reads it


@dataclass(frozen=True, slots=True)
class Said:
    """`number`: the choice that was named by its number, 1 to 9; None where none was."""

    meant: Meant
    number: int | None = None


class MatterKind(StrEnum):
    """What a family said or did about visits, or what could not be said to it: a person takes it up."""

    UNREADABLE = "unreadable"  # a text that no rule reads for sure
    SEVERAL_OPEN = "several_open"  # a text that could answer more than one question
    NOTHING_OPEN = "nothing_open"  # a text that answers nothing that was asked
    STOP_AND_CANCEL = "stop_and_cancel"  # "cancel" alone: an opt-out by law, perhaps meant for a visit
    CANCELLED = "cancelled"  # the family cancelled in time
    CANCELLED_LATE = "cancelled_late"  # later than the practice asks for
    OTHER_TIME = "other_time"
    NOT_DELIVERED = "not_delivered"  # a text or mail that did not arrive


@dataclass(frozen=True, slots=True)
class MatterFact:
    """A matter that waits for a person. `visit_on`: of the visit it is about; None where it is about none."""

    id: UUID
    what: MatterKind
    on: date
    patient_id: UUID | None = None
    appointment_id: UUID | None = None
    visit_on: date | None = None
    wish_on: date | None = None  # the day that they would rather come


class EstimateState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FamilyThresholds:
    """How many visits, how many dollars of a limit are left when the family is told. Empty: never."""

    visits: tuple[int, ...] = ()
    dollars: tuple[Decimal, ...] = ()


NO_THRESHOLDS = FamilyThresholds()


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """A notice that was told. `digest` is that of the duty it was told for.

    `needs_answer`: having sent it is not enough, as nobody saw it read, or as the law wants a signature.
    """

    id: UUID
    about: NoticeAbout
    digest: str
    told_on: date
    needs_answer: bool = False
    choice: FamilyChoice | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class FamilyLetter:
    """One letter, as its reader reads it: every value is a finished sentence of their language, or a name.

    `points` say what it means; `choices` are what may be answered, with `question` before them. `facts` are what a
    good-faith estimate names, (label, value), `rows` its items under `heads`, `total` their sum; none in other letters.
    """

    language: str
    title: str
    sender: tuple[str, ...]  # the practice: name, address, phone
    addressee: tuple[str, ...]
    day: str
    about: str
    heading: str
    points: tuple[str, ...]
    question: str = ""
    choices: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    signature: str = ""  # the label of the line to sign on; empty: nothing is signed
    facts: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class AbnForm:
    """An advance beneficiary notice, fields A to J of CMS-R-131. `words` are the form's own sentences, by name."""

    language: str
    notifier: tuple[str, ...]  # A
    patient: str  # B
    identification: str  # C: never the Medicare number
    items: str  # D
    reason: str  # E
    cost: str  # F
    version: str
    words: dict[str, str]
    choice: int = 0  # G: 1 to 3; 0 unanswered
    more: str = ""  # H
    signed_by: str = ""  # I
    signed_on: str = ""  # J
