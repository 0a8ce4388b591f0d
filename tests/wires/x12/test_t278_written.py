"""278 requests and responses as we write them: they read back, and a second reader takes them.

No judge of others reads a 278: `second.py` holds the guide as data and shares no line with the product.
"""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.auth_decision import AuthDecision, Decided, Review, ReviewAction, ServiceDecision, ServiceLine
from otium.terms.auth_request import (
    AuthRequest,
    Requested,
    RequestedService,
    RequestType,
    ReviewAsked,
    ReviewProvider,
    Urgency,
)  # fmt: skip
from otium.terms.claim_parties import Address
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import (
    Attachment,
    Contact,
    DateSpan,
    Delivery,
    Diagnosis,
    FollowUp,
    Reference,
    Reject,
    RejectReason,
    Trace,
)  # fmt: skip
from otium.wires.x12 import t278
from otium.wires.x12.read import read
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.writing import wrap

from . import second
from .broken import is_found, made, mutants
from .made import (
    DAYS,
    DIGITS,
    IDS,
    NAMES,
    NONE,
    NPIS,
    ORIGINATORS,
    TIMES,
    maybe,
    organisations,
    persons,
    some,
    spans,
    word,
)  # fmt: skip
from .messages import SAMPLES, SHARED
from .unplaced import unplaced

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("PRACTICEONE", "PAYERONE", datetime(2026, 3, 2, 8, 15), 101, 1)  # noqa: DTZ001
MUTANTS = mutants("278")
WRITABLE = ["278_request_visits_over_weeks", "278_request_urgent", "278_request_cancel"]
ANSWERED = sorted(path.stem for path in SAMPLES.glob("278_*.x12") if "request" not in path.stem)


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.x12").read_bytes()


def asked(name: str = "278_request_visits_over_weeks") -> AuthRequest:
    (request,) = read(sample(name)).of(AuthRequest)
    return request


def body_of(data: bytes) -> list[bytes]:
    (transaction,) = read_interchanges(data).transactions
    return [segment.text for segment in transaction.segments()][1:-1]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_every_mutant_is_found_at_its_place(mutant):
    assert is_found(mutant)


def test_the_samples_that_mutants_are_made_of_are_without_finding():
    for name in {each.sample for each in MUTANTS}:
        assert read(sample(name)).findings == ()


def test_the_second_reader_finds_mutants_too_where_form_is_broken():
    forms = [each for each in MUTANTS if each.sample.startswith("278_request") and each.code == "missing-segment"]

    complained = [each.name for each in forms if second.complaints(made(each), "278 request")]

    # What is a matter of substance, not of form, it lets pass.
    assert {each.name for each in forms} - set(complained) == {"renewal of nothing", "accident without its day"}


@pytest.mark.parametrize("name", WRITABLE)
def test_a_request_is_written_as_it_was_read(name):
    body = t278.write_request(asked(name), profile=PROFILE)

    assert list(body.segments) == body_of(sample(name))
    assert second.complaints(wrap([body], ENVELOPE), "278 request") == []


@pytest.mark.parametrize("name", ANSWERED)
def test_a_response_is_written_as_it_was_read(name):
    (decision,) = read(sample(name)).decisions

    body = t278.write_response(decision, profile=PROFILE)

    assert list(body.segments) == body_of(sample(name))
    assert second.complaints(wrap([body], ENVELOPE), "278 response") == []


PLACE = st.integers(1, 99)
COUNTS = st.integers(1, 99).map(Decimal)
OUR_TRACES = st.builds(Trace, IDS, ORIGINATORS, st.just(False))
CONTACTS = st.builds(Contact, st.just("IC"), maybe(NAMES), st.just((("TE", "3055550100"),)))
ADDRESSES = st.builds(
    Address, some(NAMES, 2, least=1), st.sampled_from(["MIAMI", "NEW YORK"]), st.just("FL"), st.just("33101"), NONE
)
DIAGNOSES = st.builds(Diagnosis, st.sampled_from(["ABK", "ABF"]), st.sampled_from(["M25641", "F82", "S52501A"]))
DELIVERIES = st.builds(Delivery, st.just("VS"), COUNTS, st.sampled_from(["WK", "MO"]), st.just("35"), COUNTS, NONE)
DELIVERIES |= st.builds(Delivery, st.just("VS"), COUNTS, NONE, NONE, NONE, NONE)
ATTACHMENTS = st.builds(Attachment, st.sampled_from(["08", "09"]), st.sampled_from(["EL", "FX"]), IDS)
ATTACHMENTS |= st.builds(Attachment, st.just("M1"), st.just("AA"), NONE)
LINES = st.builds(
    ServiceLine,
    st.sampled_from([each.lines[0].procedure for each in asked().services]),
    COUNTS, st.just("UN"), maybe(st.decimals(0, 9999, places=2)), PLACE,
)  # fmt: skip


def providers(*entities: str):
    named = organisations(*entities, ids=NPIS, qualifier="XX")
    references = some(st.builds(Reference, st.just("EI"), word(9, DIGITS)), 1)
    return st.builds(
        ReviewProvider, named, maybe(st.just("225X00000X")), references, some(CONTACTS, 1), maybe(ADDRESSES)
    )


@st.composite
def reviews(draw, types=tuple(RequestType)):
    type_, urgency = draw(st.sampled_from(types)), draw(maybe(st.sampled_from(list(Urgency))))
    causes = draw(st.sampled_from([(), ("AA",), ("EM",), ("AA", "EM"), ("AA", "EM", "AP")]))
    return ReviewAsked(
        "HS", type_, type_.value, "AD", "11", "B", causes, "FL" if causes else None, urgency,
        urgency.value if urgency else None, "Y",
    )  # fmt: skip


@st.composite
def requests(draw):
    review = draw(reviews())
    dates = [draw(spans("AAH")), *([DateSpan("439", draw(DAYS), None)] if review.causes else [])]
    number = draw(maybe(st.builds(Reference, st.just("BB"), IDS)))
    references = (number,) if number else () if review.type is RequestType.INITIAL else (Reference("BB", "AUTH1"),)
    event = Requested(
        draw(some(OUR_TRACES, 2, least=1)), review, references, tuple(dates), draw(some(DIAGNOSES, 12, least=1)),
        (draw(DELIVERIES),), draw(some(ATTACHMENTS, 3)), draw(some(NAMES, 1)), draw(some(providers("SJ", "DN"), 2)), 1,
    )  # fmt: skip
    subscriber = draw(persons("IL"))
    dependent = draw(maybe(persons("QC", member=False, relationships=st.just("19"))))
    return AuthRequest(
        draw(organisations("X3")), draw(providers("1P", "FA")), subscriber, dependent,
        draw(some(st.builds(Reference, st.just("EJ"), IDS), 1)), event, draw(some(services, 3)), draw(IDS), draw(DAYS),
        draw(TIMES),
    )  # fmt: skip


services = st.builds(
    RequestedService,
    st.builds(
        Requested, some(OUR_TRACES, 1), maybe(reviews()), st.just(()), some(spans("472"), 1), some(DIAGNOSES, 2),
        some(DELIVERIES, 1), st.just(()), some(NAMES, 1), some(providers("DK"), 1), PLACE,
    ),
    some(LINES, 1, least=1),
)  # fmt: skip


@settings(max_examples=30)
@given(requests())
def test_any_request_reads_back_and_the_second_reader_takes_it(request):
    data = wrap([t278.write_request(request, profile=PROFILE)], ENVELOPE)

    result = read(data)

    assert unplaced(result.of(AuthRequest)) == unplaced((request,))
    # A service's own UM may be of another kind than its event's; that is the payer's to judge.
    assert result.findings == ()
    assert second.complaints(data, "278 request") == []


DECIDED_TRACES = st.builds(Trace, IDS, ORIGINATORS, st.booleans())
RULINGS = st.builds(
    lambda action, number, reasons: Review(action, action.value, number, reasons, 1),
    st.sampled_from(list(ReviewAction)), maybe(IDS), some(word(2), 2),
)  # fmt: skip
REJECTS = st.builds(
    lambda reason, follow_up, valid: Reject(reason.value, reason, follow_up.value, follow_up, valid, "2000E", 1),
    st.sampled_from(list(RejectReason)), st.sampled_from(list(FollowUp)), st.booleans(),
)  # fmt: skip


def decided(loop: str, named: tuple[str | None, ...]):
    return st.builds(
        Decided, st.just(loop), PLACE, some(RULINGS, 1), some(DECIDED_TRACES, 2),
        some(st.builds(Reference, st.sampled_from(["NT", "BB"]), IDS), 2), some(spans("007", "036", "102"), 3),
        some(DELIVERIES, 1), some(NAMES, 2), some(organisations("SJ", ids=NPIS, qualifier="XX"), 1),
        some(REJECTS.map(lambda each: each._replace(loop=loop)), 1), *(st.just(each) for each in named),
        some(DIAGNOSES, 3),
    )  # fmt: skip


@settings(max_examples=60)
@given(
    st.builds(
        AuthDecision, organisations("X3"), organisations("1P", "FA", ids=NPIS, qualifier="XX"), persons("IL"),
        maybe(persons("QC", member=False)), decided("2000E", ("HS", "I", "AD", "11", "B")),
        some(st.builds(ServiceDecision, decided("2000F", (None,) * 5), some(LINES, 1)), 3), st.just(()), IDS, DAYS,
        maybe(st.just("18")), TIMES,
    )
)  # fmt: skip
def test_any_decision_reads_back_and_the_second_reader_takes_it(decision):
    data = wrap([t278.write_response(decision, profile=PROFILE)], ENVELOPE)

    result = read(data)

    assert unplaced(result.decisions) == unplaced((decision,))
    assert {each.code for each in result.findings} <= {"no-review", "part-unknown"}
    assert second.complaints(data, "278 response") == []


@pytest.mark.parametrize("loop", ["2000A", "2010A", "2000B", "2010B", "2000C", "2010C"])
def test_a_refusal_above_the_event_stands_where_it_was(loop):
    (decision,) = read(sample("278_refused")).decisions
    refused = decision._replace(rejects=(decision.rejects[0]._replace(loop=loop),))

    (found,) = read(wrap([t278.write_response(refused, profile=PROFILE)], ENVELOPE)).decisions

    assert [(each.loop, each.code) for each in found.rejects] == [(loop, "75")]


PUBLISHED = {
    "cosyte-278-request.edi": [("unknown-code", 4), ("hl-child", 12)],
    "cosyte-golden-request.edi": [("unknown-code", 4), ("hl-child", 12)],
    "stupidedi-referral-request-for-review.edi": [],
    "stupidedi-request-for-home-health-care.edi": [("wrong-count", 22)],
}


@pytest.mark.skipif(not SHARED.exists(), reason="published examples are not beside this checkout")
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_requests_are_read_with_the_findings_they_deserve(name):
    result = read((SHARED / "278" / name).read_bytes())

    (request,) = result.of(AuthRequest)
    assert request.requester.party.id in {"1234567893", "8189991234", "98765432"}
    assert request.patient.member_id in {"MBR0001", "12345678901"}
    assert request.event.asked.type is RequestType.INITIAL
    assert [(each.code, each.segment) for each in result.findings] == PUBLISHED[name]
