"""SETTLE_SENDING, GIVE_ROAD, MEND_CONNECTION: what leaves, or should come, and does not go on by itself.

Source: our own promise (nothing lost, nothing twice). Certainty: by definition.
"""

from collections.abc import Iterator

from otium.rules import business_days
from otium.rules.because import because
from otium.terms.duty import Duty, DutyKind, FocusType, Param, Reason
from otium.terms.facts import PracticeFacts
from otium.terms.parcel import PATIENCE, ConnectionFact, ConnectionState, RoadlessFact, SendingFact, TransmissionState
from otium.terms.provenance import Source, SourceKind

__all__ = ["PATIENCE", "duties"]


def duties(practice: PracticeFacts) -> Iterator[Duty]:
    for sending in practice.traffic.sendings:
        yield _settle(sending, practice)
    for roadless in practice.traffic.roadless:
        yield _give_road(roadless, practice)
    for connection in practice.traffic.connections:
        if why := tuple(_troubles(connection)):
            yield _mend(connection, why, practice)


def _settle(sending: SendingFact, practice: PracticeFacts) -> Duty:
    source = Source(SourceKind.TRANSMISSION, sending.id)
    said: dict[str, Param] = {"kind": sending.kind, "count": sending.parcels, "since_on": sending.since_on}
    is_unsure = sending.state is TransmissionState.UNSURE
    refused = because("sending_refused", source, cause=sending.cause or None, **said)
    return Duty(
        kind=DutyKind.SETTLE_SENDING,
        focus_type=FocusType.TRANSMISSION,
        focus_id=sending.id,
        due_on=business_days.add(sending.since_on, 1, practice.days),
        why=(because("sending_unsure", source, **said) if is_unsure else refused,),
    )


def _give_road(roadless: RoadlessFact, practice: PracticeFacts) -> Duty:
    """One a kind; more of the same kind is no new ground."""
    why = because("road_missing", None, kind=roadless.kind, count=roadless.count, since_on=roadless.since_on)
    return Duty(
        kind=DutyKind.GIVE_ROAD,
        focus_type=FocusType.PRACTICE,
        focus_id=practice.practice_id,
        instance=roadless.kind,
        due_on=business_days.add(roadless.since_on, 1, practice.days),
        why=(why,),
        ground={"kind": roadless.kind, "since_on": roadless.since_on},
    )


def _mend(connection: ConnectionFact, why: tuple[Reason, ...], practice: PracticeFacts) -> Duty:
    if connection.waiting and connection.state is ConnectionState.ACTIVE:
        why = (*why, because("parcels_wait", None, count=connection.waiting))
    return Duty(
        kind=DutyKind.MEND_CONNECTION,
        focus_type=FocusType.CONNECTION,
        focus_id=connection.id,
        due_on=business_days.add(connection.since_on, 1, practice.days),
        why=why,
        ground={"cause": connection.cause, "since_on": connection.since_on, "state": connection.state.value},
    )


def _troubles(connection: ConnectionFact) -> Iterator[Reason]:
    source = Source(SourceKind.CONNECTION, connection.id)
    if connection.state is ConnectionState.PAUSED:
        if connection.waiting:
            yield because("connection_paused", source, name=connection.name, count=connection.waiting)
        return
    if connection.failures >= PATIENCE or (connection.failures and connection.needs_person):
        yield because(
            "connection_failing", source, name=connection.name, since_on=connection.since_on, cause=connection.cause
        )
    if connection.left:
        yield because(
            "connection_left_files", source, name=connection.name, count=connection.left, cause=connection.cause
        )
