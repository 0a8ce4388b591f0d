"""What may become of an offer."""

from enum import StrEnum

from otium.terms.offers import OfferState


class OfferEvent(StrEnum):
    OFFER = "offer"  # its turn has come
    SEND = "send"  # its text has left
    TAKE = "take"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    LOSE = "lose"  # somebody else has the hour
    PLACE = "place"  # a person booked the hour for them


MOVES: dict[tuple[OfferState, OfferEvent], OfferState] = {
    (OfferState.PASSED, OfferEvent.OFFER): OfferState.MADE,
    (OfferState.MADE, OfferEvent.SEND): OfferState.SENT,
    (OfferState.PASSED, OfferEvent.PLACE): OfferState.TAKEN,
} | {
    (state, event): after
    for state in (OfferState.MADE, OfferState.SENT)
    for event, after in (
        (OfferEvent.TAKE, OfferState.TAKEN),
        (OfferEvent.DECLINE, OfferState.DECLINED),
        (OfferEvent.LAPSE, OfferState.LAPSED),
        (OfferEvent.WITHDRAW, OfferState.WITHDRAWN),
        (OfferEvent.LOSE, OfferState.GONE),
        (OfferEvent.PLACE, OfferState.TAKEN),
    )
} | {
    (OfferState.LAPSED, OfferEvent.TAKE): OfferState.TAKEN,  # the next were asked, and nobody has it yet
    (OfferState.LAPSED, OfferEvent.DECLINE): OfferState.DECLINED,
} | {
    (state, OfferEvent.PLACE): OfferState.TAKEN
    for state in (OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN)
}  # fmt: skip


class OfferMoveRefused(Exception):
    """An offer in this state cannot take this event."""

    def __init__(self, state: str, event: OfferEvent) -> None:
        super().__init__(f"{event} of an offer that is {state}")
        self.state, self.event = state, event


def next_state(state: str, event: OfferEvent) -> OfferState:
    try:
        return MOVES[OfferState(state), event]
    except KeyError as error:
        raise OfferMoveRefused(state, event) from error
