"""By which road, with what and until when an authorization is asked of a payer.

Shipped in rules/prior_auth/roads.toml with source and certainty; a practice's own roads come before them.
`None` means: not known for this payer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from otium.terms.measured import Spread
from otium.terms.packet import Section
from otium.terms.payers import Ground, PayerType
from otium.terms.prior_auth import AppealTrack, Basis, RequestKind, Road
from otium.terms.reviews import ContinuationRow


class Service(StrEnum):
    """What is to be treated, as far as payers ask differently for it. The first ones are values of VisitType."""

    EVALUATION = "evaluation"
    TREATMENT = "treatment"
    RE_EVALUATION = "re_evaluation"
    OTHER = "other"
    CO_TREATMENT = "co_treatment"
    FCE = "fce"
    TELEHEALTH = "telehealth"


class Unit(StrEnum):
    HOURS = "hours"  # of the clock
    DAYS = "days"  # of the calendar
    BUSINESS_DAYS = "business_days"  # of the payer: weekdays less federal holidays, where nothing else is said


@dataclass(frozen=True, slots=True)
class Span:
    """A time as a payer says it: 72 hours, 14 days, 5 business days."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class RoadTo:
    """One road to a payer. `destination` (fax, phone, address) only where it is known; `is_own`: the practice's row."""

    road: Road
    ground: Ground
    destination: str = ""
    form: str = ""  # the payer's form, by its own name
    note: str = ""
    is_own: bool = False


class Asking(StrEnum):
    """What a request for papers does to the payer's time to decide."""

    NOTHING = "nothing"  # the time runs on until the payer announces an extension
    STOPS = "stops"  # the time stands still until we answer
    AT_MOST = "at_most"  # it has the longer time that it may take at most


@dataclass(frozen=True, slots=True)
class DecisionClock:
    """Until when the payer must decide after it received a standard request, an urgent one.

    `at_most`: where it may wait for papers, but never longer than this. `extension`: what it may take once more.
    """

    standard: Span | None = None
    at_most: Span | None = None
    extension: Span | None = None
    urgent: Span | None = None
    asking: Asking = Asking.NOTHING


@dataclass(frozen=True, slots=True)
class PeerToPeerTerms:
    """A talk with the payer's clinician. None of `is_offered`: nobody knows whether this payer talks.

    `before_decision`: it is offered while the denial is not final, and the time runs from the payer's word that it
    means to deny; `after_decision`: from the notice.
    """

    is_offered: bool | None = None
    before_decision: Span | None = None
    after_decision: Span | None = None
    attempts: int | None = None  # how often the payer tries to reach us before it counts as missed
    takes_new_facts: bool | None = None  # does what was not in the request count
    may_withdraw: bool | None = None  # may the request be withdrawn instead, so that no denial stands
    who: str = ""  # who must speak, in words: "treating therapist or ordering physician"


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """All that is known of one kind of request for one service to one payer, as of one day.

    `roads` are those that can be used, best first; `later` have their place and are not used yet (FHIR).
    `accepted_days_before`: calendar days before the first day asked for (a renewal: before the old one ends) from
    which the payer takes it. `lead`: how long before the service it wants it. `retroactive`: after the service.
    `after_evaluation`: after the evaluation, where the payer counts from there.
    """

    payer_key: str  # of rules/payers; the payer type's value where the payer has no rules of its own
    payer_type: PayerType
    kind: RequestKind
    service: Service
    on: date
    plan: str = ""
    state: str = ""
    roads: tuple[RoadTo, ...] = ()
    later: tuple[RoadTo, ...] = ()
    required: tuple[Section, ...] = ()  # what the request must say
    papers: tuple[str, ...] = ()  # kinds of Document that go along: evaluation, plan_of_care, order, progress_report
    basis: Basis | None = None
    usual_visits: int | None = None  # the most that is usually granted at once
    usual_weeks: int | None = None
    accepted_days_before: int | None = None
    lead: Span | None = None
    retroactive: Span | None = None
    after_evaluation: Span | None = None
    may_extend: bool | None = None  # may an approval's end be moved; False: it takes a new request
    decision: DecisionClock = DecisionClock()
    peer_to_peer: PeerToPeerTerms = PeerToPeerTerms()
    appeal_track: AppealTrack = AppealTrack.OTHER
    appeal_days: int | None = None  # of the first level, calendar days from the notice
    needs: bool | None = None  # does the rule book say that this service needs an authorization
    grounds: Mapping[str, Ground] = field(default_factory=dict, compare=False)  # by name, `decision.urgent` as well

    def ground_of(self, name: str) -> Ground | None:
        """What a value rests on; None where it is not known."""
        return self.grounds.get(name)

    @property
    def road(self) -> RoadTo | None:
        return self.roads[0] if self.roads else None

    def by(self, road: Road) -> RoadTo | None:
        return next((each for each in self.roads if each.road is road), None)


@dataclass(frozen=True, slots=True)
class OwnRoad:
    """A practice's own road to one payer. Empty `plan`, `state`, `service`, `kind`: any."""

    road: RoadTo
    order: int = 1
    plan: str = ""
    state: str = ""
    service: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be asked for, where and when: all that the terms depend on besides the payer."""

    on: date
    kind: RequestKind
    service: Service = Service.TREATMENT
    state: str = ""  # of the practice
    plan: str = ""


@dataclass(frozen=True, slots=True)
class RoadRow:
    """What one row of the table says. `match`: what it names, by name. `road`: it is about one road, at `order`."""

    match: Mapping[str, str]
    ground: Ground
    values: Mapping[str, Any]  # by name of RequestTerms; numbers, flags, spans, tuples of names
    road: RoadTo | None = None
    order: int = 0


class Press(StrEnum):
    """How a payer that is late is pressed, from the friendly to the formal."""

    CALL = "call"
    SUPERVISOR = "supervisor"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class PressStep:
    """One step against a payer that is late by so many business days: whom to speak to, what to say.

    `text` has the places {reference}, {submitted_on}, {due_on} and {rule}. `match`: the key or payer type it is of.
    """

    step: Press
    from_business_days: int
    to: str
    text: str
    ground: Ground
    match: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cite:
    """The law that sets a payer's time to decide. `match`: the key or payer type it is of."""

    law: str
    ground: Ground
    match: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoadBook:
    """What is known on one day of how a practice's payers are asked. `own` and `decided` by payer.

    `decided`: business days from a request's sending to its decision, of the practice's own requests. `meanwhile`: what
    may be treated while a decision is disputed.
    """

    rows: tuple[RoadRow, ...] = ()
    own: Mapping[UUID, tuple[OwnRoad, ...]] = field(default_factory=dict)
    decided: Mapping[UUID, Spread] = field(default_factory=dict)
    state: str = ""  # of the practice
    steps: tuple[PressStep, ...] = ()
    meanwhile: tuple[ContinuationRow, ...] = ()


NO_ROADS = RoadBook()
