"""The states of an authorization request."""

from itertools import product

import pytest

from otium.rules.prior_auth import MOVES, MoveRefusedError, next_state
from otium.terms.prior_auth import RequestEvent, RequestState

S, E = RequestState, RequestEvent


@pytest.mark.parametrize(
    ("state", "event", "expected"),
    [
        (S.DRAFT, E.MAKE_READY, S.READY),
        (S.READY, E.REOPEN, S.DRAFT),
        (S.DRAFT, E.SUBMIT, S.SUBMITTED),
        (S.READY, E.SUBMIT, S.SUBMITTED),
        (S.SUBMITTED, E.TAKE_BACK, S.READY),
        (S.SUBMITTED, E.ACKNOWLEDGE, S.ACKNOWLEDGED),
        (S.ACKNOWLEDGED, E.DENY, S.DENIED),
        (S.PENDED, E.ANSWER, S.ACKNOWLEDGED),
        (S.PENDED, E.EXPIRE, S.EXPIRED),
        (S.EXPIRED, E.APPROVE, S.APPROVED),
        (S.READY, E.SUPERSEDE, S.SUPERSEDED),
        (S.SUBMITTED, E.APPROVE, S.APPROVED),
        (S.SUBMITTED, E.PEND, S.PENDED),
        (S.PENDED, E.PEND, S.PENDED),
        (S.PENDED, E.MODIFY, S.MODIFIED),
        (S.DENIED, E.APPROVE, S.APPROVED),
        (S.MODIFIED, E.APPROVE, S.APPROVED),
    ],
)
def test_a_request_moves_as_the_payer_answers(state: RequestState, event: RequestEvent, expected: RequestState) -> None:
    assert next_state(state, event) is expected


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (S.DRAFT, E.APPROVE),
        (S.APPROVED, E.DENY),
        (S.DENIED, E.SUBMIT),
        (S.CANCELLED, E.SUBMIT),
        (S.SUBMITTED, E.SUBMIT),
        (S.ACKNOWLEDGED, E.TAKE_BACK),
        (S.SUBMITTED, E.ANSWER),
        (S.READY, E.MAKE_READY),
        (S.APPROVED, E.EXPIRE),
        (S.SUPERSEDED, E.APPROVE),
    ],
)
def test_a_move_that_is_not_in_the_table_is_refused_by_name(state: RequestState, event: RequestEvent) -> None:
    with pytest.raises(MoveRefusedError, match=f"{state} cannot {event}"):
        next_state(state, event)


def test_every_pair_is_either_in_the_table_or_refused() -> None:
    for state, event in product(S, E):
        if (state, event) not in MOVES:
            with pytest.raises(MoveRefusedError):
                next_state(state, event)


def test_every_state_but_the_last_can_be_left_and_every_state_be_reached() -> None:
    assert {state for state, _ in MOVES} == set(S) - {S.CANCELLED, S.SUPERSEDED}
    assert set(MOVES.values()) == set(S)
