"""What a calendar program is given at a secret address, and how often it may ask."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from otium.desk import acting, audit, clock, keys, tokens
from otium.desk.actor import Actor
from otium.desk.feeds import keeping, visits
from otium.records.models import CalendarFeed, Practice
from otium.terms.feed import Whose
from otium.wires.calendar import ics

DOOR = "calendar_feed"
A_WHILE = timedelta(hours=1)
MOST = 60  # fetches in a while: several devices that ask every few minutes; beyond it somebody hammers
FORMAT = "2"  # counted up when the same visits are written in another way


@dataclass(frozen=True, slots=True)
class Given:
    """The calendar and its tag; `data` None where the program has that version already."""

    tag: str
    data: bytes | None


class TooOften(Exception):
    """The bound on fetches is reached; `wait` until it is counted anew."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("asked too often")
        self.wait = wait


def fetch(text: str, *, known_tags: Iterable[str], at: datetime) -> Given | None:
    """The calendar at this address; None for what is forged, revoked, or of somebody who works there no more.

    The membership is looked at each time, so an address ends in the moment in which it does. Raises TooOften.
    """
    token = tokens.read(text, keeping.PURPOSE, secret_bytes=keeping.SECRET)
    if token is None:
        return None
    with acting.acting_for(token.practice_id):
        practice = Practice.objects.filter(pk=token.practice_id).first()
        feed = _open(practice, token) if practice else None
        if practice is None or feed is None:
            return None
        _count(feed, at)
        return _given(practice, feed, frozenset(known_tags), at)


def _open(practice: Practice, token: tokens.Token) -> CalendarFeed | None:
    """Locked, so that fetches of one feed are counted one after the other."""
    feed = (
        CalendarFeed.objects.select_for_update(of=("self",))
        .filter(practice=practice, secret_hash=keys.keyed_hash(practice, token.secret), revoked_at=None)
        .first()
    )
    return feed if feed and keeping.is_open(practice.pk, feed.staff_id, Whose(feed.whose)) else None


def _count(feed: CalendarFeed, at: datetime) -> None:
    if feed.asked_since is None or at - feed.asked_since >= A_WHILE:
        feed.asked_since, feed.asked_count = at, 0
    if feed.asked_count >= MOST:
        raise TooOften(feed.asked_since + A_WHILE - at)
    feed.asked_count += 1
    feed.asked_at = at
    feed.save(update_fields=["asked_since", "asked_count", "asked_at"])


def _given(practice: Practice, feed: CalendarFeed, known_tags: frozenset[str], at: datetime) -> Given:
    is_own = feed.whose == Whose.OWN
    rows = visits.of_practice(practice, feed.staff_id if is_own else None, at=at)
    told = visits.entries(rows, with_therapist=not is_own, with_initials=feed.has_initials)
    told = [entry for entry in told if visits.is_told(entry, at)]
    name = _name(practice, feed)
    parts = sorted(map(repr, told))
    tag = hashlib.sha256("\0".join([FORMAT, name, practice.time_zone, *parts]).encode()).hexdigest()[:32]
    is_known = tag in known_tags
    seen = () if is_known or not feed.has_initials else tuple(sorted({row.patient_id for row in rows}))
    detail = {"feed": str(feed.pk), "entries": 0 if is_known else len(told)}
    entry = audit.Entry(practice.pk, "read", DOOR, seen, detail)
    audit.append([entry], by=Actor.person(feed.staff_id), at=at)
    return Given(tag, None if is_known else ics.feed(told, name=name, zone=clock.zone(practice)))


def _name(practice: Practice, feed: CalendarFeed) -> str:
    with override(feed.staff.language or "en"):
        return _("%(practice)s: visits") % {"practice": practice.name}
