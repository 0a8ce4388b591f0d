"""How decisions of payers are reviewed: levels of appeal, talks with the payer's clinician, care meanwhile."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from otium.terms.packet import Section
from otium.terms.payers import Ground, PayerType
from otium.terms.prior_auth import AppealTrack


class PeerToPeerEvent(StrEnum):
    ASK = "ask"  # the payer was asked for a time, or called and not reached
    SCHEDULE = "schedule"
    HOLD = "hold"  # the talk took place
    LEARN = "learn"  # the payer said later what came of it
    MISS = "miss"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class AppealEvent(StrEnum):
    MAKE_READY = "make_ready"
    REOPEN = "reopen"  # the letter is changed again, and signed anew
    FILE = "file"
    TAKE_BACK = "take_back"
    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class Filer(StrEnum):
    """Who may file a level."""

    PRACTICE = "practice"
    CONSENT = "consent"  # the practice, with the patient's written consent
    PATIENT = "patient"  # the patient alone, or who acts for them
    PAYER = "payer"  # nobody: the payer sends it on by itself


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least amount in dispute at which a level is open, by calendar year."""

    year: int
    amount: Decimal
    certainty: str


@dataclass(frozen=True, slots=True)
class AppealLevel:
    """One level of a track. None is not known; level 1 has no time of its own: that is the payer's (rules/payers).

    `filing_days` or `filing_months` run from the day of the decision of the level before, `presumed_days` later where
    it counts as received later. `decision_days` are the calendar days of a standard appeal about care to come,
    `payment_days` of one about care that was given, `expedited_hours` clock hours. `continue_days`: care goes on where
    it is asked for within so many days of the notice. `state`: of workers' compensation; empty: any.
    """

    track: AppealTrack
    level: int
    code: str  # names it: pages have the words
    to_whom: str  # in words
    ground: Ground
    state: str = ""
    filing_days: int | None = None
    filing_months: int | None = None
    presumed_days: int = 0
    minimums: tuple[Minimum, ...] = ()
    decision_days: int | None = None
    payment_days: int | None = None
    expedited_hours: int | None = None
    continue_days: int | None = None
    filer: Filer = Filer.PRACTICE
    enclose: tuple[str, ...] = ()
    form: str = ""  # by its own name
    opens_by_itself: bool = False  # a draft is begun when the level before upheld the denial
    note: str = ""


@dataclass(frozen=True, slots=True)
class Until:
    """The last day of something, and what it rests on. `on` None: not known."""

    on: date | None
    ground: Ground
    target_on: date | None = None  # the day to keep: without the days that mail is presumed to take


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be said to one reason for a denial. `sections` of the packet prove it."""

    code: str
    names: tuple[str, ...]  # codes under which payers say this reason
    pattern: str  # finds it in a payer's own words
    title: str
    reply: str
    sections: tuple[Section, ...]
    ask: str = ""  # what the payer must show
    ground: Ground = field(default_factory=lambda: Ground("", "uncertain"))


class Risk(StrEnum):
    """Who pays for care that is given while a review runs, if the denial stands."""

    PAYER = "payer"
    PATIENT = "patient"  # may be asked to pay, where told so in writing before
    PRACTICE = "practice"
    RECOVERED = "recovered"  # the payer pays meanwhile, and may ask it back from the patient
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Continuation:
    """What may be treated while a decision is disputed, and who carries the risk. Codes have words in the pages."""

    code: str
    may_treat: bool | None
    risk: Risk
    ground: Ground
    ask_by: date | None = None  # care goes on as it was where it is asked for by this day
    until: str = ""  # how long, as a code


@dataclass(frozen=True, slots=True)
class ContinuationRow:
    """What holds for some payers. `case`: ongoing or new. `ask_days`: calendar days after the notice."""

    payer_types: frozenset[PayerType]
    case: str
    ask_days: int | None
    says: Continuation


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """One reason of the payer, our answer, what proves it, what we ask for."""

    said: str
    title: str
    reply: str
    proofs: tuple[str, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class AppealLetter:
    """A letter of appeal in words, before it is signed. `facts`: name, value. Lines of addresses without empty ones."""

    title: str
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    day: str
    facts: tuple[tuple[str, str], ...]
    opening: str
    urgency: str  # empty: the standard time
    points: tuple[LetterPoint, ...]
    more: str  # what a person added
    closing: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a letter. `mark`: the beginning of the signature's hash, for whoever asks."""

    name: str
    credential: str
    npi: str
    at: str
    mark: str


@dataclass(frozen=True, slots=True)
class TalkBrief:
    """One page for the phone: whom to call, what was denied, what may be said. `sections`: name, sentences."""

    title: str
    until: str
    facts: tuple[tuple[str, str], ...]
    warning: str  # what the payer does not allow; empty: nothing is known to be barred
    reasons: tuple[tuple[str, str], ...]  # what the payer said, what answers it in short
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    asks: tuple[str, ...]  # what to ask for before hanging up
    footer: str
