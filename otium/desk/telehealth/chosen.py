"""Which hosts a practice's video links may lead to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.telehealth.links import shapes
from otium.records.models import History, Practice
from otium.rules.schedule import video as rules
from otium.terms.telehealth import VideoKind


class HostRefused(Exception):
    """Not the name of a host."""

    def __init__(self, text: str) -> None:
        super().__init__("not a host")
        self.text = text


@transaction.atomic
def choose(*, practice_id: UUID, allowed: Iterable[str], rooms: str, by: Actor, at: datetime) -> Practice:
    """The hosts that links may lead to, and the one on which rooms are made. Raises HostRefused."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    named = list(dict.fromkeys(filter(None, (*(h.strip().lower() for h in allowed), rooms.strip().lower()))))
    for host in named:
        if not rules.is_host(host) or host in shapes()[VideoKind.JITSI].refused:
            raise HostRefused(host)
    before, practice.telehealth = practice.telehealth, {"hosts": named, "room_host": rooms.strip().lower()}
    practice.save(update_fields=["telehealth"])
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="video_chosen",
        before=history.plain(before), after=history.plain(practice.telehealth), at=at, by=by.name,
    )  # fmt: skip
    return practice
