"""What may become of a visit. Names: FHIR Appointment."""

from enum import StrEnum

from otium.terms.schedule import VisitStatus


class Event(StrEnum):
    ARRIVE = "arrive"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    CANCEL = "cancel"
    CANCEL_LATE = "cancel_late"  # by the family, after the practice's notice had run
    REOPEN = "reopen"  # take back any of the others
    BACK = "back"  # take back the last of a session that went step by step


CANCELS = (Event.CANCEL, Event.CANCEL_LATE)
MOVES: dict[tuple[VisitStatus, Event], VisitStatus] = {
    (VisitStatus.BOOKED, Event.ARRIVE): VisitStatus.ARRIVED,
    (VisitStatus.BOOKED, Event.START): VisitStatus.IN_SESSION,
    (VisitStatus.BOOKED, Event.FINISH): VisitStatus.DONE,
    (VisitStatus.BOOKED, Event.MISS): VisitStatus.NO_SHOW,
    (VisitStatus.BOOKED, Event.CANCEL): VisitStatus.CANCELLED,
    (VisitStatus.BOOKED, Event.CANCEL_LATE): VisitStatus.LATE_CANCEL,
    (VisitStatus.ARRIVED, Event.START): VisitStatus.IN_SESSION,
    (VisitStatus.ARRIVED, Event.FINISH): VisitStatus.DONE,
    (VisitStatus.ARRIVED, Event.REOPEN): VisitStatus.BOOKED,
    (VisitStatus.IN_SESSION, Event.FINISH): VisitStatus.DONE,
    (VisitStatus.IN_SESSION, Event.BACK): VisitStatus.ARRIVED,
    (VisitStatus.IN_SESSION, Event.REOPEN): VisitStatus.BOOKED,
    (VisitStatus.DONE, Event.BACK): VisitStatus.IN_SESSION,
    (VisitStatus.DONE, Event.REOPEN): VisitStatus.BOOKED,
    (VisitStatus.NO_SHOW, Event.REOPEN): VisitStatus.BOOKED,
    (VisitStatus.CANCELLED, Event.REOPEN): VisitStatus.BOOKED,
    (VisitStatus.LATE_CANCEL, Event.REOPEN): VisitStatus.BOOKED,
}


class MoveRefused(Exception):
    """A visit in this state cannot take this event."""

    def __init__(self, status: str, event: Event) -> None:
        super().__init__(f"{event} of a visit that is {status}")
        self.status, self.event = status, event


def next_status(status: str, event: Event) -> VisitStatus:
    try:
        return MOVES[VisitStatus(status), event]
    except KeyError as error:
        raise MoveRefused(status, event) from error
