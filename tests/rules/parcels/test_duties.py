"""What does not go on by itself becomes a task; what may still go on does not."""

from datetime import date
from uuid import UUID

import pytest

from otium.rules.parcels import duties
from otium.terms.parcel import (
    ConnectionFact,
    ConnectionState,
    RoadlessFact,
    SendingFact,
    TrafficFacts,
    TransmissionState,
)
from tests.rules.cast import practice

ON = date(2026, 11, 25)
KEY = UUID(int=7)


def found(**traffic):
    return list(duties.duties(practice(ON, traffic=TrafficFacts(**traffic))))


def connection(**values):
    plain = {
        "id": KEY, "name": "Clearinghouse", "state": ConnectionState.ACTIVE, "failures": 0, "since_on": ON,
        "cause": "", "needs_person": False, "left": 0, "waiting": 0,
    }  # fmt: skip
    return ConnectionFact(**{**plain, **values})


@pytest.mark.parametrize(
    ("state", "code"), [(TransmissionState.UNSURE, "sending_unsure"), (TransmissionState.FAILED, "sending_refused")]
)
def test_a_sending_that_goes_no_further_is_settled_by_a_person(state, code):
    (duty,) = found(sendings=(SendingFact(KEY, state, "837P", 3, ON, "rejected"),))

    assert (duty.kind, duty.focus_id, duty.why[0].code, duty.due_on) == (
        "settle_sending",
        KEY,
        code,
        date(2026, 11, 27),
    )


def test_messages_without_a_road_are_one_duty_a_kind_whose_ground_is_not_their_number():
    one = found(roadless=(RoadlessFact("270", 1, ON), RoadlessFact("837P", 2, ON)))
    more = found(roadless=(RoadlessFact("270", 9, ON), RoadlessFact("837P", 2, ON)))

    assert [duty.instance for duty in one] == ["270", "837P"]
    assert [duty.digest for duty in one] == [duty.digest for duty in more]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"failures": 29, "cause": "refused"}, []),
        ({"failures": 30, "cause": "refused"}, ["connection_failing"]),
        ({"failures": 1, "cause": "auth", "needs_person": True}, ["connection_failing"]),
        ({"failures": 0, "cause": "auth", "needs_person": True}, []),
        ({"failures": 30, "cause": "refused", "waiting": 4}, ["connection_failing", "parcels_wait"]),
        ({"state": ConnectionState.PAUSED, "waiting": 0}, []),
        ({"state": ConnectionState.PAUSED, "waiting": 1}, ["connection_paused"]),
        ({"left": 1, "cause": "left"}, ["connection_left_files"]),
    ],
)
def test_a_connection_is_mended_when_it_will_not_come_back_by_itself(values, codes):
    assert [reason.code for duty in found(connections=(connection(**values),)) for reason in duty.why] == codes
