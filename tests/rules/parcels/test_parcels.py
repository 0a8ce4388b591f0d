"""Where a parcel goes, when it leaves and is tried again, and where it stands."""

from datetime import UTC, datetime, time, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from otium.rules import parcels
from otium.terms.parcel import ParcelState, Road, Standing, TransmissionEvent, TransmissionState, Verdict, Window

ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("event", TransmissionEvent)
def test_what_is_unsure_is_only_sent_again_when_somebody_has_looked(event):
    allowed = {TransmissionEvent.NOT_THERE, TransmissionEvent.TRY_AGAIN}

    try:
        after = parcels.next_state(TransmissionState.UNSURE, event)
    except parcels.MoveRefusedError:
        after = None

    assert (after is TransmissionState.READY) == (event in allowed)


@pytest.mark.parametrize("event", [event for event in TransmissionEvent if event is not TransmissionEvent.TRY_AGAIN])
def test_what_was_sent_stays_sent(event):
    assert parcels.next_state(TransmissionState.SENT, event) is TransmissionState.SENT


def test_what_was_sent_is_not_sent_again():
    with pytest.raises(parcels.MoveRefusedError):
        parcels.next_state(TransmissionState.SENT, TransmissionEvent.TRY_AGAIN)


@pytest.mark.parametrize(
    ("failures", "jitter", "asked", "seconds"),
    [
        (1, 0, None, 2), (1, 1, None, 1), (2, 0, None, 4), (5, 0, None, 32), (6, 0, None, 60), (60, 0, None, 60),
        (1, 0, 30, 30), (6, 0, 30, 60), (1, 0, 3600, 3600), (1, 0, 3601, 3600),
    ],
)  # fmt: skip
def test_a_connection_rests_twice_as_long_each_time_up_to_a_minute(failures, jitter, asked, seconds):
    assert parcels.back_off_seconds(failures, jitter=jitter, asked_seconds=asked) == seconds


def test_no_failure_is_no_rest():
    with pytest.raises(ValueError):
        parcels.back_off_seconds(0, jitter=0)


@pytest.mark.parametrize(
    ("opens", "closes", "at", "expected"),
    [
        (None, None, time(3), True),
        (time(8), time(17), time(7, 59), False),
        (time(8), time(17), time(8), True),
        (time(8), time(17), time(16, 59), True),
        (time(8), time(17), time(17), False),
        (time(20), time(6), time(19, 59), False),
        (time(20), time(6), time(20), True),
        (time(20), time(6), time(5, 59), True),
        (time(20), time(6), time(6), False),
    ],
)
def test_batches_leave_within_the_window(opens, closes, at, expected):
    assert parcels.is_in_window(Window(0, opens, closes), at) is expected


def test_a_batch_waits_for_its_oldest_parcel_and_what_was_left_behind_follows_at_once():
    window = Window(batch_minutes=15)

    assert parcels.leaves_at(window, AT, None) == AT + timedelta(minutes=15)
    assert parcels.leaves_at(window, AT, AT - timedelta(hours=1)) == AT + timedelta(minutes=15)
    assert parcels.leaves_at(window, AT, AT - timedelta(seconds=1)) == AT + timedelta(minutes=15)
    assert parcels.leaves_at(window, AT, AT) == AT
    assert parcels.leaves_at(window, AT, AT + timedelta(minutes=5)) == AT + timedelta(minutes=5)


EVERY = Road(ONE, ("270", "837P"), (), True)
NAMED = Road(TWO, ("270",), ("EVG01",), True)
PAUSED = Road(THREE, ("270",), ("EVG01",), False)


@pytest.mark.parametrize(
    ("kind", "payer", "roads", "expected"),
    [
        ("270", "EVG01", [EVERY, NAMED], TWO),
        ("270", "NSH22", [EVERY, NAMED], ONE),
        ("837P", "EVG01", [EVERY, NAMED], ONE),
        ("278", "EVG01", [EVERY, NAMED], None),
        ("270", "EVG01", [EVERY, PAUSED], THREE),
        ("270", "EVG01", [PAUSED, NAMED], TWO),
        ("270", "NSH22", [NAMED], None),
    ],
)
def test_a_connection_that_names_the_payer_comes_first(kind, payer, roads, expected):
    found = parcels.road_for(kind, payer, roads)

    assert (found and found.connection_id) == expected


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (EVERY, Road(TWO, ("837P",), (), True), {"837P"}),
        (EVERY, Road(TWO, ("278",), (), True), set()),
        (EVERY, NAMED, set()),
        (NAMED, Road(THREE, ("270", "276"), ("EVG01", "NSH22"), True), {"270"}),
        (NAMED, Road(THREE, ("270",), ("NSH22",), True), set()),
        (NAMED, PAUSED, set()),
    ],
)
def test_two_roads_share_what_nothing_tells_apart(one, other, kinds):
    assert parcels.shared(one, other) == parcels.shared(other, one) == kinds


@pytest.mark.parametrize("order", list(permutations(Verdict)))
def test_the_worst_that_was_heard_counts_in_every_order(order):
    assert parcels.verdict_of(order) is Verdict.REJECTED
    assert parcels.verdict_of(v for v in order if v is not Verdict.REJECTED) is Verdict.ACCEPTED_WITH_ERRORS
    assert parcels.verdict_of([]) is None


@pytest.mark.parametrize(
    ("state", "transmission", "verdict", "answered", "expected"),
    [
        (ParcelState.WITHDRAWN, None, None, False, Standing.WITHDRAWN),
        (ParcelState.WAITING, None, None, False, Standing.WAITING),
        (ParcelState.PACKED, TransmissionState.READY, None, False, Standing.READY),
        (ParcelState.PACKED, TransmissionState.UNSURE, None, False, Standing.UNSURE),
        (ParcelState.PACKED, TransmissionState.UNSURE, Verdict.ACCEPTED, False, Standing.ACCEPTED),
        (ParcelState.PACKED, TransmissionState.SENT, None, False, Standing.SENT),
        (ParcelState.PACKED, TransmissionState.SENT, Verdict.REJECTED, False, Standing.REJECTED),
        (ParcelState.PACKED, TransmissionState.SENT, Verdict.REJECTED, True, Standing.ANSWERED),
        (ParcelState.PACKED, TransmissionState.FAILED, None, False, Standing.FAILED),
    ],
)
def test_where_a_parcel_stands(state, transmission, verdict, answered, expected):
    assert parcels.standing(state, transmission, verdict, is_answered=answered) is expected
