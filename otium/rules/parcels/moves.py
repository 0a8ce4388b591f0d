"""A transmission's states. What is unsure is never sent again before the partner was asked, or a person decided.

Source: our own promise (nothing lost, nothing twice). Certainty: by definition.
"""

from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.parcel import TransmissionState as State

MOVES: dict[tuple[State, Event], State] = {
    (State.READY, Event.TAKEN): State.SENT,
    (State.READY, Event.TRY_FAILED): State.READY,
    (State.READY, Event.ANSWER_LOST): State.UNSURE,
    (State.READY, Event.REFUSED): State.FAILED,
    (State.UNSURE, Event.TAKEN): State.SENT,
    (State.UNSURE, Event.NOT_THERE): State.READY,
    (State.UNSURE, Event.ANSWER_LOST): State.UNSURE,  # asked, and no wiser
    (State.UNSURE, Event.TRY_FAILED): State.UNSURE,
    (State.UNSURE, Event.REFUSED): State.UNSURE,
    (State.UNSURE, Event.TRY_AGAIN): State.READY,
    (State.FAILED, Event.TRY_AGAIN): State.READY,
    (State.FAILED, Event.TAKEN): State.SENT,  # its acknowledgement says more than its answer did
    (State.READY, Event.NOT_THERE): State.READY,  # a person was faster than the inquiry
    # Heard of while its try went on: what proves that it arrived outweighs whatever the try came to.
    **{(State.SENT, event): State.SENT for event in Event if event is not Event.TRY_AGAIN},
}


class MoveRefusedError(ValueError):
    """A transmission cannot make this move from where it stands."""


def next_state(state: State, event: Event) -> State:
    """Raises MoveRefusedError for a pair that is not in MOVES."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise MoveRefusedError(f"a transmission that is {state.value} cannot be {event.value}") from None
