"""How a request left, what proves it, what was decided and what happened, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.requests import cancelling
from otium.desk.standing import standing_of
from otium.pages import present
from otium.pages.staff.traffic.words import STANDINGS
from otium.pages.words.events import AUTOMATIONS
from otium.pages.words.requests import ABOUT, EVENTS, ROADS, STATES, WHYS
from otium.records.models import AuthorizationRequest, History, RequestSending, Staff

LAST = 60  # events


@dataclass(frozen=True, slots=True)
class Sending:
    """One time something left. `proof`: what shows that it arrived, in words; `parcel_url` the parcel under Traffic."""

    about: str
    road: str
    day: str
    title: str
    who: str
    state: str
    word: str
    proof: str
    note: str
    parcel_url: str


@dataclass(frozen=True, slots=True)
class Event:
    iso: str
    day: str
    title: str
    what: str
    who: str


def sendings(asked: AuthorizationRequest, rows: list[RequestSending], names: dict[str, str], on: date) -> list[Sending]:
    return [_sending(row, asked, names, on) for row in rows]


def rows_of(asked: AuthorizationRequest) -> list[RequestSending]:
    """Newest first, with their parcels. One query."""
    rows = RequestSending.objects.filter(request=asked, appeal=None).select_related("parcel__transmission")
    return list(rows.order_by("-sent_at", "-id"))


def history_of(asked: AuthorizationRequest) -> list[History]:
    rows = History.objects.filter(practice_id=asked.practice_id, focus_type="authorizationrequest", focus_id=asked.pk)
    return list(rows.order_by("-at", "-id")[:LAST])


def names_of(people: set[str]) -> dict[str, str]:
    """By staff id as text. One query."""
    ids = [text for text in people if len(text) == len(str(UUID(int=0)))]
    return {str(key): name for key, name in Staff.objects.filter(pk__in=ids).values_list("id", "name")}


def _sending(row: RequestSending, asked: AuthorizationRequest, names: dict[str, str], on: date) -> Sending:
    local = row.sent_at.astimezone(clock.zone(asked.practice))
    state, word = _standing(row)
    return Sending(
        about=str(ABOUT[row.about]) if row.parcel is None or row.parcel.kind != "275" else _("Its packet (275)"),
        road=str(ROADS[row.road]),
        day=present.day(local.date(), on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        who=who(row.sent_by, names),
        state=state,
        word=word,
        proof=_proof(row, asked, on),
        note=_("The payer did not cancel it: %(codes)s") % {"codes": row.note} if _is_refused(row) else row.note,
        parcel_url=_parcel(row),
    )


def _is_refused(row: RequestSending) -> bool:
    return row.about == cancelling.CANCEL and row.taken_back_at is not None and bool(row.note)


def _standing(row: RequestSending) -> tuple[str, str]:
    if _is_refused(row):
        return "blocked", _("Not cancelled")
    if row.taken_back_at is not None:
        return "unknown", _("Taken back")
    if row.parcel is None:
        return ("clear", _("Confirmed")) if row.confirmed_at else ("unknown", _("Recorded"))
    said = STANDINGS[standing_of(row.parcel)]
    return said.tone, str(said.word)


def _proof(row: RequestSending, asked: AuthorizationRequest, on: date) -> str:
    """The payer's number, the carrier's receipt, the day of the acknowledgement: whatever there is."""
    said = []
    if row.reference:
        said.append(_("payer’s number %(number)s") % {"number": row.reference})
    if row.parcel is not None and row.parcel.addressee:
        said.append(_("to %(number)s") % {"number": row.parcel.addressee})
    sent = row.parcel.transmission if row.parcel is not None else None
    if sent is not None and sent.sent_at is not None:
        at = sent.sent_at.astimezone(clock.zone(asked.practice))
        words = _("taken %(day)s, %(hour)s") % {"day": present.day(at.date(), on), "hour": present.hour(at)}
        said.append(words)
        if sent.reference:
            said.append(_("receipt %(number)s") % {"number": sent.reference})
    if row.parcel is not None and row.parcel.trace:
        said.append(_("our number %(number)s") % {"number": row.parcel.trace})
    if row.about == cancelling.CANCEL and row.confirmed_at is not None:
        said.append(_("the payer cancelled it"))
    return "; ".join(said)


def _parcel(row: RequestSending) -> str:
    if row.parcel_id is None:
        return ""
    try:
        return reverse("parcel", args=[row.parcel_id])
    except NoReverseMatch:
        return ""


def events(asked: AuthorizationRequest, rows: list[History], names: dict[str, str], on: date) -> list[Event]:
    return [_event(row, asked, names, on) for row in rows]


def _event(row: History, asked: AuthorizationRequest, names: dict[str, str], on: date) -> Event:
    local: datetime = row.at.astimezone(clock.zone(asked.practice))
    what = str(EVENTS.get(row.event, row.event.replace("_", " ").capitalize()))
    if row.event == "changed" and row.after.get("state") in STATES:
        what = str(STATES[row.after["state"]][1])
    why = _why(row)
    return Event(
        iso=local.isoformat(),
        day=present.day(local.date(), on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        what=what + (f": {why}" if why else ""),
        who=who(row.by, names),
    )


def _why(row: History) -> str:
    if row.event in ("submit", "answer"):
        return _("by %(road)s") % {"road": ROADS[row.why]} if row.why in ROADS else str(WHYS.get(row.why, row.why))
    return str(WHYS.get(row.why, row.why))


def who(by: str, names: dict[str, str]) -> str:
    found: Any = names.get(by) or AUTOMATIONS.get(by) or _("Otium")
    return str(found)
