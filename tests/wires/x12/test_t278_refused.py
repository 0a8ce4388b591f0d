"""278 requests and responses that are not written: each refusal names the loop, the element and our own number."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otium.terms.auth_request import AuthRequest, RequestType, ReviewAsked
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Attachment, DateSpan, Delivery, Diagnosis, Reference, Trace
from otium.wires.x12 import t278
from otium.wires.x12.read import read
from otium.wires.x12.writing import Incomplete

from .messages import SAMPLES

PROFILE = TradingProfile("test")


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.x12").read_bytes()


def asked(name: str = "278_request_visits_over_weeks") -> AuthRequest:
    (request,) = read(sample(name)).of(AuthRequest)
    return request


DAY = date(2026, 3, 2)
AAH = DateSpan("AAH", DAY, None)
REVIEW = ReviewAsked("HS", RequestType.INITIAL, "I", "AD", release="Y")


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        ({"asked_on": None}, "header", "BHT04"), ({"asked_time": "8"}, "header", "BHT05"),
        ({"reference": None}, "header", "BHT03"), ({"payer": None}, "2010A", "NM1"),
        ({"requester": None}, "2010B", "NM1"), ({"subscriber": None}, "2010C", "NM1"),
    ],
)  # fmt: skip
def test_a_request_that_is_incomplete_is_refused_by_its_place(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        t278.write_request(replace(asked(), **change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element, refused.value.record) == (loop, element, "request TRACE2")


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"traces": ()}, "TRN"), ({"traces": (Trace("T", None, False),)}, "TRN03"),
        ({"traces": (Trace("T", "123456789", False),)}, "TRN03"), ({"asked": None}, "UM"),
        ({"asked": REVIEW._replace(category=None)}, "UM01"), ({"asked": REVIEW._replace(type=None)}, "UM02"),
        ({"asked": REVIEW._replace(release=None)}, "UM09"), ({"asked": REVIEW._replace(place="11")}, "UM04"),
        ({"asked": REVIEW._replace(causes=("EM",)), "dates": (AAH,)}, "DTP"),
        ({"asked": REVIEW._replace(causes=("AA",)), "dates": (AAH, DateSpan("439", DAY, None))}, "UM05-4"),
        ({"asked": REVIEW._replace(type=RequestType.RENEWAL), "references": ()}, "REF"),
        ({"asked": REVIEW._replace(type=RequestType.CANCEL), "references": ()}, "REF"),
        ({"references": (Reference("G1", "X"),)}, "REF01"), ({"references": (Reference("BB", "X"),) * 2}, "REF01"),
        ({"dates": (DateSpan("472", DAY, None),)}, "DTP01"), ({"dates": (AAH, AAH)}, "DTP01"),
        ({"dates": (AAH, DateSpan("431", DAY, DAY))}, "DTP02"),
        ({"dates": (DateSpan("AAH", DAY, date(2026, 3, 1)),)}, "DTP03"), ({"diagnoses": ()}, "HI"),
        ({"diagnoses": (Diagnosis("ABK", "M25.641"),)}, "HI01"), ({"diagnoses": (Diagnosis("ABK", "F82"),) * 13}, "HI"),
        ({"deliveries": (Delivery("VS", None, None, None, None, None),)}, "HSD02"),
        ({"deliveries": (Delivery("VS", Decimal(0), None, None, None, None),)}, "HSD02"),
        ({"deliveries": (Delivery("VS", Decimal(2), "WK", None, Decimal(6), None),)}, "HSD05"),
        ({"deliveries": (Delivery("VS", Decimal(2), None, None, None, None),) * 2}, "HSD"),
        ({"attachments": (Attachment("08", "EL", None),)}, "PWK06"),
        ({"attachments": (Attachment("08", "AA", "PAPER"),)}, "PWK06"),
        ({"attachments": (Attachment("08", "AA", None),) * 11}, "PWK01"),
        ({"messages": ("A", "B")}, "MSG"), ({"messages": ("A" * 265,)}, "MSG01"),
    ],
)  # fmt: skip
def test_an_event_that_a_payer_would_send_back_is_refused(change, element):
    request = asked()

    with pytest.raises(Incomplete) as refused:
        t278.write_request(replace(request, event=request.event._replace(**change)), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == ("2000E", element)


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"procedure": None}, "SV101"), ({"quantity": None}, "SV104"), ({"quantity": Decimal(0)}, "SV104"),
        ({"unit": None}, "SV104"),
    ],
)  # fmt: skip
def test_a_service_that_says_not_what_or_how_much_is_refused(change, element):
    request = asked()
    (first, *_) = request.services
    service = first._replace(lines=(first.lines[0]._replace(**change),))

    with pytest.raises(Incomplete) as refused:
        t278.write_request(replace(request, services=(service,)), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == ("2000F", element)


def test_a_message_of_full_length_is_written_whole():
    request = asked()
    event = request.event._replace(messages=("A" * 264,))

    body = t278.write_request(replace(request, event=event), profile=PROFILE)

    assert b"MSG*" + b"A" * 264 in body.segments


@pytest.mark.parametrize("type_", [RequestType.CANCEL, RequestType.APPEAL_IMMEDIATE, RequestType.APPEAL_STANDARD])
def test_what_asks_for_no_care_needs_neither_diagnosis_nor_days_nor_quantity(type_):
    request = asked("278_request_cancel")
    review = request.event.asked._replace(type=type_, type_code=type_.value)

    body = t278.write_request(replace(request, event=request.event._replace(asked=review)), profile=PROFILE)

    assert b"UM*HS*%s*AD******Y" % type_.value.encode() in body.segments


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        ({"answered_on": None}, "header", "BHT04"), ({"answered_time": None}, "header", "BHT05"),
        ({"event": None, "rejects": ()}, "header", "HL"), ({"payer": None}, "2010A", "NM1"),
        ({"subscriber": None}, "2010B", "NM1"),
    ],
)  # fmt: skip
def test_a_decision_that_is_incomplete_is_refused(change, loop, element):
    (decision,) = read(sample("278_approved")).decisions

    with pytest.raises(Incomplete) as refused:
        t278.write_response(decision._replace(**change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)
