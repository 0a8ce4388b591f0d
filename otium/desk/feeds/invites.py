"""A visit as a family may keep it in their calendar: the clinic, the time, the place, and nothing else.

Neither who comes, nor what for, nor whom to see: a calendar hands what it holds on to its maker (45 CFR 164.502(b),
minimum necessary).
"""

from dataclasses import replace

from otium.desk import clock
from otium.desk.families.saying import say
from otium.desk.feeds import visits
from otium.records.models import Appointment
from otium.terms.feed import FeedEntry, Mailbox
from otium.wires.calendar import ics

MEDIA_TYPE = "text/calendar"
FILE = "visit.ics"


def to_keep(visit: Appointment, *, language: str) -> bytes:
    """The file behind "Add to my calendar". Two queries."""
    return ics.to_keep(_entry(visit, language), zone=clock.zone(visit.practice))


def by_mail(visit: Appointment, *, sender: Mailbox, to: Mailbox, language: str) -> bytes:
    """What a mail about the visit carries: a request while it is booked, its cancellation once it is not.

    The same visit has the same UID in each, and a greater sequence after each change. Two queries.
    """
    return ics.invite(_entry(visit, language), zone=clock.zone(visit.practice), organizer=sender, attendee=to)


def method(visit: Appointment) -> str:
    """REQUEST or CANCEL: what the mail's part must say beside its media type (RFC 6047 s. 2.4)."""
    return (ics.Method.CANCEL if visits.is_cancelled(visit.status) else ics.Method.REQUEST).value


def _entry(visit: Appointment, language: str) -> FeedEntry:
    """Of this visit alone: a family hears nothing of a group's others, and of a co-treatment one hour per therapist."""
    (entry,) = visits.entries([visits.of_visit(visit)], with_therapist=False, with_initials=False)
    place = visit.location
    summary = say(language, "calendar.visit", clinic=visit.practice.name)
    where = ", ".join(filter(None, (place.name, " ".join(place.address.split())))) if place else ""
    return replace(entry, uid=f"{visit.pk}.family@otium", summary=summary, location=where)
