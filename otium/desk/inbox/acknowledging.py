"""TA1 and 999: what became of an envelope of ours, tied to it by our own control numbers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk.inbox import asking
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import control_number
from otium.desk.inbox.verdicts import SENDING_UNKNOWN, UNCLEAR, Speech
from otium.records.models import Acknowledgement, Connection, Parcel, Transmission
from otium.rules import parcels as rules
from otium.terms.acknowledgement import AckStatus, GroupAck, InterchangeAck, SetAck
from otium.terms.parcel import Verdict

VERDICTS: dict[AckStatus | None, Verdict] = {
    AckStatus.ACCEPTED: Verdict.ACCEPTED,
    AckStatus.ACCEPTED_WITH_ERRORS: Verdict.ACCEPTED_WITH_ERRORS,
    AckStatus.PARTLY_ACCEPTED: Verdict.ACCEPTED,  # what it does not name
    AckStatus.REJECTED: Verdict.REJECTED,
    AckStatus.REJECTED_AUTHENTICATION: Verdict.REJECTED,
    AckStatus.REJECTED_ASSURANCE: Verdict.REJECTED,
    AckStatus.REJECTED_DECRYPTION: Verdict.REJECTED,
}


def apply_ta1(speech: Speech, ack: InterchangeAck) -> Applied:
    """Of a refused envelope nothing was read: every parcel in it is refused. An accepted one says nothing of them."""
    transmission = _sending(speech, "interchange_control", ack.control)
    if transmission is None:
        return Applied("unmatched", "TA1", ack.segment, SENDING_UNKNOWN)
    verdict = VERDICTS.get(ack.status)
    if verdict is None:
        return Applied("unmatched", "TA1", ack.segment, UNCLEAR)
    key, codes = (transmission.pk, ack.code, ack.note), {"status": ack.code, "note": ack.note}
    row = speech.row("TA1", ack.segment, key, verdict=verdict, codes=codes)
    parcels = list(Parcel.objects.filter(transmission=transmission))
    heard = dict.fromkeys((p.pk for p in parcels), verdict) if verdict is Verdict.REJECTED else {}
    return _keep(speech, transmission, [row], parcels, heard)


def apply_999(speech: Speech, ack: GroupAck) -> Applied:
    """A set that is named has its own verdict; the others have the group's."""
    transmission = _sending(speech, "group_control", ack.control)
    if transmission is None:
        return Applied("unmatched", "999", ack.segment, SENDING_UNKNOWN)
    verdict = VERDICTS.get(ack.status)
    if verdict is None or any(VERDICTS.get(each.status) is None for each in ack.sets):
        return Applied("unmatched", "999", ack.segment, UNCLEAR)
    whole = {"status": ack.code, "received": ack.received, "accepted": ack.accepted, "notes": list(ack.notes)}
    rows = [speech.row("999", ack.segment, (transmission.pk, ack.code), verdict=verdict, codes=whole)]
    parcels = {control_number(each.set_control): each for each in Parcel.objects.filter(transmission=transmission)}
    heard = {each.pk: verdict for each in parcels.values()}
    for each in ack.sets:
        parcel = parcels.get(control_number(each.control))
        if parcel is None and not parcels:
            continue  # all that was in it was asked anew
        if parcel is None:
            return Applied("unmatched", "999", each.segment, SENDING_UNKNOWN)
        heard[parcel.pk] = own = VERDICTS[each.status]
        key = (transmission.pk, each.control, each.code)
        row = speech.row("999", each.segment, key, verdict=own, codes=_codes(each))
        row.parcel = parcel
        rows.append(row)
    return _keep(speech, transmission, rows, parcels.values(), heard)


def _keep(
    speech: Speech,
    transmission: Transmission,
    rows: list[Acknowledgement],
    parcels: Iterable[Parcel],
    heard: dict[UUID, Verdict],
) -> Applied:
    for row in rows:
        row.transmission = transmission
    new = speech.keep(rows)
    asking.took(transmission, by=speech.by, at=speech.at)
    speech.tell(parcels, heard)
    worst = rules.verdict_of(Verdict(row.verdict) for row in rows)
    says = {"verdict": worst.value if worst else "", "parcels": transmission.parcels}
    state, first = "applied" if new else "nothing_new", rows[0]
    return Applied(state, first.kind, first.segment, "", None, "transmission", transmission.pk, says)


def _sending(speech: Speech, field: str, control: str) -> Transmission | None:
    """Ours of this number to the partner that speaks; of any partner where none of ours goes by the speaker's id."""
    number = control_number(control)
    if number is None:
        return None
    rows = Transmission.objects.select_for_update(of=("self",)).select_related("connection")
    found = list(rows.filter(practice=speech.practice, **{field: number}))
    by_name = Q(receiver=speech.sender) | Q(group_receiver=speech.sender)
    if Connection.objects.filter(by_name, practice=speech.practice).exists():
        found = [row for row in found if speech.sender in (row.connection.receiver, row.connection.group_receiver)]
    return found[0] if len(found) == 1 else None


def _codes(ack: SetAck) -> dict[str, Any]:
    """Where and what is wrong, in codes: never the content that was sent back (IK404)."""
    return {
        "status": ack.code,
        "notes": list(ack.notes),
        "errors": [
            {
                "tag": error.tag,
                "position": error.position,
                "loop": error.loop,
                "code": error.code,
                "elements": [{"element": e.element, "code": e.code} for e in error.elements],
            }
            for error in ack.errors
        ],
    }
