"""A person's feeds: made, renewed, revoked. The address is told once, when it is made."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from otium.desk import acting, history, keys, tokens
from otium.desk.actor import Actor
from otium.records.models import CalendarFeed, Membership, Practice, Therapist
from otium.terms.feed import Whose

SECRET = 32  # bytes: 256 bits of chance
PURPOSE = b"otium calendar feed\0"
OF_PRACTICE = ("owner",)  # roles that may subscribe to all visits


class NotTheirs(Exception):
    """The person has no such visits to subscribe to."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a member may subscribe to in one practice, and the feed they have."""

    practice: Practice
    whose: Whose
    feed: CalendarFeed | None


def offered(staff_id: UUID, memberships: list[Membership]) -> list[Offered]:
    """By practice, one's own visits before all of them. Three queries."""
    practices = Practice.objects.in_bulk([m.practice_id for m in memberships])
    treating = set(Therapist.objects.filter(staff_id=staff_id).values_list("practice_id", flat=True))
    feeds = {(f.practice_id, f.whose): f for f in CalendarFeed.objects.filter(staff_id=staff_id, revoked_at=None)}
    found = []
    for member in sorted(memberships, key=lambda m: practices[m.practice_id].name):
        mine = [Whose.OWN] if member.practice_id in treating else []
        mine += [Whose.PRACTICE] if member.role in OF_PRACTICE else []
        practice = practices[member.practice_id]
        found += [Offered(practice, whose, feeds.get((practice.pk, whose.value))) for whose in mine]
    return found


def is_open(practice_id: UUID, staff_id: UUID, whose: Whose) -> bool:
    """True while the person is a member who treats here, or whose role sees all visits."""
    member = Membership.objects.filter(
        practice_id=practice_id, staff_id=staff_id, ended_at=None, staff__is_active=True
    ).first()
    if member is None:
        return False
    if whose is Whose.PRACTICE:
        return member.role in OF_PRACTICE
    return Therapist.objects.filter(practice_id=practice_id, staff_id=staff_id).exists()


@transaction.atomic
def make(
    *, practice_id: UUID, staff_id: UUID, whose: Whose, has_initials: bool, by: Actor, at: datetime
) -> tuple[CalendarFeed, str]:
    """A feed and the only copy of its address; one that the person had before ends.

    Raises NotTheirs for visits that the person may not subscribe to.
    """
    with acting.acting_for(practice_id):
        if not is_open(practice_id, staff_id, whose):
            raise NotTheirs(whose.value)
        practice = Practice.objects.get(pk=practice_id)
        _end(practice_id, staff_id, whose, by=by, at=at)
        secret = secrets.token_bytes(SECRET)
        feed = CalendarFeed.objects.create(
            practice=practice, staff_id=staff_id, whose=whose.value, has_initials=has_initials, made_at=at,
            secret_hash=keys.keyed_hash(practice, secret),
        )  # fmt: skip
        history.record(feed, "made", by=by, at=at, after={"whose": whose.value, "has_initials": has_initials})
    return feed, address(tokens.write(tokens.Token(practice_id, secret), PURPOSE))


@transaction.atomic
def revoke(*, practice_id: UUID, staff_id: UUID, whose: Whose, by: Actor, at: datetime) -> int:
    """End the person's feed; how many there were."""
    with acting.acting_for(practice_id):
        return _end(practice_id, staff_id, whose, by=by, at=at)


def address(token: str) -> str:
    """Where it is fetched. By the installation's own address, never by what a request calls it."""
    return f"{settings.OTIUM_ADDRESS.rstrip('/')}/calendar/{token}.ics"


def _end(practice_id: UUID, staff_id: UUID, whose: Whose, *, by: Actor, at: datetime) -> int:
    rows = CalendarFeed.objects.select_for_update().filter(
        practice_id=practice_id, staff_id=staff_id, whose=whose.value, revoked_at=None
    )
    feeds = list(rows)
    for feed in feeds:
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])
        history.record(feed, "revoked", by=by, at=at)
    return len(feeds)
