"""The waitlist and the candidates for an hour, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from otium.desk.mend.options import URGENCIES, WAIT_NEEDS, WEEKDAYS, words
from otium.desk.waitlist import Candidate, Candidates
from otium.pages import present
from otium.pages.staff.clearance.strip import Strip, strip
from otium.records.models import WaitlistEntry
from otium.terms.waitlist import Passed

TONES = {"1": "blocked", "2": "risk", "3": "unknown"}
PASSED: dict[Passed, Any] = {
    Passed.TOO_SHORT: lazy("needs more minutes"),
    Passed.THERAPIST: lazy("waits for another therapist"),
    Passed.LOCATION: lazy("waits for another location"),
    Passed.WEEKDAY: lazy("cannot come on that day of the week"),
    Passed.HOUR: lazy("cannot come at that hour"),
    Passed.NOTICE: lazy("needs more notice"),
    Passed.BUSY: lazy("has another visit then"),
    Passed.SAME_DAY: lazy("comes on that day anyway"),
}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    patient_url: str
    change_url: str
    need: str
    urgency: str
    tone: str
    waited: str
    wishes: str
    note: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One who fits. `is_next`: asked first; others need a reason for passing over those before."""

    id: str
    row: Row
    phone: str
    strip: Strip | None
    is_ready: bool
    is_next: bool


def row(entry: WaitlistEntry, on: date) -> Row:
    days = (on - entry.asked_on).days
    return Row(
        name=f"{entry.patient.first_name} {entry.patient.last_name}",
        patient_url=reverse("patient", args=[entry.patient_id]),
        change_url=reverse("waitlist_entry_change", args=[entry.patient_id, entry.pk]),
        need=words(WAIT_NEEDS, entry.need),
        urgency=words(URGENCIES, entry.urgency),
        tone=TONES[entry.urgency],
        waited=ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
        wishes=_wishes(entry),
        note=entry.note,
    )


def rows(entries: Iterable[WaitlistEntry], on: date) -> tuple[Row, ...]:
    """Most urgent first, then who waits longest."""
    return tuple(row(e, on) for e in sorted(entries, key=lambda e: (e.urgency, e.asked_on, str(e.pk))))


def asked(found: Candidates, on: date) -> tuple[Asked, ...]:
    return tuple(_asked(candidate, found.first, on) for candidate in found.fitting)


def passed(found: Candidates, on: date) -> tuple[tuple[Row, str], ...]:
    return tuple((row(entry, on), str(PASSED[reason])) for entry, reason in found.passed)


def _asked(candidate: Candidate, first: Candidate | None, on: date) -> Asked:
    entry = candidate.entry
    return Asked(
        id=str(entry.pk),
        row=row(entry, on),
        phone=entry.patient.phone,
        strip=strip(candidate.cleared, on=on) if candidate.cleared else None,
        is_ready=candidate.is_ready,
        is_next=candidate is first,
    )


def _wishes(entry: WaitlistEntry) -> str:
    said = [ngettext("%(n)d minute", "%(n)d minutes", entry.minutes) % {"n": entry.minutes}]
    if entry.weekdays:
        said.append(present.joined(words(WEEKDAYS, each) for each in sorted(entry.weekdays)))
    if entry.since:
        said.append(_("from %(hour)s") % {"hour": present.hour(entry.since)})
    if entry.until:
        said.append(_("until %(hour)s") % {"hour": present.hour(entry.until)})
    if entry.therapist:
        said.append(_("with %(name)s") % {"name": entry.therapist.name})
    if entry.location:
        said.append(_("at %(name)s") % {"name": entry.location.name})
    if entry.notice_hours:
        hours = ngettext("%(n)d hour’s notice", "%(n)d hours’ notice", entry.notice_hours)
        said.append(hours % {"n": entry.notice_hours})
    return ", ".join(said)
