"""A claim asked about and answered for, and others like it made by hypothesis."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from otium.terms.claim_status import ClaimStatus, ClaimStatusAnswer, ClaimStatusInquiry, StatusCode, StatusLine
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Contact, DateSpan, Party, Person, Procedure, Reference, Trace

from . import made

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("OTIUM", "PAYER1", datetime(2026, 11, 25, 9, 5), 905, 17)  # noqa: DTZ001 - local by definition
PAYER = Party("PR", False, "PAYER ONE", None, None, None, "PI", "PAYERONE")
RECEIVER = Party("41", False, "PRACTICE ONE", None, None, None, "46", "PRACTICEONE")
PROVIDER = Party("1P", False, "PRACTICE ONE", None, None, None, "XX", "1234567893")
ALMA = Person(Party("IL", True, "TESTCASE", "ALMA", None, None, "MI", "ZZ0000001"), date(1984, 1, 31), "F", None)
FINN = Person(Party("QC", True, "TESTCASE", "FINN", None, None, None, None), date(2018, 6, 30), "M", None)
VISIT = DateSpan("472", date(2026, 11, 2), None)
LINE = StatusLine(
    Procedure("HC", "97530", ("GO",), None), Decimal(140), None, None, Decimal(2), "LINE1", (VISIT,), (), 0
)  # fmt: skip
INQUIRY = ClaimStatusInquiry(
    PAYER, RECEIVER, PROVIDER, ALMA, None, Trace("INQ4712", None, True),
    references=(Reference("1K", "ICN1"), Reference("EJ", "CLAIM4711")), charge=Decimal("240.50"), dates=(VISIT,),
    lines=(LINE,), reference="BATCH13", asked_on=date(2026, 11, 25), asked_time="0905",
)  # fmt: skip
PENDED = ClaimStatus(
    (StatusCode("P1", "20", None, None),), date(2026, 11, 20), None, Decimal("240.50"), None, None, None, None, None,
    None, 0,
)  # fmt: skip
ANSWER = ClaimStatusAnswer(
    PAYER, RECEIVER, PROVIDER, ALMA._replace(birth_on=None, sex=None), None,
    Trace("INQ4712", None, True), (PENDED,), references=INQUIRY.references, dates=(VISIT,),
    lines=(LINE._replace(paid=Decimal(0), statuses=(PENDED._replace(charge=None),)),),
    contacts=(Contact("IC", "CLAIMS", (("TE", "8005550100"),)),),
    reference="ANSWER13", answered_on=date(2026, 11, 26), answered_time="0810",
)  # fmt: skip


def placeless(term):
    """Where a term stood says nothing of what it is."""
    statuses = _placeless_statuses(term.statuses) if isinstance(term, ClaimStatusAnswer) else None
    lines = tuple(line._replace(segment=0, statuses=_placeless_statuses(line.statuses)) for line in term.lines)
    return replace(term, lines=lines) if statuses is None else replace(term, lines=lines, statuses=statuses)


def _placeless_statuses(statuses: tuple[ClaimStatus, ...]) -> tuple[ClaimStatus, ...]:
    return tuple(status._replace(segment=0) for status in statuses)


MONEY = st.decimals(0, 99999, places=2)
CODES = st.builds(
    StatusCode,
    category=st.sampled_from(["A0", "P1", "F2", "F3F", "R4", "E0", "D0", "DR04", "RQ"]),
    code=made.word(3, made.DIGITS),
    entity=st.sampled_from([None, "1P", "QC"]),
    code_list=st.sampled_from([None, "RX"]),
)
STATUSES = st.builds(
    ClaimStatus,
    codes=made.some(CODES, most=3, least=1),
    effective_on=made.DAYS,
    action=st.none(),
    charge=made.maybe(MONEY),
    paid=made.maybe(MONEY),
    finalized_on=made.maybe(made.DAYS),
    payment_method=st.sampled_from([None, "CHK", "ACH"]),
    paid_on=made.maybe(made.DAYS),
    payment_number=made.maybe(made.IDS),
    message=made.maybe(made.NAMES),
    segment=st.just(0),
)
ASKED_LINES = st.builds(
    StatusLine,
    procedure=made.PROCEDURES,
    charge=MONEY,
    paid=st.none(),
    revenue_code=made.maybe(made.word(4, made.DIGITS)),
    quantity=st.decimals(1, 99, places=1),
    line_number=made.maybe(made.IDS),
    dates=made.some(made.spans("472"), most=1, least=1),
    statuses=st.just(()),
    segment=st.just(0),
)
ANSWERED_LINES = st.builds(
    lambda line, paid, statuses: line._replace(paid=paid, statuses=statuses),
    ASKED_LINES,
    MONEY,
    made.some(STATUSES, most=2, least=1),
)


def numbers(*qualifiers: str):
    """At most one of each."""
    return st.dictionaries(st.sampled_from(qualifiers), made.IDS, min_size=1, max_size=3).map(
        lambda found: tuple(Reference(*each) for each in found.items())
    )
