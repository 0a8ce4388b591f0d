"""What a packet must contain for a payer, and what a diagnosis must show: dated data, read by rules/packet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from otium.terms.chart import FindingKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind


class Content(StrEnum):
    """What payers ask a packet to contain. Names what is looked for, not where."""

    BIRTH_DATE = "birth_date"
    MEMBER_ID = "member_id"
    INJURY_CLAIM = "injury_claim"  # its number and the day of injury
    DIAGNOSIS = "diagnosis"
    ONSET = "onset"
    PRACTICE_NPI = "practice_npi"
    RENDERING_NPI = "rendering_npi"
    TAX_ID = "tax_id"
    PERIOD = "period"
    QUANTITY = "quantity"
    CODES = "codes"
    FREQUENCY = "frequency"
    ORDER = "order"
    PLAN_OF_CARE = "plan_of_care"
    EVALUATION = "evaluation"
    PRIOR_LEVEL = "prior_level"
    DEFICITS = "deficits"
    SCORES = "scores"
    GOALS = "goals"
    PROGRESS = "progress"
    RETEST = "retest"  # a score of this period to set beside an earlier one
    ATTENDANCE = "attendance"
    HOME_PROGRAM = "home_program"
    SKILLED_NEED = "skilled_need"
    WHY_MORE = "why_more"
    DISCHARGE = "discharge"
    OTHER_SERVICES = "other_services"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One content, and whether the request comes back without it. `within_days`: older than this counts as missing."""

    content: Content
    is_blocking: bool
    within_days: int | None = None
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must be shown. It is met by one of its findings, scores or goals.

    `code` is what findings and goals carry that speak to it; `words` in a finding's text speak to it too.
    `instruments` are keys of the registry; `asks` is the question to the clinician, in plain words.
    """

    code: str
    asks: str
    findings: tuple[FindingKind, ...] = ()  # the first one says where the gap is shown
    words: tuple[str, ...] = ()
    instruments: frozenset[str] = frozenset()
    goals: bool = False
    least: int = 1  # how many of them
    kinds: frozenset[RequestKind] = frozenset()  # empty: every kind of request
    payers: frozenset[PayerType] = frozenset()  # empty: every payer
    services: frozenset[str] = frozenset()  # of terms.roads.Service; empty: every service
    is_blocking: bool = True
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class DiagnosisGroup:
    """`prefixes` are ICD-10-CM codes without point; the longest that fits the first diagnosis decides the group.

    A group with `payers` holds beside that one, for these payers: with prefixes, only where one fits.
    """

    key: str
    title: str
    prefixes: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    under_age: int | None = None  # only younger patients
    from_age: int | None = None
    payers: frozenset[PayerType] = frozenset()  # of these only: work injuries


@dataclass(frozen=True, slots=True)
class PacketGuide:
    """All data that a packet is compiled by. `papers` are kinds of documents that must go along."""

    wanted: tuple[Wanted, ...] = ()
    papers: tuple[str, ...] = ()
    groups: tuple[DiagnosisGroup, ...] = ()
    diagnoses: Mapping[str, str] = field(default_factory=dict)  # ICD-10-CM code without point -> its title
    source: str = ""
