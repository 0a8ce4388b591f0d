"""The waitlist and the candidates for an hour, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.mend.options import DISCIPLINES, LANGUAGES, URGENCIES, WAIT_NEEDS, WEEKDAYS, WINDOW_DAYS, words
from otium.desk.offers import texting
from otium.desk.offers.board import WEEKS, Place
from otium.desk.offers.freed import FreedHour
from otium.desk.waitlist import Candidate, Candidates
from otium.pages import present
from otium.pages.staff.clearance.strip import Strip, strip
from otium.pages.staff.waitlist.offered import when
from otium.pages.words.offers import PASSED
from otium.records import waitlist as records
from otium.records.models import Appointment, WaitlistEntry
from otium.terms.waitlist import WaitNeed, Window

TONES = {"1": "blocked", "2": "risk", "3": "unknown"}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    patient_url: str
    entry_url: str
    change_url: str
    need: str
    urgency: str
    tone: str
    waited: str
    wishes: str
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next for one who waits. `url` is where; `tone` a badge's state."""

    words: str
    tone: str
    more: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    row: Row
    step: Step
    passed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One who fits. `is_next`: asked first; others need a reason for passing over those before. `moves`: the visit of
    theirs that would move here."""

    id: str
    row: Row
    phone: str
    strip: Strip | None
    is_ready: bool
    is_next: bool
    moves: str = ""


def row(entry: WaitlistEntry, on: date) -> Row:
    days = (on - entry.asked_on).days
    return Row(
        name=f"{entry.patient.first_name} {entry.patient.last_name}",
        patient_url=reverse("patient", args=[entry.patient_id]),
        entry_url=reverse("waitlist_entry", args=[entry.pk]),
        change_url=reverse("waitlist_entry_change", args=[entry.patient_id, entry.pk]),
        need=words(WAIT_NEEDS, entry.need),
        urgency=words(URGENCIES, entry.urgency),
        tone=TONES[entry.urgency],
        waited=ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
        wishes=wishes(entry),
        note=entry.note,
    )


def board_row(place: Place, on: date) -> BoardRow:
    return BoardRow(row(place.entry, on), step(place, on), _passed(place))


def step(place: Place, on: date) -> Step:
    """One thing: an offer that is out, what is missing, a cancelled hour that suits, or the calendar itself."""
    practice = place.entry.practice
    if place.offer is not None and place.offer.notice is not None:
        of = place.offer.offer_round
        hour = FreedHour(of.visit, of.left)
        local = hour.starts_at.astimezone(clock.zone(practice))
        until = when(texting.latest(place.offer.notice), practice, on)
        said = _("Asked about %(day)s, %(hour)s") % {"day": present.day(local.date()), "hour": present.hour(local)}
        more = _("they can say yes until %(when)s") % {"when": until}
        return Step(said, "unknown", more, reverse("visit_refill", args=[hour.id]), _("See the offer"))
    if place.cleared is not None and not place.is_ready:
        shown = strip(place.cleared, on=on)
        url = reverse("patient", args=[place.entry.patient_id])
        return Step(_("Not ready: %(what)s") % {"what": shown.first}, "blocked", shown.sentence, url, _("Make ready"))
    if place.hours:
        hour = place.hours[0].hour
        local = hour.starts_at.astimezone(clock.zone(practice))
        if place.entry.need == WaitNeed.WEEKLY.value:
            return _standing(place.entry, hour, local)
        said = _("%(day)s, %(hour)s suits them") % {"day": present.day(local.date()), "hour": present.hour(local)}
        count = len(place.hours) - 1
        more = ngettext("and %(n)d more free hour", "and %(n)d more free hours", count) % {"n": count} if count else ""
        return Step(said, "risk", more, reverse("visit_refill", args=[hour.id]), _("Fill that hour"))
    url = reverse("visit_book", args=[place.entry.patient_id])
    is_weekly = place.entry.need == WaitNeed.WEEKLY.value
    none = _("Ready, no weekly hour came free yet") if is_weekly else _("Ready, no cancelled hour suits them yet")
    return Step(none, "clear", "", url, _("Look for a free time"))


def _standing(entry: WaitlistEntry, hour: FreedHour, local: datetime) -> Step:
    """An hour that is free each week; it is booked as a series."""
    said = _("%(day)s, %(hour)s is free each week from then on") % {
        "day": present.day(local.date()), "hour": present.hour(local),
    }  # fmt: skip
    begins = {"on": local.date().isoformat(), "starts_at": local.strftime("%H:%M"), "therapist": str(hour.therapist_id),
              "minutes": entry.minutes, "visits": WEEKS}  # fmt: skip
    url = f"{reverse('visit_book', args=[entry.patient_id])}?{urlencode(begins)}"
    return Step(said, "risk", "", url, _("Book it each week"))


def _passed(place: Place) -> str:
    count = sum(place.passed.values())
    if not count:
        return ""
    why = present.joined(
        str(PASSED[reason]) if count == 1 else f"{n} × {PASSED[reason]}"
        for reason, n in sorted(place.passed.items(), key=lambda p: (-p[1], p[0]))
    )
    said = ngettext("Passed over once: %(why)s", "Passed over %(n)d times: %(why)s", count)
    return said % {"n": count, "why": why}


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
        moves=_moves(candidate.later, on) if candidate.later else "",
    )


def _moves(visit: Appointment, on: date) -> str:
    local = visit.starts_at.astimezone(clock.zone(visit.practice))
    said = {
        "day": present.day(local.date(), on),
        "hour": present.hour(local),
        "name": visit.therapist.name if visit.therapist else "",
    }
    return _("Their visit on %(day)s, %(hour)s, with %(name)s moves here.") % said


def wishes(entry: WaitlistEntry) -> str:
    """All that the hour must be, in one line."""
    said = [ngettext("%(n)d minute", "%(n)d minutes", entry.minutes) % {"n": entry.minutes}]
    if entry.discipline != "OT":
        said.insert(0, words(DISCIPLINES, entry.discipline))
    days = present.joined(words(WEEKDAYS, each) for each in sorted(entry.weekdays))
    first = _window(days, records.window({"days": "any"} | _times(entry)))
    more = [_window(_days(kept["days"]), records.window(kept)) for kept in entry.windows]
    windows = [w for w in (first, *more) if w]
    if windows:
        said.append(_(" or ").join(windows))
    if entry.therapist:
        said.append(_("with %(name)s") % {"name": entry.therapist.name})
    if entry.skill:
        said.append(_("who can %(skill)s") % {"skill": entry.skill})
    if entry.language:
        said.append(_("in %(language)s") % {"language": words(LANGUAGES, entry.language)})
    places = [place.name for place in (entry.location, entry.other_location) if place]
    if places:
        said.append(_("at %(name)s") % {"name": _(" or ").join(places)})
    if entry.notice_hours:
        hours = ngettext("%(n)d hour’s notice", "%(n)d hours’ notice", entry.notice_hours)
        said.append(hours % {"n": entry.notice_hours})
    return ", ".join(said)


def _times(entry: WaitlistEntry) -> dict[str, str]:
    pairs = {"since": entry.since, "until": entry.until}
    return {name: value.isoformat("minutes") for name, value in pairs.items() if value}


def _days(kept: str) -> str:
    return "" if kept == "any" else words(WINDOW_DAYS, kept)


def _window(days: str, window: Window) -> str:
    """Tuesday and Thursday, from 3 pm, until 6 pm."""
    since = _("from %(hour)s") % {"hour": present.hour(window.since)} if window.since else ""
    until = _("until %(hour)s") % {"hour": present.hour(window.until)} if window.until else ""
    return ", ".join(filter(None, (days, since, until)))
