"""The ways a request can leave: one is first, each with its form or the page on which it is done."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.requests import life as desk
from otium.pages.staff.prior_auth.forms import SendForm
from otium.pages.words.requests import CLOSED, OPENS, SENDS, TABS
from otium.records.models import AuthorizationRequest
from otium.terms.prior_auth import Road

PAGES = {
    Road.PORTAL: "request_worksheet",
    Road.CALL: "request_call",
    Road.FAX: "request_fax",
    Road.LETTER: "request_fax",
}


@dataclass(frozen=True, slots=True)
class Way:
    """`is_sent`: Otium sends it. `page` is where a person does it; `closed` why it cannot be taken, or not by Otium."""

    road: str
    tab: Any
    button: str
    form: SendForm | None
    is_sent: bool
    is_first: bool
    is_open: bool
    closed: str
    page: str
    page_words: str
    destination: str
    note: str
    source: str


def ways(
    asked: AuthorizationRequest,
    found: tuple[desk.Way, ...],
    on: date,
    *,
    refused: SendForm | None,
    about: str = "request",
) -> list[Way]:
    """Best first. `refused`: the form that was sent and could not be taken, shown as it was typed."""
    payer = asked.coverage.payer.name if asked.coverage else _("the payer")
    usable = [each for each in found if not (about == "answer" and each.road is Road.X12)]
    if asked.state == "draft":  # not signed: nothing leaves out of Otium, but somebody may have sent it themselves
        usable = [replace(each, is_sent=False, is_open=True, lack="") for each in usable if each.road is not Road.X12]
    first = next((each.road for each in usable if each.is_open), None)
    return [_way(asked, each, payer, on, each.road is first, refused) for each in usable]


def _way(
    asked: AuthorizationRequest, way: desk.Way, payer: str, on: date, is_first: bool, refused: SendForm | None
) -> Way:
    road, words = way.road, {"payer": payer}
    button = SENDS[road.value] % words if way.is_sent else _("Record that it was sent")
    own = refused if refused is not None and refused["road"].value() == road.value else None
    version = desk.version_of(asked)
    fresh = SendForm(road=road, is_sent=way.is_sent, on=on, version=version, destination=way.to.destination)
    page = "" if way.is_sent or road not in PAGES or asked.state == "draft" else reverse(PAGES[road], args=[asked.pk])
    return Way(
        road=road.value,
        tab=TABS[road.value],
        button=button,
        form=own or fresh if way.is_open else None,
        is_sent=way.is_sent,
        is_first=is_first,
        is_open=way.is_open,
        closed=str(CLOSED.get(way.lack, "")),
        page=page,
        page_words=str(OPENS.get(road.value, "")) % words if page else "",
        destination=way.to.destination,
        note=way.to.note,
        source=way.to.ground.source,
    )
