"""Rooms of visits by video, and the link, shown when its time has come."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from otium.records.models import Appointment, Practice, Therapist
from otium.rules.schedule import video as rules
from otium.rules.schedule.video import LinkRefusedError, LinkShape
from otium.terms.schedule import VisitStatus
from otium.terms.telehealth import PatientPlace, VideoKind, VideoLink, VideoVisit

__all__ = ["LinkRefusedError"]


@cache
def shapes() -> dict[VideoKind, LinkShape]:
    return rules.shapes(files("otium.rules.schedule").joinpath("video.toml").read_text("utf-8"))


def hosts(practice: Practice) -> tuple[str, ...]:
    """Those the practice has an agreement with. None until it says so."""
    return tuple(practice.telehealth.get("hosts", ()))


def room_host(practice: Practice) -> str:
    """Where a room of its own is made for each visit; empty: nowhere."""
    return str(practice.telehealth.get("room_host", ""))


def check(practice: Practice, kind: str, url: str, *, names: Iterable[str] = ()) -> None:
    """Raises LinkRefusedError for a link that the practice does not take."""
    video = VideoKind(kind)
    rules.check(video, url, shapes()[video], hosts=hosts(practice), names=names)


def new_room(practice: Practice) -> str:
    """The address of a room that nobody can guess, or empty where the practice has no host for them."""
    host = room_host(practice)
    return f"https://{host}/{secrets.token_urlsafe(rules.ROOM_BYTES)}" if host else ""


def link_of(visit: Appointment) -> VideoLink | None:
    """The visit's own room, else its therapist's; None where there is none, or where its host is allowed no more."""
    kind, url = visit.telehealth_kind, visit.telehealth_url
    if not url and visit.therapist is not None:
        kind, url = visit.therapist.telehealth_kind, visit.therapist.telehealth_url
    if not kind or not url:
        return None
    try:
        check(visit.practice, kind, url)
    except LinkRefusedError:
        return None
    return VideoLink(VideoKind(kind), url)


def link_for(visit: Appointment, at: datetime) -> VideoLink | None:
    """The link while it may be shown: from 15 minutes before the visit until half an hour after its end.

    None at any other time, of a visit that is not by video, was called off or is done. For staff and families alike.
    """
    if not visit.is_telehealth:
        return None
    is_time = rules.is_shown(VisitStatus(visit.status), visit.starts_at, visit.ends_at, at)
    return link_of(visit) if is_time else None


def shown_from(visit: Appointment) -> datetime:
    return visit.starts_at - rules.SHOWN_BEFORE


def lacks(visit: Appointment) -> tuple[str, ...]:
    """What must be on file before it: consent, link, place, state."""
    place = PatientPlace(visit.patient_place) if visit.patient_place else None
    found = VideoVisit(link_of(visit), visit.patient.telehealth_consent_on, place, visit.patient_state)
    return rules.lacks(found)


def at_booking(practice: Practice, therapist_id: UUID | None, *, room: str) -> dict[str, Any]:
    """The room of a new visit by video: its therapist's, else `room`, made for its session."""
    own = Therapist.objects.filter(pk=therapist_id).exclude(telehealth_url="").exists()
    return {} if own or not room else {"telehealth_kind": VideoKind.JITSI.value, "telehealth_url": room}
