"""A visit as a family may keep it in their calendar: the clinic, the time, the place, and nothing else.

Neither who comes, nor what for, nor whom to see: a calendar hands what it holds on to its maker (45 CFR 164.502(b),
minimum necessary).
"""

from collections.abc import Sequence
from dataclasses import replace

from otium.desk import clock
from otium.desk.families.saying import say
from otium.desk.feeds import visits
from otium.records.models import Appointment, Connection, Practice
from otium.terms.feed import FeedEntry, Mailbox
from otium.terms.notice import NoticeKind
from otium.terms.parcel import ConnectionState
from otium.wires.calendar import ics

MEDIA_TYPE = "text/calendar; charset=utf-8"
FILE = "visit.ics"


def to_keep(visits_told: Sequence[Appointment], *, language: str) -> bytes:
    """The file behind "Add to my calendar": all visits that a page or mail tells of. Two queries a visit."""
    practice = visits_told[0].practice
    return ics.to_keep([_entry(visit, language) for visit in visits_told], zone=clock.zone(practice))


def attached(visits_told: Sequence[Appointment], *, to: Mailbox, language: str) -> bytes:
    """What a mail about visits carries: of one visit a request, or its cancellation under the same UID; of several (a
    household's) a file to keep, because one message may not invite to two things (RFC 5546 s. 3.2.2).

    The same visit has the same UID in each, and a greater sequence after each change. Without an address that mail
    comes from nobody can invite; then too it is a file to keep.
    """
    sender = sender_of(visits_told[0].practice)
    if len(visits_told) > 1 or sender is None:
        return to_keep(visits_told, language=language)
    (visit,) = visits_told
    return ics.invite(_entry(visit, language), zone=clock.zone(visit.practice), organizer=sender, attendee=to)


def sender_of(practice: Practice) -> Mailbox | None:
    """Whom the practice's mails come from."""
    rows = Connection.objects.filter(
        practice=practice, state=ConnectionState.ACTIVE.value, carries__contains=[NoticeKind.MAIL.value]
    )
    for settings in rows.order_by("made_at", "id").values_list("settings", flat=True):
        if settings.get("from_address"):
            return Mailbox(practice.name, settings["from_address"])
    return None


def _entry(visit: Appointment, language: str) -> FeedEntry:
    """Of this visit alone: a family hears nothing of a group's others, and of a co-treatment one hour per therapist."""
    (entry,) = visits.entries([visits.of_visit(visit)], with_therapist=False, with_initials=False)
    place = visit.location
    summary = say(language, "calendar.visit", clinic=visit.practice.name)
    where = ", ".join(filter(None, (place.name, " ".join(place.address.split())))) if place else ""
    return replace(entry, uid=f"{visit.pk}.family@otium", summary=summary, location=where)
