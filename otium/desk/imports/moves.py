"""Where an import stands and what may follow. Pure."""

from enum import StrEnum


class State(StrEnum):
    UPLOADED = "uploaded"
    PREVIEWING = "previewing"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"


class Event(StrEnum):
    ASK_PREVIEW = "ask_preview"
    SEEN = "seen"
    ASK_APPLY = "ask_apply"
    DONE = "done"
    FAIL = "fail"


MOVES: dict[tuple[State, Event], State] = {
    (State.UPLOADED, Event.ASK_PREVIEW): State.PREVIEWING,
    (State.PREVIEWED, Event.ASK_PREVIEW): State.PREVIEWING,
    (State.FAILED, Event.ASK_PREVIEW): State.PREVIEWING,
    (State.PREVIEWING, Event.SEEN): State.PREVIEWED,
    (State.PREVIEWING, Event.FAIL): State.FAILED,
    (State.PREVIEWED, Event.ASK_APPLY): State.APPLYING,
    (State.UPLOADED, Event.ASK_APPLY): State.APPLYING,
    (State.FAILED, Event.ASK_APPLY): State.APPLYING,
    (State.APPLYING, Event.DONE): State.APPLIED,
    (State.UPLOADED, Event.DONE): State.APPLIED,  # by a command, which asks nobody
    (State.APPLYING, Event.FAIL): State.FAILED,
    (State.UPLOADED, Event.FAIL): State.FAILED,
}
WORKING = (State.PREVIEWING, State.APPLYING)


class DoesNotFollow(Exception):
    """The import is not in a state from which this can happen; the message names both."""


def next_state(state: State, event: Event) -> State:
    """Raises DoesNotFollow."""
    if (state, event) not in MOVES:
        raise DoesNotFollow(f"An import that is {state.value} cannot {event.value.replace('_', ' ')}.")
    return MOVES[state, event]
