"""Which of our own questions an answer answers: it carries our trace back."""

from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.inbox.reading import Answer
from otium.desk.transmissions import move
from otium.records.models import InboundFile, Parcel, Practice, Transmission
from otium.rules import decision as rules
from otium.terms.auth_decision import AuthDecision
from otium.terms.parcel import TransmissionEvent

KINDS = {"EligibilityAnswer": "270", "AuthDecision": "278"}


def parcel_asked(practice: Practice, body: Answer) -> Parcel | None:
    """The newest parcel with this trace; None where the answer carries none of ours."""
    traces = _traces(body)
    if not traces:
        return None
    rows = Parcel.objects.filter(practice=practice, trace__in=traces, kind=KINDS[type(body).__name__])
    return rows.order_by("-made_at").first()


def _traces(body: Answer) -> list[str]:
    if isinstance(body, AuthDecision):
        return [trace for trace in rules.traces_of(body) if trace]
    return [trace.number for trace in body.traces if trace.is_ours is not False and trace.number]


def tie(parcel: Parcel, file: InboundFile, *, by: Actor, at: datetime) -> None:
    """Say on the parcel which file answers it; what was answered has arrived."""
    if parcel.answer_id is None:
        parcel.answer = file
        parcel.save(update_fields=["answer"])
        history.record(parcel, "answered", by=by, at=at, after={"file": file.pk})
    if parcel.transmission_id:
        took(Transmission.objects.select_for_update(of=("self",)).get(pk=parcel.transmission_id), by=by, at=at)


def took(transmission: Transmission, *, by: Actor, at: datetime) -> None:
    """Something heard of it proves that it arrived, whatever its tries came to."""
    if transmission.sent_at is None:
        move(transmission, TransmissionEvent.TAKEN, by=by, at=at, why="heard")
