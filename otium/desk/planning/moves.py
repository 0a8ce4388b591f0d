"""Where a plan stands and what may follow. Pure."""

from otium.terms.plans import PlanEvent as E
from otium.terms.plans import PlanState as S

MOVES: dict[tuple[S, E], S] = {
    (S.ASKED, E.BEGIN): S.SOLVING,
    (S.SOLVING, E.BEGIN): S.SOLVING,  # its worker died, and another began anew
    (S.SOLVING, E.FINISH): S.PROPOSED,
    (S.ASKED, E.FAIL): S.FAILED,
    (S.SOLVING, E.FAIL): S.FAILED,
    (S.PROPOSED, E.ASK): S.ASKED,
    (S.STALE, E.ASK): S.ASKED,
    (S.FAILED, E.ASK): S.ASKED,
    (S.PROPOSED, E.APPLY): S.APPLIED,
    (S.PROPOSED, E.AGE): S.STALE,
    (S.ASKED, E.REFUSE): S.REFUSED,
    (S.SOLVING, E.REFUSE): S.REFUSED,
    (S.PROPOSED, E.REFUSE): S.REFUSED,
    (S.STALE, E.REFUSE): S.REFUSED,
    (S.FAILED, E.REFUSE): S.REFUSED,
    (S.APPLIED, E.UNDO): S.UNDONE,
}
WORKING = (S.ASKED, S.SOLVING)


class DoesNotFollow(Exception):
    """The plan is not in a state from which this can happen."""

    def __init__(self, state: str, event: E) -> None:
        super().__init__(f"{event.value} of a plan that is {state}")
        self.state, self.event = state, event


def next_state(state: str, event: E) -> S:
    """Raises DoesNotFollow."""
    try:
        return MOVES[S(state), event]
    except KeyError as error:
        raise DoesNotFollow(state, event) from error
