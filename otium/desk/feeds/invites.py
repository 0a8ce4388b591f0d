"""Visits as a family may keep them in their calendar: the clinic, the time, the place, and nothing else.

Neither who comes, nor what for, nor whom to see: a calendar hands what it holds on to its maker (45 CFR 164.502(b),
minimum necessary).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from otium.desk import clock
from otium.desk.families.saying import say
from otium.desk.feeds import visits
from otium.desk.feeds.visits import Row
from otium.records.models import Appointment, Connection, Practice
from otium.terms.feed import FeedEntry, Mailbox
from otium.terms.notice import NoticeKind
from otium.terms.parcel import ConnectionState
from otium.wires.calendar import ics

MEDIA_TYPE = "text/calendar; charset=utf-8"
FILE = "visit.ics"


@dataclass(frozen=True, slots=True)
class Invites:
    """What calendars are given of some visits. `sender`: whom the practice's mails come from."""

    practice: Practice
    sender: Mailbox | None
    rows: Mapping[UUID, Row]

    def to_keep(self, told: Sequence[Appointment], *, language: str) -> bytes:
        """The file behind "Add to my calendar": all visits that a page or mail tells of."""
        entries = [self._entry(row, language) for row in self._hours(told)]
        return ics.to_keep(entries, zone=clock.zone(self.practice))

    def attached(self, told: Sequence[Appointment], *, to: Mailbox, language: str) -> bytes:
        """What a mail about visits carries: of one visit a request, or its cancellation under the same UID; of several
        (a household's) a file to keep, because one message may not invite to two things (RFC 5546 s. 3.2.2).

        The same visit has the same UID in each, and a greater sequence after each change. Without an address that mail
        comes from nobody can invite; then too it is a file to keep.
        """
        hours = self._hours(told)
        if len(hours) > 1 or self.sender is None:
            return self.to_keep(told, language=language)
        entry = self._entry(hours[0], language)
        return ics.invite(entry, zone=clock.zone(self.practice), organizer=self.sender, attendee=to)

    def _hours(self, told: Sequence[Appointment]) -> list[Row]:
        """One an hour of a patient: a co-treatment is several visits at once. Always the same of them, for its UID."""
        found: dict[tuple[UUID, datetime], Row] = {}
        for row in sorted((self.rows[visit.pk] for visit in told), key=lambda r: r.id):
            found.setdefault((row.patient_id, row.starts_at), row)
        return list(found.values())

    def _entry(self, row: Row, language: str) -> FeedEntry:
        """Of this visit alone: a family hears nothing of a group's others."""
        (entry,) = visits.entries([row], with_therapist=False, with_initials=False)
        summary = say(language, "calendar.visit", clinic=self.practice.name)
        where = ", ".join(filter(None, (row.location, " ".join(row.address.split()))))
        return replace(entry, uid=f"{row.id}.family@otium", summary=summary, location=where)


def load(practice: Practice, told: Iterable[Appointment]) -> Invites:
    """Three queries, however many visits there are."""
    rows = visits.of_visits(practice, [visit.pk for visit in told])
    return Invites(practice, _sender(practice), {row.id: row for row in rows})


def _sender(practice: Practice) -> Mailbox | None:
    rows = Connection.objects.filter(
        practice=practice, state=ConnectionState.ACTIVE.value, carries__contains=[NoticeKind.MAIL.value]
    )
    for settings in rows.order_by("made_at", "id").values_list("settings", flat=True):
        if settings.get("from_address"):
            return Mailbox(practice.name, settings["from_address"])
    return None
