"""An appeal that was sent outside Otium, recorded on the desk: it is on file as any other, with its days."""

from typing import Any

from otium.desk.acts.asked import moment
from otium.desk.acts.effects import Refused, Writing
from otium.desk.reviews import preparing, terms
from otium.records import models
from otium.records.models import AuthorizationRequest
from otium.rules.appeals import clocks
from otium.terms.prior_auth import AppealState, Road

OF_REQUEST = ("practice", "patient", "coverage__payer", "coverage__plan")


def appeal_filed(writing: Writing, values: dict[str, Any]) -> None:
    """The first level, filed on that day. Nothing but the act where an appeal of the request is on file already."""
    request = AuthorizationRequest.objects.select_related(*OF_REQUEST).get(pk=writing.task.focus_id)
    sent_on = values["sent_on"]
    if sent_on > writing.on:
        raise Refused("sent_on", "day_ahead")
    if request.decided_on and sent_on < request.decided_on:
        raise Refused("sent_on", "before_the_notice")
    if values["road"] == Road.FAX and not values.get("destination"):
        raise Refused("destination", "recipient_missing")
    rows = models.Appeal.objects.filter(request=request).exclude(state=AppealState.WITHDRAWN.value)
    track, state = terms.track_of(request, writing.on)
    level = terms.level_of(track, 1, writing.on, state)
    if level is None or rows.exists():
        return
    until = clocks.file_by(level, terms.rules_of(request, writing.on), notice_on=request.decided_on)
    row = writing.create(
        models.Appeal,
        request_id=request.pk,
        track=track.value,
        level=level.level,
        state=AppealState.FILED.value,
        opened_on=writing.on,
        notice_on=request.decided_on,
        file_by=until.on,
        filed_on=sent_on,
        decide_by=clocks.decide_by(level, filed_on=sent_on),
        points=preparing.points(request.reason),
        road=values["road"],
        reference=values.get("reference", ""),
    )
    _note_sending(writing, row, values)


def _note_sending(writing: Writing, row: models.Appeal, values: dict[str, Any]) -> None:
    writing.create(
        models.RequestSending,
        request_id=row.request_id,
        appeal_id=row.pk,
        about="appeal",
        road=values["road"],
        sent_at=moment(writing, values["sent_on"]),
        sent_by=writing.by.name,
        destination=values.get("destination", ""),
        reference=values.get("reference", ""),
    )
